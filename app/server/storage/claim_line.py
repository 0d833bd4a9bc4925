"""The next free cases of one person, found by index and said to the database in words that are made once.

The served order is cut into the stretches that an index has in order (see seat.py), which are asked one after another
until there is enough: each answers at once, in a queue of a hundred as in one of a hundred thousand.
"""

import functools
from typing import Any

import msgspec
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Dialect,
    Executable,
    and_,
    bindparam,
    false,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.contract.views import Viewer
from app.domain.assignment_rules import AssignmentRule
from app.domain.claim import Claim
from app.domain.offline_lease import OfflinePolicy
from app.server.storage import assignment_rules, cases, seat, skips, ways
from app.server.storage import tables as t
from app.server.storage.unit_of_work import to_ms

_Now = Any


class Line(msgspec.Struct, frozen=True):
    """What is asked of the queue in the name of one person. `view` is a view of the queue ("open" or "type:T"),
    `closed` the rules by which some of it goes to others, `offline` the policy where the cases go along, `unlicensed`
    the types of which this person is given none."""

    view: str
    viewer: Viewer
    rested_since_ms: int
    closed: tuple[AssignmentRule, ...] = ()
    offline: OfflinePolicy | None = None
    unlicensed: tuple[str, ...] = ()


class FreeCase(msgspec.Struct, frozen=True):
    """A case that nobody holds, with what a lease needs to know of it. Times in UTC milliseconds."""

    number: int
    rev: int
    vendor: str | None
    fence: int
    effective_due_ms: int


def first_free(connection: Connection, line: Line, now_ms: int, limit: int) -> list[FreeCase]:
    """The next `limit` cases that nobody holds, locked until commit; those that another transaction is just taking are
    stepped over (PostgreSQL)."""
    viewer = line.viewer
    mine = {"now": now_ms, "me": viewer.user_id, "vendor": viewer.vendor, "rested": line.rested_since_ms}
    found: list[FreeCase] = []
    kind = (line.view, viewer.outside, viewer.vendor is None, line.closed, line.offline, line.unlicensed)
    for words in _words(connection.dialect.name, *kind):
        values = words.values | mine | {"want": limit - len(found)}
        told: Any = tuple(values[name] for name in words.order) if words.order else values
        found += [FreeCase(*row) for row in connection.exec_driver_sql(words.sql, told)]
        if len(found) == limit:
            break
    return found


def where(line: Line, now_ms: int) -> ColumnElement[bool]:
    """The same cases as a condition."""
    me, rested = line.viewer.user_id, line.rested_since_ms
    return _fits(line.view, line.viewer, line.closed, line.offline, line.unlicensed, now_ms, me, rested)


def _fits(
    view: str,
    viewer: Viewer,
    closed: tuple[AssignmentRule, ...],
    offline: OfflinePolicy | None,
    unlicensed: tuple[str, ...],
    now: _Now,
    me: Any,
    rested: Any,
) -> ColumnElement[bool]:
    inside = cases.in_view(view, viewer, now)
    assert inside is not None
    given = or_(
        t.cases.c.assigned_to == me,
        and_(skips.rested(me, rested), assignment_rules.given(closed, now)),
    )
    found = and_(inside, cases.free_for(me), given, cases.for_all_or(me))
    if unlicensed:
        found = and_(found, or_(t.cases.c.case_type.not_in(unlicensed), t.cases.c.only_for == me))
    return and_(found, cases.may_go_offline(now, offline)) if offline is not None else found


def take_first(connection: Connection, line: Line, claim: Claim, now_ms: int) -> FreeCase | None:
    """Give the next case of the line to `claim` (of whom the case and its fencing number are not read) on one way to
    the database, which finds, locks and writes it in one statement; None where nothing is free that no other
    transaction is just taking. `rev` and `fence` of what is told are those of the lease. On PostgreSQL alone."""
    viewer = line.viewer
    statement = _taking(line.view, viewer.outside, viewer.vendor is None, line.closed, line.offline, line.unlicensed)
    values = {
        "now": now_ms,
        "me": viewer.user_id,
        "rested": line.rested_since_ms,
        "lease": claim.claim_id,
        "device": claim.device_id,
        "until": to_ms(claim.expires_at),
        "hard_until": to_ms(claim.hard_until),
        "mode": claim.mode.value,
    }
    if viewer.outside and viewer.vendor is not None:
        values["vendor"] = viewer.vendor
    # In the first minute after an import the database has no figures of the table: by its own reckoning it would read
    # and sort all of the queue for one case.
    (found,) = ways.ask(connection, ways.Asked(statement, values), by_index=True)
    return FreeCase(*found[0]) if found else None


