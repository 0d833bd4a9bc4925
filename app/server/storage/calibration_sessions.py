"""Calibration sessions in the database: who attends, which cases, every ballot that came."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, delete, exists, func, insert, or_, select, update

from app.domain.calibration_session import SessionState
from app.domain.case import CaseState
from app.server.storage import tables as t

MOST_CANDIDATES = 20_000
DAY_MS = 86_400_000
_s, _a, _b, _i, _series = (
    t.calibration_sessions.c,
    t.calibration_attendees.c,
    t.calibration_ballots.c,
    t.calibration_items.c,
    t.calibration_series.c,
)
_chairs, _judges = t.users.alias("chairs"), t.users.alias("judges")


class Sought(msgspec.Struct, frozen=True):
    """Labelled cases of one type, of days of [from_ms, before_ms), with one of these labels, a root cause, what it is
    attributed to, or behind a finding. `but_held`: none that is kept back from this person."""

    case_type: str
    from_ms: int
    before_ms: int
    labels: tuple[str, ...]
    code: str | None
    attribution: tuple[str, str] | None
    feedback_id: str | None
    but_held: str


class Candidate(msgspec.Struct, frozen=True):
    case_number: int
    label: str
    review_id: str


def candidates(connection: Connection, sought: Sought) -> list[Candidate]:
    """The newest that fit, by index; gold cases have no label."""
    k, r, c = t.labelled_cases.c, t.reviews.c, t.cases.c
    query = (
        select(k.case_number, k.label, k.review_id)
        .join(t.reviews, r.review_id == k.review_id)
        .join(t.cases, c.case_number == k.case_number)
        .where(
            k.case_type == sought.case_type,
            k.label.in_(sought.labels),
            k.day >= sought.from_ms - sought.from_ms % DAY_MS,
            k.day < sought.before_ms,
            c.state != CaseState.WITHDRAWN.value,
            c.let_go_at.is_(None),
            ~exists().where(t.qa_holds.c.user_id == sought.but_held, t.qa_holds.c.case_number == k.case_number),
        )
    )
    if sought.code is not None:
        query = query.where(r.code == sought.code)
    if sought.attribution is not None:
        kind, ref = sought.attribution
        query = query.where(r.attribution_kind == kind, r.attribution_ref == ref)
    if sought.feedback_id is not None:
        f = t.feedback_cases.c
        behind = exists().where(
            f.feedback_id == sought.feedback_id, f.case_number == k.case_number, f.gone_at.is_(None)
        )
        query = query.where(behind)
    found = connection.execute(query.order_by(k.day.desc(), k.case_number.desc()).limit(MOST_CANDIDATES))
    return [Candidate(*row) for row in found]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.calibration_sessions), values)


def change(connection: Connection, session_id: str, **values: Any) -> None:
    """Write columns of one session."""
    connection.execute(update(t.calibration_sessions).where(_s.session_id == session_id).values(**values))


def load(connection: Connection, session_id: str, *, for_update: bool = False) -> Row[Any] | None:
    """One session with its chair's name and its series."""
    query = _sessions().where(_s.session_id == session_id)
    if for_update and connection.dialect.name != "sqlite":
        query = query.with_for_update(of=t.calibration_sessions)
    return connection.execute(query).first()


def _sessions() -> Select[Any]:
    return (
        select(
            t.calibration_sessions,
            _chairs.c.name.label("chair_name"),
            _series.every_days,
            _series.next_at,
            _series.ended_at.label("series_ended_at"),
        )
        .join(_chairs, _chairs.c.user_id == _s.chair_id)
        .outerjoin(t.calibration_series, _series.series_id == _s.series_id)
    )


def listed(connection: Connection, state: str | None, after: str | None, limit: int) -> list[Row[Any]]:
    """The newest first, after an id (None from the beginning)."""
    query = _sessions()
    if state is not None:
        query = query.where(_s.state == state)
    if after is not None:
        query = query.where(_s.session_id < after)
    return list(connection.execute(query.order_by(_s.session_id.desc()).limit(limit)))


def newest_of(connection: Connection, series_id: str) -> Row[Any] | None:
    """The newest session of a series."""
    query = _sessions().where(_s.series_id == series_id).order_by(_s.session_id.desc()).limit(1)
    return connection.execute(query).first()


def add_items(connection: Connection, session_id: str, items: Iterable[tuple[str, Candidate]]) -> None:
    rows = [{"session_id": session_id, "ref": ref, **msgspec.structs.asdict(one)} for ref, one in items]
    connection.execute(insert(t.calibration_items), rows)


def items(connection: Connection, ids: Collection[str]) -> list[Row[Any]]:
    """The cases of these sessions, in the order of their refs, with who wrote down what is true."""
    query = (
        select(t.calibration_items, _judges.c.name.label("truth_by_name"))
        .outerjoin(_judges, _judges.c.user_id == _i.truth_by)
        .where(_i.session_id.in_(ids))
    )
    return list(connection.execute(query.order_by(_i.session_id, _i.ref)))


def settle(connection: Connection, session_id: str, ref: str, **truth: Any) -> None:
    """Write down what is true of a case."""
    which = (_i.session_id == session_id, _i.ref == ref)
    connection.execute(update(t.calibration_items).where(*which).values(**truth))


