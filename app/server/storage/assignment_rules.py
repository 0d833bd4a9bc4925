"""The rules of who is given which case: kept as one value, asked as SQL."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select, true, update

from app.domain.assignment_rules import HOUSE, Assignment, AssignmentRule, CaseFacts
from app.server.storage import state, work
from app.server.storage import tables as t

RULES = state.ASSIGNMENT  # an Assignment in JSON, after its number and a space
BEFORE = "assignment_before"  # the one that it took the place of
_read = msgspec.json.Decoder(Assignment)


class Kept(msgspec.Struct, frozen=True):
    """What is in force; `rev` grows with every change."""

    rev: int = 0
    assignment: Assignment = Assignment()


def in_force(connection: Connection) -> Kept:
    """The rules of this moment; none where none were ever made."""
    return _kept(connection, RULES) or Kept()


def before(connection: Connection) -> Kept | None:
    """Those that the last change took out of force; None where there was no change."""
    return _kept(connection, BEFORE)


def put(connection: Connection, kept: Kept) -> None:
    """Put these in force, and keep those that were; the caller holds the order of commits."""
    _write(connection, BEFORE, in_force(connection))
    _write(connection, RULES, kept)


def _kept(connection: Connection, name: str) -> Kept | None:
    told = state.read(connection, name)
    if told is None:
        return None
    rev, _, body = told.partition(" ")
    return Kept(int(rev), _read.decode(body))


def _write(connection: Connection, name: str, kept: Kept) -> None:
    s, value = t.server_state, f"{kept.rev} {msgspec.json.encode(kept.assignment).decode()}"
    if not connection.execute(update(s).where(s.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(s).values(name=name, value=value))


def held(connection: Connection, user_id: str, now_ms: int) -> list[CaseFacts]:
    """What the rules look at in the cases that a person holds a lease on."""
    c = t.cases.c
    query = select(c.case_type, c.language, c.vendor).where(c.claim_owner == user_id, c.claim_until > now_ms)
    return [CaseFacts(row.case_type, row.language or "", row.vendor or HOUSE) for row in connection.execute(query)]


def given(closed: Iterable[AssignmentRule], now_ms: int) -> ColumnElement[bool]:
    """`app.domain.assignment_rules.is_given` in SQL, for a person for whom these rules are closed."""
    bound = [speaks_of(rule, now_ms) for rule in closed]
    return not_(or_(*bound)) if bound else true()


def speaks_of(rule: AssignmentRule, now_ms: int) -> ColumnElement[bool]:
    """The cases that a rule binds now. Never null, so that it may be turned round."""
    c = t.cases.c
    parts: list[ColumnElement[bool]] = []
    if rule.case_types:
        parts.append(c.case_type.in_(rule.case_types))
    if rule.languages:
        parts.append(func.coalesce(c.language, "").in_(rule.languages))
    if rule.vendors:
        parts.append(func.coalesce(c.vendor, HOUSE).in_(rule.vendors))
    if rule.late_to_all:
        parts.append(work.due_at(now_ms) > now_ms)
    return and_(true(), *parts)
