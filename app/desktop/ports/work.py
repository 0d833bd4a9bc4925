"""The work around a case: notes, putting off, bulk changes, saved views, the day, search on the server."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from app.domain.bulk import BulkPreview
from app.domain.day import NO_FORECAST, Forecast, HourCount
from app.domain.queue_filter import SavedView
from app.domain.sla import SlaStage

if TYPE_CHECKING:
    from app.contract.assignment_rules import AssignmentView
    from app.contract.views import CaseView
    from app.domain.assignment_rules import Assignment
    from app.domain.queue_priority import QueuePriorityBody


class Sent(msgspec.Struct, frozen=True):
    """A change that is durable and may be undone until `release_at`, or (`online`) already answered by the server."""

    command_id: str
    command_type: str
    release_at: int
    online: bool = False


class SnoozeEffect(msgspec.Struct, frozen=True):
    """What a snooze does to a deadline that goes on running: whether the case falls due before it comes back, and by
    how much, else what is left then; milliseconds."""

    due_first: bool
    late_by_ms: int
    left_ms: int


class NoteRow(msgspec.Struct, frozen=True):
    """One note; `kind` is note, snooze, wait or hand_over. `pending` ones are own and not yet with the server, and may
    be undone by `command_id` until `release_at`."""

    text: str
    language: str
    author_name: str
    mine: bool
    at: int
    kind: str = "note"
    to_me: bool = False
    pending: bool = False
    note_id: str = ""
    command_id: str = ""
    release_at: int = 0


class NotesState(msgspec.Struct, frozen=True):
    """The newest notes of a case, newest first; `unsent` of them are on their way."""

    case_id: str
    rows: tuple[NoteRow, ...] = ()
    unsent: int = 0


class Notes(Protocol):
    """usecases/notes.py"""

    def of(self, view: "CaseView") -> NotesState:
        """Off the GUI thread; ask again on Kind.CASE and Kind.OUTBOX of the case."""


class CaseWork(Protocol):
    """usecases/casework.py. What changes a case runs on the writer thread and raises NotReady(codes)."""

    def effect(self, view: "CaseView", until: int) -> SnoozeEffect:
        """Instant: what being away until then does to the deadline."""

    def problems(self, view: "CaseView", command_type: str, body: msgspec.Struct) -> tuple[str, ...]:
        """Instant: codes of what stands in the way of a change, by the server's rules."""

    def note(self, case_id: str, text: str, language: str) -> Sent: ...

    def snooze(self, case_id: str, until: int, reason: str, note: str = "") -> Sent: ...

    def bring_back(self, case_id: str) -> Sent: ...

    def wait(self, case_id: str, reason: str, note: str = "") -> Sent: ...

    def resume(self, case_id: str) -> Sent: ...

    def skip(self, case_id: str, reason: str, note: str = "") -> Sent: ...

    def assign(self, case_id: str, assignee: str | None, name: str = "") -> Sent: ...

    def set_priority(self, case_id: str, priority: int) -> Sent: ...

    def tag(self, case_id: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Sent: ...

    def hand_over(self, case_id: str, to: str | None, note: str, name: str = "") -> Sent: ...

    def missing(self, case_id: str, codes: tuple[str, ...], text: str = "") -> Sent: ...

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent; its command type. Raises TooLate."""


class QueueMoves(Protocol):
    """usecases/queue_moves.py: one priority for a part of the queue, however many cases wait there."""

    def preview(self, body: "QueuePriorityBody") -> int:
        """Instant: how many cases of this seat's queue it changes."""

    def waiting(self, case_types: tuple[str, ...]) -> int:
        """Instant: how many cases of these types, or of all, wait in this seat's queue."""

    def apply(self, body: "QueuePriorityBody") -> Sent:
        """On the writer thread. Raises NotReady."""

    def undo(self, command_id: str) -> None:
        """Raises TooLate."""


class Assignments(Protocol):
    """usecases/queue_moves.py: the rules of who is given what. Off the GUI thread but for `faults`; may raise
    ApiError."""

    def read(self) -> "AssignmentView": ...

    def faults(self, told: "Assignment") -> tuple[str, ...]:
        """Instant: codes of what is wrong with rules, by the server's own."""

    def save(self, base: "AssignmentView", told: "Assignment") -> "AssignmentView":
        """Raises Problem (rules_changed) where others were quicker."""


class Bulk(Protocol):
    """usecases/bulk.py. The parameters of a change are its domain body: AssignBody, SnoozeBody, PriorityBody, TagBody
    or HandOverBody."""

    def chosen(self, view_id: str, find: str = "") -> tuple[str, ...]:
        """Instant: all cases of a view or of a filter over it."""

    def preview(self, case_ids: Sequence[str], params: Any) -> BulkPreview:
        """Instant: what the change is about to meet."""

    def apply(self, case_ids: Sequence[str], params: Any, name: str = "") -> tuple[Sent, ...]:
        """Writer thread. Raises NotReady."""

    def undo(self, sent: Sequence[Sent]) -> None:
        """Writer thread. Raises TooLate."""


class SavedViews(Protocol):
    """usecases/saved_views.py; the queue shows a view under "saved:" and its id, with counts like any other."""

    def all(self) -> tuple[SavedView, ...]: ...

    def check(self, view: SavedView) -> tuple[str, ...]:
        """Instant: codes of what is wrong with it."""

    def save(self, name: str, expression: str, view_id: str | None = None) -> SavedView:
        """Writer thread. Raises NotReady."""

    def remove(self, view_id: str) -> None:
        """Writer thread."""


class DayCase(msgspec.Struct, frozen=True):
    """A case of one's own that is to do; `stage` is how much of its time is gone (domain/sla.py)."""

    case_id: str
    case_type: str
    due_at: int
    stage: SlaStage
    key_user: bool = False


class DoneCase(msgspec.Struct, frozen=True):
    """A decision of today; `active_ms` None where it was made at another seat, which alone knows how long it took."""

    case_id: str
    case_type: str
    decision: str
    at: int
    active_ms: int | None = None


class DayState(msgspec.Struct, frozen=True):
    """My day. Times are the server's milliseconds but those of the hours, which are aware; `pace_per_hour` None and
    `forecast.enough` False where too little is done to say. `next_due` tells the first that fall due, late ones
    before all; `finished` the last that were decided, the newest first."""

    now: int
    held: int = 0
    assigned: int = 0
    done: int = 0
    late: int = 0
    done_by_hour: tuple[HourCount, ...] = ()
    due_by_hour: tuple[HourCount, ...] = ()
    shift_end: int = 0
    pace_per_hour: float | None = None
    active_ms: int = 0
    forecast: Forecast = NO_FORECAST
    next_due: tuple[DayCase, ...] = ()
    finished: tuple[DoneCase, ...] = ()


class Day(Protocol):
    """usecases/day.py"""

    def read(self, day_start: int) -> DayState:
        """Off the GUI thread; `day_start` is the person's own midnight as the server counts."""

    def set_shift_end(self, moment: int) -> None:
        """Writer thread."""


class Colleague(msgspec.Struct, frozen=True):
    user_id: str
    name: str
    roles: tuple[str, ...]
    vendor: str | None = None
    team: str | None = None


class FoundCase(msgspec.Struct, frozen=True):
    """A case that the server found; `view` is all of it, legible."""

    case_id: str
    case_type: str
    subject_short: str
    state: str
    priority: int
    due_at: int
    tags: tuple[str, ...]
    assigned_name: str
    view: "CaseView"


class FoundCases(msgspec.Struct, frozen=True):
    query: str
    cases: tuple[FoundCase, ...]
    total: int
    next_cursor: str | None


class Search(Protocol):
    """usecases/search.py; pool. Raises ApiError (Offline, Busy, Problem)."""

    def find(self, query: str, cursor: str | None = None) -> FoundCases: ...

    def find_identifier(self, identifier: str, kind: str | None = None, cursor: str | None = None) -> FoundCases: ...

    def colleagues(self) -> tuple[Colleague, ...]:
        """People that a case may be given to."""
