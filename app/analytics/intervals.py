"""What a share of right cases says: intervals, one-sided bounds, differences, and the four states of a target.

Wilson for showing, Clopper-Pearson for claims. A claim "at least 98 %" stands on a one-sided 95 % bound.
"""

import math
from enum import StrEnum

import msgspec

from app.analytics.binomial import beta_cdf, beta_quantile, binomial_cdf, normal_quantile, two_sided

_SEARCH = 10_000_000  # more cases than this is "not at this rate"

NO_WIDTH = 1e-9
"""What is narrower is the noise of floating point: nothing was seen to vary."""


class Interval(msgspec.Struct, frozen=True):
    """`low` to `high` at the level `confidence`."""

    low: float
    high: float
    confidence: float = 0.95


class Share(msgspec.Struct, frozen=True):
    """`k` of `n` with its Wilson interval; `estimate` is None and the interval 0 to 1 where there is no case."""

    k: int
    n: int
    estimate: float | None
    interval: Interval


class Difference(msgspec.Struct, frozen=True):
    """The difference of two shares, first minus second."""

    estimate: float
    interval: Interval


class TwoShares(msgspec.Struct, frozen=True):
    """Two independent shares compared: pooled z with its two-sided p, and the difference with Newcombe's interval
    (Newcombe 1998, method 10), Agresti and Caffo's (2000) and Wald's."""

    z: float
    p: float
    estimate: float
    newcombe: Interval
    agresti_caffo: Interval
    wald: Interval


class TargetState(StrEnum):
    MET = "met"
    MISSED = "missed"
    NOT_YET_KNOWN = "not_yet_known"


class Standing(msgspec.Struct, frozen=True):
    """How a share stands to a target. `lower` and `upper` are one-sided Clopper-Pearson bounds at `confidence`, each;
    `reaches` is the contract's reading, the point estimate alone (None without cases). While it is not yet known,
    `more` is the least number of further cases that can settle it as met, all of them right, and `more_at_rate` how
    many settle it if right and wrong go on as they have (None: they never do)."""

    state: TargetState
    k: int
    n: int
    target: float
    estimate: float | None
    lower: float
    upper: float
    confidence: float
    reaches: bool | None
    more: int | None
    more_at_rate: int | None


