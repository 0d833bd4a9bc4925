"""What other thresholds would have done with the labelled cases, from the same daily counts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from app.contract.calibration import Bounds, CalibrationSimulation, SimulatedPoint, SimulationStratum
from app.contract.catalogue import catalogue
from app.contract.problems import Code, ProblemItem
from app.domain.decision import Verdict
from app.domain.roles import Capability
from app.domain.score_place import AUDIT, LABELS, PARTS, QUEUE, part_of
from app.domain.targets import SHOWN_FROM
from app.server.security.principal import Principal
from app.server.storage import labelled, replay, threshold_rules
from app.server.storage import recall as audits
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.calibration_figures import joined, window
from app.server.usecases.refusal import Refused, require

if TYPE_CHECKING:
    from app.analytics.labelled_scores import LabelledScores
    from app.analytics.score_policy import Costs, Outcome, Policy, Rate

GRID = tuple(step / 100 for step in range(50, 101))
FROM_QUEUE, NO_AUDITS, OF_TYPE, FEW = "labels_from_queue", "no_audits", "weights_of_type", "few_labels"
_STANDS = {
    "queue": tuple(part_of(QUEUE, label) for label in LABELS),
    "auto_pass": (part_of(AUDIT, "TN"), part_of(AUDIT, "FN")),
    "auto_block": (part_of(AUDIT, "TP"), part_of(AUDIT, "FP")),
}
"""By part of what the agent decided, the parts of the scores that speak for it."""


class Asked(msgspec.Struct, frozen=True):
    """What is simulated. Costs in minutes of a person's work; `minutes_per_case`: None for what reviews took."""

    case_type: str
    days: int
    model_version: str | None = None
    block_at: float | None = None
    pass_at: float | None = None
    cost_fp: float = 60.0
    cost_fn: float = 60.0
    minutes_per_case: float | None = None


def simulate(storage: Storage, who: Principal, asked: Asked) -> CalibrationSimulation:
    """Raises Refused (forbidden, unknown_case_type, parameter, not_acceptable)."""
    require(who, Capability.CALIBRATION_READ)
    if asked.case_type not in catalogue().case_types:
        raise Refused(Code.UNKNOWN_CASE_TYPE, errors=(ProblemItem("/case_type", "unknown"),))
    if asked.cost_fp + asked.cost_fn <= 0:
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/cost_fn", "range", "one of the costs is something"),))
    wanted = window(storage, asked.days, asked.case_type, asked.model_version)
    now_ms = to_ms(storage.clock())
    with storage.read() as connection:
        rows = labelled.days(connection, wanted)
        made = audits.draws(connection, wanted.from_ms, wanted.before_ms)[: audits.MOST_DRAWS]
        parts = audits.ledger(connection, wanted.from_ms, wanted.before_ms, asked.case_type, made)
        queued = audits.queue(connection, wanted.from_ms, wanted.before_ms, asked.case_type)
        mean, minutes_n = replay.minutes(connection, asked.case_type, wanted.from_ms)
        rules = {
            side: next((one.threshold for one in found if one.holds_at(now_ms)), None)
            for side in Verdict
            for found in (threshold_rules.of_side(connection, asked.case_type, side.value),)
        }
    counts = joined(row.counts for row in rows)
    minutes = asked.minutes_per_case if asked.minutes_per_case is not None else mean
    strata = _strata(counts, parts, queued)
    from app.analytics.score_policy import Costs, Policy

    costs = Costs(asked.cost_fp, asked.cost_fn, minutes or 0.0)
    policy = Policy(counts, _weights(strata))
    told = _Told(policy, costs, asked.days, minutes)
    today = (rules.get(Verdict.BLOCK), rules.get(Verdict.PASS))
    now = (today[0] if today[0] is not None else 1.0, today[1] if today[1] is not None else 1.0)
    block_at = asked.block_at if asked.block_at is not None else now[0]
    pass_at = asked.pass_at if asked.pass_at is not None else now[1]
    best = policy.cheapest(GRID, costs) if minutes is not None else None
    return CalibrationSimulation(
        from_at=from_ms(wanted.from_ms),
        before_at=from_ms(wanted.before_ms),
        case_type=asked.case_type,
        model_version=asked.model_version,
        n=policy.n,
        days=asked.days,
        cost_fp=asked.cost_fp,
        cost_fn=asked.cost_fn,
        minutes_per_case=minutes,
        minutes_n=minutes_n,
        calibrated_at=asked.cost_fp / (asked.cost_fp + asked.cost_fn),
        strata=strata,
        today=told.point(*now) if policy.n and today != (None, None) else None,
        asked=told.point(block_at, pass_at) if policy.n else None,
        best=told.point(*best) if best is not None else None,
        block_curve=tuple(told.point(one, pass_at) for one in GRID) if policy.n else (),
        pass_curve=tuple(told.point(block_at, one) for one in GRID) if policy.n else (),
        notes=_notes(counts, strata, asked),
    )


