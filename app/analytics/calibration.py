"""Scores against what came of them: how well they rank (AUC), and how well they are what they say (Brier, ECE, bins).

The two are different things: an agent may rank well and still be far too sure of itself. `outcome` is 1 for a bad case,
and a score is the agent's probability of that. Needs numpy.
"""

import math
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from app.analytics.binomial import normal_quantile
from app.analytics.intervals import NO_WIDTH, Interval, Share, share, wilson

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_EPS = 1e-6  # a score of 0 that was wrong costs 13.8, not everything


class Bin(msgspec.Struct, frozen=True):
    """Scores of [low, high), of the last bin [low, high]; with equal mass the smallest and largest score in it. Empty
    bins have no mean and no rate."""

    low: float
    high: float
    n: int
    mean_score: float | None
    rate: float | None
    interval: Interval


class Confusion(msgspec.Struct, frozen=True):
    """At a threshold: a score of `threshold` or more is held for bad. A rate whose denominator is empty is None."""

    threshold: float
    tp: int
    fp: int
    tn: int
    fn: int
    precision: Share
    recall: Share
    fpr: float | None
    fnr: float | None
    npv: float | None
    accuracy: float | None
    f1: float | None
    kappa: float | None
    mcc: float | None


class Calibration(msgspec.Struct, frozen=True):
    """`ece` and `mce` are from `bins` of equal width, `ece_equal_mass` from bins of equal numbers; `ece_l2` is the root
    of the mean squared gap. `auc` (with DeLong's interval) and `average_precision` are None without both outcomes."""

    n: int
    positives: int
    base_rate: Share
    mean_score: float | None
    auc: float | None
    auc_interval: Interval | None
    average_precision: float | None
    brier: float | None
    brier_skill: float | None
    log_loss: float | None
    ece: float | None
    ece_equal_mass: float | None
    ece_l2: float | None
    mce: float | None
    bins: tuple[Bin, ...]
    bins_equal_mass: tuple[Bin, ...]
    confusion: tuple[Confusion, ...]


def checked(scores: Sequence[float] | Floats, outcomes: Sequence[int] | Ints) -> tuple[Floats, Ints]:
    """As arrays; ValueError for lengths that differ, a score that is no probability, an outcome that is not 0 or 1."""
    p, y = np.asarray(scores, np.float64), np.asarray(outcomes)
    if p.shape != y.shape or p.ndim != 1:
        raise ValueError("as many outcomes as scores")
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("a score is a probability from 0 to 1")
    if not bool(((y == 0) | (y == 1)).all()):
        raise ValueError("an outcome is 0 or 1")
    return p, y.astype(np.int64)


def calibration(
    scores: Sequence[float] | Floats,
    outcomes: Sequence[int] | Ints,
    *,
    bins: int = 10,
    thresholds: Iterable[float] = (0.5,),
    confidence: float = 0.95,
) -> Calibration:
    """All figures of one group of cases."""
    p, y = checked(scores, outcomes)
    if bins < 1:
        raise ValueError("one bin or more")
    n, positives = len(p), int(y.sum())
    base = share(positives, n, confidence)
    cuts = tuple(confusions(p, y, thresholds, confidence))
    if not n:
        return Calibration(0, 0, base, *((None,) * 11), (), (), cuts)
    order = np.argsort(p, kind="stable")
    width, mass = _by_width(p, y, bins, confidence), _by_mass(p, y, order, bins, confidence)
    brier = float(((p - y) ** 2).mean())
    spread = positives / n * (1 - positives / n)
    value, interval = auc(p, y, confidence, order=order)
    return Calibration(
        n,
        positives,
        base,
        float(p.mean()),
        value,
        interval,
        average_precision(p, y, order=order),
        brier,
        1 - brier / spread if spread else None,
        log_loss(p, y),
        expected_error(width),
        expected_error(mass),
        math.sqrt(sum(each.n * _gap(each) ** 2 for each in width) / n),
        max(_gap(each) for each in width),
        width,
        mass,
        cuts,
    )


