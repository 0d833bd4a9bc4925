"""The change feed and the snapshot that it starts from."""

import enum

import msgspec

CASE = "case"
REVIEW = "review"
ENTITIES = (CASE, REVIEW)
QA_SAMPLE = "qa_sample"
"""News of a sample, for those who score or draw: its document is empty, and a seat whose room is open asks again."""

SOP_PAGE = "sop_page"
"""A page of the operating procedures that the house wrote, for everybody; see app.contract.sop.SopPageTexts."""

CALIBRATION = "calibration"
"""A calibration session, or a challenged threshold of the reader's own, has changed: like QA_SAMPLE, a pointer."""
NEWS = "news"
"""What became of a person's finding, for that person alone; see app.contract.news."""


class Op(enum.StrEnum):
    UPSERT = "upsert"
    REMOVE = "remove"


# A union with None would make msgspec refuse every document, so "no document" is an empty one, left out on the wire.
NO_DOCUMENT = msgspec.Raw(b"")


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entity as it is now. `op` is one of Op; whoever reads it takes any word, so that one of a newer server costs
    a row and not the page. `document` is the entity's view, kept raw; absent for a removal, whose `reason` is scope,
    withdrawn, retention, deleted or seat (it made room on a seat that holds no more). `row`: what a queue needs of a
    case's document (app.contract.queue_row), with the cases of a snapshot, so that a seat need not read each."""

    feed_seq: int
    entity: str
    entity_id: str
    rev: int
    op: str
    document: msgspec.Raw = NO_DOCUMENT
    reason: str | None = None
    row: msgspec.Raw = NO_DOCUMENT


class SeatShare(msgspec.Struct, frozen=True, omit_defaults=True):
    """That a seat may hold a part of the queue alone. `most`: cases to work on that it holds at most, own ones beyond
    it apart. `totals`: for each view of the queue that has more ("open", "due_1h", "key_users", "awaiting_me", "later",
    "type:T"), how many cases it has, a few seconds old at most; a view that is not named is whole on the seat.
    `mode`: "pick", or "served" for a person who is given one case after another: then the seat has the next one where
    no case is at hand, and no totals."""

    most: int
    totals: dict[str, int]
    mode: str = "pick"


class ChangePage(msgspec.Struct, frozen=True):
    """`head_lag`: feed rows after this page. `page_hash`: hex SHA-256 over "entity:entity_id:rev:op\\n" of each change
    in order, for the check that nothing was lost on the way. `seat`: null where the seat has no cap."""

    changes: tuple[Change, ...]
    next_cursor: str
    more: bool
    head_lag: int
    epoch: str
    page_hash: str
    seat: SeatShare | None = None


class SnapshotPage(msgspec.Struct, frozen=True):
    """`after` continues the walk (null when `done`); `resume_cursor`, fixed when the snapshot began, is where the feed
    is taken up afterwards. Rows seen twice are settled by `rev`. `total` is an estimate for progress."""

    snapshot_id: str
    rows: tuple[Change, ...]
    after: str | None
    done: bool
    resume_cursor: str
    epoch: str
    total: int
    seat: SeatShare | None = None
