"""Webhooks in the database: endpoints, their secrets, messages, and each attempt to deliver one."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from app.domain.webhook import EventType
from app.server.storage import tables as t

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
_types = msgspec.json.Decoder(tuple[EventType, ...])


class Endpoint(msgspec.Struct, frozen=True):
    """Times in UTC milliseconds."""

    endpoint_id: str
    url: str
    event_types: tuple[EventType, ...]
    description: str
    created_at: int
    disabled_at: int | None
    disabled_reason: str | None
    failing_since: int | None


class Due(msgspec.Struct, frozen=True):
    """One delivery that was claimed; `secrets`: what signs it, the newest first."""

    delivery_id: str
    endpoint_id: str
    url: str
    message_id: str
    body: bytes
    attempts: int
    secrets: tuple[str, ...]


def endpoints(connection: Connection) -> list[Endpoint]:
    """All of them, oldest first."""
    e = t.webhook_endpoints.c
    return [_endpoint(row) for row in connection.execute(_ENDPOINT.order_by(e.created_at, e.endpoint_id))]


def endpoint(connection: Connection, endpoint_id: str, *, for_update: bool = False) -> Endpoint | None:
    query = _ENDPOINT.where(t.webhook_endpoints.c.endpoint_id == endpoint_id)
    row = connection.execute(query.with_for_update() if for_update else query).first()
    return _endpoint(row) if row is not None else None


_ENDPOINT = select(
    *(t.webhook_endpoints.c[field.name] for field in msgspec.structs.fields(Endpoint)),
)


def _endpoint(row: Any) -> Endpoint:
    told = row._asdict()
    return Endpoint(**told | {"event_types": _types.decode(told["event_types"])})


def add_endpoint(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.webhook_endpoints).values(**values))


def change_endpoint(connection: Connection, endpoint_id: str, **values: Any) -> None:
    e = t.webhook_endpoints
    connection.execute(update(e).where(e.c.endpoint_id == endpoint_id).values(**values))


def remove_endpoint(connection: Connection, endpoint_id: str) -> None:
    """The endpoint with its secrets and log; messages that nobody else was sent go by age."""
    d = t.webhook_deliveries
    own = select(d.c.delivery_id).where(d.c.endpoint_id == endpoint_id)
    connection.execute(delete(t.webhook_attempts).where(t.webhook_attempts.c.delivery_id.in_(own)))
    for table in (d, t.webhook_secrets, t.webhook_endpoints):
        connection.execute(delete(table).where(table.c.endpoint_id == endpoint_id))


def add_secret(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.webhook_secrets).values(**values))


def end_secrets(connection: Connection, endpoint_id: str, now_ms: int, at_ms: int) -> None:
    """Secrets that still sign end at `at_ms`, or before where they do already; what has ended is forgotten."""
    s = t.webhook_secrets
    here = s.c.endpoint_id == endpoint_id
    connection.execute(delete(s).where(here, s.c.expires_at <= now_ms))
    later = or_(s.c.expires_at.is_(None), s.c.expires_at > at_ms)
    connection.execute(update(s).where(here, later).values(expires_at=at_ms))


def secrets_of(connection: Connection, endpoint_ids: Sequence[str], now_ms: int) -> dict[str, tuple[str, ...]]:
    """What signs now, by endpoint, the newest first."""
    s = t.webhook_secrets.c
    live = or_(s.expires_at.is_(None), s.expires_at > now_ms)
    query = (
        select(s.endpoint_id, s.secret)
        .where(s.endpoint_id.in_(endpoint_ids), live)
        .order_by(s.created_at.desc(), s.secret_id.desc())
    )
    found: dict[str, tuple[str, ...]] = {}
    for endpoint_id, secret in connection.execute(query):
        found[endpoint_id] = (*found.get(endpoint_id, ()), secret)
    return found


def waiting_by_endpoint(connection: Connection) -> dict[str, int]:
    d = t.webhook_deliveries.c
    query = select(d.endpoint_id, func.count()).where(d.next_at.is_not(None)).group_by(d.endpoint_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def add_message(connection: Connection, message_id: str, event_type: str, body: bytes, at_ms: int) -> None:
    connection.execute(
        insert(t.webhook_messages).values(message_id=message_id, event_type=event_type, body=body, created_at=at_ms)
    )


def add_deliveries(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Deliveries that wait from `next_at` on."""
    listed = [{"state": WAITING, "attempts": 0, "replay": False} | row for row in rows]
    if listed:
        connection.execute(insert(t.webhook_deliveries), listed)


def due(connection: Connection, now_ms: int, lease_until: int, each: int, most: int) -> list[Due]:
    """Claim deliveries until `lease_until`: the longest due, at most `each` of one endpoint, so that a slow one keeps
    nobody waiting, and `most` in all. Rows that another process is just taking are stepped over."""
    e, d, m = t.webhook_endpoints.c, t.webhook_deliveries, t.webhook_messages.c
    free = and_(d.c.next_at <= now_ms, or_(d.c.lease_until.is_(None), d.c.lease_until <= now_ms))
    waits = select(func.min(d.c.next_at)).where(d.c.endpoint_id == e.endpoint_id, free).scalar_subquery()
    query = select(e.endpoint_id).where(e.disabled_at.is_(None), waits.is_not(None)).order_by(waits)
    claimed: list[str] = []
    for endpoint_id in connection.scalars(query).all():
        room = min(each, most - len(claimed))
        if room <= 0:
            break
        some = select(d.c.delivery_id).where(d.c.endpoint_id == endpoint_id, free).order_by(d.c.next_at).limit(room)
        if connection.dialect.name != "sqlite":
            some = some.with_for_update(skip_locked=True)
        claimed += connection.scalars(some)
    if not claimed:
        return []
    connection.execute(update(d).where(d.c.delivery_id.in_(claimed)).values(lease_until=lease_until))
    rows = connection.execute(
        select(d.c.delivery_id, d.c.endpoint_id, e.url, d.c.message_id, m.body, d.c.attempts)
        .join(t.webhook_endpoints, e.endpoint_id == d.c.endpoint_id)
        .join(t.webhook_messages, m.message_id == d.c.message_id)
        .where(d.c.delivery_id.in_(claimed))
        .order_by(d.c.next_at, d.c.delivery_id)
    ).all()
    keys = secrets_of(connection, sorted({row.endpoint_id for row in rows}), now_ms)
    return [
        Due(
            row.delivery_id,
            row.endpoint_id,
            row.url,
            row.message_id,
            bytes(row.body),
            row.attempts,
            keys.get(row.endpoint_id, ()),
        )
        for row in rows
    ]


