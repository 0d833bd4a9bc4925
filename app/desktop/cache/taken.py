"""One change as the cache takes it in, and what can be read in it without a database."""

from typing import Any

import msgspec

from app.contract.changes import CASE, Change, Op
from app.contract.queue_row import decoded
from app.desktop.cache.header import CaseRow, read_case
from app.domain.ids import case_number

UNKNOWN_OP = "unknown_op"
_OPS = frozenset(Op)


class Row(msgspec.Struct, frozen=True):
    """One change as the store takes it; `document` None removes the entity, and a raw one is a part of the answer that
    it came in, not copied. `read`: what the store needs of a case's document, where that was read before
    (`read_ahead`), or the name of the error that it could not be read for. `strange`: why the change can only be set
    aside; its document is then the change itself."""

    entity: str
    entity_id: str
    rev: int
    document: bytes | msgspec.Raw | None
    read: CaseRow | str | None = None
    strange: str = ""

    @property
    def number(self) -> int:
        """The number inside the id of a case; 0, which no case has, where it is none."""
        return self.read[0].number if isinstance(self.read, tuple) else number_of(self.entity_id)


def row_of(change: Change) -> Row:
    """A change of the feed or of a snapshot. What a newer server may do to an entity is kept as it came, for a build
    that knows it."""
    if change.op not in _OPS:
        whole = msgspec.json.encode(change)
        return Row(change.entity, change.entity_id, change.rev, whole, strange=UNKNOWN_OP)
    document = None if change.op == Op.REMOVE else change.document or None
    return Row(change.entity, change.entity_id, change.rev, document)


def set_aside_before(entity: str, entity_id: str, rev: int, reason: str, raw: bytes) -> Row:
    """What lies in quarantine, as this build reads it."""
    if reason == UNKNOWN_OP:
        return row_of(msgspec.json.decode(raw, type=Change))
    return Row(entity, entity_id, rev, raw)


def read_ahead(row: Row, told: msgspec.Raw | None = None) -> Row:
    """The same row, read off the writer's thread; `told`: what the server read in its document, which need then not be
    read again."""
    if row.entity != CASE or row.document is None or row.strange:
        return row
    read = decoded(told, number_of(row.entity_id), row.rev) if told else None
    return Row(row.entity, row.entity_id, row.rev, row.document, read or read_row(row))


def read_row(row: Row) -> CaseRow | str:
    """What a case's document says, or the name of the error where it cannot be read."""
    if row.read is not None:
        return row.read
    assert row.document is not None
    try:
        read = read_case(row.document)
        if read[0].case_id != row.entity_id:
            raise ValueError("the document is of another case")
    except (ValueError, RecursionError, OverflowError) as error:
        return type(error).__name__
    return read


def number_of(case_id: str) -> int:
    """The number inside a case id; 0, which no case has, for a text that is none."""
    try:
        return case_number(case_id)
    except ValueError:
        return 0


def case_of_review(document: bytes | msgspec.Raw) -> str | None:
    """The case that a review document belongs to; None where it cannot be read."""
    try:
        value: Any = msgspec.json.decode(document, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return None
    case_id = value.get("case_id")
    return case_id if isinstance(case_id, str) else None
