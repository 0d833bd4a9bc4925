"""Reviews in the database, and their views."""

import functools
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from app.contract.views import AfterRevealView, InForceView, ReviewView, Viewer, in_force_view
from app.domain.review import SopReliance
from app.domain.roles import Capability, can
from app.domain.root_cause import Attribution, AttributionKind
from app.server.storage import tables as t
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import UnitOfWork, from_ms

IN_FORCE, ESCALATION, CONCURRING, CONTESTED = "in_force", "escalation", "concurring", "contested"
_WAITED = (CONCURRING, CONTESTED, ESCALATION)
"""Reviews whose authors are told what stands in place of theirs, or what came of it."""
UNCLAIMED = "unclaimed"
"""The flag of a review whose author never had a lease on its case. What came of the case is not told for a guess:
not by the decision in force, nor by whether it says the same."""
SUPERSEDED = "superseded"
_stands = t.reviews.alias("stands")
_deciders = t.users.alias("stands_by")


def not_in_force(r: Any) -> ColumnElement[bool]:
    """That a review is not the one in force, in the words of the index of the few that are not."""
    found: ColumnElement[bool] = r.standing != literal_column(f"'{IN_FORCE}'")
    return found


def add(work: UnitOfWork, **values: Any) -> None:
    """Write a review; what is changed of it later is its standing, and the code that a blind one owed."""
    work.add(t.reviews, rev=1, **values)


