"""How well the agent is calibrated: confusion, reliability and a threshold simulator, from the labels in force.

`score` is the agent's risk score: its probability that a case is bad, which is what a case turns out to be that should
have been blocked. All of it is counted on the server by day; a seat is given figures and never rows.
"""

from datetime import datetime

import msgspec

from app.contract.recall import RecallRow

GROUPS_BY = ("case_type", "model_version", "language", "vendor", "priority", "key_user", "country")
"""What figures are told apart by. `priority`: low (0-24), normal (25-49), high (50-74), key_user (75 and more);
`key_user`: yes or no; `vendor`: "" for the house; `language` and `country`: of the subject, "" where it names none."""
SEGMENTS = GROUPS_BY[2:]


class Rate(msgspec.Struct, frozen=True, omit_defaults=True):
    """`count` of `n` with the 95 % interval (Wilson); `value` is null where n is 0."""

    count: int
    n: int
    value: float | None = None
    low: float = 0.0
    high: float = 1.0


class Bounds(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure that is no plain share; `low` and `high` are null where it has no interval."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


class ConfusionTold(msgspec.Struct, frozen=True, omit_defaults=True):
    """Verdict against truth. TP: blocked and bad, FP: blocked and good, TN: passed and good, FN: passed and bad."""

    tp: int
    fp: int
    tn: int
    fn: int
    precision: Rate
    recall: Rate
    accuracy: Rate
    f1: float | None = None


class ScoreBin(msgspec.Struct, frozen=True, omit_defaults=True):
    """One bin of a reliability diagram: scores of [low, high), of the last bin [low, high]; of bins of equal numbers,
    its smallest and largest score. `rate` of its `n` cases were bad."""

    low: float
    high: float
    n: int
    mean_score: float | None = None
    rate: float | None = None
    rate_low: float = 0.0
    rate_high: float = 1.0


class CalibrationFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    """All figures of one group of labelled cases. `audited` of the `n` come from audits of what the agent decided alone
    and `named` were asked for by name; the others came to people. `agent`: its verdicts as it gave them; everything
    else is of its scores. `ece` and `mce` over `bins` of equal width, `ece_equal_mass` over `bins_equal_mass`.
    `warnings`: few_cases (under 30), one_outcome (no AUC)."""

    n: int
    audited: int
    named: int
    agent: ConfusionTold
    base_rate: Rate
    auc: Bounds = Bounds()
    mean_score: float | None = None
    average_precision: float | None = None
    brier: float | None = None
    brier_skill: float | None = None
    log_loss: float | None = None
    ece: float | None = None
    ece_equal_mass: float | None = None
    mce: float | None = None
    bins: tuple[ScoreBin, ...] = ()
    bins_equal_mass: tuple[ScoreBin, ...] = ()
    warnings: tuple[str, ...] = ()


class ErrorShare(msgspec.Struct, frozen=True, omit_defaults=True):
    """Errors with one root cause that blame one thing: `count` labels of the window. `label`: FP or FN; `route`: the
    one that all of their reviewers who chose any chose, else null."""

    label: str
    code: str
    count: int
    route: str | None = None
    attribution_kind: str | None = None
    attribution_ref: str | None = None


class CalibrationView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Labels that came into force on whole days (UTC) of [from_at, before_at). `case_type`, `model_version` and
    `segment_kind` with `segment`: what was asked for, null for all. `by_design`: recall and precision with random
    audits weighed by what they were drawn from (GET /v1/stats/recall says how), of the case type whatever its model
    versions and segments. `case_types`, `model_versions` and `segments` list what the window has, by the names of
    `GROUPS_BY`. `counted_to`: labels up to then are in it."""

    from_at: datetime
    before_at: datetime
    counted_to: datetime | None
    case_type: str | None
    model_version: str | None
    segment_kind: str | None
    segment: str | None
    figures: CalibrationFigures
    by_design: RecallRow | None
    errors: tuple[ErrorShare, ...]
    case_types: tuple[str, ...]
    model_versions: tuple[str, ...]
    segments: dict[str, tuple[str, ...]]


class CalibrationGroup(msgspec.Struct, frozen=True):
    """The figures of one group, without its bins."""

    key: str
    figures: CalibrationFigures


class CalibrationGroups(msgspec.Struct, frozen=True):
    """Groups in the order of their keys; see `GROUPS_BY`."""

    from_at: datetime
    before_at: datetime
    by: str
    groups: tuple[CalibrationGroup, ...]


class SimulatedPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """What two thresholds would have done with the labelled cases. The agent blocks alone where the score is `block_at`
    or more, passes alone where 1 − score is `pass_at` or more, and people decide the rest, rightly. `tp` to `fn` count
    what it would have decided alone. `precision`: of its blocks; `recall`: bad cases that it or people catch; `caught`:
    those that it blocks alone. `to_people` of all cases, `per_day` of them on a day, `hours` of work on a day. `cost`
    of a day in minutes: cost_fp for each FP, cost_fn for each FN, minutes_per_case for each case at a person. With
    weights (see `SimulationStratum`) shares and costs are of all cases that the agent decided, and their intervals are
    of as many cases as the weights leave (Kish)."""

    block_at: float
    pass_at: float
    tp: int
    fp: int
    tn: int
    fn: int
    precision: Bounds
    recall: Bounds
    caught: Bounds
    to_people: Bounds
    wrong: Bounds
    per_day: float | None = None
    hours: float | None = None
    cost: Bounds = Bounds()


class SimulationStratum(msgspec.Struct, frozen=True):
    """One part of what the agent decided: queue, auto_pass or auto_block. `labelled` cases stand for `size`, each for
    `weight` of them. A part with a size and no label is spoken for by nobody."""

    part: str
    size: int
    labelled: int
    weight: float


class CalibrationSimulation(msgspec.Struct, frozen=True, omit_defaults=True):
    """`today`: the thresholds in force, null where the hub has none (a side without one is as if at 1); `asked`: those
    asked about; `best`: the cheapest pair of the grid; `block_curve`: `block_at` from 0.50 to 1.00 with `pass_at` as
    asked, `pass_curve` the other way round. `calibrated_at`: the score from which blocking is cheaper than passing
    where scores are what they say, cost_fp / (cost_fp + cost_fn). `notes`: labels_from_queue (nothing stands for what
    was decided alone), no_audits (a part of it has no audit), weights_of_type (weights are those of the whole case
    type), few_labels (under 30)."""

    from_at: datetime
    before_at: datetime
    case_type: str
    model_version: str | None
    n: int
    days: int
    cost_fp: float
    cost_fn: float
    minutes_per_case: float | None
    minutes_n: int
    calibrated_at: float
    strata: tuple[SimulationStratum, ...]
    today: SimulatedPoint | None
    asked: SimulatedPoint | None
    best: SimulatedPoint | None
    block_curve: tuple[SimulatedPoint, ...]
    pass_curve: tuple[SimulatedPoint, ...]
    notes: tuple[str, ...]