def add_attempt(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.webhook_attempts).values(**values))


def settle(connection: Connection, delivery_id: str, state: str, attempts: int, next_at: int | None) -> None:
    """What came of an attempt; the claim is given back."""
    d = t.webhook_deliveries
    connection.execute(
        update(d)
        .where(d.c.delivery_id == delivery_id)
        .values(state=state, attempts=attempts, next_at=next_at, lease_until=None)
    )


def fail_waiting(connection: Connection, endpoint_id: str) -> None:
    """Nothing more is tried for this endpoint; a replay brings it back."""
    d = t.webhook_deliveries
    connection.execute(
        update(d)
        .where(d.c.endpoint_id == endpoint_id, d.c.next_at.is_not(None))
        .values(state=FAILED, next_at=None, lease_until=None)
    )


class Delivery(msgspec.Struct, frozen=True):
    delivery_id: str
    message_id: str
    event_type: str
    created_at: int
    state: str
    attempts: int
    next_at: int | None
    replay: bool


class Attempt(msgspec.Struct, frozen=True):
    delivery_id: str
    at: int
    status: int | None
    error: str
    took_ms: int


def log(connection: Connection, endpoint_id: str, before: str, state: str, limit: int) -> list[Delivery]:
    """Deliveries to one endpoint, newest first, below a delivery_id ("" from the newest)."""
    d, m = t.webhook_deliveries.c, t.webhook_messages.c
    query = (
        select(d.delivery_id, d.message_id, m.event_type, d.created_at, d.state, d.attempts, d.next_at, d.replay)
        .join(t.webhook_messages, m.message_id == d.message_id)
        .where(d.endpoint_id == endpoint_id)
        .order_by(d.delivery_id.desc())
        .limit(limit)
    )
    if before:
        query = query.where(d.delivery_id < before)
    if state:
        query = query.where(d.state == state)
    return [Delivery(*row) for row in connection.execute(query)]


def attempts_of(connection: Connection, delivery_ids: Sequence[str]) -> dict[str, list[Attempt]]:
    """Every attempt, oldest first, by delivery."""
    a = t.webhook_attempts.c
    query = (
        select(a.delivery_id, a.at, a.status, a.error, a.took_ms)
        .where(a.delivery_id.in_(delivery_ids))
        .order_by(a.at, a.attempt_id)
    )
    found: dict[str, list[Attempt]] = {}
    for row in connection.execute(query):
        found.setdefault(row.delivery_id, []).append(Attempt(*row))
    return found


def to_replay(
    connection: Connection,
    endpoint_id: str,
    limit: int,
    *,
    since_ms: int | None,
    message_ids: Sequence[str],
    failed_only: bool,
) -> list[str]:
    """Messages that were meant for this endpoint and are not on their way to it now, oldest first."""
    d = t.webhook_deliveries
    again = d.alias("again")
    on_its_way = exists().where(
        again.c.message_id == d.c.message_id, again.c.endpoint_id == endpoint_id, again.c.next_at.is_not(None)
    )
    taken = exists().where(
        again.c.message_id == d.c.message_id, again.c.endpoint_id == endpoint_id, again.c.state == DELIVERED
    )
    query = (
        select(d.c.message_id)
        .where(d.c.endpoint_id == endpoint_id, ~on_its_way)
        .group_by(d.c.message_id)
        .order_by(func.min(d.c.created_at), d.c.message_id)
        .limit(limit)
    )
    if since_ms is not None:
        query = query.where(d.c.created_at >= since_ms)
    if message_ids:
        query = query.where(d.c.message_id.in_(message_ids))
    elif failed_only:
        query = query.where(~taken)
    return list(connection.scalars(query))


def forget(connection: Connection, before_ms: int, limit: int) -> int:
    """Remove messages from before a moment that nothing waits for, with their log; how many were removed."""
    m, d, a = t.webhook_messages, t.webhook_deliveries, t.webhook_attempts
    waits = exists().where(d.c.message_id == m.c.message_id, d.c.next_at.is_not(None))
    query = select(m.c.message_id).where(m.c.created_at < before_ms, ~waits).order_by(m.c.created_at).limit(limit)
    gone = list(connection.scalars(query))
    if gone:
        theirs = select(d.c.delivery_id).where(d.c.message_id.in_(gone))
        connection.execute(delete(a).where(a.c.delivery_id.in_(theirs)))
        connection.execute(delete(d).where(d.c.message_id.in_(gone)))
        connection.execute(delete(m).where(m.c.message_id.in_(gone)))
    return len(gone)
