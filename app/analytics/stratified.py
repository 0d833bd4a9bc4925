"""Estimates from a stratified sample: Horvitz-Thompson totals, shares and ratios with finite-population correction.

Variance of a ratio by linearisation (Cochran 1977, chapters 5 and 6; R `survey` gives the same figures).
"""

import math
from collections.abc import Mapping, Sequence

import msgspec

from app.analytics.binomial import beta_quantile, normal_quantile
from app.analytics.intervals import Interval
from app.domain.stratified import allocate


class Stratum(msgspec.Struct, frozen=True):
    """`n` cases drawn at random from `size`, with the sums over them of y and x and of their squares and product.
    For yes and no, `counted` makes one from counts."""

    name: str
    size: int
    n: int
    y: float
    x: float
    yy: float
    xx: float
    xy: float

    def __post_init__(self) -> None:
        if not 0 <= self.n <= self.size:
            raise ValueError(f"{self.name}: {self.n} of {self.size} cases cannot be")
        if self.size and not self.n:
            raise ValueError(f"{self.name}: a stratum without a looked-at case has no estimate")

    def residual_variance(self, ratio: float) -> float:
        """The sample variance of y - ratio * x; 0 where one case was looked at."""
        if self.n < 2:
            return 0.0
        squares = self.yy - 2 * ratio * self.xy + ratio * ratio * self.xx
        mean = (self.y - ratio * self.x) / self.n
        return max(squares - self.n * mean * mean, 0.0) / (self.n - 1)

    def variance(self, ratio: float = 0.0) -> float:
        """Of the estimated total of y - ratio * x."""
        if not self.n:
            return 0.0
        return self.size**2 * (1 - self.n / self.size) * self.residual_variance(ratio) / self.n


class Estimate(msgspec.Struct, frozen=True):
    """A design-based estimate with its standard error and interval, from `n` looked-at cases of `size`. Of yes and no
    the interval is built from the strata's exact intervals, else it is the normal one."""

    value: float
    se: float
    interval: Interval
    n: int
    size: int


def counted(name: str, size: int, n: int, yes: int, of: int | None = None) -> Stratum:
    """A stratum of yes and no: `yes` of the `n` drawn; with `of`, the ratio's denominator, that `yes` is a part of."""
    base = n if of is None else of
    if not 0 <= yes <= base <= n:
        raise ValueError(f"{name}: {yes} of {base} among {n} cases cannot be")
    return Stratum(name, size, n, yes, base, yes, base, yes)


def valued(name: str, size: int, y: Sequence[float], x: Sequence[float] | None = None) -> Stratum:
    """A stratum of measured values, one `y` (and `x`, else 1) for each case drawn."""
    other = [1.0] * len(y) if x is None else x
    if len(other) != len(y):
        raise ValueError(f"{name}: as many x as y")
    return Stratum(
        name,
        size,
        len(y),
        math.fsum(y),
        math.fsum(other),
        math.fsum(value * value for value in y),
        math.fsum(value * value for value in other),
        math.fsum(one * two for one, two in zip(y, other, strict=True)),
    )


def total(strata: Sequence[Stratum], confidence: float = 0.95) -> Estimate:
    """The population's total of y."""
    value = math.fsum(each.size * each.y / each.n for each in strata if each.n)
    told = _estimate(value, math.fsum(each.variance() for each in strata), strata, confidence)
    if all(each.yy == each.y and each.xx == each.x == each.n for each in strata):
        _, low, high = total_of_counts([(each.size, each.n, each.y) for each in strata if each.n], confidence)
        return msgspec.structs.replace(told, interval=Interval(low, high, confidence))
    return told


def mean(strata: Sequence[Stratum], confidence: float = 0.95) -> Estimate:
    """The population's mean of y (of yes and no: its share)."""
    size = sum(each.size for each in strata)
    if not size:
        raise ValueError("an empty frame has no mean")
    whole = total(strata, confidence)
    interval = Interval(whole.interval.low / size, whole.interval.high / size, confidence)
    return Estimate(whole.value / size, whole.se / size, interval, whole.n, size)


_ALONE = 30  # cases of a stratum whose own interval is worth having
_MOST_ALONE = 4


def total_of_counts(
    counts: Sequence[tuple[float, float, float]], confidence: float = 0.95, kinds: Sequence[str] = ()
) -> tuple[float, float, float]:
    """The population total of yes from strata of (size, looked at, yes), with its bounds.

    Few strata of many cases keep their own exact intervals, whose distances add as squares (variance recovery). Where
    they are many or small, those of a kind (`kinds`, one for each stratum) are taken together: there the squares of
    many skewed intervals would promise too much."""
    value = below = above = 0.0
    for group in _groups(counts, kinds):
        middle, low, high = _together(group, confidence)
        value += middle
        below += (middle - low) ** 2
        above += (high - middle) ** 2
    whole = math.fsum(size for size, _, _ in counts)
    return value, max(value - math.sqrt(below), 0.0), min(value + math.sqrt(above), whole)


