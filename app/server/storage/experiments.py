"""Experiments and their cases in the database."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, case, func, insert, or_, select, update

from app.domain.case import CaseState
from app.domain.experiment import Arm
from app.domain.threshold_rule import NEAR
from app.server.storage import tables as t
from app.server.storage.judgements import settled_truth

_CHUNK = 500
RUNNING = "running"


class Experiment(msgspec.Struct, frozen=True):
    """One row of experiments with the name of whoever started it."""

    experiment_id: str
    proposal_id: str
    case_type: str
    side: str
    salt: str
    plan: str
    plan_digest: str
    old_version: str
    old_threshold: float
    new_version: str
    new_threshold: float
    started_by_name: str
    started_at: int
    state: str
    ended_at: int | None
    standing: str | None


_e, _c = t.experiments.c, t.experiment_cases.c
_COLUMNS = [
    t.users.c.name.label("started_by_name") if field.name == "started_by_name" else _e[field.name]
    for field in msgspec.structs.fields(Experiment)
]


def _read(connection: Connection, *where: Any) -> list[Experiment]:
    query = select(*_COLUMNS).join(t.users, t.users.c.user_id == _e.started_by).where(*where)
    return [Experiment(*row) for row in connection.execute(query.order_by(_e.started_at, _e.experiment_id))]


def every(connection: Connection) -> list[Experiment]:
    return _read(connection)


def running(connection: Connection) -> list[Experiment]:
    return _read(connection, _e.state == RUNNING)


def of_proposal(connection: Connection, proposal_id: str) -> Experiment | None:
    found = _read(connection, _e.proposal_id == proposal_id)
    return found[0] if found else None


def hold(connection: Connection, experiment_id: str) -> Experiment | None:
    """The experiment as it is now, held until commit."""
    connection.execute(select(_e.experiment_id).where(_e.experiment_id == experiment_id).with_for_update())
    found = _read(connection, _e.experiment_id == experiment_id)
    return found[0] if found else None


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.experiments), values)


def change(connection: Connection, experiment_id: str, **values: Any) -> None:
    connection.execute(update(t.experiments).where(_e.experiment_id == experiment_id).values(**values))


def enlist(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put cases into experiments; one that is in already stays as it came first."""
    fresh: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        fresh.setdefault((row["experiment_id"], row["external_ref"]), row)
    for experiment_id in {key[0] for key in fresh}:
        refs = [ref for of, ref in fresh if of == experiment_id]
        for start in range(0, len(refs), _CHUNK):
            some = refs[start : start + _CHUNK]
            known = select(_c.external_ref).where(_c.experiment_id == experiment_id, _c.external_ref.in_(some))
            for ref in connection.scalars(known):
                del fresh[experiment_id, ref]
    if fresh:
        connection.execute(insert(t.experiment_cases), list(fresh.values()))


def settle(connection: Connection, experiment_id: str, side: str, now_ms: int, limit: int) -> int:
    """Write down what became of audited cases that people have decided since, as of when they did; how many."""
    query = _told(experiment_id).where(_c.known_at.is_(None))
    return _write(connection, experiment_id, side, connection.execute(query.limit(limit)).all(), now_ms)


def revise(connection: Connection, experiment_id: str, side: str, limit: int) -> int:
    """Write down anew what was found otherwise since (an adjudicator's word, a second decision); how many. When it was
    known first stays, so that it counts where it counted."""
    wrong = case((_truth() != side, True), else_=False)
    query = _told(experiment_id).where(_c.known_at.is_not(None), _c.alone, _c.audited, _c.wrong != wrong)
    return _write(connection, experiment_id, side, connection.execute(query.limit(limit)).all(), None)


def _truth() -> Any:
    return func.coalesce(settled_truth(t.reviews.c.review_id), t.reviews.c.decision)


def _told(experiment_id: str) -> Any:
    c, r = t.cases, t.reviews
    return (
        select(_c.external_ref, _truth().label("truth"), c.c.closed_at)
        .join(c, c.c.external_ref == _c.external_ref)
        .join(r, r.c.review_id == c.c.outcome_review_id)
        .where(_c.experiment_id == experiment_id, c.c.state == CaseState.CLOSED.value)
    )


def _write(connection: Connection, experiment_id: str, side: str, found: Sequence[Any], now_ms: int | None) -> int:
    """`now_ms`: it is known for the first time."""
    e = t.experiment_cases
    new: dict[str, Any] = {"wrong": bindparam("is_wrong")} | (
        {"known_at": bindparam("at")} if now_ms is not None else {}
    )
    change = update(e).where(_c.experiment_id == experiment_id, _c.external_ref == bindparam("ref")).values(new)
    rows = [
        {"ref": row.external_ref, "is_wrong": row.truth != side}
        | ({"at": min(row.closed_at or now_ms, now_ms)} if now_ms is not None else {})
        for row in found
    ]
    if rows:
        connection.execute(change, rows)
    return len(found)


