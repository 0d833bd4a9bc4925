"""An old and a new way on the same cases: McNemar's test, the interval of the change, and an e-value that may be read
as often as one likes. Two-proportion figures of unpaired cases are in `intervals`."""

import math
from collections.abc import Sequence

import msgspec

from app.analytics.binomial import binomial_cdf, chi_square_1, normal_quantile
from app.analytics.intervals import Interval, Share, share

_COUNTED = 1_000  # up to here in whole numbers


class Paired(msgspec.Struct, frozen=True):
    """`gained` cases only the new way got right, `lost` only the old. `difference` is new minus old accuracy, with
    Newcombe's (1998) interval for paired shares, method 10. `chi2` is None without a discordant case; `*_cc` has the
    continuity correction. `e_value` is that of a uniform mixture; it rejects at 1 / alpha or more."""

    n: int
    both_right: int
    gained: int
    lost: int
    both_wrong: int
    old: Share
    new: Share
    difference: float
    interval: Interval
    exact_p: float
    chi2: float | None
    chi2_p: float | None
    chi2_cc: float | None
    chi2_cc_p: float | None
    e_value: float
    log_e_value: float


def paired(both_right: int, lost: int, gained: int, both_wrong: int, confidence: float = 0.95) -> Paired:
    """From the table of (old right, new right), (old right, new wrong), (old wrong, new right), (both wrong)."""
    if min(both_right, lost, gained, both_wrong) < 0:
        raise ValueError("counts are not negative")
    n, apart = both_right + lost + gained + both_wrong, gained + lost
    old, new = share(both_right + lost, n, confidence), share(both_right + gained, n, confidence)
    chi2 = (gained - lost) ** 2 / apart if apart else None
    chi2_cc = max(abs(gained - lost) - 1, 0) ** 2 / apart if apart else None
    log_e = log_e_value(gained, lost)
    return Paired(
        n,
        both_right,
        gained,
        lost,
        both_wrong,
        old,
        new,
        (gained - lost) / n if n else 0.0,
        paired_interval(both_right, lost, gained, both_wrong, confidence),
        exact_mcnemar(gained, lost),
        chi2,
        None if chi2 is None else chi_square_1(chi2),
        chi2_cc,
        None if chi2_cc is None else chi_square_1(chi2_cc),
        math.exp(log_e) if log_e < 700 else math.inf,
        log_e,
    )


def exact_mcnemar(gained: int, lost: int) -> float:
    """The two-sided exact p of McNemar's test: the binomial of the discordant cases at a half, doubled."""
    n, fewer = gained + lost, min(gained, lost)
    if n <= _COUNTED:
        return min(2 * sum(math.comb(n, k) for k in range(fewer + 1)) / (1 << n), 1.0)
    return min(2 * binomial_cdf(fewer, n, 0.5), 1.0)


def log_e_value(gained: int, lost: int) -> float:
    """The natural logarithm of 2^n / ((n + 1) C(n, gained)), n discordant cases: the likelihood ratio of a share that
    is uniform on 0 to 1 against a half. Under no change its mean is 1 at every moment, so that the chance to see
    1 / alpha at any time, looking after each case, is at most alpha (Ville)."""
    n = gained + lost
    log_choose = math.lgamma(n + 1) - math.lgamma(gained + 1) - math.lgamma(lost + 1)
    return n * math.log(2) - math.log(n + 1) - log_choose


def e_value(gained: int, lost: int) -> float:
    """Evidence against "no change" on the discordant cases; 1 / alpha or more rejects, whenever it is looked at."""
    log_e = log_e_value(gained, lost)
    return math.exp(log_e) if log_e < 700 else math.inf


def paired_interval(both_right: int, lost: int, gained: int, both_wrong: int, confidence: float = 0.95) -> Interval:
    """Of new minus old accuracy on the same cases (Newcombe 1998 for paired data, method 10): the Wilson intervals of
    the two shares, and how far they go together."""
    n = both_right + lost + gained + both_wrong
    if not n:
        return Interval(-1.0, 1.0, confidence)
    new, old = share(both_right + gained, n, confidence), share(both_right + lost, n, confidence)
    p, q = (both_right + gained) / n, (both_right + lost) / n
    margins = (both_right + gained) * (lost + both_wrong) * (both_right + lost) * (gained + both_wrong)
    cross = both_right * both_wrong - gained * lost
    kept = max(cross - n / 2, 0.0) if cross >= 0 else cross  # Newcombe's correction of a positive correlation
    phi = kept / math.sqrt(margins) if margins else 0.0
    low_p, high_q = p - new.interval.low, old.interval.high - q
    high_p, low_q = new.interval.high - p, q - old.interval.low
    down = math.sqrt(max(low_p**2 - 2 * phi * low_p * high_q + high_q**2, 0.0))
    up = math.sqrt(max(high_p**2 - 2 * phi * high_p * low_q + low_q**2, 0.0))
    return Interval(max(p - q - down, -1.0), min(p - q + up, 1.0), confidence)


def wald_paired(lost: int, gained: int, n: int, confidence: float = 0.95) -> Interval:
    """The plain large-sample interval of new minus old accuracy; too short where few cases are discordant."""
    change = (gained - lost) / n
    se = math.sqrt(max(gained + lost - (gained - lost) ** 2 / n, 0.0)) / n
    half = normal_quantile((1 + confidence) / 2) * se
    return Interval(max(change - half, -1.0), min(change + half, 1.0), confidence)


class EProcess(msgspec.Struct, frozen=True):
    """An e-value read after every discordant case: `largest` so far and the case (from 1) at which it reached
    1 / alpha, or None."""

    gained: int
    lost: int
    e_value: float
    largest: float
    rejected_at: int | None


def follow(new_right: Sequence[bool], alpha: float = 0.05) -> EProcess:
    """Over the discordant cases in the order in which they came: True where the new way was right."""
    gained = lost = 0
    largest, at = 1.0, None
    for place, won in enumerate(new_right, 1):
        gained, lost = gained + bool(won), lost + (not won)
        value = e_value(gained, lost)
        largest = max(largest, value)
        if at is None and value >= 1 / alpha:
            at = place
    return EProcess(gained, lost, e_value(gained, lost), largest, at)
