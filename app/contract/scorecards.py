"""Scorecards: what was counted of a person's, a team's, a vendor's or a type's work, and what may be said of it.

No figure of fewer than 30 cases leaves the server: then `n` and `more_to_show` are all there is.
"""

from datetime import datetime

import msgspec

MOST_JUDGEMENTS = 200


class Figure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A share: `count` of `n` with its 95 % interval (Wilson). Withheld below 30 cases; `more_to_show` are lacking.
    With a `target`, `state` is met, missed or not_yet_known by the exact one-sided 95 % bound, `more_to_know` the least
    number of further cases that can settle it as met, all of them right, `more_at_rate` how many settle it if right and
    wrong go on as they have, and `contract` what the share alone would say: met or missed. `undecided` cases have
    been looked at twice, are not settled, and are in no count."""

    n: int
    count: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    more_to_show: int = 0
    target: float | None = None
    state: str | None = None
    contract: str | None = None
    more_to_know: int | None = None
    more_at_rate: int | None = None
    undecided: int = 0


class DifferenceFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """The difference of two shares of `n_1` and `n_2` cases with its 95 % interval (Newcombe); withheld while one of
    them is."""

    n_1: int
    n_2: int
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    more_to_show: int = 0


class HandlingFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """Active time of a decision, in milliseconds: the window in front and its person doing something, with an idle
    cut-off of `idle_cutoff_ms`; the wall clock is never counted. Median and 90th percentile to `grain_ms`."""

    n: int
    median_ms: int | None = None
    p90_ms: int | None = None
    mean_ms: int | None = None
    more_to_show: int = 0
    idle_cutoff_ms: int = 60_000
    grain_ms: int = 5_000


class ThroughputFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """Decisions sent in, on how many days, in how much active time."""

    n: int
    days: int
    active_ms: int | None = None
    per_day: float | None = None
    per_active_hour: float | None = None
    more_to_show: int = 0


class BlindShift(msgspec.Struct, frozen=True):
    """What the agent's word does to decisions. `agreed_blind` and `agreed_shown`: first decisions equal to its verdict,
    without and with it in sight; `pull`: how far the second share lies above the first; `toward` and `away`: blind
    decisions that moved once it was seen."""

    agreed_blind: Figure
    agreed_shown: Figure
    pull: DifferenceFigure
    toward: Figure
    away: Figure


class SourceCount(msgspec.Struct, frozen=True):
    """How many judgements of one provenance there are, and how many have found the decision right; null under 30."""

    source: str
    n: int
    right: int | None


class DisputeCounts(msgspec.Struct, frozen=True):
    """Disputes raised in the period: `upheld` ones left the judgement as it was, `overturned` ones did not."""

    open: int = 0
    upheld: int = 0
    overturned: int = 0


class Subject(msgspec.Struct, frozen=True):
    """Whose card it is. `kind`: person, team, vendor, case_type or all; `id` of a vendor is "" for the house itself, of
    a team "" for people without one. `name`: a person's; else the id again."""

    kind: str
    id: str
    name: str


class ScorecardView(msgspec.Struct, frozen=True):
    """One card, of decisions that reached the server in [from_at, before_at). `people` has decided; `accuracy` by
    judgements of any provenance (`sources`), `benchmark` is that of automated checks; `needless`: escalations that no
    rule asked for and whose end was the agent's own verdict; `gold`: cases with a known answer, as counts alone;
    `agreement`: others who decided the same case independently and alike; `overturned`: decisions in force that
    somebody else's took the place of; `in_time`: decided before the deadline."""

    subject: Subject
    people: int
    case_type: str | None
    accuracy: Figure
    sources: tuple[SourceCount, ...]
    benchmark: float
    needless: Figure
    handling: HandlingFigure
    gold: Figure
    agreement: Figure
    overturned: Figure
    in_time: Figure
    throughput: ThroughputFigure
    blind: BlindShift
    disputes: DisputeCounts


class ScorecardPage(msgspec.Struct, frozen=True):
    """Cards of one kind of subject, in the order of their names and never of their figures; `total` is of all."""

    from_at: datetime
    before_at: datetime
    by: str
    cards: tuple[ScorecardView, ...]
    total: ScorecardView


class CardReader(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who has read a person's card, and when; the house's people are not named to a contact centre."""

    at: datetime
    name: str | None = None


class OwnScorecard(msgspec.Struct, frozen=True):
    """A person's own card, the whole and by case type. `readers`: who else has read it in the same time, the newest
    first, 20 at most; told to the person alone."""

    from_at: datetime
    before_at: datetime
    card: ScorecardView
    by_type: tuple[ScorecardView, ...]
    readers: tuple[CardReader, ...] = ()


class FunnelPoint(msgspec.Struct, frozen=True):
    """`figure` of one subject; `outside`: 0 within both limits, 1 beyond the 95 % ones, 2 beyond the 99.8 % ones, with
    the sign of the side; null while the figure is withheld."""

    subject: Subject
    figure: Figure
    outside: int | None


class FunnelLimit(msgspec.Struct, frozen=True):
    """Where a share of `n` cases is expected at the centre: within 95 % and 99.8 %."""

    n: int
    low95: float
    high95: float
    low998: float
    high998: float


class FunnelView(msgspec.Struct, frozen=True):
    """Shares against the number of cases, instead of a ranking: who lies within the limits differs from the centre by
    no more than chance does. `centre`: the share of all together, null while withheld; `benchmark`: that of automated
    checks, for accuracy alone. Points in the order of their names."""

    from_at: datetime
    before_at: datetime
    by: str
    measure: str
    centre: Figure
    benchmark: float | None
    points: tuple[FunnelPoint, ...]
    limits: tuple[FunnelLimit, ...]


class JudgementView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision that was judged by somebody else. `right` is null while it is not settled. `disputable` until
    somebody disputes it; `dispute_state` then says what became of it."""

    judgement_id: str
    source: str
    review_id: str
    case_id: str
    case_type: str
    decided_at: datetime
    decision: str
    truth: str | None
    right: bool | None
    judged_at: datetime
    error_class: str | None = None
    reason: str = ""
    reason_language: str = ""
    disputable: bool = False
    dispute_id: str | None = None
    dispute_state: str | None = None
    person_id: str | None = None
    person_name: str | None = None


class JudgementPage(msgspec.Struct, frozen=True):
    """The newest first; `next_before` continues the list, null at its end."""

    judgements: tuple[JudgementView, ...]
    next_before: str | None
