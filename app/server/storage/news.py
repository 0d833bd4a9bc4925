"""News in the database, each for one person."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from app.server.storage import tables as t


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(t.news), list(rows))


def of_person(connection: Connection, user_id: str, before: str | None, limit: int) -> list[Row[Any]]:
    """This person's news, the newest first."""
    n = t.news.c
    query = select(t.news).where(n.user_id == user_id)
    if before is not None:
        query = query.where(n.news_id < before)
    return list(connection.execute(query.order_by(n.news_id.desc()).limit(limit)))


def unread(connection: Connection, user_id: str) -> int:
    n = t.news.c
    return connection.scalar(select(func.count()).where(n.user_id == user_id, n.read_at.is_(None))) or 0


def load_many(connection: Connection, user_id: str, ids: Collection[str]) -> dict[str, Row[Any]]:
    """Those of these that are this person's."""
    n = t.news.c
    if not ids:
        return {}
    query = select(t.news).where(n.user_id == user_id, n.news_id.in_(sorted(ids)))
    return {row.news_id: row for row in connection.execute(query)}


def mark_read(connection: Connection, ids: Collection[str], at_ms: int) -> None:
    n = t.news.c
    which = n.news_id.in_(sorted(ids))
    connection.execute(update(t.news).where(which).values(read_at=at_ms, rev=n.rev + 1))


def told(connection: Connection, feedback_id: str) -> set[str]:
    """Whom any news of this item was told to."""
    n = t.news.c
    return set(connection.scalars(select(n.user_id).where(n.feedback_id == feedback_id).distinct()))


def vendors(connection: Connection, people: Collection[str]) -> dict[str, str | None]:
    """The vendor of each of these people who may still come in."""
    u = t.users.c
    found: dict[str, str | None] = {}
    wanted = sorted(people)
    for start in range(0, len(wanted), 400):
        query = select(u.user_id, u.vendor).where(u.user_id.in_(wanted[start : start + 400]), u.disabled_at.is_(None))
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found
