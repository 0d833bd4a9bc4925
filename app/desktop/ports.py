"""What the rooms and the use cases ask of the floors around them, and the frozen values they are given.

No Qt, no storage, no network here. Times are UTC milliseconds (`int`) of the server's clock unless a name
says otherwise; texts are codes, never sentences: the screen turns them into words.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import msgspec

from app.desktop.changes import Changed
from app.domain.assessment import Scalar
from app.domain.bulk import BulkPreview
from app.domain.day import NO_FORECAST, Forecast, HourCount
from app.domain.queue_filter import SavedView
from app.domain.reveal import RevealReason

if TYPE_CHECKING:
    # At run time numpy is loaded beside the window, not before it.
    import numpy as np
    from numpy.typing import NDArray

    from app.contract.context import ContextView
    from app.contract.views import CaseView
    from app.domain.root_cause import Code
    from app.domain.snippet import Snippet

    Rows = NDArray[np.int64]

T = TypeVar("T")


# --- threads and news -------------------------------------------------------------------------------


class Signal(Protocol):
    """The part of a Qt signal that people below Qt may use."""

    def connect(self, slot: Callable[[Changed], Any], /) -> Any: ...

    def disconnect(self, slot: Callable[[Changed], Any], /) -> Any: ...


class Hub(Protocol):
    """News climbs by this one signal, always on the GUI thread; quick runs of news arrive joined."""

    @property
    def changed(self) -> Signal: ...

    def publish(self, changed: Changed) -> None:
        """Callable from any thread."""


class Tasks(Protocol):
    """Work off the GUI thread. `done` and `failed` always arrive on the GUI thread.

    With a `key`, an answer that a newer call with the same key has overtaken is dropped in silence.
    """

    def write(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        """Run on the single writer thread, in the order of the calls."""

    def read(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        """Run in the small pool, in no order."""

    def later(self, fn: Callable[[], None]) -> None:
        """Run on the GUI thread once what was just changed on the screen is painted."""


class Writer(Protocol):
    """The single writer as other threads see it: run `fn` there and wait for its answer."""

    def run(self, fn: Callable[[], T]) -> T: ...


class Clock(Protocol):
    """The server's time as well as this seat can know it, and a clock that never jumps."""

    def now_ms(self) -> int: ...

    def offset_ms(self) -> int:
        """Server time minus this machine's wall clock."""

    def mono_ms(self) -> int: ...

    def wall_ms(self) -> int: ...


# --- the queue --------------------------------------------------------------------------------------

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
    waiting_since: int | None = None
    waiting_reason: str = ""
    assigned_to_me: bool = False
    assigned_to_other: bool = False
    assigned_name: str = ""
    tags: tuple[str, ...] = ()

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

    def row(self, index: int) -> QueueRow: ...

    def index_of(self, case_id: str) -> int | None: ...

    def place(self, view: QueueView, case_id: str) -> int | None:
        """Where a case stands in the view, None where it is not in it."""

    def next_after(self, view: QueueView, case_id: str | None, step: int = 1) -> str | None: ...


# --- one case ---------------------------------------------------------------------------------------


class StepMark(msgspec.Struct, frozen=True):
    """A reviewer's word on one reasoning step: verdict `right` or `wrong`, with a kind when wrong."""

    n: int
    verdict: str
    kind: str | None = None


class ReviewDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person has entered so far. Everything may still be missing."""

    decision: str | None = None
    code: str | None = None
    attribution_kind: str | None = None
    attribution_ref: str | None = None
    rationale: str = ""
    rationale_language: str | None = None
    route: str | None = None
    steps: tuple[StepMark, ...] = ()
    sop_page: str | None = None
    sop_clause: str | None = None
    sop_version: str | None = None
    active_ms: int = 0
    blind_first: bool = False
    escalation_id: str | None = None


class HeldClaim(msgspec.Struct, frozen=True):
    """A lease of this person on a case."""

    case_id: str
    claim_id: str
    fence: int
    expires_at: int
    hard_until: int
    mode: str


class PendingCommand(msgspec.Struct, frozen=True):
    """A command of this person on a case that the server has not settled."""

    command_id: str
    command_seq: int
    command_type: str
    state: str
    release_at: int
    decision: str | None


class May(msgspec.Struct, frozen=True):
    """What may be done with a case now, and the codes that say why the rest may not.

    Codes: signed_out, no_capability, claimed_by_other, not_claimed_offline, lease_expired, not_open,
    already_sent, must_escalate, own_escalation, not_cached.
    """

    decide: bool
    escalate: bool
    draft: bool
    why: tuple[str, ...] = ()
    until: int | None = None


class OpenCase(msgspec.Struct, frozen=True):
    """A case ready to be shown: the server's word, own work on it, and what may be done."""

    case_id: str
    rev: int
    view: "CaseView"
    draft: ReviewDraft | None
    claim: HeldClaim | None
    pending: PendingCommand | None
    may: May


