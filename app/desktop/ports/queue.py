"""The queue in memory, and its rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.desktop.changes import Changed

if TYPE_CHECKING:
    # At run time numpy is loaded beside the window, not before it.
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

VIEWS = ("mine", "open", "due_1h", "key_users", "awaiting_me")
"""Fixed view ids; beside them stand `type:<case_type>` for each case type, "later" for what is put off or waits, and
`saved:<id>` for a person's own views."""


class QueueRow(msgspec.Struct, frozen=True):
    """One painted row. Everything is a code, a number or a masked text."""

    case_id: str
    case_type: str
    subject_short: str
    priority: int
    key_user: bool
    due_at: int
    paused_ms: int
    routed_at: int
    confidence: float | None
    threshold: float | None
    verdict: str | None
    state: str
    claimed_by_me: bool
    claimed_by_other: bool
    reserved_until: int | None
    escalation_kind: str | None
    draft: bool
    pending: bool
    back_from_snooze: bool = False
    snoozed_until: int | None = None
    snooze_reason: str = ""
    skipped_until: int | None = None
    skip_reason: str = ""
    waiting_since: int | None = None
    waiting_reason: str = ""
    assigned_to_me: bool = False
    assigned_to_other: bool = False
    assigned_name: str = ""
    tags: tuple[str, ...] = ()
    handed_by: str | None = None
    """Who handed it to this person with a note, "" where that may not be named; None where nobody did."""
    along: bool = False
    """Taken along: it is this person's without the server until `reserved_until`."""

    @property
    def effective_due_at(self) -> int:
        return self.due_at + self.paused_ms


class QueueView(msgspec.Struct, frozen=True):
    """Row indexes in served order, -1 for a row that is not read yet. `total` counts the view before `find`;
    `generation` names the index."""

    view_id: str
    order: "Rows | Sequence[int]"
    total: int
    generation: int

    def __len__(self) -> int:
        return len(self.order)

    def without(self, position: int) -> "QueueView":
        """The view with the row at this position gone."""
        order = self.order
        if isinstance(order, Sequence):
            rest: Rows | Sequence[int] = [*order[:position], *order[position + 1 :]]
        else:
            import numpy as np

            rest = np.delete(order, position)
        return QueueView(self.view_id, rest, max(0, self.total - 1), self.generation)


class Queue(Protocol):
    """The whole queue in memory. Calls are instant and made on the GUI thread unless said otherwise."""

    @property
    def generation(self) -> int: ...

    def load(self) -> int:
        """Read everything from the cache (off the GUI thread). Rows read."""

    def refresh(self, changed: Changed) -> bool:
        """Take in one trace (off the GUI thread). Whether the order or a row changed."""

    def retime(self) -> bool:
        """Sort again by the server's time of now (off the GUI thread); call it every half minute."""

    def knows(self, view_id: str, find: str = "") -> bool:
        """Whether `view` can say it; before the first `load` a queue may know its first screenful or nothing."""

    def view(self, view_id: str, find: str = "") -> QueueView: ...

    def counts(self) -> dict[str, int]:
        """Count of every view, `type:T` included."""

    def reserved(self) -> int:
        """Cases of "mine" that this person holds now, whichever window or earlier start reserved them."""

    def totals(self) -> dict[str, int]:
        """Cases of the whole queue by view, as the server last said, where a seat holds a part of it; a view that is
        not named is whole here."""

    def words_read(self) -> tuple[int, int] | None:
        """Of how many undecided cases the words inside evidence are known, and of how many; None where words are not
        kept on this seat."""

    def row(self, index: int) -> QueueRow: ...

    def index_of(self, case_id: str) -> int | None: ...

    def place(self, view: QueueView, case_id: str) -> int | None:
        """Where a case stands in the view, None where it is not in it."""

    def next_after(self, view: QueueView, case_id: str | None, step: int = 1) -> str | None: ...
