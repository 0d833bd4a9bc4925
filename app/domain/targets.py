"""What may be said of a share that was counted, against a target that it has to reach.

A figure of fewer than 30 cases is shown to nobody. A target is met where the exact one-sided 95 % bound (Clopper and
Pearson 1934) clears it from above, missed where it does so from below, and not yet known between; the share alone is
what a contract would say, and stands beside it under its own name.
"""

import enum
import math

import msgspec

SHOWN_FROM = 30
"""Cases below which a figure is withheld from everybody, its owner included."""
CLAIM_RISK = 0.05
"""The chance of calling a target met (or missed) that is exactly reached."""
BENCHMARK = 0.98
"""The share of cases that automated checks decide rightly: what people and teams are shown beside."""
MOST_NEEDED = 1_000_000


class Standing(enum.StrEnum):
    """How a figure stands to its target."""

    MET = "met"
    MISSED = "missed"
    NOT_YET = "not_yet"


class Claim(msgspec.Struct, frozen=True):
    """`more`: cases without a further error until the target is met, where it is not yet known; `contract`: whether the
    share alone reaches the target, whatever the number of cases."""

    standing: Standing
    contract: Standing
    more: int | None = None


def binomial_at_most(count: int, n: int, p: float) -> float:
    """P(X ≤ count) of a binomial with n trials of probability p."""
    if count < 0:
        return 0.0
    if count >= n or p <= 0:
        return 1.0
    if p >= 1:
        return 0.0
    # From the side that has fewer terms; each in logarithms, so that no n is too large.
    if count > n - count:
        return 1.0 - binomial_at_most(n - count - 1, n, 1 - p)
    log_p, log_q, top = math.log(p), math.log1p(-p), math.lgamma(n + 1)
    terms = (
        math.exp(top - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * log_p + (n - k) * log_q)
        for k in range(count + 1)
    )
    return min(1.0, math.fsum(terms))


def reaches(count: int, n: int, target: float, risk: float = CLAIM_RISK) -> bool:
    """Whether the lower one-sided bound of count/n is at or above `target`."""
    return n > 0 and binomial_at_most(n - count, n, 1 - target) <= risk


def stays_below(count: int, n: int, target: float, risk: float = CLAIM_RISK) -> bool:
    """Whether the upper one-sided bound of count/n is below `target`."""
    return n > 0 and binomial_at_most(count, n, target) <= risk


def cases_needed(errors: int, target: float, risk: float = CLAIM_RISK) -> int:
    """The fewest cases with so many errors that show a share of `target` or more (149, 236, 313 for 98 %)."""
    low, high = errors, errors + 1
    while not reaches(high - errors, high, target, risk):
        low, high = high, high * 2
        if high > MOST_NEEDED:
            return MOST_NEEDED
    while high - low > 1:
        middle = (low + high) // 2
        if reaches(middle - errors, middle, target, risk):
            high = middle
        else:
            low = middle
    return high


def claim(count: int, n: int, target: float, risk: float = CLAIM_RISK) -> Claim:
    """What `count` right of `n` says of a target from below 1."""
    contract = Standing.NOT_YET if n == 0 else Standing.MET if count >= target * n else Standing.MISSED
    if reaches(count, n, target, risk):
        return Claim(Standing.MET, contract)
    if stays_below(count, n, target, risk):
        return Claim(Standing.MISSED, contract)
    return Claim(Standing.NOT_YET, contract, cases_needed(n - count, target, risk) - n)


def newcombe(
    count_1: int, n_1: int, count_2: int, n_2: int, first: tuple[float, float], second: tuple[float, float]
) -> tuple[float, float, float]:
    """The difference of two independent shares with its interval, from the Wilson intervals `first` and `second` of
    each (Newcombe 1998, method 10): (difference, low, high); (0, -1, 1) where one of them has no cases."""
    if n_1 <= 0 or n_2 <= 0:
        return 0.0, -1.0, 1.0
    p_1, p_2 = count_1 / n_1, count_2 / n_2
    difference = p_1 - p_2
    low = difference - math.hypot(p_1 - first[0], second[1] - p_2)
    high = difference + math.hypot(first[1] - p_1, p_2 - second[0])
    return difference, max(-1.0, low), min(1.0, high)


def funnel_limits(centre: float, n: int, z: float) -> tuple[float, float]:
    """Where a share of n cases is expected, at z standard errors, when its true value is `centre`; within 0 to 1
    (Spiegelhalter 2005)."""
    if n <= 0:
        return 0.0, 1.0
    half = z * math.sqrt(centre * (1 - centre) / n)
    return max(0.0, centre - half), min(1.0, centre + half)