class Cases(Protocol):
    """usecases/case.py"""

    def open_case(self, case_id: str) -> OpenCase:
        """Off the GUI thread. Raises CaseNotHere."""

    def prefetch(self, case_ids: tuple[str, ...]) -> None:
        """Decode these ahead so that the next `open_case` of one is instant."""

    def ready(self, case_id: str) -> OpenCase | None:
        """A prefetched case that is still true, at once; None if it must be read."""


class Snippets(Protocol):
    """usecases/snippets.py; `save` and `remove` on the writer thread."""

    def all(self) -> "tuple[Snippet, ...]":
        """Own snippets in the order they were made."""

    def save(self, snippet: "Snippet") -> None:
        """Keep a new one or the changed one of the same id. Raises NotReady with what is wrong."""

    def remove(self, snippet_id: str) -> None: ...


# --- what surrounds a case --------------------------------------------------------------------------


class ContextState(msgspec.Struct, frozen=True):
    """What is known around a case. `as_of` is when the server said it; `problem` the code that kept a newer answer
    away ("offline"…), "" where none did; `asking` while an answer is on its way."""

    case_id: str
    view: "ContextView | None"
    as_of: int | None
    problem: str = ""
    asking: bool = False


class Contexts(Protocol):
    """usecases/context.py; news of it are Kind.CONTEXT with the case ids."""

    def ready(self, case_id: str) -> ContextState | None:
        """What is at hand, at once."""

    def read(self, case_id: str) -> ContextState:
        """What is kept; off the GUI thread."""

    def fetch(self, case_ids: tuple[str, ...]) -> None:
        """Ask the server for what is missing or old, five at most; in the pool. Errors end in `problem`."""


# --- review, outbox, activity -----------------------------------------------------------------------


class Submitted(msgspec.Struct, frozen=True):
    """A submit that is durable (`online` False) or already answered by the server (`online` True)."""

    command_id: str
    case_id: str
    decision: str
    label: str | None
    release_at: int
    online: bool = False


class Reviews(Protocol):
    """usecases/review.py; all but `check` run on the writer thread."""

    def check(self, case: OpenCase, draft: ReviewDraft) -> tuple[str, ...]:
        """Codes of what still stands in the way of a submit, instant; the same rules as the server's."""

    def label_of(self, case: OpenCase, draft: ReviewDraft) -> str | None:
        """The derived label, None for escalate or when the verdict is hidden."""

    def save_draft(self, case_id: str, draft: ReviewDraft) -> None: ...

    def discard_draft(self, case_id: str) -> None: ...

    def submit(self, case_id: str, draft: ReviewDraft) -> Submitted:
        """Raises NotReady(codes); with no local store it waits for the server and may raise ApiError."""

    def undo(self, command_id: str) -> ReviewDraft:
        """Take back a submit before its release; raises TooLate."""


class ToComplete(msgspec.Struct, frozen=True):
    """An own review that was made blind: the agent's word has come, the code is still owed. `amend_until` is how long
    the decision itself may be changed, None once that is over; `view` shows the word."""

    review_id: str
    case_id: str
    case_type: str
    decision: str
    label: str
    rationale: str
    rationale_language: str
    decided_at: int
    amend_until: int | None
    view: "CaseView"


