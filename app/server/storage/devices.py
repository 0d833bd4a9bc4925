"""Seats, and the directives that wait for them."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from app.contract.devices import Receipt, SignedDirective
from app.domain.ids import is_uuid7
from app.server.storage import tables as t

_signed = msgspec.json.Decoder(SignedDirective)


class DeviceRow(msgspec.Struct, frozen=True):
    """One seat of one person; times in milliseconds since 1970, keys in base64, `unlock_secret` in hex."""

    device_id: str
    user_id: str
    user_name: str
    vendor: str | None
    disabled_at: int | None
    device_name: str
    os: str
    app_version: str
    created_at: int
    revoked_at: int | None
    ed25519_key: str | None
    unlock_secret: str | None
    seen_at: int | None
    x25519_key: str | None = None


_COLUMNS = [
    t.devices.c.device_id,
    t.devices.c.user_id,
    t.users.c.name,
    t.users.c.vendor,
    t.users.c.disabled_at,
    t.devices.c.device_name,
    t.devices.c.os,
    t.devices.c.app_version,
    t.devices.c.created_at,
    t.devices.c.revoked_at,
    t.devices.c.ed25519_key,
    t.devices.c.unlock_secret,
    t.devices.c.seen_at,
    t.devices.c.x25519_key,
]
_JOINED = t.devices.join(t.users, t.users.c.user_id == t.devices.c.user_id)


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.devices), values)


def find(connection: Connection, device_id: str) -> DeviceRow | None:
    """The seat, locked until the transaction ends where the database can."""
    return look(connection, device_id, lock=True)


def look(connection: Connection, device_id: str, *, lock: bool = False) -> DeviceRow | None:
    """The seat; what is no id of one (a database need not even take its characters) is not looked for."""
    if not is_uuid7(device_id):
        return None
    query = select(*_COLUMNS).select_from(_JOINED).where(t.devices.c.device_id == device_id)
    row = connection.execute(query.with_for_update(of=t.devices) if lock else query).first()
    return DeviceRow(*row) if row else None


def listed(
    connection: Connection, most: int, *, user_id: str | None = None, vendor: str | None = None
) -> list[DeviceRow]:
    """Seats of one person, of one vendor's people, or all; newest first."""
    conditions: list[ColumnElement[bool]] = []
    if user_id is not None:
        conditions.append(t.devices.c.user_id == user_id)
    if vendor is not None:
        conditions.append(t.users.c.vendor == vendor)
    query = select(*_COLUMNS).select_from(_JOINED).where(*conditions)
    rows = connection.execute(query.order_by(t.devices.c.created_at.desc(), t.devices.c.device_id).limit(most))
    return [DeviceRow(*row) for row in rows]


def change(connection: Connection, device_id: str, **values: Any) -> None:
    connection.execute(update(t.devices).where(t.devices.c.device_id == device_id).values(**values))


def revoked(connection: Connection, user_id: str, device_id: str) -> bool:
    """True where this is a seat of this person that was taken away."""
    d = t.devices.c
    query = select(d.device_id).where(d.device_id == device_id, d.user_id == user_id, d.revoked_at.is_not(None))
    return connection.execute(query).first() is not None


def registered_from(connection: Connection, user_id: str, device_id: str) -> list[DeviceRow]:
    """The seats of this person that were registered in a session of that one, and in sessions of those in turn, and
    that are still let in; locked until the transaction ends where the database can."""
    d, found, asked = t.devices.c, dict[str, DeviceRow](), [device_id]
    seen = {device_id}
    while asked:
        query = select(*_COLUMNS).select_from(_JOINED).where(d.user_id == user_id, d.registered_from.in_(asked))
        rows = [DeviceRow(*row) for row in connection.execute(query.with_for_update(of=t.devices))]
        asked = [row.device_id for row in rows if row.device_id not in seen]
        seen.update(asked)
        found |= {row.device_id: row for row in rows if row.device_id in asked and row.revoked_at is None}
    return list(found.values())


def newest_command(connection: Connection, device_id: str, author_id: str) -> tuple[int, str]:
    """Number and body hash of the newest command of an author on a seat; (0, "") where there is none."""
    c = t.command_results.c
    row = connection.execute(
        select(c.command_seq, c.body_sha256)
        .where(c.device_id == device_id, c.author_id == author_id)
        .order_by(c.command_seq.desc(), c.received_at.desc())
        .limit(1)
    ).first()
    return (int(row.command_seq), str(row.body_sha256)) if row else (0, "")


# --- directives


def add_directive(connection: Connection, signed: SignedDirective, *, sent_by: str, now_ms: int) -> None:
    told = signed.directive
    connection.execute(
        insert(t.directives),
        {
            "directive_id": told.directive_id,
            "device_id": told.device_id,
            "kind": told.kind.value,
            "signed": msgspec.json.encode(signed),
            "sent_by": sent_by,
            "received_at": now_ms,
        },
    )


def has_directive(connection: Connection, directive_id: str) -> bool:
    d = t.directives.c
    return connection.execute(select(d.directive_id).where(d.directive_id == directive_id)).first() is not None


def waiting(connection: Connection, device_id: str, most: int) -> tuple[SignedDirective, ...]:
    """Directives without an outcome, oldest first."""
    d = t.directives.c
    rows = connection.execute(
        select(d.signed)
        .where(d.device_id == device_id, d.outcome.is_(None))
        .order_by(d.received_at, d.directive_id)
        .limit(most)
    )
    return tuple(_signed.decode(row.signed) for row in rows)


def count_waiting(connection: Connection, device_id: str, sent_by: str | None = None) -> int:
    """How many wait for a seat; those of one sender where `sent_by` names them."""
    d = t.directives.c
    query = select(func.count()).where(d.device_id == device_id, d.outcome.is_(None))
    if sent_by is not None:
        query = query.where(d.sent_by == sent_by)
    return int(connection.execute(query).scalar_one())


def settle(connection: Connection, device_id: str, receipt: Receipt, now_ms: int) -> bool:
    """Write down what the seat did; False where it said so before, or the directive is not its own."""
    d = t.directives
    done = connection.execute(
        update(d)
        .where(d.c.directive_id == receipt.directive_id, d.c.device_id == device_id, d.c.outcome.is_(None))
        .values(outcome=receipt.outcome.value, outcome_at=now_ms, kept=receipt.kept)
    )
    return bool(done.rowcount)
