"""What two thresholds would do with cases whose truth is known: the agent blocks alone from one score on, passes alone
up to another, and people decide, rightly, what lies between. Needs numpy.

Each case may stand for several (`weight`): then shares are of all that they stand for, and intervals of as many cases
as the weights leave, (Σw)² / Σw² (Kish 1965).
"""

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from app.analytics.binomial import normal_quantile
from app.analytics.calibration import Floats
from app.analytics.intervals import Interval
from app.analytics.labelled_scores import LabelledScores, is_bad

PASSED, ASKED, BLOCKED = "passed", "asked", "blocked"
_SLACK = 1e-9  # a score that was written as 0.85 is at 0.85, whatever its last bits


class Rate(msgspec.Struct, frozen=True):
    """A share of what the cases stand for; None where there is nothing to share."""

    value: float | None
    interval: Interval


class Costs(msgspec.Struct, frozen=True):
    """Of one wrong block, one wrong pass, one case at a person; in one unit."""

    false_block: float
    false_pass: float
    person: float


class Outcome(msgspec.Struct, frozen=True):
    """At one pair of thresholds. `tp` to `fn`: labelled cases that the agent would have decided alone. `recall`: bad
    cases that it blocks or people catch; `caught`: those that it blocks alone; `wrong`: of all cases, decided alone and
    wrong. `cost` of one case on average."""

    block_at: float
    pass_at: float
    tp: int
    fp: int
    tn: int
    fn: int
    precision: Rate
    recall: Rate
    caught: Rate
    to_people: Rate
    wrong: Rate
    cost: Rate


class Policy:
    """Cases by source and label with what each stands for, which answers for every threshold."""

    def __init__(self, cases: LabelledScores, weights: Sequence[float] | None = None) -> None:
        """`weights`: for each part of `cases`, how many cases one of it stands for (None: itself)."""
        told = [1.0] * len(cases.parts) if weights is None else weights
        self._parts = [
            (scores, is_bad(n), weight)
            for n, (scores, weight) in enumerate(zip(cases.parts, told, strict=True))
            if len(scores) and weight > 0
        ]
        self.n = cases.n
        self.total = sum(len(scores) * weight for scores, _, weight in self._parts)

    def _ends(self, scores: Floats, block_at: float, pass_at: float) -> tuple[int, int]:
        """Before which place the agent passes alone, and from which on it blocks alone. At a score that both thresholds
        take, it blocks."""
        block = int(np.searchsorted(scores, block_at - _SLACK, "left"))
        return min(int(np.searchsorted(scores, 1 - pass_at + _SLACK, "right")), block), block

    def _sums(self, block_at: float, pass_at: float) -> dict[tuple[str, bool], tuple[int, float, float]]:
        """(what is done, whether bad) → cases, what they stand for, and the same squared."""
        found: dict[tuple[str, bool], tuple[int, float, float]] = {
            (way, bad): (0, 0.0, 0.0) for way in (PASSED, ASKED, BLOCKED) for bad in (False, True)
        }
        for scores, bad, weight in self._parts:
            low, high = self._ends(scores, block_at, pass_at)
            for way, many in ((PASSED, low), (ASKED, high - low), (BLOCKED, len(scores) - high)):
                n, stands, squared = found[way, bad]
                found[way, bad] = (n + many, stands + many * weight, squared + many * weight * weight)
        return found

    def at(self, block_at: float, pass_at: float, costs: Costs, confidence: float = 0.95) -> Outcome:
        """What this pair would have done."""
        sums = self._sums(block_at, pass_at)
        tp, fp, fn = sums[BLOCKED, True], sums[BLOCKED, False], sums[PASSED, True]
        bad, every = _added(sums, {True}), _added(sums, {True, False})
        blocked, asked = _added(sums, {True, False}, BLOCKED), _added(sums, {True, False}, ASKED)

        def rate(part: float, whole: tuple[int, float, float]) -> Rate:
            return self._rate(part, whole[1], whole[2], confidence)

        return Outcome(
            block_at,
            pass_at,
            tp[0],
            fp[0],
            sums[PASSED, False][0],
            fn[0],
            rate(tp[1], blocked),
            rate(bad[1] - fn[1], bad),
            rate(tp[1], bad),
            rate(asked[1], every),
            rate(fp[1] + fn[1], every),
            self._cost(sums, costs, confidence),
        )

    def _rate(self, part: float, whole: float, squares: float, confidence: float) -> Rate:
        """Wilson's interval for as many cases as the weights leave."""
        if whole <= 0 or squares <= 0:
            return Rate(None, Interval(0.0, 1.0, confidence))
        share, n = min(max(part / whole, 0.0), 1.0), whole * whole / squares
        z2 = normal_quantile((1 + confidence) / 2) ** 2
        middle, spread = share + z2 / (2 * n), math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))
        low, high = (middle - spread) / (1 + z2 / n), (middle + spread) / (1 + z2 / n)
        return Rate(share, Interval(0.0 if share == 0 else max(low, 0.0), 1.0 if share == 1 else high, confidence))

    def _cost(self, sums: dict[tuple[str, bool], tuple[int, float, float]], costs: Costs, confidence: float) -> Rate:
        """The mean with its normal interval, as that of a ratio."""
        if self.total <= 0:
            return Rate(None, Interval(0.0, math.inf, confidence))
        each = {(BLOCKED, False): costs.false_block, (PASSED, True): costs.false_pass}
        each |= {(ASKED, bad): costs.person for bad in (False, True)}
        kinds = [(each.get(key, 0.0), stands, squared) for key, (_, stands, squared) in sums.items()]
        mean = sum(cost * stands for cost, stands, _ in kinds) / self.total
        error = math.sqrt(sum((cost - mean) ** 2 * squared for cost, _, squared in kinds)) / self.total
        half = normal_quantile((1 + confidence) / 2) * error
        return Rate(mean, Interval(max(mean - half, 0.0), mean + half, confidence))

    def cheapest(self, grid: npt.ArrayLike, costs: Costs) -> tuple[float, float] | None:
        """The pair of the grid (block_at, pass_at) that costs least; the higher threshold of equals, for it decides
        less alone. None without cases. What each side saves is its own, so each is looked for by itself: on a grid of a
        half and more, no case is taken by both."""
        if not self.total:
            return None
        steps = np.sort(np.asarray(grid, np.float64))
        blocks, passes = np.zeros(len(steps)), np.zeros(len(steps))
        for scores, bad, weight in self._parts:
            high = len(scores) - np.searchsorted(scores, steps - _SLACK, "left")
            low = np.searchsorted(scores, 1 - steps + _SLACK, "right")
            blocks += weight * high * ((0.0 if bad else costs.false_block) - costs.person)
            passes += weight * low * ((costs.false_pass if bad else 0.0) - costs.person)
        return _last_least(steps, blocks), _last_least(steps, passes)


def _added(
    sums: dict[tuple[str, bool], tuple[int, float, float]], bad: set[bool], way: str | None = None
) -> tuple[int, float, float]:
    some = [one for (done, is_), one in sums.items() if is_ in bad and way in (None, done)]
    return sum(one[0] for one in some), sum(one[1] for one in some), sum(one[2] for one in some)


def _last_least(steps: Floats, costs: Floats) -> float:
    return float(steps[np.flatnonzero(costs <= costs.min() + _SLACK)[-1]])
