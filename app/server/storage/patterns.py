"""Patterns: many cases escalated as one group."""

from typing import Any

from sqlalchemy import Connection, insert, select

from app.server.storage import tables as t


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.patterns).values(**values))


def exists(connection: Connection, pattern_id: str) -> bool:
    """True where such a pattern was raised."""
    found = connection.scalar(select(t.patterns.c.pattern_id).where(t.patterns.c.pattern_id == pattern_id))
    return found is not None


def open_cases(connection: Connection, pattern_id: str) -> list[int]:
    """The numbers of the cases of a pattern that still wait for a decision."""
    e, c = t.escalations.c, t.cases.c
    query = (
        select(c.case_number)
        .join(t.escalations, e.escalation_id == c.escalation_id)
        .where(e.pattern_id == pattern_id)
        .order_by(c.case_number)
    )
    return list(connection.scalars(query))