_now: _Now = bindparam("now", 0, type_=BigInteger)
_me = bindparam("me", "", type_=t.cases.c.claim_owner.type)


def _free(
    view: str,
    outside: bool,
    nowhere: bool,
    closed: tuple[AssignmentRule, ...],
    offline: OfflinePolicy | None,
    unlicensed: tuple[str, ...],
) -> ColumnElement[bool]:
    """What is free for a person, with parameters for the person and the moment."""
    c = t.cases.c
    rested = bindparam("rested", 0, type_=BigInteger)
    fits = _fits(view, Viewer("", frozenset()), closed, offline, unlicensed, _now, _me, rested)
    if outside:
        theirs = c.vendor == bindparam("vendor", "", type_=c.vendor.type)
        fits = and_(fits, false() if nowhere else theirs)
    return and_(fits, or_(c.claim_owner.is_(None), c.claim_until <= _now))


_COLUMNS = (
    t.cases.c.case_number,
    t.cases.c.rev,
    t.cases.c.vendor,
    t.cases.c.fence,
    t.cases.c.effective_due_at,
)


@functools.lru_cache(maxsize=256)
def _taking(
    view: str,
    outside: bool,
    nowhere: bool,
    closed: tuple[AssignmentRule, ...],
    offline: OfflinePolicy | None,
    unlicensed: tuple[str, ...],
) -> Executable:
    """Find, lock and take the first of the line. A stretch is only looked at where those before it gave nothing, so
    that no row is locked but the one that is taken."""
    c, h = t.cases.c, t.case_holders
    free = _free(view, outside, nowhere, closed, offline, unlicensed)
    one: ColumnElement[int] = literal_column("1")
    parts: list[CTE] = []
    for n, (part, order) in enumerate(seat.stretches(_now)):
        none_before = [~select(earlier.c.case_number).exists() for earlier in parts]
        fits = [part, free] if parts else [c.case_number.in_(seat.returned(_now)), seat.also(part, free)]
        query = select(c.case_number).where(*fits, *none_before).order_by(*order).limit(one)
        parts.append(query.with_for_update(skip_locked=True, of=t.cases).cte(f"stretch_{n}"))
    first = union_all(*(select(part.c.case_number) for part in parts)).cte("first")
    taken = (
        update(t.cases)
        .where(c.case_number == first.c.case_number)
        .values(
            fence=c.fence + 1,
            rev=c.rev + 1,
            claim_id=bindparam("lease", "", type_=c.claim_id.type),
            claim_owner=_me,
            claim_device=bindparam("device", None, type_=c.claim_device.type),
            claim_from=None,
            claim_until=bindparam("until", 0, type_=BigInteger),
            claim_hard_until=bindparam("hard_until", 0, type_=BigInteger),
            claim_mode=bindparam("mode", "", type_=c.claim_mode.type),
        )
        .returning(*_COLUMNS)
        .cte("taken")
    )
    holder = postgresql.insert(h).from_select(["case_number", "user_id"], select(taken.c.case_number, _me))
    return select(taken).add_cte(holder.on_conflict_do_nothing().cte("holder"))


@functools.lru_cache(maxsize=256)
def _words(
    dialect: str,
    view: str,
    outside: bool,
    nowhere: bool,
    closed: tuple[AssignmentRule, ...],
    offline: OfflinePolicy | None,
    unlicensed: tuple[str, ...],
) -> "tuple[_Words, ...]":
    """One statement for each stretch of the line."""
    free = _free(view, outside, nowhere, closed, offline, unlicensed)
    want = bindparam("want", 0, type_=BigInteger)
    spoken = _dialect(dialect)
    found = []
    for part, order in seat.stretches(_now):
        query = select(*_COLUMNS).where(part, free).order_by(*order).limit(want)
        if dialect != "sqlite":
            query = query.with_for_update(skip_locked=True, of=t.cases)
        made = query.compile(dialect=spoken, compile_kwargs={"render_postcompile": True})
        found.append(_Words(str(made), dict(made.params), tuple(made.positiontup or ())))
    return tuple(found)


def _dialect(name: str) -> Dialect:
    return sqlite.dialect() if name == "sqlite" else postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


class _Words(msgspec.Struct, frozen=True):
    """A statement, the values that never change in it, and the order of all of them where they have no names."""

    sql: str
    values: dict[str, Any]
    order: tuple[str, ...]
