"""Label revisions: every label that was ever in force, in order."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, func, insert, select

from app.domain.label import Label
from app.server.storage import tables as t

_MANY = 500  # values in one IN (…), below every database's limit


class NewLabel(msgspec.Struct, frozen=True):
    """A label about to be in force. `release_at`: no earlier may it leave the house, in UTC milliseconds (None: at
    once)."""

    case_number: int
    review_id: str
    label: Label
    source: str
    release_at: int | None = None


def add_all(connection: Connection, new: Sequence[NewLabel], at_ms: int) -> None:
    """Write each under its case's next revision (from 1), in this order. Called with the order of commits held
    (UnitOfWork.label)."""
    c = t.labels.c
    numbers = sorted({label.case_number for label in new})
    last: dict[int, int] = {}
    for start in range(0, len(numbers), _MANY):
        part = numbers[start : start + _MANY]
        newest = select(c.case_number, func.max(c.revision)).where(c.case_number.in_(part)).group_by(c.case_number)
        last |= {row[0]: row[1] for row in connection.execute(newest)}
    rows = []
    for label in new:
        revision = last[label.case_number] = last.get(label.case_number, 0) + 1
        rows.append(
            {
                "case_number": label.case_number,
                "review_id": label.review_id,
                "revision": revision,
                "source": label.source,
                "label": label.label.value,
                "created_at": at_ms,
                "release_at": label.release_at,
            }
        )
    connection.execute(insert(t.labels), rows)


def head(connection: Connection) -> int:
    """The number of the newest label; 0 where there is none."""
    return connection.scalar(select(func.max(t.labels.c.label_seq))) or 0