def attend(connection: Connection, session_id: str, users: Iterable[str], joined_at: int | None = None) -> None:
    """These are invited, or come."""
    there = {row.user_id for row in attendees(connection, (session_id,))}
    rows = [{"session_id": session_id, "user_id": one, "joined_at": joined_at} for one in users if one not in there]
    if rows:
        connection.execute(insert(t.calibration_attendees), rows)


def mark(connection: Connection, session_id: str, user_id: str | None = None, **values: Any) -> None:
    """Write columns of one attendee, or (None) of all who were not shown the ballots yet."""
    which = [_a.session_id == session_id]
    which += [_a.user_id == user_id] if user_id is not None else [_a.shown_at.is_(None)]
    connection.execute(update(t.calibration_attendees).where(*which).values(**values))


def attendees(connection: Connection, ids: Collection[str]) -> list[Row[Any]]:
    """Who attends these sessions, by name."""
    query = (
        select(t.calibration_attendees, t.users.c.name)
        .join(t.users, t.users.c.user_id == _a.user_id)
        .where(_a.session_id.in_(ids))
    )
    return list(connection.execute(query.order_by(_a.session_id, t.users.c.name, _a.user_id)))


def add_ballot(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.calibration_ballots), values)


def ballots(connection: Connection, ids: Collection[str]) -> list[Row[Any]]:
    """Every ballot of these sessions with its author's name, in its author's own order."""
    query = (
        select(t.calibration_ballots, t.users.c.name)
        .join(t.users, t.users.c.user_id == _b.user_id)
        .where(_b.session_id.in_(ids))
    )
    order = (_b.session_id, _b.ref, t.users.c.name, _b.user_id, _b.cast_at, _b.command_seq)
    return list(connection.execute(query.order_by(*order)))


def add_note(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.calibration_notes), values)


def has_note(connection: Connection, note_id: str) -> bool:
    n = t.calibration_notes.c.note_id
    return connection.scalar(select(n).where(n == note_id)) is not None


def notes(connection: Connection, session_id: str, most: int) -> list[Row[Any]]:
    """What was said, the oldest first; of more than `most`, the newest."""
    n = t.calibration_notes
    query = select(n, t.users.c.name).join(t.users, t.users.c.user_id == n.c.user_id)
    found = connection.execute(query.where(n.c.session_id == session_id).order_by(n.c.at.desc(), n.c.note_id.desc()))
    return list(found.fetchmany(most))[::-1]


def add_follow_up(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.calibration_follow_ups), values)


def follow_ups(connection: Connection, session_id: str) -> list[Row[Any]]:
    """What came of a session, the oldest first."""
    f = t.calibration_follow_ups
    query = select(f, t.users.c.name).join(t.users, t.users.c.user_id == f.c.by)
    return list(connection.execute(query.where(f.c.session_id == session_id).order_by(f.c.follow_up_id)))


def add_series(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.calibration_series), values)


def change_series(connection: Connection, series_id: str, **values: Any) -> None:
    connection.execute(update(t.calibration_series).where(_series.series_id == series_id).values(**values))


def series(connection: Connection, series_id: str) -> Row[Any] | None:
    return connection.execute(select(t.calibration_series).where(_series.series_id == series_id)).first()


def due_series(connection: Connection, now_ms: int) -> Row[Any] | None:
    """A series whose next session is due."""
    query = select(t.calibration_series).where(_series.ended_at.is_(None), _series.next_at <= now_ms)
    return connection.execute(query.order_by(_series.next_at, _series.series_id).limit(1)).first()


def held_for_others(connection: Connection, user_id: str, session_id: str) -> frozenset[int]:
    """Cases that are kept back from this person for something else than this session."""
    h = t.qa_holds.c
    return frozenset(connection.scalars(select(h.case_number).where(h.user_id == user_id, h.source != session_id)))


def own_decided(connection: Connection, user_id: str, numbers: Collection[int]) -> frozenset[int]:
    """Those of these that this person has decided, and knows."""
    r = t.reviews.c
    query = select(r.case_number).where(r.reviewer_id == user_id, r.case_number.in_(sorted(numbers)))
    return frozenset(connection.scalars(query))


def firsts(connection: Connection, ids: Collection[str]) -> dict[str, Row[Any]]:
    """The reviews that cases were drawn for, by id, with the case and its reviewer's name."""
    r, c = t.reviews, t.cases.c
    query = (
        select(r, c.external_ref, t.users.c.name.label("reviewer_name"))
        .join(t.cases, c.case_number == r.c.case_number)
        .join(t.users, t.users.c.user_id == r.c.reviewer_id)
        .where(r.c.review_id.in_(sorted(ids)))
    )
    return {row.review_id: row for row in connection.execute(query)}


def forget_words(connection: Connection, before_ms: int, most: int) -> int:
    """Ballots, notes and other words of sessions that ended before then; how many sessions were emptied. That they were
    held, what was found true and the agreement stay."""
    over = (SessionState.CLOSED.value, SessionState.CANCELLED.value)
    told = or_(
        exists().where(_b.session_id == _s.session_id),
        exists().where(t.calibration_notes.c.session_id == _s.session_id),
    )
    query = select(_s.session_id).where(_s.ended_at < before_ms, _s.state.in_(over), told)
    ids = list(connection.scalars(query.order_by(_s.ended_at).limit(most)))
    if ids:
        for table in (t.calibration_ballots, t.calibration_notes):
            connection.execute(delete(table).where(table.c.session_id.in_(ids)))
    return len(ids)


def count_items(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    query = select(_i.session_id, func.count()).where(_i.session_id.in_(ids)).group_by(_i.session_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}