def _checked(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")


def wilson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval, without continuity correction (Wilson 1927)."""
    _checked(k, n)
    if n == 0:
        return Interval(0.0, 1.0, confidence)
    z = normal_quantile((1 + confidence) / 2)
    p, z2 = k / n, z * z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Interval(0.0 if k == 0 else middle - half, 1.0 if k == n else middle + half, confidence)


def share(k: int, n: int, confidence: float = 0.95) -> Share:
    return Share(k, n, k / n if n else None, wilson(k, n, confidence))


def clopper_pearson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """The exact two-sided interval (Clopper and Pearson 1934)."""
    both = 1 - (1 - confidence) / 2
    return Interval(lower_bound(k, n, both), upper_bound(k, n, both), confidence)


def lower_bound(k: int, n: int, confidence: float = 0.95) -> float:
    """The exact one-sided lower bound of a share."""
    _checked(k, n)
    return beta_quantile(1 - confidence, k, n - k + 1) if k else 0.0


def upper_bound(k: int, n: int, confidence: float = 0.95) -> float:
    """The exact one-sided upper bound of a share."""
    _checked(k, n)
    return beta_quantile(confidence, k + 1, n - k) if k < n else 1.0


def newcombe(k1: int, n1: int, k2: int, n2: int, confidence: float = 0.95) -> Difference:
    """Share 1 minus share 2, from their Wilson intervals; the interval is -1 to 1 where one has no cases."""
    one, two = share(k1, n1, confidence), share(k2, n2, confidence)
    if one.estimate is None or two.estimate is None:
        return Difference(0.0, Interval(-1.0, 1.0, confidence))
    apart = one.estimate - two.estimate
    down = math.hypot(one.estimate - one.interval.low, two.interval.high - two.estimate)
    up = math.hypot(one.interval.high - one.estimate, two.estimate - two.interval.low)
    return Difference(apart, Interval(apart - down, apart + up, confidence))


def agresti_caffo(k1: int, n1: int, k2: int, n2: int, confidence: float = 0.95) -> Difference:
    """Share 1 minus share 2, Wald's interval after one right and one wrong case were added to each."""
    _checked(k1, n1)
    _checked(k2, n2)
    apart = (k1 / n1 if n1 else 0.0) - (k2 / n2 if n2 else 0.0)
    return Difference(apart, _wald(k1 + 1, n1 + 2, k2 + 1, n2 + 2, confidence))


def _wald(k1: int, n1: int, k2: int, n2: int, confidence: float) -> Interval:
    p, q = k1 / n1, k2 / n2
    half = normal_quantile((1 + confidence) / 2) * math.sqrt(p * (1 - p) / n1 + q * (1 - q) / n2)
    return Interval(max(p - q - half, -1.0), min(p - q + half, 1.0), confidence)


def two_shares(k1: int, n1: int, k2: int, n2: int, confidence: float = 0.95) -> TwoShares:
    """Two independent shares; each has to have cases (ValueError)."""
    _checked(k1, n1)
    _checked(k2, n2)
    if not n1 or not n2:
        raise ValueError("each side needs cases")
    pooled = (k1 + k2) / (n1 + n2)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = (k1 / n1 - k2 / n2) / spread if spread else 0.0
    return TwoShares(
        z,
        two_sided(z),
        k1 / n1 - k2 / n2,
        newcombe(k1, n1, k2, n2, confidence).interval,
        agresti_caffo(k1, n1, k2, n2, confidence).interval,
        _wald(k1, n1, k2, n2, confidence),
    )


def cases_needed(target: float, errors: int = 0, confidence: float = 0.95) -> int:
    """How many cases with no more than `errors` wrong ones it takes to claim a share of at least `target`."""
    if not 0 < target < 1:
        raise ValueError("a target lies between 0 and 1")
    low, high = errors, errors + 1
    while binomial_cdf(errors, high, 1 - target) > 1 - confidence:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if binomial_cdf(errors, middle, 1 - target) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def cases_to_prove(target: float, truth: float, confidence: float = 0.95, power: float = 0.5) -> int | None:
    """The least number of cases after which somebody whose true share is `truth` can be said to reach `target`, with a
    chance of `power`; None where the truth is no better than the target, or more than a million cases would not do."""
    if truth <= target:
        return None
    errors = 0
    while (n := cases_needed(target, errors, confidence)) < 1_000_000:
        if binomial_cdf(errors, n, 1 - truth) >= power:
            return n
        errors += 1
    return None


def standing(k: int, n: int, target: float, confidence: float = 0.95) -> Standing:
    """How `k` right of `n` stand to `target`: met when the lower bound reaches it, missed when the upper one does not,
    and not yet known between."""
    lower, upper = lower_bound(k, n, confidence), upper_bound(k, n, confidence)
    state = TargetState.NOT_YET_KNOWN
    if n and lower >= target:
        state = TargetState.MET
    elif n and upper < target:
        state = TargetState.MISSED
    more = more_at_rate = None
    if state is TargetState.NOT_YET_KNOWN:
        more = max(cases_needed(target, n - k, confidence) - n, 1)
        more_at_rate = _more_at_rate(k, n, target, confidence)
    estimate = k / n if n else None
    reaches = None if estimate is None else estimate >= target
    return Standing(state, k, n, target, estimate, lower, upper, confidence, reaches, more, more_at_rate)


def _more_at_rate(k: int, n: int, target: float, confidence: float) -> int | None:
    """Further cases until the bound clears the target, at the share seen so far."""
    if n == 0 or k / n == target:
        return None
    rate = k / n

    def settled(cases: int) -> bool:
        right = rate * cases
        if rate > target:
            return beta_cdf(target, right, cases - right + 1) <= 1 - confidence
        return beta_cdf(target, right + 1, cases - right) >= confidence

    low, high = n, 2 * n
    while not settled(high):
        low, high = high, 2 * high
        if high > _SEARCH:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if settled(middle):
            high = middle
        else:
            low = middle
    return high - n
