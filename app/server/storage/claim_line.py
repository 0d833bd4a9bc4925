"""The next free cases of one person, found by index and said to the database in words that are made once.

The served order is cut into the stretches that an index has in order (see seat.py), which are asked one after another
until there is enough: each answers at once, in a queue of a hundred as in one of a hundred thousand.
"""

import functools
from typing import Any

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Connection, Dialect, and_, bindparam, false, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.contract.views import Viewer
from app.domain.assignment_rules import AssignmentRule
from app.domain.offline_lease import OfflinePolicy
from app.server.storage import assignment_rules, cases, seat, skips
from app.server.storage import tables as t

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
    found = and_(inside, cases.free_for(me), given)
    if unlicensed:
        found = and_(found, t.cases.c.case_type.not_in(unlicensed))
    return and_(found, cases.may_go_offline(now, offline)) if offline is not None else found


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
    c = t.cases.c
    now: _Now = bindparam("now", 0, type_=BigInteger)
    rested = bindparam("rested", 0, type_=BigInteger)
    me = bindparam("me", "", type_=c.claim_owner.type)
    fits = _fits(view, Viewer("", frozenset()), closed, offline, unlicensed, now, me, rested)
    if outside:
        theirs = c.vendor == bindparam("vendor", "", type_=c.vendor.type)
        fits = and_(fits, false() if nowhere else theirs)
    free = and_(fits, or_(c.claim_owner.is_(None), c.claim_until <= now))
    columns = (c.case_number, c.rev, c.vendor, c.fence, c.effective_due_at)
    want = bindparam("want", 0, type_=BigInteger)
    spoken = _dialect(dialect)
    found = []
    for part, order in seat.stretches(now):
        query = select(*columns).where(part, free).order_by(*order).limit(want)
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