_Yes = tuple[float, float, float]


def _groups(counts: Sequence[_Yes], kinds: Sequence[str]) -> list[list[_Yes]]:
    of_kind: dict[str, list[_Yes]] = {}
    found = []
    for place, each in enumerate(counts):
        if each[1] >= each[0]:
            found.append([each])  # seen whole: nothing is estimated
        else:
            of_kind.setdefault(kinds[place] if kinds else "", []).append(each)
    for strata in of_kind.values():
        alone = [each for each in strata if each[1] >= _ALONE]
        if len(alone) > _MOST_ALONE:
            found.append(strata)
        else:
            small = [each for each in strata if each[1] < _ALONE]
            found += [*([each] for each in alone), *([small] if small else [])]
    return found


def _together(group: Sequence[_Yes], confidence: float) -> tuple[float, float, float]:
    """The total of strata with the exact interval at their effective number of cases (Korn and Graubard 1998): how
    many would say as much if they were drawn evenly from an endless frame. That is no more than the weights allow
    (Kish), whatever the spread that was found, for a small sample can show none by chance."""
    size = math.fsum(each[0] for each in group)
    value = math.fsum(whole * yes / n for whole, n, yes in group)
    weighed = math.fsum(whole * (whole - n) / n for whole, n, _ in group)
    if weighed <= 0:
        return value, value, value
    p, effective = min(value / size, 1.0), size**2 / weighed
    spread = math.fsum(whole * (whole - n) * (yes / n) * (1 - yes / n) / n for whole, n, yes in group)
    if spread > 0:
        effective = min(effective, p * (1 - p) * size**2 / spread)
    yes, no, tail = p * effective, (1 - p) * effective, (1 - confidence) / 2
    low = beta_quantile(tail, yes, no + 1) if yes > 0 else 0.0
    high = beta_quantile(1 - tail, yes + 1, no) if no > 0 else 1.0
    # What was seen is there: of a frame's cases no fewer are yes than were found, and no fewer are no.
    found, others = math.fsum(each[2] for each in group), math.fsum(n - each for _, n, each in group)
    return value, max(size * min(low, p), found), min(size * max(high, p), size - others)


def ratio(strata: Sequence[Stratum], confidence: float = 0.95) -> Estimate | None:
    """The population's total of y over that of x; None where x is nowhere."""
    below = math.fsum(each.size * each.x / each.n for each in strata if each.n)
    if not below:
        return None
    value = math.fsum(each.size * each.y / each.n for each in strata if each.n) / below
    variance = math.fsum(each.variance(value) for each in strata) / below**2
    return _estimate(value, variance, strata, confidence)


def _estimate(value: float, variance: float, strata: Sequence[Stratum], confidence: float) -> Estimate:
    se = math.sqrt(variance)
    half = normal_quantile((1 + confidence) / 2) * se
    interval = Interval(value - half, value + half, confidence)
    return Estimate(value, se, interval, sum(each.n for each in strata), sum(each.size for each in strata))


class StratifiedPlan(msgspec.Struct, frozen=True):
    """How many of each stratum to look at, and the half-width that is expected of the share then."""

    allocation: dict[str, int]
    n: int
    half_width: float


def expected_half_width(
    sizes: Mapping[str, int], allocation: Mapping[str, int], guesses: Mapping[str, float], confidence: float = 0.95
) -> float:
    """Of the overall share, if each stratum's share is as guessed."""
    whole = sum(sizes.values())
    variance = 0.0
    for name, size in sizes.items():
        n, p = allocation[name], guesses[name]
        if size > 1 and n:
            variance += (size / whole) ** 2 * (size - n) / (size - 1) * p * (1 - p) / n
    return normal_quantile((1 + confidence) / 2) * math.sqrt(variance)


def plan_for_half_width(
    sizes: Mapping[str, int],
    half_width: float,
    guesses: Mapping[str, float] | None = None,
    *,
    neyman: bool = True,
    minimum: int = 2,
    confidence: float = 0.95,
) -> StratifiedPlan:
    """The smallest sample whose overall share is expected within `half_width`. `guesses` are the shares expected by
    stratum (a half, the worst case, where none is given); `neyman` allocates by size times spread, else by size."""
    if not 0 < half_width < 1:
        raise ValueError("a half-width lies between 0 and 1")
    guess = {name: (guesses or {}).get(name, 0.5) for name in sizes}
    spread = {name: math.sqrt(p * (1 - p)) for name, p in guess.items()} if neyman else None

    def planned(n: int) -> StratifiedPlan:
        allocation = allocate(sizes, n, spread=spread, minimum=minimum)
        return StratifiedPlan(allocation, n, expected_half_width(sizes, allocation, guess, confidence))

    low, high = sum(min(minimum, size) for size in sizes.values()), sum(sizes.values())
    while low < high:
        middle = (low + high) // 2
        if planned(middle).half_width <= half_width:
            high = middle
        else:
            low = middle + 1
    return planned(high)
