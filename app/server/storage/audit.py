"""Reading the audit trail; it is written by the unit of work alone."""

import msgspec
from sqlalchemy import Connection, func, select

from app.server.storage import tables as t

DAY_MS = 86_400_000


def times_of(connection: Connection, actor_id: str, action: str, since_ms: int) -> list[int]:
    """When this person did this since a moment, oldest first, in UTC milliseconds."""
    a = t.audit.c
    query = select(a.at).where(a.actor_id == actor_id, a.action == action, a.at > since_ms).order_by(a.at)
    return list(connection.scalars(query))


class DayCount(msgspec.Struct, frozen=True):
    """How often one person did one thing on one day, and to how many entities; `day_ms` is its beginning (UTC)."""

    day_ms: int
    user_id: str
    name: str
    times: int
    entities: int


def by_day_and_person(connection: Connection, action: str, from_ms: int, before_ms: int) -> list[DayCount]:
    """Counts of an action in [from_ms, before_ms), the newest day first, then the most."""
    a = t.audit.c
    day = (a.at - a.at % DAY_MS).label("day_ms")
    times = func.count().label("times")
    query = (
        select(day, a.actor_id, t.users.c.name, times, func.count(a.entity_id.distinct()))
        .join(t.users, t.users.c.user_id == a.actor_id)
        .where(a.action == action, a.at >= from_ms, a.at < before_ms)
        .group_by(day, a.actor_id, t.users.c.name)
        .order_by(day.desc(), times.desc(), t.users.c.name)
    )
    return [DayCount(*row._tuple()) for row in connection.execute(query)]
