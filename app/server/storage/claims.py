"""Leases in the database: each step is one statement, so that two people can never both win."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from app.domain.case import CaseState
from app.domain.claim import Claim, ClaimMode
from app.server.storage import cases
from app.server.storage import tables as t
from app.server.storage.unit_of_work import to_ms

UNDECIDED = (CaseState.OPEN.value, CaseState.ESCALATED.value)


def next_free(connection: Connection, where: ColumnElement[bool], now_ms: int, limit: int) -> list[int]:
    """The numbers of the next cases in the served order that nobody holds, locked until commit. Rows that another
    transaction is just taking are stepped over (PostgreSQL); a SQLite writer is alone anyway."""
    c = t.cases.c
    free = or_(c.claim_owner.is_(None), c.claim_until <= now_ms)
    query = select(c.case_number).where(where, free).order_by(*cases.order_columns(now_ms)).limit(limit)
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(skip_locked=True, of=t.cases)
    return list(connection.scalars(query))


def take(connection: Connection, number: int, claim: Claim, now_ms: int) -> bool:
    """Give the case to `claim`, under the next fencing number; False where somebody else holds it by now."""
    c = t.cases.c
    done = connection.execute(
        update(t.cases)
        .where(
            c.case_number == number,
            c.state.in_(UNDECIDED),
            c.fence == claim.fence - 1,
            or_(c.claim_owner.is_(None), c.claim_until <= now_ms, c.claim_owner == claim.owner_id),
        )
        .values(
            fence=claim.fence,
            rev=c.rev + 1,
            claim_id=claim.claim_id,
            claim_owner=claim.owner_id,
            claim_device=claim.device_id,
            claim_from=claim.from_device,
            claim_until=to_ms(claim.expires_at),
            claim_hard_until=to_ms(claim.hard_until),
            claim_mode=claim.mode.value,
        )
    )
    return done.rowcount == 1


NOBODY = {
    # Whose lease it was stays known by `claim_id`: work that its last holder finished offline still counts, late.
    "claim_owner": None,
    "claim_device": None,
    "claim_from": None,
    "claim_until": None,
    "claim_hard_until": None,
    "claim_mode": None,
}


class Lease(msgspec.Struct, frozen=True):
    """One lease as its row has it; times in UTC milliseconds."""

    number: int
    rev: int
    vendor: str | None
    fence: int
    until_ms: int
    hard_until_ms: int


def held(connection: Connection, owner_id: str, claim_ids: Sequence[str]) -> dict[str, Lease]:
    """Those of `claim_ids` that `owner_id` still holds, whether live or not; locked until commit."""
    c = t.cases.c
    query = select(c.claim_id, c.case_number, c.rev, c.vendor, c.fence, c.claim_until, c.claim_hard_until).where(
        c.claim_owner == owner_id, c.claim_id.in_(claim_ids)
    )
    if connection.dialect.name != "sqlite":
        query = query.order_by(c.case_number).with_for_update()
    return {
        row.claim_id: Lease(row.case_number, row.rev, row.vendor, row.fence, row.claim_until, row.claim_hard_until)
        for row in connection.execute(query)
    }


def offline_held(connection: Connection, owner_id: str, now_ms: int) -> int:
    """How many live offline leases a person has."""
    c = t.cases.c
    query = (
        select(func.count())
        .select_from(t.cases)
        .where(c.claim_owner == owner_id, c.claim_mode == ClaimMode.OFFLINE.value, c.claim_until > now_ms)
    )
    return connection.scalar(query) or 0


def prolong(connection: Connection, number: int, claim_id: str, fence: int, until_ms: int) -> bool:
    """Let a lease that is still the same run until `until_ms`."""
    c = t.cases.c
    done = connection.execute(
        update(t.cases)
        .where(c.case_number == number, c.claim_id == claim_id, c.fence == fence)
        .values(claim_until=until_ms)
    )
    return done.rowcount == 1


def take_along(connection: Connection, number: int, claim: Claim) -> bool:
    """Let a lease that is still the same hold without the server, to its hard end; work begun under it goes on."""
    c = t.cases.c
    done = connection.execute(
        update(t.cases)
        .where(c.case_number == number, c.claim_id == claim.claim_id, c.fence == claim.fence)
        .values(
            rev=c.rev + 1,
            claim_until=to_ms(claim.expires_at),
            claim_hard_until=to_ms(claim.hard_until),
            claim_mode=claim.mode.value,
        )
    )
    return done.rowcount == 1


def give_back(connection: Connection, number: int, claim_id: str, fence: int) -> bool:
    """End a lease; the fencing number stays, so that the next one is higher."""
    c = t.cases.c
    done = connection.execute(
        update(t.cases)
        .where(c.case_number == number, c.claim_id == claim_id, c.fence == fence)
        .values(rev=c.rev + 1, **NOBODY)
    )
    return done.rowcount == 1
