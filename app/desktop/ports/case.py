"""One case: what is known of it, own work on it, and what surrounds it."""

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from app.contract.context import ContextView
    from app.contract.views import CaseView
    from app.domain.snippet import Snippet


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
    left_window: int = 0
    opened: tuple[str, ...] | None = None
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

    Codes: signed_out, no_capability, claimed_by_other, on_other_seat, not_claimed_offline, lease_expired, not_open,
    already_sent, must_escalate, own_escalation, not_cached, not_on_seat (found by the server, to be read alone).
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

    def take_in(self, view: "CaseView") -> None:
        """A case that the server found: it opens from here on, to be read alone; instant."""

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
