"""Which errors recur more often than chance would have them, and how far a signal has shifted.

A pattern is an exact upper tail: k of n errors blame one thing that carries the share p0 of the blame where the agent
was right; P(X >= k) for X ~ Binomial(n, p0). Many things are looked at at once, so the tails are judged together by
Benjamini and Hochberg (1995), over every hypothesis that could have been found and not only those that were seen.
"""

import math
from collections.abc import Sequence

import msgspec

from app.analytics.binomial import binomial_tail
from app.analytics.intervals import Interval, clopper_pearson

CONFIDENCE = 0.95
_EMPTY = 0.5  # a count that stands in for none, so that a bin without cases has a logarithm


class Cell(msgspec.Struct, frozen=True):
    """`count` of `total` errors; `base`: the share that would be usual, above 0 and at most 1."""

    count: int
    total: int
    base: float


class Recurrence(msgspec.Struct, frozen=True):
    """`p`: the exact upper tail; `q`: the smallest false discovery rate at which it is found (Benjamini-Hochberg);
    `share` is count / total with its Clopper-Pearson interval, and `lift` that share over the base with the same
    bounds."""

    p: float
    q: float
    share: float
    lift: float
    interval: Interval


def recurrences(cells: Sequence[Cell], hypotheses: int = 0) -> list[Recurrence]:
    """One for each cell, in their order. `hypotheses`: how many could have been found in all, where there are more than
    cells. Raises ValueError for a cell that is no share."""
    if any(not 0 <= one.count <= one.total or one.total < 1 or not 0 < one.base <= 1 for one in cells):
        raise ValueError("a cell is a count of a total above a base")
    tails = [binomial_tail(one.count, one.total, one.base) for one in cells]
    return [
        Recurrence(p, q, one.count / one.total, one.count / one.total / one.base, _lift_interval(one))
        for one, p, q in zip(cells, tails, adjusted(tails, hypotheses), strict=True)
    ]


def adjusted(tails: Sequence[float], hypotheses: int = 0) -> list[float]:
    """Benjamini-Hochberg's step-up values, in the order of the tails; those never looked at count as 1."""
    m = max(hypotheses, len(tails))
    order = sorted(range(len(tails)), key=lambda place: tails[place], reverse=True)
    found, least = [1.0] * len(tails), 1.0
    for rank, place in zip(range(len(tails), 0, -1), order, strict=True):
        least = min(least, tails[place] * m / rank)
        found[place] = least
    return found


def _lift_interval(one: Cell) -> Interval:
    share = clopper_pearson(one.count, one.total)
    return Interval(share.low / one.base, share.high / one.base, share.confidence)


class Shift(msgspec.Struct, frozen=True):
    """`psi`: the population stability index, Σ (a − b)·ln(a/b) over the bins (Siddiqi 2006), null where a window has no
    case; `critical`: what it exceeds by chance in one of twenty, χ²(B−1)·(1/n + 1/m) (Yurdakul and Naranjo 2020)."""

    psi: float | None
    critical: float | None
    beyond_chance: bool


def shift(now: Sequence[int], before: Sequence[int]) -> Shift:
    """How far counts in bins differ between two windows; the bins are the same in both."""
    n, m = sum(now), sum(before)
    if not n or not m:
        return Shift(None, None, False)
    used = [(a, b) for a, b in zip(now, before, strict=True) if a or b]
    psi = 0.0
    for a, b in used:
        p, q = max(a, _EMPTY) / n, max(b, _EMPTY) / m
        psi += (p - q) * math.log(p / q)
    if len(used) < 2:
        return Shift(0.0, None, False)
    critical = _chi_square_95(len(used) - 1) * (1 / n + 1 / m)
    return Shift(psi, critical, psi > critical)


_CHI_SQUARE_95 = (3.841459, 5.991465, 7.814728, 9.487729, 11.070498, 12.591587, 14.067140, 15.507313)


def _chi_square_95(freedom: int) -> float:
    """The 95 % point; beyond eight degrees by Wilson and Hilferty (1931)."""
    if freedom <= len(_CHI_SQUARE_95):
        return _CHI_SQUARE_95[freedom - 1]
    ninth = 2 / (9 * freedom)
    return freedom * float((1 - ninth + 1.6448536269514722 * math.sqrt(ninth)) ** 3)


class RiskLift(msgspec.Struct, frozen=True):
    """The share of hits where a signal fires over the share where it does not (Katz et al. 1978, log interval); null
    where one of them has no case."""

    lift: float | None
    interval: Interval | None


def risk_lift(hits: int, fired: int, other_hits: int, others: int) -> RiskLift:
    """Half a case is added everywhere where a share is none or all, so that both bounds exist."""
    if not fired or not others:
        return RiskLift(None, None)
    a, n, b, m = float(hits), float(fired), float(other_hits), float(others)
    if not hits or not other_hits:
        a, b, n, m = a + 0.5, b + 0.5, n + 1, m + 1
    ratio = (a / n) / (b / m)
    width = 1.959963984540054 * math.sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m))
    return RiskLift(ratio, Interval(ratio * math.exp(-width), ratio * math.exp(width), CONFIDENCE))
