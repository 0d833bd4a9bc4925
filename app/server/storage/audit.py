"""Reading the audit trail; it is written by the unit of work alone."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from app.contract.audit_chain import ORIGIN, AuditHead, AuditRow
from app.contract.canonical import canonical_json
from app.server.storage import tables as t

DAY_MS = 86_400_000


def times_of(connection: Connection, actor_id: str, action: str, since_ms: int) -> list[int]:
    """When this person did this since a moment, oldest first, in UTC milliseconds."""
    a = t.audit.c
    query = select(a.at).where(a.actor_id == actor_id, a.action == action, a.at > since_ms).order_by(a.at)
    return list(connection.scalars(query))


def details_of(connection: Connection, actor_id: str, action: str, entity: str, entity_id: str) -> list[dict[str, Any]]:
    """What the rows tell of this person's doing this with one entity, oldest first."""
    a = t.audit.c
    same = (a.entity == entity, a.entity_id == entity_id, a.actor_id == actor_id, a.action == action)
    found = connection.scalars(select(a.detail).where(*same).order_by(a.audit_seq))
    return [msgspec.json.decode(detail, type=dict[str, Any]) for detail in found]


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


def readers_of(
    connection: Connection, action: str, entity: str, entity_id: str, from_ms: int, before_ms: int, most: int
) -> list[tuple[int, str | None]]:
    """(when, name) of who did this to one entity in [from_ms, before_ms), the newest first; no name where the database
    itself hides the house's people from whoever asks."""
    a = t.audit.c
    query = (
        select(a.at, t.users.c.name)
        .outerjoin(t.users, t.users.c.user_id == a.actor_id)
        .where(a.entity == entity, a.entity_id == entity_id, a.action == action, a.at >= from_ms, a.at < before_ms)
        .order_by(a.audit_seq.desc())
        .limit(most)
    )
    return [(row.at, row.name) for row in connection.execute(query)]


class Chosen(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which rows are wanted: of [since, until) in UTC milliseconds, of one actor, one action, one kind of entity, one
    entity. Nothing said: all of them."""

    since: int | None = None
    until: int | None = None
    actor_id: str | None = None
    action: str | None = None
    entity: str | None = None
    entity_id: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        a = t.audit.c
        same = [(a.actor_id, self.actor_id), (a.action, self.action), (a.entity, self.entity)]
        found = [column == wanted for column, wanted in [*same, (a.entity_id, self.entity_id)] if wanted is not None]
        if self.since is not None:
            found.append(a.at >= self.since)
        if self.until is not None:
            found.append(a.at < self.until)
        return found


def last(connection: Connection) -> tuple[int, bytes]:
    """The number and the hash of the newest row; (0, zeros) where there is none."""
    a = t.audit.c
    row = connection.execute(select(a.audit_seq, a.hash).order_by(a.audit_seq.desc()).limit(1)).first()
    return (row.audit_seq, bytes(row.hash)) if row else (0, ORIGIN)


def rows(connection: Connection, after: int, up_to: int, limit: int, chosen: Chosen) -> list[AuditRow]:
    """Rows with after < number ≤ up_to in their order; chosen ones tell the hash before them as well."""
    a, conditions = t.audit.c, chosen.conditions()
    query = select(t.audit).where(a.audit_seq > after, a.audit_seq <= up_to, *conditions)
    if conditions:
        before = t.audit.alias("before")
        query = query.add_columns(before.c.hash.label("previous")).outerjoin(
            before, before.c.audit_seq == a.audit_seq - 1
        )
    found = connection.execute(query.order_by(a.audit_seq).limit(limit))
    return [_row(row, (row.previous or ORIGIN) if conditions else None) for row in found]


def _row(row: Row[Any], previous: bytes | None) -> AuditRow:
    try:
        detail = msgspec.json.decode(row.detail, type=dict[str, Any])
        as_written = canonical_json(detail).decode() == row.detail
    except (msgspec.DecodeError, ValueError):
        detail, as_written = {}, False
    return AuditRow(
        audit_seq=row.audit_seq,
        at=row.at,
        actor_id=row.actor_id,
        action=row.action,
        entity=row.entity,
        entity_id=row.entity_id,
        detail=detail,
        # Nothing hashes to this: who reads it finds the row altered, as it was.
        hash=bytes(row.hash).hex() if as_written else "",
        previous=None if previous is None else bytes(previous).hex(),
    )


def heads(connection: Connection, up_to: int) -> list[AuditHead]:
    """The signed heads up to a number, the oldest first."""
    h = t.audit_heads.c
    query = select(t.audit_heads).where(h.audit_seq <= up_to).order_by(h.audit_seq)
    return [
        AuditHead(
            row.audit_seq, bytes(row.hash).hex(), row.day, row.epoch, row.signed_at, row.public_key, row.signature
        )
        for row in connection.execute(query)
    ]


def newest_head(connection: Connection) -> tuple[int, str] | None:
    """(number, day) of the newest signed head."""
    h = t.audit_heads.c
    row = connection.execute(select(h.audit_seq, h.day).order_by(h.audit_seq.desc()).limit(1)).first()
    return (row.audit_seq, row.day) if row else None


def add_head(connection: Connection, head: AuditHead) -> None:
    """Keep a signed head; there is one for a number at most."""
    connection.execute(
        insert(t.audit_heads).values(
            audit_seq=head.audit_seq,
            hash=bytes.fromhex(head.hash),
            day=head.day,
            epoch=head.epoch,
            signed_at=head.signed_at,
            public_key=head.key,
            signature=head.signature,
        )
    )