class AfterReveal(Protocol):
    """usecases/after_reveal.py"""

    def owed(self) -> tuple[ToComplete, ...]:
        """What is to be completed, the oldest first (off the GUI thread). Offline the reveal waits, so it is not here."""

    def label_of(self, item: ToComplete, draft: ReviewDraft) -> str:
        """The label that would follow; instant."""

    def codes(self, item: ToComplete, draft: ReviewDraft) -> "tuple[Code, ...]":
        """The codes that fit it, in the order of the keys 1-9; instant."""

    def check(self, item: ToComplete, draft: ReviewDraft) -> tuple[str, ...]:
        """Codes of what still stands in the way; instant. A draft without a decision keeps the first one."""

    def amend(self, item: ToComplete, draft: ReviewDraft) -> "Sent":
        """Writer. Raises NotReady(codes)."""


class AsksAgain(Protocol):
    """usecases/ask_again.py"""

    def check(self, case: OpenCase, reason: str, note: str) -> tuple[str, ...]:
        """Codes of what stands in the way; instant."""

    def ask(self, case: OpenCase, reason: str, note: str) -> "Sent":
        """Writer. Raises NotReady(codes)."""


class PatternPreview(msgspec.Struct, frozen=True):
    """What would go upward as one pattern: `stays` says why by case, `types` counts by type; `key_users` of those that
    go are decided one by one later."""

    case_ids: tuple[str, ...]
    stays: dict[str, str]
    types: dict[str, int]
    key_users: int


class PatternGroup(msgspec.Struct, frozen=True):
    """One pattern with its cases that still wait. `verdicts` are the agent's, by case."""

    pattern_id: str
    raised_at: int
    raised_by_name: str
    mine: bool
    rationale: str
    case_ids: tuple[str, ...]
    types: dict[str, int]
    key_users: tuple[str, ...]
    verdicts: dict[str, str]
    may_resolve: bool


class Patterns(Protocol):
    """usecases/pattern.py"""

    def preview(self, case_ids: Sequence[str]) -> PatternPreview:
        """Off the GUI thread."""

    def check_raise(self, preview: PatternPreview, draft: ReviewDraft) -> tuple[str, ...]:
        """Instant; of the draft only rationale, language and code count."""

    def raise_pattern(self, preview: PatternPreview, draft: ReviewDraft) -> "Sent":
        """Writer. Raises NotReady(codes)."""

    def groups(self) -> tuple[PatternGroup, ...]:
        """Off the GUI thread; those that this person may resolve, and the own ones that wait."""

    def check_resolve(self, group: PatternGroup, draft: ReviewDraft, codes: tuple[str, ...]) -> tuple[str, ...]: ...

    def resolve(
        self, group: PatternGroup, draft: ReviewDraft, codes: tuple[str, ...], exclude: tuple[str, ...] = ()
    ) -> "Sent":
        """Writer. `codes`: at most one root cause and one why-unsure code. Raises NotReady(codes)."""


class ActivityRow(msgspec.Struct, frozen=True):
    """One thing this person sent or wants to send.

    state: waiting (undo window) | pending | sending | applied | refused | conflict | withdrawn | parked.
    `mine` and `theirs` are the two versions of a conflict, as plain dictionaries of review fields.
    """

    command_id: str
    command_seq: int
    command_type: str
    case_id: str | None
    case_type: str | None
    decision: str | None
    label: str | None
    code: str | None
    state: str
    problem: str | None
    flags: tuple[str, ...]
    created_at: int
    release_at: int
    settled_at: int | None
    attempts: int
    mine: dict[str, Any]
    theirs: dict[str, Any] | None
    needs_attention: bool
    can_undo: bool
    params: dict[str, str | int] = {}
    case_state: str | None = None
    """What the case is now, as this seat knows it; None where it is not (or no longer) here."""


class ActivityState(msgspec.Struct, frozen=True):
    rows: tuple[ActivityRow, ...]
    pending: int
    attention: int
    sent: int
    oldest_pending_at: int | None
    missing: tuple[int, int] | None = None


class Activity(Protocol):
    """usecases/activity.py"""

    def read(self, limit: int = 500) -> ActivityState:
        """Off the GUI thread."""

    def deal_with(self, command_id: str) -> None:
        """The author has seen a refused or contested command: it leaves "needs attention" (writer)."""

    def reopen(self, command_id: str) -> str:
        """Give a refused command back as a draft of its case; the case id (writer)."""


