"""The shift, counted in the database."""

from typing import Any

from sqlalchemy import Connection, case, func, literal_column, or_, select

from app.domain.case import CaseState
from app.server.storage import reviews
from app.server.storage import tables as t

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
_HOUR: Any = literal_column("hour")


def _sum(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def arrived(connection: Connection, from_ms: int) -> dict[int, int]:
    """Cases that came to people, by whole hours since the beginning."""
    c = t.cases.c
    hour = ((c.routed_at - from_ms) // HOUR_MS).label("hour")
    query = (
        select(hour, func.count())
        .where(c.routed_at >= from_ms, c.routed_at < from_ms + DAY_MS, c.only_for.is_(None))
        .group_by(_HOUR)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def decided(connection: Connection, from_ms: int) -> dict[int, tuple[int, int, int]]:
    """Decisions that took effect, escalations among the reviews, and decisions after the deadline, by hour."""
    r, c = t.reviews.c, t.cases.c
    hour = ((r.decided_at - from_ms) // HOUR_MS).label("hour")
    took = r.standing.in_((reviews.IN_FORCE, reviews.SUPERSEDED))
    query = (
        select(
            hour,
            _sum(took),
            _sum(r.standing == reviews.ESCALATION),
            _sum(took & (r.decided_at > c.effective_due_at)),
        )
        .join(t.cases, c.case_number == r.case_number)
        .where(r.decided_at >= from_ms, r.decided_at < from_ms + DAY_MS, c.only_for.is_(None))
        .group_by(_HOUR)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}


def due(connection: Connection, now_ms: int, before_ms: int) -> list[tuple[str, int, int, int, int, int, int]]:
    """(case_type, late, within an hour, within four, before the end, later, paused) of undecided cases."""
    c = t.cases.c
    runs, at = c.waiting_since.is_(None), c.effective_due_at
    hour, four = now_ms + HOUR_MS, now_ms + 4 * HOUR_MS
    query = (
        select(
            c.case_type,
            _sum(runs & (at <= now_ms)),
            _sum(runs & (at > now_ms) & (at <= hour)),
            _sum(runs & (at > hour) & (at <= four)),
            _sum(runs & (at > four) & (at <= before_ms)),
            _sum(runs & (at > four) & (at > before_ms)),
            _sum(c.waiting_since.is_not(None)),
        )
        .where(c.state.in_((CaseState.OPEN.value, CaseState.ESCALATED.value)), c.only_for.is_(None))
        .group_by(c.case_type)
        .order_by(c.case_type)
    )
    return [tuple(row) for row in connection.execute(query)]


def on(connection: Connection, from_ms: int, now_ms: int) -> list[Any]:
    """Who holds cases or decided within the last hour, by name: holds, decisions since the beginning, the last one."""
    u, c, r = t.users, t.cases.c, t.reviews.c
    held = (
        select(c.claim_owner.label("user_id"), func.count().label("holds"))
        .where(c.claim_until > now_ms, c.claim_owner.is_not(None), c.only_for.is_(None))
        .group_by(c.claim_owner)
        .subquery("held")
    )
    did = (
        select(r.reviewer_id.label("user_id"), func.count().label("decided"), func.max(r.decided_at).label("last_at"))
        .where(r.decided_at >= min(from_ms, now_ms - HOUR_MS), reviews.not_of_gold())
        .group_by(r.reviewer_id)
        .subquery("did")
    )
    query = (
        select(
            u.c.user_id,
            u.c.name,
            func.coalesce(u.c.vendor, "").label("vendor"),
            func.coalesce(u.c.team, "").label("team"),
            func.coalesce(held.c.holds, 0).label("holds"),
            func.coalesce(did.c.decided, 0).label("decided"),
            did.c.last_at,
        )
        .outerjoin(held, held.c.user_id == u.c.user_id)
        .outerjoin(did, did.c.user_id == u.c.user_id)
        .where(or_(held.c.holds > 0, did.c.last_at > now_ms - HOUR_MS))
        .order_by(u.c.name)
    )
    return list(connection.execute(query))
