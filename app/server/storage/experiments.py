"""Experiments and their cases in the database."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, insert, select, update

from app.domain.case import CaseState
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
    """Write down what became of audited cases that people have decided since; how many."""
    c, r = t.cases, t.reviews
    truth = func.coalesce(settled_truth(r.c.review_id), r.c.decision)
    query = (
        select(_c.external_ref, truth.label("truth"))
        .join(c, c.c.external_ref == _c.external_ref)
        .join(r, r.c.review_id == c.c.outcome_review_id)
        .where(_c.experiment_id == experiment_id, _c.known_at.is_(None), c.c.state == CaseState.CLOSED.value)
        .limit(limit)
    )
    found = connection.execute(query).all()
    for wrong in (True, False):
        refs = [row.external_ref for row in found if (row.truth != side) == wrong]
        for start in range(0, len(refs), _CHUNK):
            of = and_(_c.experiment_id == experiment_id, _c.external_ref.in_(refs[start : start + _CHUNK]))
            connection.execute(update(t.experiment_cases).where(of).values(wrong=wrong, known_at=now_ms))
    return len(found)


def oldest_open(connection: Connection, experiment_id: str, after_ms: int) -> int | None:
    """When the first case came whose audit may still be answered: it came at `after_ms` or later."""
    query = select(func.min(_c.seen_at)).where(
        _c.experiment_id == experiment_id, _c.known_at.is_(None), _c.audited, _c.seen_at >= after_ms
    )
    at: int | None = connection.execute(query).scalar()
    return at


def unanswered(connection: Connection, experiment_id: str, before_ms: int) -> int:
    """Audits of cases from before that moment that nobody answered."""
    query = select(func.count()).where(
        _c.experiment_id == experiment_id, _c.known_at.is_(None), _c.audited, _c.seen_at < before_ms
    )
    count: int = connection.execute(query).scalar_one()
    return count


def audited(connection: Connection, experiment_id: str) -> int:
    query = select(func.count()).where(_c.experiment_id == experiment_id, _c.audited)
    count: int = connection.execute(query).scalar_one()
    return count


def flagged(connection: Connection, experiment_id: str) -> int:
    query = select(func.count()).where(_c.experiment_id == experiment_id, _c.flag.is_not(None))
    count: int = connection.execute(query).scalar_one()
    return count


def arrivals(connection: Connection, experiment_id: str) -> dict[str, list[bool]]:
    """arm → whether each of its cases went to a person, in the order in which they came."""
    found: dict[str, list[bool]] = {"old": [], "new": []}
    query = select(_c.arm, _c.alone).where(_c.experiment_id == experiment_id).order_by(_c.seen_at, _c.external_ref)
    for arm, alone in connection.execute(query):
        found[arm].append(not alone)
    return found


def truths(
    connection: Connection, experiment_id: str, before_ms: int | None, patience_ms: int
) -> dict[str, list[bool]]:
    """arm → whether the agent alone was wrong, of the cases drawn to be looked at that came before that moment, in the
    order in which they came. What was answered later than `patience_ms` was passed over before, and stays so."""
    found: dict[str, list[bool]] = {"old": [], "new": []}
    query = select(_c.arm, _c.wrong).where(_c.experiment_id == experiment_id, _c.audited, _c.wrong.is_not(None))
    query = query.where(_c.known_at - _c.seen_at <= patience_ms)
    if before_ms is not None:
        query = query.where(_c.seen_at < before_ms)
    for arm, wrong in connection.execute(query.order_by(_c.seen_at, _c.external_ref)):
        found[arm].append(bool(wrong))
    return found


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
