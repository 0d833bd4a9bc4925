"""Deciding, and what follows it: after a reveal, asking again, patterns, activity."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from app.desktop.ports.case import OpenCase, ReviewDraft
from app.desktop.ports.session import MissingWork, ReadAnew
from app.desktop.ports.work import Sent

if TYPE_CHECKING:
    from app.contract.views import CaseView
    from app.domain.root_cause import Code


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
        """What is to be completed, the oldest first (off the GUI thread); offline the reveal waits."""

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
    about: dict[str, tuple[str, str]] = {}
    """Of each case that goes: its type and its subject, masked."""


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
    about: dict[str, tuple[str, str]] = {}
    """Of each case: its type and its subject, masked."""


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


class SeenChange(msgspec.Struct, frozen=True):
    """One thing that is otherwise than when a review was written: kind verdict, priority, evidence_new,
    evidence_changed or evidence_gone; `ref` the kind of evidence; `before` and `after` a code and a number."""

    kind: str
    ref: str = ""
    before: str = ""
    after: str = ""


class ActivityRow(msgspec.Struct, frozen=True):
    """One thing this person sent or wants to send.

    state: waiting (undo window) | pending | sending | applied | refused | conflict | withdrawn | parked.
    `mine` and `theirs` are the two versions of a conflict, as plain dictionaries: of a review its fields, of any other
    command that was refused those of its body (people as "me", "other" or "").
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
    group: tuple[str, ...] = ()
    """The cases that a command about many took effect on."""
    ended: int = 0
    """How many of `group` wait for nobody any longer, of an escalation."""
    standing: str | None = None
    """What the server last said of the review: in_force, escalation, concurring, contested or superseded."""
    beside: int = 0
    """How many other reviews of the case came too late to take effect; told once the own one is in force."""
    changes: tuple[SeenChange, ...] = ()
    """What is otherwise in the case than when a stale review was written."""
    own_seat: bool = False
    """What stands in the way of this review was done by the same person, at another seat of theirs."""


class ActivityState(msgspec.Struct, frozen=True):
    rows: tuple[ActivityRow, ...]
    pending: int
    attention: int
    sent: int
    oldest_pending_at: int | None
    missing: MissingWork | None = None
    read_anew: ReadAnew | None = None
    copied_at: int | None = None
    """When this profile turned out to be a copy, older than what the server has of it."""


class Activity(Protocol):
    """usecases/activity.py"""

    def read(self, limit: int = 500, whole: bool = True) -> ActivityState:
        """Off the GUI thread. `whole`: with what became of the cases since, which takes a little longer."""

    def deal_with(self, command_id: str) -> None:
        """The author has seen a refused or contested command: it leaves "needs attention" (writer)."""

    def missing_read(self, missing: MissingWork) -> None:
        """The author has read what is missing (writer)."""

    def reopen(self, command_id: str) -> str:
        """Give a refused command back as a draft of its case; the case id (writer)."""
