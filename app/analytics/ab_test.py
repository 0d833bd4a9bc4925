"""Two arms of a live experiment, looked at as often as one likes.

Each unit of an arm is good or bad (1 is bad). Each is held beside the unit of the other way that came last before it
and has no partner yet: D = new - old is -1, 0 or +1, and its mean is the difference of the two shares. So both of a
pair are of the same time, however unequal the arms: the k-th beside the k-th of an arm of a twentieth would hold late
cases beside early ones, and a share that falls by itself would look like the new way's doing. Against
"the mean is delta or more" one bets a part lambda of the capital on every pair; the capital

    K_n(lambda) = product of (1 + lambda (delta - D_i)),  0 < lambda < 1 / (1 - delta)

is a supermartingale under that hypothesis, and so is the mean over a grid of bets. The chance that it ever reaches
1 / alpha is alpha at most (Ville), however often and for whatever reason one looks or stops. The bounds that come of
turning it round are a confidence sequence. Source: I. Waudby-Smith and A. Ramdas, Estimating means of bounded random
variables by betting, JRSS B 86 (2024), 1-27; mixtures over a grid as in its section 4.

Plain Python; `log_capitals` alone asks for numpy.
"""

import math
from collections.abc import Iterable
from typing import Any

import msgspec

BETS = tuple(0.004 * (0.95 / 0.004) ** (place / 23) for place in range(24))
"""Parts of the largest bet that is allowed, evenly spaced in their logarithm."""
_STEPS = 44


class Pairs(msgspec.Struct, frozen=True):
    """`up`: pairs in which only the new way's unit is bad; `down`: only the old one's; `same`: neither, or both."""

    up: int = 0
    down: int = 0
    same: int = 0

    @property
    def n(self) -> int:
        return self.up + self.down + self.same

    @property
    def difference(self) -> float | None:
        """New minus old share of bad units; None without pairs."""
        return (self.up - self.down) / self.n if self.n else None


def pairs(cases: Iterable[tuple[bool, bool]]) -> Pairs:
    """From (whether it got the new way, whether it is bad), in the order in which they came. What has no partner yet
    waits; a pair that was made stays, whatever comes after."""
    up = down = same = 0
    waiting: list[bool] = []  # all of one way
    of_new = False
    for is_new, bad in cases:
        if not waiting or of_new == is_new:
            waiting.append(bad)
            of_new = is_new
            continue
        other = waiting.pop()
        new, old = (bad, other) if is_new else (other, bad)
        if new == old:
            same += 1
        elif new:
            up += 1
        else:
            down += 1
    return Pairs(up, down, same)


def log_e_below(seen: Pairs, delta: float) -> float:
    """The logarithm of the evidence that the difference lies below `delta` (-1 < delta < 1). ln(1 / alpha) or more
    rejects "delta or more", whenever it is looked at."""
    _checked(delta)
    whole = 1 / (1 - delta)
    logs = [
        seen.up * math.log1p(-bet)
        + seen.down * math.log1p(bet * whole * (1 + delta))
        + seen.same * math.log1p(bet * whole * delta)
        for bet in BETS
    ]
    most = max(logs)
    return most + math.log(math.fsum(math.exp(one - most) for one in logs) / len(logs))


def log_e_above(seen: Pairs, delta: float) -> float:
    """The logarithm of the evidence that the difference lies above `delta`."""
    return log_e_below(Pairs(seen.down, seen.up, seen.same), -delta)


def upper(seen: Pairs, alpha: float = 0.05) -> float:
    """The always-valid one-sided upper bound of the difference: the least delta that is rejected."""
    low, high = -1.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if log_e_below(seen, middle) >= -math.log(alpha):
            high = middle
        else:
            low = middle
    return high


def lower(seen: Pairs, alpha: float = 0.05) -> float:
    """The always-valid one-sided lower bound of the difference."""
    return -upper(Pairs(seen.down, seen.up, seen.same), alpha)


def log_capitals(up: Any, down: Any, same: Any, delta: float) -> Any:
    """`log_e_below` of whole arrays of counts, of any shape: for simulations."""
    import numpy as np

    _checked(delta)
    whole = 1 / (1 - delta)
    total: Any = None
    for bet in BETS:
        one = (
            up * math.log1p(-bet)
            + down * math.log1p(bet * whole * (1 + delta))
            + same * math.log1p(bet * whole * delta)
        )
        total = one if total is None else np.logaddexp(total, one)
    return total - math.log(len(BETS))


def _checked(delta: float) -> None:
    if not -1 < delta < 1:
        raise ValueError("a difference of shares lies between -1 and 1")


def log_e_share_above(right: int, n: int, target: float) -> float:
    """The logarithm of the evidence that a share of right cases lies above `target`: the likelihood of a share that is
    uniform between the target and 1 against the target itself. Its mean is 1 at most wherever the share is the target
    or less (the ratio of likelihoods falls with the share), so it may be read after every case (Ville)."""
    return _log_mixture(right, n, target, above=True)


def log_e_share_below(right: int, n: int, target: float) -> float:
    """The logarithm of the evidence that a share of right cases lies below `target`; uniform between 0 and it."""
    return _log_mixture(right, n, target, above=False)


def share_lower(right: int, n: int, alpha: float = 0.05) -> float:
    """The always-valid lower bound of a share: the largest target that is rejected."""
    return _share_bound(right, n, alpha, above=True)


def share_upper(right: int, n: int, alpha: float = 0.05) -> float:
    """The always-valid upper bound of a share: the least target that is rejected."""
    return _share_bound(right, n, alpha, above=False)


def _share_bound(right: int, n: int, alpha: float, *, above: bool) -> float:
    if not 0 <= right <= n:
        raise ValueError(f"{right} of {n} is not a share")
    # A bound lies on its own side of what was seen.
    seen = right / n if n else (0.0 if above else 1.0)
    low, high = (0.0, seen) if above else (seen, 1.0)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if not 0 < middle < 1:
            break
        rejected = _log_mixture(right, n, middle, above=above) >= -math.log(alpha)
        if rejected == above:
            low = middle
        else:
            high = middle
    return low if above else high


def _log_mixture(right: int, n: int, target: float, *, above: bool) -> float:
    from app.analytics.binomial import beta_cdf

    if not 0 <= right <= n or not 0 < target < 1:
        raise ValueError("0 <= right <= n, and a target between 0 and 1")
    wrong = n - right
    whole = math.lgamma(right + 1) + math.lgamma(wrong + 1) - math.lgamma(n + 2)
    # The upper tail by the mirrored distribution, which keeps its digits where it is small.
    part = beta_cdf(1 - target, wrong + 1, right + 1) if above else beta_cdf(target, right + 1, wrong + 1)
    width = 1 - target if above else target
    if part <= 0:
        return -math.inf
    return whole + math.log(part) - math.log(width) - right * math.log(target) - wrong * math.log1p(-target)
