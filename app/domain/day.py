"""A person's day in figures: what is done, what falls due when, and an honest guess at the rest of the shift."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

LEAST_DONE = 3
"""Below this a pace is not told: it would be a guess about a guess."""
LEAST_TIME = timedelta(minutes=15)
"""Nor before this much of the day was worked: three quick cases say nothing of an evening."""
_COVERED = 0.8
_FAR = 12.0  # standard deviations above the mean, where nothing is left of the distribution


class HourCount(msgspec.Struct, frozen=True):
    """So many within the hour that begins at `start`."""

    start: datetime
    count: int


class Forecast(msgspec.Struct, frozen=True):
    """How many more cases until the end of the shift. `low` to `high` covers four days in five like this one;
    `enough` is False where too little is done to say anything, and then all is zero."""

    expected: float
    low: int
    high: int
    enough: bool = True


NO_FORECAST = Forecast(0.0, 0, 0, False)


def by_hour(moments: Iterable[datetime], start: datetime, end: datetime) -> tuple[HourCount, ...]:
    """Counts for every hour from the one that `start` lies in to the one before `end`; moments outside are left out."""
    first = start.replace(minute=0, second=0, microsecond=0)
    hours = max(0, math.ceil((end - first) / timedelta(hours=1)))
    counts = [0] * hours
    for moment in moments:
        n = (moment - first) // timedelta(hours=1)
        if 0 <= n < hours:
            counts[n] += 1
    return tuple(HourCount(first + timedelta(hours=n), count) for n, count in enumerate(counts))


def worked(done: Sequence[tuple[datetime, timedelta]], now: datetime) -> timedelta:
    """From the beginning of the first case of the day until `now`: breaks count, since the rest of the day will have
    some too. `done` are (finished at, active time)."""
    if not done:
        return timedelta()
    return max(timedelta(), now - min(at - active for at, active in done))


def forecast(done: int, so_far: timedelta, left: timedelta) -> Forecast:
    """How many more cases in the time `left`, at the pace of `done` cases in the time `so_far`.

    Finished cases are taken as a Poisson process whose rate is known from this day alone (Gamma(done + 1/2, so_far),
    Jeffreys' prior); what follows is then negative binomial, whose central 80 % is told.
    """
    hours, ahead = so_far / timedelta(hours=1), left / timedelta(hours=1)
    if done < LEAST_DONE or so_far < LEAST_TIME:
        return NO_FORECAST
    if ahead <= 0:
        return Forecast(0.0, 0, 0)
    shape = done + 0.5
    share = ahead / (hours + ahead)
    low, high = _quantiles(shape, share, (1 - _COVERED) / 2, (1 + _COVERED) / 2)
    return Forecast(shape * ahead / hours, low, high)


def _quantiles(shape: float, share: float, low: float, high: float) -> tuple[int, int]:
    """Two quantiles of the negative binomial with probability C(k+r-1, k) (1-q)^r q^k, by adding up its terms."""
    log_term = shape * math.log1p(-share)
    total, found = math.exp(log_term), -1
    mean = shape * share / (1 - share)
    most = math.ceil(mean + _FAR * math.sqrt(mean / (1 - share))) + 1
    for k in range(most):
        if found < 0 and total >= low:
            found = k
        if total >= high:
            return found, k
        log_term += math.log(share) + math.log((shape + k) / (k + 1))
        total += math.exp(log_term)
    return max(found, 0), most
