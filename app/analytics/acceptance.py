"""What an acceptance plan lets through: its operating characteristic in numbers a lead can act on.

The plans themselves (`app.domain.acceptance`) need no statistics. Percent nonconforming is binomial; above AQL 10 the
table counts nonconformities per hundred units, which are Poisson.
"""

from collections.abc import Iterable

import msgspec

from app.analytics.binomial import binomial_cdf, poisson_cdf
from app.domain.acceptance import (
    AQLS,
    LETTERS,
    LEVELS,
    Plan,
    Severity,
    Switching,
    Verdict,
    after,
    code_letter,
    plan,
    resumed,
)

__all__ = [
    "AQLS",
    "LETTERS",
    "LEVELS",
    "OcPoint",
    "Operating",
    "Plan",
    "Severity",
    "Switching",
    "Verdict",
    "accepts",
    "after",
    "code_letter",
    "operating",
    "plan",
    "quality_at",
    "resumed",
]


class OcPoint(msgspec.Struct, frozen=True):
    """A lot or stream with a share `p` of wrong cases is accepted with the chance `pa`."""

    p: float
    pa: float


class Operating(msgspec.Struct, frozen=True):
    """`poisson` says that p counts nonconformities per unit. `at_95`, `at_50`, `at_10` (the limiting quality, LTPD) and
    `at_5` are the qualities accepted with that chance; `at_aql` is the chance at the AQL itself. Where the whole lot is
    looked at nothing is left to chance, and the figures are those of a sample of the table's size."""

    poisson: bool
    curve: tuple[OcPoint, ...]
    at_aql: float
    at_95: float
    at_50: float
    at_10: float
    at_5: float


_USUAL = (0.0025, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.15, 0.2)


def accepts(n: int, accept: int, p: float, *, poisson: bool = False) -> float:
    """The chance that a sample of `n` has no more than `accept` wrong cases when the share `p` of all is wrong."""
    return poisson_cdf(accept, n * p) if poisson else binomial_cdf(accept, n, min(p, 1.0))


def quality_at(n: int, accept: int, pa: float, *, poisson: bool = False) -> float:
    """The share of wrong cases that is accepted with the chance `pa`."""
    low, high = 0.0, 1.0
    while poisson and accepts(n, accept, high, poisson=True) > pa:
        high *= 2
    if accept >= n and not poisson:
        return 1.0
    for _ in range(100):
        middle = (low + high) / 2
        if accepts(n, accept, middle, poisson=poisson) > pa:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def operating(told: Plan, points: Iterable[float] = ()) -> Operating:
    """The curve of a plan at `points` (shares), at the usual ones and at its AQL. With a gap between Ac and Re (reduced
    inspection) a lot is accepted below Re."""
    aql = round(float(told.aql) / 100, 10)
    poisson = float(told.aql) > 10
    most = told.re - 1

    def chance(p: float) -> float:
        return accepts(told.n, most, p, poisson=poisson)

    def quality(pa: float) -> float:
        return quality_at(told.n, most, pa, poisson=poisson)

    shares = sorted({*points, *_USUAL, aql})
    return Operating(
        poisson,
        tuple(OcPoint(p, chance(p)) for p in shares),
        chance(aql),
        quality(0.95),
        quality(0.5),
        quality(0.1),
        quality(0.05),
    )
