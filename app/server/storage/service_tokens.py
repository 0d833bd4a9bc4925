"""The tokens of services; only their hashes are here."""

from typing import Any

import msgspec
from sqlalchemy import Connection, insert, or_, select, update

from app.server.storage import tables as t

SEEN_EVERY_MS = 60_000


class ServiceTokenRow(msgspec.Struct, frozen=True):
    """One token; times in UTC milliseconds. `scopes`: what of its role it is good for, None for all; `expires_at` None:
    one from before tokens had an end."""

    token_id: str
    user_id: str
    user_name: str
    label: str
    scopes: tuple[str, ...] | None
    created_at: int
    created_by: str
    expires_at: int | None
    last_used_at: int | None
    revoked_at: int | None
    replaces: str | None

    def live(self, now_ms: int) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now_ms < self.expires_at)


_s = t.service_tokens.c
_ROWS = select(t.service_tokens, t.users.c.name).join(t.users, t.users.c.user_id == _s.user_id)


def add(
    connection: Connection,
    token_hash: str,
    *,
    token_id: str,
    user_id: str,
    label: str,
    scopes: tuple[str, ...] | None,
    by: str,
    now_ms: int,
    expires_at: int,
    replaces: str | None = None,
) -> None:
    connection.execute(
        insert(t.service_tokens),
        {
            "token_hash": token_hash,
            "token_id": token_id,
            "user_id": user_id,
            "label": label,
            "scopes": None if scopes is None else " ".join(scopes),
            "created_at": now_ms,
            "created_by": by,
            "expires_at": expires_at,
            "replaces": replaces,
        },
    )


def by_hash(connection: Connection, token_hash: str) -> ServiceTokenRow | None:
    """The token that this is the hash of, whether it is still good or not."""
    row = connection.execute(_ROWS.where(_s.token_hash == token_hash)).first()
    return _row(row) if row else None


def find(connection: Connection, token_id: str) -> ServiceTokenRow | None:
    """The token of this id, held until commit where the database can."""
    row = connection.execute(_ROWS.where(_s.token_id == token_id).with_for_update(of=t.service_tokens)).first()
    return _row(row) if row else None


def listed(connection: Connection, most: int) -> list[ServiceTokenRow]:
    """The newest first."""
    return [_row(row) for row in connection.execute(_ROWS.order_by(_s.created_at.desc(), _s.token_id).limit(most))]


def change(connection: Connection, token_id: str, **values: Any) -> None:
    connection.execute(update(t.service_tokens).where(_s.token_id == token_id).values(**values))


def seen(connection: Connection, token_id: str, now_ms: int) -> None:
    """The token was used, told to the minute."""
    before = or_(_s.last_used_at.is_(None), _s.last_used_at < now_ms - SEEN_EVERY_MS)
    connection.execute(update(t.service_tokens).where(_s.token_id == token_id, before).values(last_used_at=now_ms))


def _row(row: Any) -> ServiceTokenRow:
    return ServiceTokenRow(
        row.token_id,
        row.user_id,
        row.name,
        row.label,
        None if row.scopes is None else tuple(row.scopes.split()),
        row.created_at,
        row.created_by,
        row.expires_at,
        row.last_used_at,
        row.revoked_at,
        row.replaces,
    )
