"""What surrounds a case, as one viewer may see it: linked and similar cases, the last decision on the subject, the
graph, indicators, history.

Built field by field like every view. Values stay masked; a person of a contact centre is told counts alone.
"""

from datetime import datetime

import msgspec

from app.domain.assessment import Scalar

MOST_CASES = 5
"""Cases whose context is asked for at once: the hand."""


class ContextRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One to five cases; those that are not this person's are left out of the answer."""

    case_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.case_ids) <= MOST_CASES:
            raise ValueError(f"1 to {MOST_CASES} cases")


class LinkedCaseView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Another case in a line. `decision` and `label` are those in force; `subject_short` is masked."""

    case_id: str
    case_type: str
    state: str
    opened_at: datetime
    subject_short: str
    decision: str | None = None
    label: str | None = None
    decided_at: datetime | None = None


class LinkedKindView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Other cases that share a thing of one kind (device, ip, payee…). `total` counts them all, `blocked` those of
    them decided as block; `at_least` where counting stopped; `cases` are the newest."""

    kind: str
    total: int
    decided: int
    blocked: int
    at_least: bool = False
    cases: tuple[LinkedCaseView, ...] = ()


class RatesView(msgspec.Struct, frozen=True, omit_defaults=True):
    """This subject's other cases. `share_blocked` is left out below five decided ones: it would say nothing."""

    prior: int
    decided: int
    blocked: int
    share_blocked: float | None = None


class ReasonView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a case is like this one: kind link, signal, code, fact or verdict, and which."""

    kind: str
    ref: str
    direction: str = ""


class SimilarView(msgspec.Struct, frozen=True):
    case: LinkedCaseView
    score: float
    reasons: tuple[ReasonView, ...]


class ChangeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference since the last decision; of a masked value only that it differs."""

    place: str
    change: str
    name: str
    within: str = ""
    before: Scalar = None
    after: Scalar = None
    masked: bool = False


class PreviousView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decision before on this subject, and what is different since; `more` changes were left out."""

    case: LinkedCaseView
    changes: tuple[ChangeView, ...]
    more: int = 0


class EventView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`code`: opened, received, routed, revised, assessed, escalated, decided, executed… `detail` is a code too, and of
    executed what the system that acts said of it."""

    at: datetime
    code: str
    detail: str = ""


class PastAssessmentView(msgspec.Struct, frozen=True, omit_defaults=True):
    at: datetime
    role: str
    verdict: str
    risk_score: float
    confidence: float
    model_version: str | None = None


class HistoryView(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened to this case so far, oldest first."""

    events: tuple[EventView, ...]
    assessments: tuple[PastAssessmentView, ...] = ()
    notes: int = 0


class NodeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kind`: subject, case, device, ip, payee, address, account… `label` is masked; `case_id` where a case stands
    behind it."""

    id: str
    kind: str
    hop: int
    label: str = ""
    case_id: str | None = None
    decision: str | None = None


class EdgeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kind`: transfer, uses or about. `amount` sums up `count` transfers in one asset."""

    id: str
    kind: str
    source: str
    target: str
    amount: float | None = None
    asset: str = ""
    first_at: datetime | None = None
    last_at: datetime | None = None
    count: int = 1


class HitView(msgspec.Struct, frozen=True):
    """A node on a watch-list; `list_date` is the day of the list."""

    node: str
    list: str
    list_date: str
    category: str


class GraphView(msgspec.Struct, frozen=True, omit_defaults=True):
    nodes: tuple[NodeView, ...] = ()
    edges: tuple[EdgeView, ...] = ()
    hits: tuple[HitView, ...] = ()
    more_nodes: int = 0
    more_edges: int = 0


class IndicatorView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A pattern of the catalogue that this case shows, with the nodes, edges and cases that are its evidence."""

    id: str
    figures: dict[str, float]
    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    case_ids: tuple[str, ...] = ()


class ContextView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything around one case at revision `rev`, as of `as_of`. With `counts_only` neither cases nor graph are
    told."""

    case_id: str
    rev: int
    as_of: datetime
    linked: tuple[LinkedKindView, ...]
    rates: RatesView
    history: HistoryView
    counts_only: bool = False
    similar: tuple[SimilarView, ...] = ()
    previous: PreviousView | None = None
    graph: GraphView = GraphView()
    indicators: tuple[IndicatorView, ...] = ()


class ContextAnswer(msgspec.Struct, frozen=True):
    contexts: tuple[ContextView, ...]
