"""Whom an identity provider means: by issuer and subject, never by a name or an address; and which of its words have
opened a session already."""

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.server.storage import tables as t


def find(connection: Connection, issuer: str, subject: str) -> str | None:
    """The person known under this subject."""
    i = t.identities.c
    return connection.execute(select(i.user_id).where(i.issuer == issuer, i.subject == subject)).scalar()


def add(connection: Connection, issuer: str, subject: str, user_id: str, now_ms: int) -> None:
    row = {"issuer": issuer, "subject": subject, "user_id": user_id, "linked_at": now_ms}
    connection.execute(insert(t.identities), row)


def seen(connection: Connection, issuer: str, subject: str, now_ms: int) -> None:
    i = t.identities.c
    connection.execute(update(t.identities).where(i.issuer == issuer, i.subject == subject).values(seen_at=now_ms))


def use_once(connection: Connection, token_hash: str, expires_at: int, now_ms: int) -> bool:
    """True the first time only; what has expired is forgotten."""
    used = t.used_id_tokens
    connection.execute(delete(used).where(used.c.expires_at < now_ms))
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    fresh = make(used).values(token_hash=token_hash, expires_at=expires_at)
    return connection.execute(fresh.on_conflict_do_nothing(index_elements=[used.c.token_hash])).rowcount == 1
