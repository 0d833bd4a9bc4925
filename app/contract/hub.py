"""The Decision Hub on the wire: thresholds in force, proposals, replays, experiments."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.contract.gold import Language
from app.contract.licences import Reason
from app.domain.decision import Verdict
from app.domain.experiment import Metric, Plan
from app.domain.proposal import Source

CaseType = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=36)]
Threshold = Annotated[float, msgspec.Meta(ge=0, le=1)]
Cost = Annotated[float, msgspec.Meta(ge=0, le=1_000_000)]
Minutes = Annotated[float, msgspec.Meta(gt=0, le=10_000)]


class ThresholdTold(msgspec.Struct, frozen=True):
    """A threshold for the agent: at this confidence of its verdict, or above, it decides alone and cites
    `rule_version`. `ends_at`: another one is in force from then on."""

    case_type: str
    side: Verdict
    threshold: float
    rule_version: str
    effective_from: datetime
    ends_at: datetime | None


class ExperimentTold(msgspec.Struct, frozen=True):
    """While an experiment runs, this threshold holds for the cases of its new arm: those whose place (the first eight
    bytes of the SHA-256 of salt, line feed and external_ref, most significant first) times 1000 is below
    `new_per_mille` times 2^64."""

    experiment_id: str
    case_type: str
    side: Verdict
    salt: str
    new_per_mille: int
    threshold: float
    rule_version: str


class SliceTold(msgspec.Struct, frozen=True):
    """Cases that the agent decides alone whatever its confidence, citing `rule_version`: of this type, this country,
    with this clause as the last that its steps rest on, and unsure for this reason."""

    slice_id: str
    case_type: str
    segment: str
    clause: str
    unsure: str
    rule_version: str


class Thresholds(msgspec.Struct, frozen=True):
    """All that the agent has to know to decide, the next threshold of a side included where one is set already."""

    rules: tuple[ThresholdTold, ...]
    experiments: tuple[ExperimentTold, ...]
    slices: tuple[SliceTold, ...]


class RuleView(msgspec.Struct, frozen=True):
    """One version of a threshold; `rolled_back` names the version that it took back."""

    case_type: str
    side: str
    version: int
    rule_version: str
    threshold: float
    effective_from: datetime
    ended_at: datetime | None
    set_by_name: str
    set_at: datetime
    why: str
    why_language: str
    proposal_id: str | None
    rolled_back: str | None
    acknowledged_at: datetime | None
    acknowledged: str | None


class SideView(msgspec.Struct, frozen=True):
    """One side of a case type: what is in force now, what will be, and everything before, newest first. `proposal_id`
    of the proposal that is under way."""

    case_type: str
    side: str
    in_force: RuleView | None
    next: RuleView | None
    versions: tuple[RuleView, ...]
    proposal_id: str | None


class Mismatch(msgspec.Struct, frozen=True):
    """How many cases cited another rule than they should have: `cases` that came to people, `alone` of the ledger."""

    case_type: str
    flag: str
    cases: int
    alone: int


class HubView(msgspec.Struct, frozen=True):
    """Every side that has a threshold; mismatches of what came since `since`."""

    sides: tuple[SideView, ...]
    mismatches: tuple[Mismatch, ...]
    since: datetime
    may_propose: bool
    may_approve: bool


class Rollback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Back to the version before. `rule_version` is the one that is left: refused where it is not the newest."""

    rule_version: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    why: Reason
    why_language: Language


class ProposalOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`feedback_id`: the finding that it answers, `session_id`: the calibration session that it comes from.
    `cost_wrong`: what a wrong decision of the agent alone costs, in minutes of a person's work; `minutes_per_case`:
    what a case costs at a person (where it is not told: what reviews of the type took)."""

    case_type: CaseType
    side: Verdict
    threshold: Threshold
    why: Reason
    why_language: Language
    source: Source = Source.HAND
    feedback_id: Ref | None = None
    session_id: Ref | None = None
    cost_wrong: Cost = 60.0
    minutes_per_case: Minutes | None = None


class ProposalDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a colleague's proposal goes on."""

    approve: bool
    why: Reason
    why_language: Language


class Ending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why an own proposal is withdrawn, or an experiment or a slice stopped."""

    why: Reason
    why_language: Language


class Promotion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From when on it holds; at once where that is not told."""

    why: Reason
    why_language: Language
    effective_from: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Acknowledgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hub outside has taken a threshold over; `result` in its own words or codes."""

    rule_version: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    result: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Acknowledged(msgspec.Struct, frozen=True):
    rule_version: str
    acknowledged_at: datetime


class Bounded(msgspec.Struct, frozen=True):
    """A figure with its bounds."""

    estimate: float
    low: float
    high: float


class SimulationRow(msgspec.Struct, frozen=True):
    """What a threshold would have done in the window: cases that people would have had, the hours they take, and how
    often the agent alone would have been wrong (None where nothing is known of what it would have decided). `cost` in
    minutes; `known`: cases that the agent would have decided whose truth is known; `unseen`: cases of which none of
    their kind was looked at, so that nothing can be said of them."""

    threshold: float
    to_people: int
    share: Bounded
    hours: float | None
    wrong: Bounded | None
    cost: float | None
    known: int
    unseen: int


class SimulationView(msgspec.Struct, frozen=True):
    """Every threshold on a grid. `error`: what a wrong decision is here, FN or FP. `minutes_n`: reviews that the time
    of a case is the mean of. `notes`: codes of what the labels cannot say."""

    case_type: str
    side: str
    decided_from: datetime
    decided_before: datetime
    error: str
    cases: int
    minutes_per_case: float | None
    minutes_n: int
    cost_wrong: float
    rows: tuple[SimulationRow, ...]
    notes: tuple[str, ...]


class ReplayPart(msgspec.Struct, frozen=True):
    """Cases of one source that the two thresholds decide otherwise. `known`: their truth is known; `right`: the agent
    was; `blind`: decided without the agent's word in sight."""

    source: str
    moved: int
    known: int
    right: int
    blind: int


