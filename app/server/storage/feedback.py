"""Feedback items in the database: the findings, their cases, their history."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, insert, or_, select, update

from app.domain.feedback import TO_DO, TO_DO_NAME, FeedbackKind
from app.server.storage import tables as t

_MANY = 400
_owners = t.users.alias("owners")
_raisers = t.users.alias("raisers")


class NewCase(msgspec.Struct, frozen=True):
    """A case to stand behind an item: the review that says so, whose it is, since when."""

    number: int
    review_id: str | None
    reviewer_id: str | None
    at_ms: int


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.feedback_items), values)


def change(connection: Connection, feedback_id: str, **values: Any) -> None:
    """Write columns of one item."""
    connection.execute(update(t.feedback_items).where(t.feedback_items.c.feedback_id == feedback_id).values(**values))


def load(connection: Connection, feedback_id: str, *, for_update: bool = False) -> Row[Any] | None:
    """One item with the names of its owner and of whoever raised it."""
    query = rows().where(t.feedback_items.c.feedback_id == feedback_id)
    if for_update and connection.dialect.name != "sqlite":
        query = query.with_for_update(of=t.feedback_items)
    return connection.execute(query).first()


def rows() -> Select[Any]:
    f = t.feedback_items
    return (
        select(f, _owners.c.name.label("owner_name"), _raisers.c.name.label("raised_by_name"))
        .outerjoin(_owners, _owners.c.user_id == f.c.owner_id)
        .outerjoin(_raisers, _raisers.c.user_id == f.c.raised_by)
    )


def newest_of(connection: Connection, pattern_key: str) -> Row[Any] | None:
    """The item of a pattern; where it came back after it was mended, the newest."""
    f = t.feedback_items.c
    query = rows().where(f.pattern_key == pattern_key).order_by(f.generation.desc()).limit(1)
    return connection.execute(query).first()


def of_kind(connection: Connection, kind: FeedbackKind, states: Collection[str]) -> list[Row[Any]]:
    """All items of a kind in these states."""
    f = t.feedback_items.c
    return list(connection.execute(rows().where(f.kind == kind.value, f.state.in_(states)).order_by(f.feedback_id)))


def listed(
    connection: Connection, after: str | None, limit: int, **wanted: str | None
) -> tuple[list[Row[Any]], dict[str, int]]:
    """Items below an id, the newest first, with the number of items by state; `wanted`: column=value, None for any.
    What a person raised over gold cases alone is nobody else's."""
    f = t.feedback_items.c
    told = [f[name] == value for name, value in wanted.items() if value is not None and name != "state"]
    shown: list[ColumnElement[bool]] = [or_(f.kind != FeedbackKind.RAISED.value, f.cases > 0), *told]
    query = rows().where(*shown)
    match wanted.get("state"):
        case None:
            pass
        case name if name == TO_DO_NAME:
            query = query.where(f.state.in_(sorted(TO_DO)))
        case name:
            query = query.where(f.state == name)
    if after is not None:
        query = query.where(f.feedback_id < after)
    counts = connection.execute(select(f.state, func.count()).where(*shown).group_by(f.state))
    found = list(connection.execute(query.order_by(f.feedback_id.desc()).limit(limit)))
    return found, {row[0]: int(row[1]) for row in counts}


def raised_by(connection: Connection, user_id: str, after: str | None, limit: int) -> list[Row[Any]]:
    """Items that this person raised by hand, the newest first."""
    f = t.feedback_items.c
    query = select(t.feedback_items).where(f.raised_by == user_id)
    if after is not None:
        query = query.where(f.feedback_id < after)
    return list(connection.execute(query.order_by(f.feedback_id.desc()).limit(limit)))


def parts_of(connection: Connection, feedback_id: str) -> tuple[str, ...]:
    """The items that were split off from this one, or merged into it."""
    f = t.feedback_items.c
    query = select(f.feedback_id).where(or_(f.split_from == feedback_id, f.merged_into == feedback_id))
    return tuple(connection.scalars(query.order_by(f.feedback_id)))


def follow(connection: Connection, row: Row[Any]) -> Row[Any]:
    """The item that this one's cases stand with now."""
    seen = {row.feedback_id}
    while row.merged_into is not None and row.merged_into not in seen:
        seen.add(row.merged_into)
        found = load(connection, row.merged_into)
        if found is None:
            break
        row = found
    return row


