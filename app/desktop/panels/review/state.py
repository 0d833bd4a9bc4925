"""What the Review room shows, in codes and facts; the view turns them into words."""

import msgspec

from app.desktop.ports import OpenCase, QueueRow


class QueueState(msgspec.Struct, frozen=True):
    """The chips with their counts and the length of the view in force. Times are server milliseconds."""

    view_id: str
    views: tuple[tuple[str, int | None], ...]
    shown: int
    total: int
    find: str
    loading: bool
    current: int
    now_ms: int


class CaseState(msgspec.Struct, frozen=True):
    """The case in sight; None while there is none, with `empty` saying why: loading, no_case or not_cached."""

    open: OpenCase | None
    empty: str = ""
    row: QueueRow | None = None
    now_ms: int = 0


class AttributionChoice(msgspec.Struct, frozen=True):
    """One thing a code can be attributed to: kind and reference (signal name, step number, clause)."""

    kind: str
    ref: str


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
    active_ms: int = 0
    until: int | None = None


class NoticeState(msgspec.Struct, frozen=True):
    """A passing message: sent (with undo until `until_ms`), taken_back, failed; `code` says why it failed."""

    kind: str
    case_id: str = ""
    case_type: str = ""
    decision: str = ""
    command_id: str = ""
    until_ms: int = 0
    code: str = ""
