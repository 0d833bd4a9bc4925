"""Thresholds in the database, and counts of the cases that cited others."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, insert, or_, select, update

from app.server.storage import tables as t


class Rule(msgspec.Struct, frozen=True):
    """One row of threshold_rules with the name of whoever set it; times in UTC milliseconds."""

    rule_version: str
    case_type: str
    side: str
    version: int
    threshold: float
    effective_from: int
    ended_at: int | None
    set_by_name: str
    set_at: int
    why: str
    why_language: str
    proposal_id: str | None
    rolled_back: str | None
    acknowledged_at: int | None
    acknowledged: str | None

    def holds_at(self, at_ms: int) -> bool:
        return self.effective_from <= at_ms and (self.ended_at is None or at_ms < self.ended_at)


_r = t.threshold_rules.c
_COLUMNS = [
    t.users.c.name.label("set_by_name") if f.name == "set_by_name" else _r[f.name] for f in msgspec.structs.fields(Rule)
]


def rules(connection: Connection, *of: Any) -> list[Rule]:
    """Versions that fit, by type and side, newest first."""
    query = select(*_COLUMNS).join(t.users, t.users.c.user_id == _r.set_by).where(*of)
    return [Rule(*row) for row in connection.execute(query.order_by(_r.case_type, _r.side, _r.version.desc()))]


def of_side(connection: Connection, case_type: str, side: str) -> list[Rule]:
    """Every version of one side, newest first."""
    return rules(connection, _r.case_type == case_type, _r.side == side)


def to_come(connection: Connection, from_ms: int) -> list[Rule]:
    """What is in force now or will be."""
    return rules(connection, or_(_r.ended_at.is_(None), and_(_r.ended_at > from_ms, _r.ended_at > _r.effective_from)))


class Cited(msgspec.Struct, frozen=True):
    """What intake has to know of a version."""

    case_type: str
    side: str
    rule_version: str
    threshold: float
    effective_from: int
    ended_at: int | None


def cited(connection: Connection) -> list[Cited]:
    """Every version there ever was, newest first."""
    columns = [_r[field.name] for field in msgspec.structs.fields(Cited)]
    return [Cited(*row) for row in connection.execute(select(*columns).order_by(_r.version.desc()))]


def add(connection: Connection, case_type: str, side: str, effective_from: int, **values: Any) -> None:
    """A new version, in force from then on; what was in force, or was to be, ends there."""
    still = and_(_r.case_type == case_type, _r.side == side, or_(_r.ended_at.is_(None), _r.ended_at > effective_from))
    later = _r.effective_from > effective_from
    rules_ = t.threshold_rules
    connection.execute(update(rules_).where(still, later).values(ended_at=_r.effective_from))
    connection.execute(update(rules_).where(still, ~later).values(ended_at=effective_from))
    connection.execute(
        insert(rules_), {"case_type": case_type, "side": side, "effective_from": effective_from} | values
    )


def undropped(connection: Connection, limit: int) -> list[Rule]:
    """Versions of which no file was put out yet, oldest first."""
    query = select(*_COLUMNS).join(t.users, t.users.c.user_id == _r.set_by).where(_r.dropped_at.is_(None))
    return [Rule(*row) for row in connection.execute(query.order_by(_r.set_at, _r.rule_version).limit(limit))]


def unacknowledged(connection: Connection, limit: int) -> list[str]:
    """Versions whose file was put out and of which nobody has said anything."""
    query = select(_r.rule_version).where(_r.dropped_at.is_not(None), _r.acknowledged_at.is_(None))
    return list(connection.scalars(query.order_by(_r.set_at.desc()).limit(limit)))


def mark(connection: Connection, rule_version: str, **values: Any) -> bool:
    """Whether there is such a version."""
    done = connection.execute(update(t.threshold_rules).where(_r.rule_version == rule_version).values(**values))
    return bool(done.rowcount)


def mismatches(connection: Connection, since_ms: int) -> list[tuple[str, str, int, int]]:
    """(case_type, flag, cases, rows of the ledger) of what came since."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, table in enumerate((t.cases, t.ledger)):
        c = table.c
        wanted = [c.rule_flag.is_not(None), c.received_at >= since_ms]
        if table is t.cases:
            wanted.append(c.only_for.is_(None))
        query = select(c.case_type, c.rule_flag, func.count()).where(*wanted).group_by(c.case_type, c.rule_flag)
        for case_type, flag, count in connection.execute(query):
            found.setdefault((case_type, flag), [0, 0])[place] = count
    return [(*key, cases, alone) for key, (cases, alone) in sorted(found.items())]


def set_flags(connection: Connection, rows: Sequence[tuple[int, str | None]]) -> None:
    """Say of these cases what was wrong with the rule that they cite."""
    for number, flag in rows:
        connection.execute(update(t.cases).where(t.cases.c.case_number == number).values(rule_flag=flag))