# --- the work around a case -------------------------------------------------------------------------


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

    def assign(self, case_id: str, assignee: str | None, name: str = "") -> Sent: ...

    def set_priority(self, case_id: str, priority: int) -> Sent: ...

    def tag(self, case_id: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Sent: ...

    def hand_over(self, case_id: str, to: str | None, note: str, name: str = "") -> Sent: ...

    def missing(self, case_id: str, codes: tuple[str, ...], text: str = "") -> Sent: ...

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent; its command type. Raises TooLate."""


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


class DayState(msgspec.Struct, frozen=True):
    """My day. Times are the server's milliseconds but those of the hours, which are aware; `pace_per_hour` None and
    `forecast.enough` False where too little is done to say."""

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


# --- masked values ----------------------------------------------------------------------------------


class Revealed(msgspec.Struct, frozen=True):
    """Real values by path, one or one per row, to be shown for `ttl_s` seconds and kept nowhere. `problem` is the
    code that kept the rest of what was asked away, "" where all is here."""

    values: dict[str, tuple[Scalar, ...]]
    ttl_s: int
    problem: str = ""

    def __repr__(self) -> str:
        # A value must not reach a log by way of a message.
        return f"Revealed({tuple(self.values)})"


class Reveals(Protocol):
    """usecases/reveal.py; pool."""

    def reveal(self, case_id: str, fields: tuple[str, ...], reason: RevealReason) -> Revealed:
        """Ask the server for the values under masked paths. Raises ApiError (Offline, Busy, Problem)."""


# --- documents --------------------------------------------------------------------------------------


class DocumentRef(msgspec.Struct, frozen=True):
    """One file behind a case's evidence, as the case names it; `size` in bytes."""

    case_id: str
    evidence_id: str
    sha256: str
    media_type: str
    size: int
    pages: int | None = None


class PageBitmap(msgspec.Struct, frozen=True):
    """One page as a picture: 32 bits a pixel (blue, green, red, unused), rows of `width` pixels without a gap.
    `full_width` and `full_height` are what the page would have at its own resolution; `page` counts from 1."""

    page: int
    pages: int
    width: int
    height: int
    full_width: int
    full_height: int
    pixels: bytearray

    def __repr__(self) -> str:
        return f"PageBitmap({self.page}/{self.pages}, {self.width}x{self.height})"


class Documents(Protocol):
    """usecases/documents.py; pool."""

    def page(self, ref: DocumentRef, page: int, edge: int) -> PageBitmap:
        """A page drawn so that its longer side has at most `edge` pixels. Raises ApiError, or CannotShow."""

    def ahead(self, case_ids: tuple[str, ...]) -> None:
        """Bring the files of these cases to the seat; what cannot be had now is left for later."""


class Renderer(Protocol):
    """renderer.py: draws in a process of its own."""

    def warm(self) -> None:
        """Start the process ahead of the first document; returns at once."""

    def render(self, name: str, media_type: str, data: Callable[[], bytes], page: int, edge: int) -> PageBitmap:
        """Raises CannotShow. `name` is the file's hash, `data` gives its bytes where the process has not got them."""


# --- session and status -----------------------------------------------------------------------------


class Person(msgspec.Struct, frozen=True):
    user_id: str
    name: str
    roles: tuple[str, ...]
    vendor: str | None
    language: str | None


class Session(Protocol):
    """usecases/session.py; sign_in and sign_out run in the pool."""

    @property
    def person(self) -> Person | None: ...

    def restore(self) -> Person | None:
        """Who was signed in when the window closed; works offline."""

    def sign_in(self, username: str, password: str) -> Person:
        """Raises ApiError (Unauthorised, Offline, Problem)."""

    def sign_out(self) -> None: ...

    def may(self, capability: str) -> bool: ...


class Progress(msgspec.Struct, frozen=True):
    """How far a first sync is; `total` None while unknown."""

    done: int
    total: int | None


SYNC_EVERY_MS = 20_000
"""How long the engine rests between two rounds while nothing happens."""


class StatusState(msgspec.Struct, frozen=True):
    """What the status line says, in codes.

    connection: online | offline | syncing | signed_out | paused. `paused_by`: unauthorised, update_needed,
    server_spoke_nonsense, rate_limited. key: keyring | inherited | none (online-only).
    """

    connection: str
    since: int | None
    last_sync_at: int | None
    pending: int
    attention: int
    leases_until: int | None
    key: str
    paused_by: str | None = None
    progress: Progress | None = None
    quarantined: int = 0
    missing: tuple[int, int] | None = None
    next_sync_at: int | None = None
    """When the next round is due, where nothing stands in its way."""


class SyncReport(msgspec.Struct, frozen=True):
    """How the sync engine fares, as it last said; `since` is when `connection` became what it is."""

    connection: str = "signed_out"
    since: int | None = None
    last_sync_at: int | None = None
    paused_by: str | None = None
    progress: Progress | None = None


class Identity(msgspec.Struct, frozen=True):
    """Who works on which seat: commands are numbered per (device, author)."""

    author: str
    device: str


class Status(Protocol):
    """usecases/status.py"""

    def read(self) -> StatusState:
        """Off the GUI thread; cheap."""


class Hand(Protocol):
    """usecases/claims.py: the open case and the next few, claimed and renewed together (pool thread)."""

    def want(self, case_ids: tuple[str, ...]) -> None:
        """The open case first, then the next four. Claims what is missing, releases what left the hand."""

    def renew(self) -> None: ...

    def release_all(self) -> None:
        """On lock and sign-out."""

    def held(self) -> dict[str, HeldClaim]: ...


class Connection(Protocol):
    """runtime/sync_worker.py as the rooms see it."""

    def poke(self) -> None:
        """Sync now (F5); callable from any thread."""


# --- errors -----------------------------------------------------------------------------------------


class DeskError(Exception):
    """An error with a code for captions. `codes` may name several things at once."""

    code = "unexpected"

    def __init__(self, code: str | None = None, codes: tuple[str, ...] = ()) -> None:
        self.code = code or (codes[0] if codes else type(self).code)
        self.codes = codes or (self.code,)
        super().__init__(", ".join(self.codes))


class CaseNotHere(DeskError):
    code = "not_cached"


class CannotShow(DeskError):
    """A document that cannot be drawn: document_damaged (not the bytes that the case names), document_unreadable,
    document_too_large, document_too_slow, document_no_page, document_no_viewer."""

    code = "document_unreadable"


class NotReady(DeskError):
    """The draft cannot be submitted yet; `codes` says why."""

    code = "not_ready"


class TooLate(DeskError):
    code = "undo_window_closed"


class ApiError(DeskError):
    """The network or the server said no."""

    code = "api"
    retry = False


class Offline(ApiError):
    """No answer: no route, no name, refused, timed out. Whether the server acted is unknown."""

    code = "offline"
    retry = True


class Unauthorised(ApiError):
    """The session is not (or no longer) accepted."""

    code = "unauthorised"


class ServerSpoke(ApiError):
    """Something answered, but not in our tongue (a captive portal, a proxy page, a broken body)."""

    code = "server_spoke_nonsense"
    retry = True


class Busy(ApiError):
    """429 or 503: come again after `retry_after_ms` at the earliest."""

    code = "rate_limited"
    retry = True

    def __init__(self, retry_after_ms: int | None = None, code: str | None = None) -> None:
        super().__init__(code)
        self.retry_after_ms = retry_after_ms


class Pointer(msgspec.Struct, frozen=True):
    """A place in a refused body and its code."""

    pointer: str
    code: str


class Problem(ApiError):
    """A problem document of the server (RFC 9457): its code, status and places."""

    code = "problem"

    def __init__(self, code: str, status: int, trace_id: str | None = None, errors: tuple[Pointer, ...] = ()) -> None:
        super().__init__(code)
        self.status = status
        self.trace_id = trace_id
        self.errors = errors


class Managed(msgspec.Struct, frozen=True):
    """What the rooms may need to know of policy: values and whether the machine fixed them."""

    values: dict[str, Any] = {}
    fixed: frozenset[str] = frozenset()