# --- its cases


def add_cases(connection: Connection, feedback_id: str, cases: Iterable[NewCase], now_ms: int) -> list[NewCase]:
    """Put these behind an item; those that are new to it. One that had gone comes back."""
    c = t.feedback_cases.c
    wanted = {case.number: case for case in cases}
    query = select(c.case_number, c.gone_at).where(c.feedback_id == feedback_id)
    there: dict[int, int | None] = {row.case_number: row.gone_at for row in connection.execute(query)}
    fresh = [case for number, case in wanted.items() if number not in there]
    back = [number for number in wanted if there.get(number) is not None]
    for start in range(0, len(back), _MANY):
        which = and_(c.feedback_id == feedback_id, c.case_number.in_(back[start : start + _MANY]))
        connection.execute(update(t.feedback_cases).where(which).values(gone_at=None))
    if fresh:
        connection.execute(
            insert(t.feedback_cases),
            [
                {
                    "feedback_id": feedback_id,
                    "case_number": case.number,
                    "review_id": case.review_id,
                    "reviewer_id": case.reviewer_id,
                    "at": case.at_ms,
                    "added_at": now_ms,
                }
                for case in fresh
            ],
        )
    return fresh


def let_go(connection: Connection, feedback_id: str, from_ms: int, keep: Collection[int], now_ms: int) -> int:
    """Mark the cases of a window that are not among `keep` any more; how many."""
    c = t.feedback_cases.c
    here = connection.scalars(
        select(c.case_number).where(c.feedback_id == feedback_id, c.at >= from_ms, c.gone_at.is_(None))
    )
    gone = sorted(set(here) - set(keep))
    for start in range(0, len(gone), _MANY):
        which = and_(c.feedback_id == feedback_id, c.case_number.in_(gone[start : start + _MANY]))
        connection.execute(update(t.feedback_cases).where(which).values(gone_at=now_ms))
    return len(gone)


def move_cases(
    connection: Connection, from_id: str, to_id: str, now_ms: int, only: Collection[int] | None = None
) -> int:
    """Take cases (all, or `only` these) from one item to another; how many were taken."""
    c = t.feedback_cases.c
    query = select(t.feedback_cases).where(c.feedback_id == from_id, c.gone_at.is_(None))
    moved = [row for row in connection.execute(query) if only is None or row.case_number in only]
    add_cases(
        connection, to_id, (NewCase(row.case_number, row.review_id, row.reviewer_id, row.at) for row in moved), now_ms
    )
    numbers = [row.case_number for row in moved]
    for start in range(0, len(numbers), _MANY):
        which = and_(c.feedback_id == from_id, c.case_number.in_(numbers[start : start + _MANY]))
        connection.execute(delete(t.feedback_cases).where(which))
    return len(moved)


def standing(connection: Connection, feedback_id: str) -> set[int]:
    """The cases that stand behind an item now."""
    c = t.feedback_cases.c
    query = select(c.case_number).where(c.feedback_id == feedback_id, c.gone_at.is_(None))
    return set(connection.scalars(query))


def recount(connection: Connection, feedback_id: str) -> tuple[int, int | None, int | None]:
    """(cases, first, last) of the ordinary cases behind an item now; a gold case counts nowhere."""
    c = t.feedback_cases.c
    query = (
        select(func.count(), func.min(c.at), func.max(c.at))
        .join(t.cases, t.cases.c.case_number == c.case_number)
        .where(c.feedback_id == feedback_id, c.gone_at.is_(None), t.cases.c.only_for.is_(None))
    )
    row = connection.execute(query).one()
    return int(row[0]), row[1], row[2]


def since(connection: Connection, feedback_id: str, at_ms: int) -> int:
    """How many of its cases were labelled after a moment."""
    c = t.feedback_cases.c
    query = select(func.count()).where(c.feedback_id == feedback_id, c.at > at_ms, c.gone_at.is_(None))
    return connection.scalar(query) or 0


