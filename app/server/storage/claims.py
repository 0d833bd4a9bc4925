"""Leases in the database: each step is one statement, so that two people can never both win."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.case import CaseState
from app.domain.claim import Claim, ClaimMode
from app.server.storage import cases
from app.server.storage import tables as t
from app.server.storage.claim_line import FreeCase, Line, first_free
from app.server.storage.claim_line import take_first as take_first_at_once
from app.server.storage.claim_line import where as line_where
from app.server.storage.unit_of_work import to_ms

_TRIES = 1_000  # each waits for another transaction that took a case
UNDECIDED = (CaseState.OPEN.value, CaseState.ESCALATED.value)


def next_free(connection: Connection, line: Line, now_ms: int, limit: int) -> list[FreeCase]:
    """The next cases of a line that nobody holds, in the served order, locked until commit. Cases that another
    transaction is just taking are stepped over (PostgreSQL), unless there is nothing else; a SQLite writer is alone
    anyway."""
    found = first_free(connection, line, now_ms, limit)
    if found or connection.dialect.name == "sqlite":
        return found
    where = and_(line_where(line, now_ms), cases.visible(line.viewer))
    return next_where(connection, where, now_ms, limit)


def take_first(connection: Connection, line: Line, claim: Claim, now_ms: int) -> FreeCase | None:
    """Give the next case of the line that nobody holds to `claim`, whose case and fencing number come of it; its `rev`
    and `fence` are told. None where nothing is free but perhaps what another transaction is just taking."""
    if connection.dialect.name != "sqlite":
        return take_first_at_once(connection, line, claim, now_ms)
    found = first_free(connection, line, now_ms, 1)
    if not found:
        return None
    free = msgspec.structs.replace(found[0], rev=found[0].rev + 1, fence=found[0].fence + 1)
    lease = msgspec.structs.replace(claim, case_id=cases.case_id(free.number), fence=free.fence)
    return free if take(connection, free.number, lease, now_ms) else None


def next_where(connection: Connection, where: ColumnElement[bool], now_ms: int, limit: int) -> list[FreeCase]:
    """The same for any condition, by sorting all that fit it."""
    query = _free_where(where, now_ms).limit(limit)
    if connection.dialect.name == "sqlite":
        return [FreeCase(*row) for row in connection.execute(query)]
    found = [FreeCase(*row) for row in connection.execute(query.with_for_update(skip_locked=True, of=t.cases))]
    return found or _wait_for_one(connection, where, now_ms)


def _wait_for_one(connection: Connection, where: ColumnElement[bool], now_ms: int) -> list[FreeCase]:
    """Where all were stepped over: the next case that is free once whoever is just taking it has ended; none where
    there is none. So nobody is told that nothing waits because of cases that are given back a moment later. The caller
    holds no free case, so two who wait do not wait for each other. One that is held for long ends the transaction."""
    following = _free_where(where, now_ms).limit(1)
    for _ in range(_TRIES):
        seen = connection.execute(following).first()
        if seen is None:
            break
        this = _free_where(and_(where, t.cases.c.case_number == seen.case_number), now_ms)
        # Asked again by the database once the row is ours to hold: then it is free, or the next one is looked for.
        held = connection.execute(this.with_for_update(of=t.cases)).first()
        if held is not None:
            return [FreeCase(*held)]
    return []


def _free_where(where: ColumnElement[bool], now_ms: int) -> Select[Any]:
    c = t.cases.c
    free = or_(c.claim_owner.is_(None), c.claim_until <= now_ms)
    columns = (c.case_number, c.rev, c.vendor, c.fence, c.effective_due_at)
    return select(*columns).where(where, free).order_by(*cases.order_columns(now_ms))


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
    if done.rowcount != 1:
        return False
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(make(t.case_holders).values(case_number=number, user_id=claim.owner_id).on_conflict_do_nothing())
    return True


def was_held(connection: Connection, number: int, user_id: str) -> bool:
    """Whether this person ever had a lease on the case."""
    h = t.case_holders.c
    query = select(h.user_id).where(h.case_number == number, h.user_id == user_id)
    return connection.execute(query).first() is not None


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


def live_of(connection: Connection, owner_id: str, now_ms: int) -> list[int]:
    """The numbers of the undecided cases that a person holds an online lease on, in the served order; locked until
    commit."""
    c = t.cases.c
    query = (
        select(c.case_number)
        .where(
            c.claim_owner == owner_id,
            c.claim_until > now_ms,
            c.claim_mode == ClaimMode.ONLINE.value,
            c.state.in_(UNDECIDED),
        )
        .order_by(*cases.order_columns(now_ms))
    )
    if connection.dialect.name != "sqlite":
        query = query.with_for_update()
    return list(connection.scalars(query))


def run_out(connection: Connection, now_ms: int, before_ms: int, limit: int) -> list[Lease]:
    """Leases that cannot be renewed any more, or that nobody renewed since they ran out before `before_ms`; locked
    until commit."""
    c = t.cases.c
    query = (
        select(c.case_number, c.rev, c.vendor, c.fence, c.claim_until, c.claim_hard_until)
        .where(c.claim_owner.is_not(None), or_(c.claim_until <= before_ms, c.claim_hard_until <= now_ms))
        .order_by(c.case_number)
        .limit(limit)
    )
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(skip_locked=True)
    return [Lease(*row) for row in connection.execute(query)]