def reviewed(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Those of these cases that anybody has reviewed, to whatever end."""
    r = t.reviews.c
    return set(connection.scalars(select(r.case_number).where(r.case_number.in_(numbers)).distinct()))


def change(connection: Connection, review_id: str, **values: Any) -> None:
    """Write columns of one review."""
    connection.execute(update(t.reviews).where(t.reviews.c.review_id == review_id).values(**values))


@functools.cache
def rows() -> Select[Any]:
    """Everything that a view is made of, one row per review."""
    r, after, stands = t.reviews, t.after_reveal, _stands
    late = t.reviews.alias("late")
    beside = (
        select(func.count())
        .where(late.c.case_number == r.c.case_number, late.c.standing.in_((CONCURRING, CONTESTED)))
        .scalar_subquery()
    )
    return (
        select(
            r,
            case((r.c.standing == IN_FORCE, beside), else_=0).label("beside"),
            stands.c.review_id.label("f_id"),
            stands.c.decision.label("f_decision"),
            stands.c.label.label("f_label"),
            stands.c.code.label("f_code"),
            stands.c.route.label("f_route"),
            stands.c.rationale.label("f_rationale"),
            stands.c.decided_at.label("f_at"),
            stands.c.reviewer_id.label("f_by"),
            _deciders.c.name.label("f_by_name"),
            t.users.c.name.label("reviewer_name"),
            t.cases.c.case_type,
            t.cases.c.vendor,
            t.cases.c.state.label("case_state"),
            t.cases.c.blind_per_mille,
            t.cases.c.only_for,
            after.c.at.label("revealed_at"),
            after.c.first_decision,
            after.c.second_decision,
            after.c.shift,
            after.c.second_review_id,
        )
        .join(t.users, t.users.c.user_id == r.c.reviewer_id)
        .join(t.cases, t.cases.c.case_number == r.c.case_number)
        .outerjoin(after, after.c.review_id == r.c.review_id)
        .outerjoin(stands, stands.c.review_id == t.cases.c.outcome_review_id)
        .outerjoin(_deciders, _deciders.c.user_id == stands.c.reviewer_id)
    )


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Own reviews; all of them for those who may read all."""
    own = t.reviews.c.reviewer_id == viewer.user_id
    return or_(own, not_of_gold()) if can(viewer.roles, Capability.REVIEW_READ_ALL) else own


def not_of_gold(review: Any = t.reviews) -> ColumnElement[bool]:
    """That a review is of an ordinary case: what colleagues and every figure see."""
    return ~exists().where(t.gold_cases.c.case_number == review.c.case_number)


def may_see(row: Row[Any], viewer: Viewer) -> bool:
    """The same rule for a row in hand."""
    if row.reviewer_id == viewer.user_id:
        return True
    return row.only_for is None and can(viewer.roles, Capability.REVIEW_READ_ALL)


def view(row: Row[Any], viewer: Viewer, *, blind: bool = False) -> ReviewView:
    """The view of one row of `rows()`; ask `may_see` first. `blind`: its label would tell what is kept back, and so
    would its code, which is only kept where it fits the label."""
    return ReviewView(
        review_id=row.review_id,
        case_id=case_id(row.case_number),
        case_type=row.case_type,
        rev=row.rev,
        decision=row.decision,
        standing=row.standing,
        rationale=row.rationale,
        rationale_language=row.rationale_language,
        decided_at=from_ms(row.decided_at),
        reviewer_id=row.reviewer_id,
        reviewer_name=row.reviewer_name,
        command_id=row.command_id,
        label=None if blind else row.label,
        code=None if blind else row.code,
        code_kind=None if blind else row.code_kind,
        attribution=None if blind else attribution(row),
        route=None if blind else row.route,
        flags=msgspec.json.decode(row.flags, type=tuple[str, ...]),
        blind_first=row.blind_first,
        to_complete=row.blind_first and row.standing == IN_FORCE and row.code is None,
        amend_until=None if row.amend_until is None or row.revealed_at is not None else from_ms(row.amend_until),
        after_reveal=_after_reveal(row),
        in_force=None if blind else _in_force(row, viewer),
        beside=0 if blind else row.beside,
        sop=msgspec.json.decode(row.sop, type=SopReliance) if row.sop and not blind else None,
    )


def _in_force(row: Row[Any], viewer: Viewer) -> InForceView | None:
    if row.standing not in _WAITED or row.f_id is None or row.f_id == row.review_id:
        return None
    if f'"{UNCLAIMED}"' in row.flags and not can(viewer.roles, Capability.REVIEW_READ_ALL):
        return None
    stands = InForceView(
        decision=row.f_decision,
        decided_at=from_ms(row.f_at),
        label=row.f_label,
        code=row.f_code,
        route=row.f_route,
        rationale=row.f_rationale,
        decided_by_name=row.f_by_name,
        yours=row.f_by == viewer.user_id == row.reviewer_id,
    )
    return in_force_view(stands, viewer)


def _after_reveal(row: Row[Any]) -> AfterRevealView | None:
    if row.revealed_at is None:
        return None
    return AfterRevealView(
        from_ms(row.revealed_at), row.first_decision, row.second_decision, row.shift, row.second_review_id
    )


def attribution(row: Row[Any]) -> Attribution | None:
    """What the code of a review is about."""
    if row.attribution_kind is None:
        return None
    return Attribution(AttributionKind(row.attribution_kind), row.attribution_ref)


def load_many(connection: Connection, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """The rows of these reviews that exist."""
    if not ids:
        return {}
    return {row.review_id: row for row in connection.execute(rows().where(t.reviews.c.review_id.in_(ids)))}


def renew_beside(connection: Connection, number: int) -> list[tuple[str, int]]:
    """Give the reviews that stand beside a case's decision, or that sent it upward, a new `rev`, for there is more to
    tell of them; their ids with it."""
    return _renew(connection, number, _WAITED)


def renew_in_force(connection: Connection, number: int) -> list[tuple[str, int]]:
    """The same for the review in force: another one has come to stand beside it."""
    return _renew(connection, number, (IN_FORCE,))


def _renew(connection: Connection, number: int, standings: Sequence[str]) -> list[tuple[str, int]]:
    r = t.reviews
    contested = (r.c.case_number == number, r.c.standing.in_(standings))
    found = connection.execute(select(r.c.review_id, r.c.rev).where(*contested).order_by(r.c.review_id))
    renewed = [(row.review_id, row.rev + 1) for row in found]
    if renewed:
        connection.execute(update(r).where(*contested).values(rev=r.c.rev + 1))
    return renewed


def agree(connection: Connection, number: int, decision: str, flag: str) -> list[tuple[str, int]]:
    """Turn the contested reviews of a case that carry `flag` and said the same into concurring ones; their ids with
    the new `rev`."""
    r = t.reviews
    same = (
        r.c.case_number == number,
        r.c.standing == CONTESTED,
        r.c.decision == decision,
        r.c.flags.contains(f'"{flag}"'),
        ~r.c.flags.contains(f'"{UNCLAIMED}"'),
    )
    found = [(row.review_id, row.rev + 1) for row in connection.execute(select(r.c.review_id, r.c.rev).where(*same))]
    if found:
        connection.execute(update(r).where(*same).values(standing=CONCURRING, rev=r.c.rev + 1))
    return found


def kept_at_seats(viewer: Viewer, own_after_ms: int, all_after_ms: int) -> ColumnElement[bool]:
    """The reviews that a seat keeps a copy of: own ones, and for those who read all, everybody's latest."""
    r = t.reviews.c
    own = and_(r.reviewer_id == viewer.user_id, r.decided_at >= own_after_ms)
    if can(viewer.roles, Capability.REVIEW_READ_ALL):
        return or_(own, and_(r.decided_at >= all_after_ms, not_of_gold()))
    return own


def walk(connection: Connection, where: ColumnElement[bool], after: str, limit: int) -> list[str]:
    """The next `limit` review ids in their own order."""
    r = t.reviews.c
    query = select(r.review_id).where(where, r.review_id > after).order_by(r.review_id).limit(limit)
    return list(connection.scalars(query))


def count(connection: Connection, where: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(t.reviews).where(where)) or 0
