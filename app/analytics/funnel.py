"""Limits of a funnel plot: how far a share of n cases strays by chance from a common one, so that nobody is ranked."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from app.analytics.binomial import binomial_cdf

# Two and three standard deviations of a normal distribution, the limits that funnel plots are drawn with.
WARN, ACT = 0.95, 0.998


class Place(StrEnum):
    INSIDE = "inside"
    WARN_LOW = "warn_low"
    WARN_HIGH = "warn_high"
    LOW = "low"
    HIGH = "high"


class Limits(msgspec.Struct, frozen=True):
    """Of a share of `n` cases around `centre`: exact binomial limits at 95 % and 99.8 %."""

    n: int
    centre: float
    warn_low: float
    warn_high: float
    low: float
    high: float


def limits(n: int, centre: float) -> Limits:
    """Exact limits (Spiegelhalter 2005), without interpolation between counts: no more than the stated share of
    ordinary work lies beyond them, however few its cases."""
    if n < 1:
        return Limits(n, centre, 0.0, 1.0, 0.0, 1.0)
    return Limits(n, centre, *_both(n, centre, WARN), *_both(n, centre, ACT))


def funnel(sizes: Iterable[int], centre: float) -> tuple[Limits, ...]:
    """For a curve: the limits at each of the sizes."""
    return tuple(limits(n, centre) for n in sizes)


def place(k: int, n: int, centre: float) -> Place:
    """Where `k` of `n` stands."""
    if n < 1:
        return Place.INSIDE
    told, value = limits(n, centre), k / n
    if value < told.low:
        return Place.LOW
    if value > told.high:
        return Place.HIGH
    if value < told.warn_low:
        return Place.WARN_LOW
    return Place.WARN_HIGH if value > told.warn_high else Place.INSIDE


def _both(n: int, centre: float, inside: float) -> tuple[float, float]:
    tail = (1 - inside) / 2
    return _quantile(n, centre, tail) / n, _quantile(n, centre, 1 - tail) / n


def _quantile(n: int, centre: float, p: float) -> int:
    """The smallest r with P(X <= r) >= p for X ~ Binomial(n, centre)."""
    low, high = -1, n
    while high - low > 1:
        middle = (low + high) // 2
        if binomial_cdf(middle, n, centre) >= p:
            high = middle
        else:
            low = middle
    return high