def expected_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error over bins: the mean gap between score and rate, each bin by its n."""
    n = sum(each.n for each in bins)
    return sum(each.n * _gap(each) for each in bins) / n if n else 0.0


def _gap(each: Bin) -> float:
    return abs(each.mean_score - each.rate) if each.mean_score is not None and each.rate is not None else 0.0


def _by_width(p: Floats, y: Ints, bins: int, confidence: float) -> tuple[Bin, ...]:
    """Bin min(int(p * bins), bins - 1)."""
    at = np.minimum((p * bins).astype(np.int64), bins - 1)
    n = np.bincount(at, minlength=bins).tolist()
    total = np.bincount(at, weights=p, minlength=bins).tolist()
    hits = np.bincount(at, weights=y, minlength=bins).tolist()
    return tuple(
        _bin(i / bins, (i + 1) / bins, many, added, int(bad), confidence)
        for i, (many, added, bad) in enumerate(zip(n, total, hits, strict=True))
    )


def _by_mass(p: Floats, y: Ints, order: Ints, bins: int, confidence: float) -> tuple[Bin, ...]:
    """Bins of as equal numbers as can be, by rank; equal scores may stand in two of them."""
    parts = np.array_split(order, bins)
    return tuple(
        _bin(float(p[part[0]]), float(p[part[-1]]), len(part), float(p[part].sum()), int(y[part].sum()), confidence)
        for part in parts
        if len(part)
    )


def _bin(low: float, high: float, n: int, total: float, bad: int, confidence: float) -> Bin:
    interval = wilson(bad, n, confidence)
    return Bin(low, high, n, total / n if n else None, bad / n if n else None, interval)


def log_loss(p: Floats, y: Ints) -> float:
    """Mean negative log likelihood; scores are kept a millionth away from 0 and 1."""
    kept = np.clip(p, _EPS, 1 - _EPS)
    return float(-np.where(y == 1, np.log(kept), np.log1p(-kept)).mean())


def auc(
    p: Floats, y: Ints, confidence: float = 0.95, *, order: Ints | None = None
) -> tuple[float | None, Interval | None]:
    """The chance that a bad case has a higher score than a good one, ties half; interval after DeLong (1988)."""
    bad = y == 1
    m, k = int(bad.sum()), len(y) - int(bad.sum())
    if not m or not k:
        return None, None
    sort = np.argsort(p, kind="stable") if order is None else order
    ordered, is_bad = p[sort], bad[sort]
    ranks = _midranks(ordered)
    of_bad = (ranks[is_bad] - _midranks(ordered[is_bad])) / k
    of_good = 1 - (ranks[~is_bad] - _midranks(ordered[~is_bad])) / m
    value = float(of_bad.mean())
    if m < 2 or k < 2:
        return value, None
    se = math.sqrt(float(of_bad.var(ddof=1)) / m + float(of_good.var(ddof=1)) / k)
    half = normal_quantile((1 + confidence) / 2) * se
    # All scores alike, or none of the good above any of the bad: the width is not nought but unknown.
    return value, Interval(max(value - half, 0.0), min(value + half, 1.0), confidence) if half > NO_WIDTH else None


def _midranks(ordered: Floats) -> Floats:
    """Ranks from 1 of sorted scores, equal scores the middle of theirs."""
    first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    ends = np.concatenate((first[1:], [len(ordered)]))
    ranks: Floats = np.repeat((first + ends + 1) / 2, ends - first)
    return ranks


def average_precision(p: Floats, y: Ints, *, order: Ints | None = None) -> float | None:
    """The area under precision over recall, in steps, one for each different score."""
    positives = int(y.sum())
    if not positives:
        return None
    down = (np.argsort(p, kind="stable") if order is None else order)[::-1]
    ordered, hits = p[down], np.cumsum(y[down])
    last = np.flatnonzero(np.concatenate((ordered[1:] != ordered[:-1], [True])))
    tp = hits[last]
    gained = np.diff(np.concatenate(([0], tp)))
    return float((tp / (last + 1) * gained).sum() / positives)


def confusions(p: Floats, y: Ints, thresholds: Iterable[float], confidence: float = 0.95) -> list[Confusion]:
    """At each threshold, in the order given."""
    wanted = list(thresholds)
    if not wanted:
        return []
    good, bad = np.sort(p[y == 0]), np.sort(p[y == 1])
    told = []
    for threshold in wanted:
        fp = len(good) - int(np.searchsorted(good, threshold, "left"))
        tp = len(bad) - int(np.searchsorted(bad, threshold, "left"))
        told.append(confusion_of(threshold, tp, fp, len(good) - fp, len(bad) - tp, confidence))
    return told


def confusion_of(threshold: float, tp: int, fp: int, tn: int, fn: int, confidence: float = 0.95) -> Confusion:
    """Every rate of a two-by-two table."""
    n = tp + fp + tn + fn
    chance = ((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)) / n**2 if n else 1.0
    accuracy = _part(tp + tn, n)
    margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return Confusion(
        threshold,
        tp,
        fp,
        tn,
        fn,
        share(tp, tp + fp, confidence),
        share(tp, tp + fn, confidence),
        _part(fp, fp + tn),
        _part(fn, fn + tp),
        _part(tn, tn + fn),
        accuracy,
        _part(2 * tp, 2 * tp + fp + fn),
        (accuracy - chance) / (1 - chance) if accuracy is not None and chance < 1 else None,
        (tp * tn - fp * fn) / math.sqrt(margins) if margins else None,
    )


def _part(k: int, n: int) -> float | None:
    return k / n if n else None