class Known(msgspec.Struct, frozen=True):
    """What counts of an experiment: cases up to `until`, and what was known of them at `at`. An audit counts that was
    answered within `patience`; all in milliseconds."""

    experiment_id: str
    until: int
    at: int
    patience: int

    @property
    def waited(self) -> int:
        """Audits of cases from before that moment are waited for no more."""
        return self.at - self.patience


def full_at(connection: Connection, experiment_id: str, most: int) -> int | None:
    """When the first of the arms had `most` cases."""
    found = []
    for arm in Arm:
        query = select(_c.seen_at).where(_c.experiment_id == experiment_id, _c.arm == arm.value)
        at = connection.execute(query.order_by(_c.seen_at, _c.external_ref).offset(most - 1).limit(1)).scalar()
        if at is not None:
            found.append(int(at))
    return min(found, default=None)


def _counted(known: Known) -> list[Any]:
    return [_c.experiment_id == known.experiment_id, _c.seen_at <= known.until]


def oldest_open(connection: Connection, known: Known) -> int | None:
    """When the first case came whose audit may still be answered."""
    unknown = or_(_c.known_at.is_(None), _c.known_at > known.at)
    query = select(func.min(_c.seen_at)).where(*_counted(known), _c.audited, unknown, _c.seen_at >= known.waited)
    at: int | None = connection.execute(query).scalar()
    return at


def unanswered(connection: Connection, known: Known) -> int:
    """Audits that nobody answered in time; one that was answered later is left out like one without an answer."""
    late = or_(_c.known_at.is_(None), _c.known_at - _c.seen_at > known.patience)
    query = select(func.count()).where(*_counted(known), _c.audited, late, _c.seen_at < known.waited)
    count: int = connection.execute(query).scalar_one()
    return count


def audited(connection: Connection, known: Known) -> int:
    query = select(func.count()).where(*_counted(known), _c.audited)
    count: int = connection.execute(query).scalar_one()
    return count


def flagged(connection: Connection, known: Known) -> dict[Arm, int]:
    """arm → how many of its cases cited a wrong rule."""
    query = select(_c.arm, func.count()).where(*_counted(known), _c.flag.is_not(None)).group_by(_c.arm)
    return {Arm(arm): int(count) for arm, count in connection.execute(query)}


def arrivals(connection: Connection, known: Known) -> list[tuple[bool, bool]]:
    """(whether it was in the new arm, whether it went to a person), in the order in which they came."""
    query = select(_c.arm, _c.alone).where(*_counted(known)).order_by(_c.seen_at, _c.external_ref)
    return [(arm == Arm.NEW, not alone) for arm, alone in connection.execute(query)]


def truths(connection: Connection, known: Known, before_ms: int | None) -> list[tuple[bool, bool]]:
    """(whether it was in the new arm, whether the agent alone was wrong), of the cases drawn to be looked at that came
    before that moment, in the order in which they came. What was answered too late was passed over before, and stays
    so."""
    query = select(_c.arm, _c.wrong).where(*_counted(known), _c.audited, _c.wrong.is_not(None))
    query = query.where(_c.known_at - _c.seen_at <= known.patience, _c.known_at <= known.at)
    if before_ms is not None:
        query = query.where(_c.seen_at < before_ms)
    return [
        (arm == Arm.NEW, bool(wrong)) for arm, wrong in connection.execute(query.order_by(_c.seen_at, _c.external_ref))
    ]


def tries_before(connection: Connection, one: Experiment, since_ms: int) -> int:
    """Experiments of that side from before this one that tried to move the same threshold the same way."""
    same_way = (
        _e.new_threshold < _e.old_threshold
        if one.new_threshold < one.old_threshold
        else (_e.new_threshold > _e.old_threshold)
    )
    query = select(func.count()).where(
        _e.case_type == one.case_type,
        _e.side == one.side,
        func.abs(_e.old_threshold - one.old_threshold) <= NEAR,
        same_way,
        _e.started_at >= since_ms,
        or_(
            _e.started_at < one.started_at, and_(_e.started_at == one.started_at, _e.experiment_id < one.experiment_id)
        ),
    )
    count: int = connection.execute(query).scalar_one()
    return count


def keep_look(connection: Connection, experiment_id: str, day: int, at_ms: int, standing: str) -> None:
    """The last look of each day is kept."""
    k = t.experiment_looks
    of = and_(k.c.experiment_id == experiment_id, k.c.day == day)
    done = connection.execute(update(k).where(of).values(at=at_ms, standing=standing))
    if not done.rowcount:
        connection.execute(insert(k), {"experiment_id": experiment_id, "day": day, "at": at_ms, "standing": standing})


def looks(connection: Connection, experiment_id: str, limit: int = 400) -> list[str]:
    k = t.experiment_looks.c
    query = select(k.standing).where(k.experiment_id == experiment_id).order_by(k.day).limit(limit)
    return list(connection.scalars(query))
