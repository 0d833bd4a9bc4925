"""What the Review room shows, in codes and facts; the view turns them into words."""

from typing import TYPE_CHECKING

import msgspec

from app.desktop.panels.review.sheet_state import SheetMark
from app.desktop.ports import OpenCase, QueueRow
from app.domain.text import Bilingual

if TYPE_CHECKING:
    from app.contract.context import ContextView
    from app.contract.views import CaseView
    from app.desktop.ports import FoundCase


class AskedState(msgspec.Struct, frozen=True):
    """What the server said of a text beside what of the seat fits it; `more` where it has further ones."""

    cases: "tuple[FoundCase, ...]" = ()
    total: int = 0
    more: bool = False
    asking: bool = False
    answered: bool = False
    problem: str = ""


class StandsIn(msgspec.Struct, frozen=True):
    """Titles of the evidence that holds one of the words, and whether the steps or the subject's own facts do."""

    titles: tuple[Bilingual, ...] = ()
    steps: bool = False
    subject: bool = False


class QueueState(msgspec.Struct, frozen=True):
    """The chips with their counts and the length of the view in force. Times are server milliseconds. `names` are
    those of a person's own views; `picked` counts the cases chosen for one change; `asked` is there while something is
    looked for and the server may be asked for what the seat does not have. `synced`: whether a sync has ended;
    `next_s`: the seconds to the next one, where they are known. `whole`: the cases of the view in force in the whole
    queue, where the seat holds a part of them; 0 where it holds all. `words`: of how many cases of how many the words
    inside evidence can be found; None where they are not kept here. `stands_in`: what of the case in sight holds the
    words that are looked for."""

    view_id: str
    views: tuple[tuple[str, int | None], ...]
    shown: int
    total: int
    find: str
    loading: bool
    current: int
    now_ms: int
    names: dict[str, str] = {}
    finding: bool = False
    picked: int = 0
    asked: AskedState | None = None
    synced: bool = True
    offline: bool = False
    next_s: int | None = None
    whole: int = 0
    words: tuple[int, int] | None = None
    stands_in: StandsIn | None = None


class CaseState(msgspec.Struct, frozen=True):
    """The case in sight; None while there is none, with `empty` saying why: loading, no_case or not_cached."""

    open: OpenCase | None
    empty: str = ""
    row: QueueRow | None = None
    now_ms: int = 0
    shown: "CaseView | None" = None
    """The case with real values in the place of masked ones, while they may be seen; for the case's own panel."""
    around: "ContextView | None" = None
    """What surrounds the case, as far as it is at hand."""
    find: str = ""
    """What the person looks for: its words are marked in the case."""


class MaskedField(msgspec.Struct, frozen=True):
    """Something to reveal at once: its paths, the evidence it stands in ("" for the subject), its field names."""

    paths: tuple[str, ...]
    evidence: str
    names: tuple[str, ...]


class RevealState(msgspec.Struct, frozen=True):
    """The sheet of R. `case` is the masked case whose fields these are; `problem` says what stands in the way."""

    case: "CaseView"
    fields: tuple[MaskedField, ...]
    reasons: tuple[str, ...]
    current: int = 0
    reason: str | None = None
    asking: bool = False
    problem: str = ""


class SeenState(msgspec.Struct, frozen=True):
    """How long real values are still in sight: whole seconds, and the server's time in milliseconds."""

    left_s: int
    until_ms: int


class AttributionChoice(msgspec.Struct, frozen=True):
    """One thing a code can be attributed to: kind and reference (signal name, step number, clause)."""

    kind: str
    ref: str


class HintState(msgspec.Struct, frozen=True):
    """Something worth a second look before sending; see app.domain.review_hints."""

    code: str
    params: dict[str, int | str] = {}


class DecisionState(msgspec.Struct, frozen=True):
    """Everything the decision area shows. `blockers` are codes, in reading order."""

    case_type: str
    allowed: frozenset[str]
    decision: str | None = None
    label: str | None = None
    code_kind: str | None = None
    codes: tuple[str, ...] = ()
    code: str | None = None
    attributions: tuple[AttributionChoice, ...] = ()
    attribution: AttributionChoice | None = None
    route: str | None = None
    rationale: str = ""
    sentences: int = 0
    most_sentences: int = 2
    steps: tuple[tuple[int, str], ...] = ()
    blockers: tuple[str, ...] = ()
    draft_kept: bool = False
    busy: bool = False
    waits: bool = False
    """It is sent as soon as it is reserved."""
    active_ms: int = 0
    until: int | None = None
    barred: str = ""
    """Why this case cannot be decided here and now, where that is known before a decision is chosen; a code."""
    other_language: str = ""
    """The composed first sentence in the language that is not in force."""
    marks: tuple[SheetMark, ...] = ()
    route_reason: str = ""
    """Why the suggested route is what it is, a code; `route_suggested` is "" for none."""
    route_suggested: str = ""
    step_errors: tuple[tuple[int, str], ...] = ()
    hints: tuple[HintState, ...] = ()


class OwedState(msgspec.Struct, frozen=True):
    """How many blind decisions wait to be completed, and how many are still on their way to the server, which is out
    of reach where `offline`: their reveal waits for it."""

    owed: int = 0
    waiting: int = 0
    offline: bool = False


class NoticeState(msgspec.Struct, frozen=True):
    """A passing message: sent (with undo until `until_ms`), taken_back, failed; `code` says why it failed. "work" is a
    change around a case, of a `command_type`, that may be taken back as well; "work_done" one that is with the server.
    `blind`: the agent's word on it is still to come."""

    kind: str
    case_id: str = ""
    case_type: str = ""
    decision: str = ""
    command_id: str = ""
    until_ms: int = 0
    code: str = ""
    command_type: str = ""
    params: dict[str, str | int] = {}
    blind: bool = False
