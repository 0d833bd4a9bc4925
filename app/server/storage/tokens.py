"""Refresh tokens; only their hashes are here."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, literal, literal_column, or_, select, true, update

from app.server.storage import tables as t
from app.server.storage import ways
from app.server.storage.state import MATRIX_REV


class RefreshRow(msgspec.Struct, frozen=True):
    """One refresh token; times in milliseconds since 1970."""

    token_hash: str
    family_id: str
    user_id: str
    device_id: str | None
    expires_at: int
    used_at: int | None
    revoked_at: int | None


def add_refresh(
    connection: Connection,
    token_hash: str,
    *,
    family_id: str,
    user_id: str,
    device_id: str | None,
    now_ms: int,
    expires_at: int,
) -> None:
    connection.execute(
        insert(t.refresh_tokens),
        {
            "token_hash": token_hash,
            "family_id": family_id,
            "user_id": user_id,
            "device_id": device_id,
            "issued_at": now_ms,
            "expires_at": expires_at,
        },
    )


def find_refresh(connection: Connection, token_hash: str) -> RefreshRow | None:
    """The token's row, locked until the transaction ends where the database can."""
    r = t.refresh_tokens.c
    row = connection.execute(
        select(r.token_hash, r.family_id, r.user_id, r.device_id, r.expires_at, r.used_at, r.revoked_at)
        .where(r.token_hash == token_hash)
        .with_for_update()
    ).first()
    return RefreshRow(*row) if row else None


def mark_used(connection: Connection, token_hash: str, now_ms: int) -> None:
    connection.execute(
        update(t.refresh_tokens).where(t.refresh_tokens.c.token_hash == token_hash).values(used_at=now_ms)
    )


def bind_family(connection: Connection, family_id: str, device_id: str) -> None:
    """Later tokens of this sign-in name the device."""
    connection.execute(
        update(t.refresh_tokens).where(t.refresh_tokens.c.family_id == family_id).values(device_id=device_id)
    )


def revoke_family(connection: Connection, family_id: str, now_ms: int) -> None:
    r = t.refresh_tokens
    connection.execute(update(r).where(r.c.family_id == family_id, r.c.revoked_at.is_(None)).values(revoked_at=now_ms))


def revoke_device(connection: Connection, device_id: str, now_ms: int) -> None:
    """End every sign-in at this device."""
    r = t.refresh_tokens
    connection.execute(update(r).where(r.c.device_id == device_id, r.c.revoked_at.is_(None)).values(revoked_at=now_ms))


def revoke_person(connection: Connection, user_id: str, now_ms: int) -> None:
    """End every sign-in of this person."""
    r = t.refresh_tokens
    connection.execute(update(r).where(r.c.user_id == user_id, r.c.revoked_at.is_(None)).values(revoked_at=now_ms))


class Ended(Enum):
    """Why a sign-in is over."""

    SESSION = "session"
    DEVICE = "device"
    PERSON = "person"


_OVER = (
    select(t.users.c.disabled_at, t.devices.c.revoked_at, literal(1).label("over"))
    .select_from(
        t.refresh_tokens.join(t.users, t.users.c.user_id == t.refresh_tokens.c.user_id).outerjoin(
            t.devices, t.devices.c.device_id == t.refresh_tokens.c.device_id
        )
    )
    .where(
        t.refresh_tokens.c.family_id == bindparam("family"),
        or_(
            t.refresh_tokens.c.revoked_at.is_not(None),
            t.users.c.disabled_at.is_not(None),
            t.devices.c.revoked_at.is_not(None),
        ),
    )
    .limit(literal_column("1"))
    .subquery()
)
# Asked at every request, so both answers come on one way.
_STANDING = select(
    select(t.server_state.c.value).where(t.server_state.c.name == MATRIX_REV).scalar_subquery(),
    _OVER.c.over,
    _OVER.c.disabled_at,
    _OVER.c.revoked_at,
).select_from(select(literal(1).label("one")).subquery().outerjoin(_OVER, true()))


class Standing(msgspec.Struct, frozen=True):
    """Why a sign-in is over (None while it goes on), and the number of the matrix that says what its roles allow."""

    ended: Ended | None
    matrix_rev: int


def asked_standing(family_id: str) -> ways.Asked:
    """What the database is asked for how a sign-in stands."""
    return ways.Asked(_STANDING, {"family": family_id})


def standing(rows: Sequence[Any]) -> Standing:
    """How a sign-in stands, as the answer to `asked_standing` says: it may have been ended, its device taken away, or
    its person shut out. Its tokens are ended all together."""
    rev, over, disabled_at, revoked_at = rows[0]
    why: Ended | None = None
    if over is not None:
        why = Ended.PERSON if disabled_at is not None else Ended.DEVICE if revoked_at is not None else Ended.SESSION
    return Standing(why, int(rev or 0))


def ended(connection: Connection, family_id: str) -> Ended | None:
    """Why this sign-in is over; None while it goes on."""
    return standing(ways.ask(connection, asked_standing(family_id))[0]).ended