class ReplayView(msgspec.Struct, frozen=True):
    """The same past cases under the old threshold and the new. A case is handled as it should be where the agent
    decides what it gets right and people what it gets wrong, so each case that moves is handled better by one of the
    two: `gained` by the new, `lost` by the old. `exact_p` is McNemar's, two-sided; `e_value` may be read whenever one
    likes. `right`: the share of moved cases whose truth is known that the agent gets right, with exact bounds.
    `wrong_change`: how many more decisions of the agent alone would have been wrong in the window, by the design of
    the audits where labels come from the ledger; `hours_change`: of people's work. `notes`: what the labels cannot
    say: labels_from_queue, labels_from_audits, no_audits, few_labels, undecided_left_out, seen_labels."""

    at: datetime
    decided_from: datetime
    decided_before: datetime
    base: float
    threshold: float
    moved: int
    known: int
    right: Bounded | None
    gained: int
    lost: int
    exact_p: float
    e_value: float
    parts: tuple[ReplayPart, ...]
    wrong_change: Bounded | None
    hours_change: float | None
    cost_change: float | None
    notes: tuple[str, ...]


class MetricView(msgspec.Struct, frozen=True):
    """One metric in both arms: bad cases of cases, the pairs that were made of them, the difference new minus old with
    its always-valid bounds, and the evidence for what is to be shown, a difference below `limit`: shown at `needed`."""

    metric: Metric
    old_bad: int
    old_n: int
    new_bad: int
    new_n: int
    pairs: int
    difference: float | None
    low: float
    high: float
    limit: float
    evidence: float
    needed: float
    shown: bool


class Lacking(msgspec.Struct, frozen=True):
    """What still stands in the way: cases, metric, guard, unanswered or flagged; how much there is and is needed."""

    what: str
    have: float
    need: float


class StandingView(msgspec.Struct, frozen=True):
    """How an experiment stands by its own plan. `unanswered`: audits without an answer for so long that the pairs go on
    without them; `flagged`: cases that did not use the threshold of their arm. `harm`: the evidence that the guard was
    crossed."""

    at: datetime
    verdict: str
    metric: MetricView
    guard: MetricView
    harm: float
    unanswered: int
    flagged: int
    lacking: tuple[Lacking, ...]


class ExperimentView(msgspec.Struct, frozen=True):
    """`plan_digest`: SHA-256 of the plan as it was frozen. `looks`: how it stood on each day."""

    experiment_id: str
    case_type: str
    side: str
    salt: str
    plan: Plan
    plan_digest: str
    old_version: str
    old_threshold: float
    new_version: str
    new_threshold: float
    started_by_name: str
    started_at: datetime
    state: str
    ended_at: datetime | None
    standing: StandingView | None
    looks: tuple[StandingView, ...]


class StepTaken(msgspec.Struct, frozen=True):
    """`by_name` is empty where the server took it by the plan."""

    at: datetime
    state: str
    by_name: str
    why: str
    why_language: str


class SliceView(msgspec.Struct, frozen=True):
    """A slice that was proposed to leave people's hands, and how it fares. `right` of `n` is what it was proposed on,
    `bound` the always-valid lower bound among all slices looked at; `audited_*` what its own audit found since, whose
    upper bound counts those `audited_late` as wrong that nobody answered in time."""

    slice_id: str
    proposal_id: str
    case_type: str
    segment: str
    clause: str
    unsure: str
    rule_version: str
    state: str
    target: float
    right: int
    n: int
    bound: float
    audit_per_mille: int
    audited_right: int
    audited_n: int
    audited_upper: float
    graduated_at: datetime | None
    ended_at: datetime | None
    audited_late: int = 0


class ProposalView(msgspec.Struct, frozen=True):
    """`steps` in order; `may`: what the reader can do next (decide, withdraw, replay, start, stop, promote);
    `needs_experiment`: whether only an experiment can lead to promotion."""

    proposal_id: str
    kind: str
    case_type: str
    side: str
    base_version: str | None
    base_threshold: float | None
    threshold: float
    source: str
    feedback_id: str | None
    session_id: str | None
    why: str
    why_language: str
    cost_wrong: float
    minutes_per_case: float | None
    author_id: str
    author_name: str
    created_at: datetime
    state: str
    needs_experiment: bool
    steps: tuple[StepTaken, ...]
    may: tuple[str, ...]
    replay: ReplayView | None
    experiment: ExperimentView | None
    slice: SliceView | None


class ProposalPage(msgspec.Struct, frozen=True):
    """Newest first; `next_after` continues the list, null at its end."""

    proposals: tuple[ProposalView, ...]
    next_after: str | None


class ExperimentOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plan that is frozen when the experiment starts."""

    plan: Plan
    why: Reason
    why_language: Language
