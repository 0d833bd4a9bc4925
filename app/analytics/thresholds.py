"""Every threshold at once: counts, costs and workload of each, from one sort of the scores. Needs numpy."""

import math

import msgspec
import numpy as np

from app.analytics.binomial import normal_quantile
from app.analytics.calibration import Floats, Ints


class Sweep(msgspec.Struct, frozen=True):
    """Arrays, one place for each different score from the largest down: a case at `threshold` or above is held for bad.
    `tp` and `fp` count those at or above it."""

    threshold: Floats
    tp: Ints
    fp: Ints
    positives: int
    negatives: int

    @property
    def flagged(self) -> Ints:
        return self.tp + self.fp

    @property
    def precision(self) -> Floats:
        found: Floats = self.tp / self.flagged
        return found

    @property
    def recall(self) -> Floats:
        found: Floats = self.tp / max(self.positives, 1)
        return found


class Choice(msgspec.Struct, frozen=True):
    """A threshold with what it does. Both lower bounds are one-sided Wilson bounds."""

    threshold: float
    tp: int
    fp: int
    flagged: int
    precision: float
    precision_lower: float
    recall: float
    recall_lower: float
    cost: float | None = None


def sweep(scores: Floats, outcomes: Ints) -> Sweep:
    """All thresholds that make a difference. A million cases take about a tenth of a second, and where they come in the
    order of their scores a fraction of that."""
    p, y = np.asarray(scores, np.float64), np.asarray(outcomes)
    if len(p) and bool((p[1:] >= p[:-1]).all()):
        at = np.flatnonzero(np.concatenate(([True], p[1:] != p[:-1])))
        below = np.concatenate(([0], np.cumsum(y == 1)))
        positives, threshold = int(below[-1]), p[at]
        tp = positives - below[at]
    else:
        # Of each outcome by themselves: sorting plain numbers is several times faster than an argsort.
        bad, every = np.sort(p[y == 1]), np.sort(p)
        first = np.concatenate(([True], every[1:] != every[:-1])) if len(every) else np.empty(0, bool)
        at = np.flatnonzero(first)
        positives, threshold = len(bad), every[at]
        tp = positives - np.searchsorted(bad, threshold, "left")
    fp = len(p) - at - tp
    return Sweep(
        threshold[::-1].copy(),
        tp[::-1].astype(np.int64),
        fp[::-1].astype(np.int64),
        positives,
        len(p) - positives,
    )


def cost_optimal(cost_fp: float, cost_fn: float) -> float:
    """Elkan's (2001) threshold for calibrated scores: cFP / (cFP + cFN)."""
    if cost_fp < 0 or cost_fn < 0 or cost_fp + cost_fn == 0:
        raise ValueError("costs are not negative, and one of them is something")
    return cost_fp / (cost_fp + cost_fn)


def cheapest(found: Sweep, cost_fp: float, cost_fn: float, confidence: float = 0.95) -> Choice | None:
    """The threshold that cost least on these cases, whatever the scores' calibration; None without cases."""
    if not len(found.threshold):
        return None
    cost = cost_fp * found.fp + cost_fn * (found.positives - found.tp)
    at = int(np.argmin(cost))
    return _choice(found, at, confidence, float(cost[at]))


def lowest_with(
    found: Sweep, *, precision: float = 0.0, recall: float = 0.0, confidence: float = 0.95
) -> Choice | None:
    """The lowest threshold whose lower bounds of precision and recall reach what is asked; None where none does."""
    if not len(found.threshold):
        return None
    fits = lower_wilson(found.tp, found.flagged, confidence) >= precision
    if recall > 0:
        fits &= lower_wilson(found.tp, np.full_like(found.tp, max(found.positives, 1)), confidence) >= recall
    places = np.flatnonzero(fits)
    return _choice(found, int(places[-1]), confidence, None) if len(places) else None


def lower_wilson(k: Ints, n: Ints, confidence: float = 0.95) -> Floats:
    """One-sided Wilson bounds of arrays."""
    z = normal_quantile(confidence)
    p = k / n
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n))
    bound: Floats = np.maximum((p + z * z / (2 * n) - half) / (1 + z * z / n), 0.0)
    return bound


def _choice(found: Sweep, at: int, confidence: float, cost: float | None) -> Choice:
    tp, flagged = int(found.tp[at]), int(found.flagged[at])
    low = lower_wilson(np.array([tp, tp]), np.array([flagged, max(found.positives, 1)]), confidence).tolist()
    reached = tp / found.positives if found.positives else math.nan
    return Choice(
        float(found.threshold[at]), tp, int(found.fp[at]), flagged, tp / flagged, low[0], reached, low[1], cost
    )