def _strata(
    counts: "LabelledScores", parts: Sequence[audits.Part], queued: Sequence[audits.QueuePart]
) -> tuple[SimulationStratum, ...]:
    """How many cases each label stands for, by what became of the cases of its kind."""
    sizes: defaultdict[str, int] = defaultdict(int)
    for part in parts:
        sizes[f"auto_{part.verdict}"] += part.size
    sizes["queue"] = sum(one.size for one in queued)
    found = []
    for name in _STANDS:
        labels = sum(len(counts.parts[part]) for part in _STANDS[name])
        if sizes[name] or labels:
            found.append(SimulationStratum(name, sizes[name], labels, _weight(sizes[name], labels)))
    return tuple(found)


def _weight(size: int, labels: int) -> float:
    """A part is never smaller than what is known of it: labels of the window may be of cases from before it."""
    return max(size / labels, 1.0) if labels else 0.0


def _weights(strata: Sequence[SimulationStratum]) -> list[float]:
    """Of each part of the scores. What was asked for by name stands for nothing."""
    weights = [0.0] * PARTS
    for one in strata:
        for part in _STANDS[one.part]:
            weights[part] = one.weight
    return weights


def _notes(counts: "LabelledScores", strata: Sequence[SimulationStratum], asked: Asked) -> tuple[str, ...]:
    alone = [one for one in strata if one.part != "queue"]
    found = []
    if not any(one.labelled for one in alone):
        found.append(FROM_QUEUE)
    if any(one.size and not one.labelled for one in alone):
        found.append(NO_AUDITS)
    if asked.model_version is not None and alone:
        found.append(OF_TYPE)
    if counts.n < SHOWN_FROM:
        found.append(FEW)
    return tuple(found)


class _Told:
    """Points as they go over the wire: by day, and in minutes."""

    def __init__(self, policy: "Policy", costs: "Costs", days: int, minutes: float | None) -> None:
        self._policy, self._costs, self._days, self._minutes = policy, costs, days, minutes

    def point(self, block_at: float, pass_at: float) -> SimulatedPoint:
        one: Outcome = self._policy.at(block_at, pass_at, self._costs)
        cases = self._policy.total / self._days
        people = None if one.to_people.value is None else one.to_people.value * cases
        return SimulatedPoint(
            block_at=block_at,
            pass_at=pass_at,
            tp=one.tp,
            fp=one.fp,
            tn=one.tn,
            fn=one.fn,
            precision=_bounds(one.precision),
            recall=_bounds(one.recall),
            caught=_bounds(one.caught),
            to_people=_bounds(one.to_people),
            wrong=_bounds(one.wrong),
            per_day=people,
            hours=None if people is None or self._minutes is None else people * self._minutes / 60,
            cost=_bounds(one.cost, cases) if self._minutes is not None else Bounds(),
        )


def _bounds(one: "Rate", times: float = 1.0) -> Bounds:
    if one.value is None:
        return Bounds()
    return Bounds(one.value * times, one.interval.low * times, one.interval.high * times)