def weekly(connection: Connection, feedback_id: str, monday_ms: int, week_ms: int) -> dict[int, int]:
    """Week after the first Monday → cases of the item."""
    c = t.feedback_cases.c
    week = ((c.at - monday_ms) // week_ms).label("week")
    query = (
        select(week, func.count())
        .where(c.feedback_id == feedback_id, c.gone_at.is_(None), c.at >= monday_ms)
        .group_by(week)
    )
    return {int(row[0]): int(row[1]) for row in connection.execute(query)}


def people(connection: Connection, feedback_id: str) -> dict[str, list[int]]:
    """Whose reviews stand behind an item, with the cases, the newest first."""
    c = t.feedback_cases.c
    query = select(c.reviewer_id, c.case_number).where(
        c.feedback_id == feedback_id, c.gone_at.is_(None), c.reviewer_id.is_not(None)
    )
    found: dict[str, list[int]] = {}
    for row in connection.execute(query.order_by(c.at.desc(), c.case_number.desc())):
        found.setdefault(row.reviewer_id, []).append(row.case_number)
    return found


def cases_page(connection: Connection, feedback_id: str, after: int | None, limit: int) -> list[Row[Any]]:
    """The ordinary cases of an item with their reviews and labels, the highest number first."""
    c, r, of = t.feedback_cases.c, t.reviews.c, t.cases.c
    newest = (
        select(t.labels.c.label)
        .where(t.labels.c.case_number == of.case_number)
        .order_by(t.labels.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            c.case_number,
            c.review_id,
            c.at,
            c.gone_at,
            of.external_ref,
            of.case_type,
            newest.label("label"),
            r.rationale,
            r.rationale_language,
            r.model_version,
            r.risk_score,
            r.threshold,
        )
        .join(t.cases, of.case_number == c.case_number)
        .outerjoin(t.reviews, r.review_id == c.review_id)
        .where(c.feedback_id == feedback_id, of.only_for.is_(None))
    )
    if after is not None:
        query = query.where(c.case_number < after)
    return list(connection.execute(query.order_by(c.case_number.desc()).limit(limit)))


# --- its history


def event(
    connection: Connection, feedback_id: str, at_ms: int, actor_id: str | None, action: str, detail: bytes
) -> None:
    """One more step of an item's history."""
    e = t.feedback_events.c
    last = connection.scalar(select(func.max(e.n)).where(e.feedback_id == feedback_id)) or 0
    row = {
        "feedback_id": feedback_id,
        "n": last + 1,
        "at": at_ms,
        "actor_id": actor_id,
        "action": action,
        "detail": detail.decode(),
    }
    connection.execute(insert(t.feedback_events), row)


def events(connection: Connection, feedback_id: str) -> Sequence[Row[Any]]:
    """The history of an item with names, oldest first."""
    e = t.feedback_events
    query = (
        select(e, t.users.c.name)
        .outerjoin(t.users, t.users.c.user_id == e.c.actor_id)
        .where(e.c.feedback_id == feedback_id)
        .order_by(e.c.n)
    )
    return connection.execute(query).all()


# --- cases that a person names


def named(connection: Connection, numbers: Collection[int]) -> dict[int, Row[Any]]:
    """Of these cases: type, vendor, whether gold, and the label in force with its review."""
    of, r = t.cases.c, t.reviews.c
    newest = (
        select(t.labels.c.label)
        .where(t.labels.c.case_number == of.case_number)
        .order_by(t.labels.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            of.case_number,
            of.case_type,
            of.vendor,
            of.only_for,
            newest.label("label"),
            r.review_id,
            r.reviewer_id,
            r.decided_at,
        )
        .outerjoin(t.reviews, r.review_id == of.outcome_review_id)
        .where(of.case_number.in_(sorted(numbers)))
    )
    found: list[Row[Any]] = list(connection.execute(query))
    return {row.case_number: row for row in found}


def own_reviews(connection: Connection, user_id: str, numbers: Collection[int]) -> dict[int, Row[Any]]:
    """This person's latest review of each of these cases."""
    r = t.reviews.c
    query = (
        select(r.case_number, r.review_id, r.reviewer_id, r.decided_at)
        .where(r.reviewer_id == user_id, r.case_number.in_(sorted(numbers)))
        .order_by(r.decided_at)
    )
    found: list[Row[Any]] = list(connection.execute(query))
    return {row.case_number: row for row in found}
