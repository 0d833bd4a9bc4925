"""Label revisions: every label that was ever in force, in order."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Connection, Row, and_, any_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.domain.label import Label
from app.server.storage import tables as t
from app.server.storage import ways

REVIEW, AUDIT = FIRST_WORDS = "review", "audit"
"""Where the first label of a case comes from; those that take its place have sources of their own."""
_MANY = 500  # values in one IN (…), below every database's limit


class NewLabel(msgspec.Struct, frozen=True):
    """A label about to be in force. `release_at`: no earlier may it leave the house, in UTC milliseconds (None: at
    once)."""

    case_number: int
    review_id: str
    label: Label
    source: str
    release_at: int | None = None


_numbers = bindparam("numbers", type_=ARRAY(BigInteger))
_NEWEST = (
    select(t.labels.c.case_number, func.max(t.labels.c.revision))
    .where(t.labels.c.case_number == any_(_numbers))
    .group_by(t.labels.c.case_number)
)


def newest(new: Sequence[NewLabel]) -> ways.Asked:
    """What PostgreSQL is asked for the last revisions of the cases of these labels (see `rows`)."""
    return ways.Asked(_NEWEST, {"numbers": sorted({label.case_number for label in new})})


def newest_by_parts(connection: Connection, new: Sequence[NewLabel]) -> list[tuple[int, int]]:
    """The same in words that every database understands: (case, its last revision)."""
    c = t.labels.c
    numbers = sorted({label.case_number for label in new})
    found: list[tuple[int, int]] = []
    for start in range(0, len(numbers), _MANY):
        part = numbers[start : start + _MANY]
        query = select(c.case_number, func.max(c.revision)).where(c.case_number.in_(part)).group_by(c.case_number)
        found += [(row[0], row[1]) for row in connection.execute(query)]
    return found


def rows(new: Sequence[NewLabel], last: Iterable[Sequence[int]], at_ms: int) -> list[dict[str, Any]]:
    """The row of each, under its case's next revision (from 1), in this order. `last`: (case, its last revision), read
    with the order of commits held (UnitOfWork.label)."""
    revisions = {row[0]: row[1] for row in last}
    found = []
    for label in new:
        revision = revisions[label.case_number] = revisions.get(label.case_number, 0) + 1
        found.append(
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
    return found


def in_force(connection: Connection, case_number: int) -> Row[Any] | None:
    """The newest label of a case; None where it has none."""
    c = t.labels.c
    query = select(t.labels).where(c.case_number == case_number).order_by(c.revision.desc()).limit(1)
    return connection.execute(query).first()


def of_audit() -> ColumnElement[bool]:
    """Whether the case of a label came for an audit, whatever has been said of it since: whoever completes a decision
    made without the agent's word, or adjudicates it, does not make it one that the agent handed over."""
    first = t.labels.alias("first")
    began = exists().where(first.c.case_number == t.labels.c.case_number, first.c.source == AUDIT)
    return and_(t.labels.c.source != REVIEW, or_(t.labels.c.source == AUDIT, began))


def head(connection: Connection) -> int:
    """The number of the newest label; 0 where there is none."""
    return connection.scalar(select(func.max(t.labels.c.label_seq))) or 0
