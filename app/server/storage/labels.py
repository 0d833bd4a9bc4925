"""Label revisions: every label that was ever in force, in order."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, String, func, insert, literal, select

from app.domain.label import Label
from app.server.storage import tables as t


class NewLabel(msgspec.Struct, frozen=True):
    """A label about to be in force. `release_at`: no earlier may it leave the house, in UTC milliseconds (None: at
    once)."""

    case_number: int
    review_id: str
    label: Label
    source: str
    release_at: int | None = None


def add(connection: Connection, new: NewLabel, at_ms: int) -> None:
    """Write it under the case's next revision (from 1). Called with the order of commits held (UnitOfWork.label)."""
    c = t.labels.c
    values: dict[Any, Any] = {
        c.case_number: literal(new.case_number, BigInteger),
        c.review_id: literal(new.review_id, String),
        c.revision: func.coalesce(func.max(c.revision), 0) + 1,
        c.source: literal(new.source, String),
        c.label: literal(new.label.value, String),
        c.created_at: literal(at_ms, BigInteger),
        c.release_at: literal(new.release_at, BigInteger),
    }
    row = select(*values.values()).where(c.case_number == new.case_number)
    connection.execute(insert(t.labels).from_select([column.name for column in values], row))


def head(connection: Connection) -> int:
    """The number of the newest label; 0 where there is none."""
    return connection.scalar(select(func.max(t.labels.c.label_seq))) or 0
