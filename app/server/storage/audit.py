"""Reading the audit trail; it is written by the unit of work alone."""

from sqlalchemy import Connection, select

from app.server.storage import tables as t


def times_of(connection: Connection, actor_id: str, action: str, since_ms: int) -> list[int]:
    """When this person did this since a moment, oldest first, in UTC milliseconds."""
    a = t.audit.c
    query = select(a.at).where(a.actor_id == actor_id, a.action == action, a.at > since_ms).order_by(a.at)
    return list(connection.scalars(query))
