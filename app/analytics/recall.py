"""What the agent really catches, from random audits of what it passed and blocked by itself and of its queue.

The cases that people see are not a sample of all cases, so recall among them says nothing of the rest (verification
bias; Begg and Greenes 1983). Here each stratum counts by its size. The standard error is that of a ratio estimate; the
interval is built from exact intervals of the strata, small ones of a kind together (method of variance recovery for a
ratio, Donner and Zou 2012), for a normal one is too short where a few misses stand for a large stratum.
"""

import math
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from app.analytics import stratified
from app.analytics.intervals import Interval, TargetState


class AuditKind(StrEnum):
    AUTO_PASS = "auto_pass"
    QUEUE = "queue"
    AUTO_BLOCK = "auto_block"


class AuditStratum(msgspec.Struct, frozen=True):
    """`n` cases looked at by people, drawn at random from `size` that went one way. `bad` of them should have been
    blocked; `caught` of these the agent had held for bad; `flagged` is how many of the `n` it held for bad, right or
    wrong (None: not counted, and precision is not told)."""

    kind: AuditKind
    size: int
    n: int
    bad: int
    caught: int
    flagged: int | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.caught <= self.bad <= self.n <= self.size:
            raise ValueError(f"{self.name or self.kind}: caught <= bad <= n <= size does not hold")
        if self.flagged is not None and not self.caught <= self.flagged <= self.n:
            raise ValueError(f"{self.name or self.kind}: caught <= flagged <= n does not hold")


class Rate(msgspec.Struct, frozen=True):
    """A ratio with its standard error and interval; `n` cases were looked at."""

    value: float
    se: float
    interval: Interval
    n: int


class Recall(msgspec.Struct, frozen=True):
    """`recall` and `precision` are None where nothing bad, or nothing flagged, was found. `bad_total` is the estimated
    number of bad cases. `queue_only` is what the reviewed queue alone would have said, for comparison. `unseen` names
    the strata that have cases of which none was looked at: while there is one, nothing is estimated."""

    recall: Rate | None
    precision: Rate | None
    bad_total: stratified.Estimate | None
    queue_only: float | None
    n: int
    size: int
    unseen: tuple[str, ...]


class RecallStanding(msgspec.Struct, frozen=True):
    """A target against one-sided bounds; `more` further audits, spread as they were, are expected to settle it (None:
    none are needed, or not even looking at every case would)."""

    state: TargetState
    target: float
    estimate: float | None
    lower: float
    upper: float
    more: int | None


def recall(strata: Sequence[AuditStratum], confidence: float = 0.95) -> Recall:
    """The estimate over all strata. Empty strata do not count."""
    held = [each for each in strata if each.size]
    unseen = tuple(each.name or each.kind.value for each in held if not each.n)
    n, size = sum(each.n for each in held), sum(each.size for each in held)
    queue = [each for each in held if each.kind is AuditKind.QUEUE]
    bad = sum(each.bad for each in queue)
    queue_only = sum(each.caught for each in queue) / bad if bad else None
    if unseen or not held:
        return Recall(None, None, None, queue_only, n, size, unseen)
    caught_of_bad = [(each.size, each.n, each.caught, each.bad) for each in held]
    kinds = [each.kind.value for each in held]
    flagged = [each.flagged for each in held]
    precision = None
    if None not in flagged:
        precision = _rate([(each.size, each.n, each.caught, each.flagged or 0) for each in held], kinds, confidence)
    counted = [stratified.counted(each.name or each.kind, each.size, each.n, each.bad) for each in held]
    return Recall(
        _rate(caught_of_bad, kinds, confidence),
        precision,
        stratified.total(counted, confidence),
        queue_only,
        n,
        size,
        (),
    )


_Counts = tuple[float, float, float, float]  # size, n, y, x with y a part of x


def _rate(counts: Sequence[tuple[int, int, int, int]], kinds: Sequence[str], confidence: float) -> Rate | None:
    strata = [stratified.counted(str(i), size, n, y, x) for i, (size, n, y, x) in enumerate(counts)]
    found = stratified.ratio(strata, confidence)
    if found is None:
        return None
    return Rate(found.value, found.se, part_of_whole(counts, kinds, confidence), found.n)


def part_of_whole(counts: Sequence[_Counts], kinds: Sequence[str], confidence: float) -> Interval:
    """The interval of sum(y) / sum(x) over strata, y a part of x: from the totals of y and of x - y."""
    part = stratified.total_of_counts([(size, n, y) for size, n, y, _ in counts], confidence, kinds)
    rest = stratified.total_of_counts([(size, n, x - y) for size, n, y, x in counts], confidence, kinds)
    least, most = _odds(rest, part)
    return Interval(1 / (1 + most), 1 / (1 + least), confidence)


def _odds(rest: tuple[float, float, float], part: tuple[float, float, float]) -> tuple[float, float]:
    """Bounds of rest over part, two independent totals (Donner and Zou's method)."""
    a, low_a, high_a = rest
    b, low_b, high_b = part
    if high_b == 0:
        return 0.0, math.inf
    least_root = max((a * b) ** 2 - low_a * high_b * (2 * a - low_a) * (2 * b - high_b), 0.0)
    least = (a * b - math.sqrt(least_root)) / (high_b * (2 * b - high_b)) if 2 * b != high_b else 0.0
    if 2 * b <= high_b:
        least = low_a / high_b
    if low_b == 0:
        return max(least, 0.0), math.inf
    most_root = max((a * b) ** 2 - high_a * low_b * (2 * a - high_a) * (2 * b - low_b), 0.0)
    most = (a * b + math.sqrt(most_root)) / (low_b * (2 * b - low_b))
    return max(least, 0.0), most


def recall_standing(strata: Sequence[AuditStratum], target: float, confidence: float = 0.95) -> RecallStanding:
    """How the agent's recall stands to a target: met when the one-sided lower bound reaches it, missed when the upper
    one does not."""
    found = recall(strata, 2 * confidence - 1)
    if found.recall is None:
        return RecallStanding(TargetState.NOT_YET_KNOWN, target, None, 0.0, 1.0, None)
    counts: list[_Counts] = [(each.size, each.n, each.caught, each.bad) for each in strata if each.size]
    kinds = [each.kind.value for each in strata if each.size]
    bounds = found.recall.interval
    state = _state(bounds, target)
    more = _more(counts, kinds, target, 2 * confidence - 1) if state is TargetState.NOT_YET_KNOWN else None
    return RecallStanding(state, target, found.recall.value, bounds.low, bounds.high, more)


def _state(bounds: Interval, target: float) -> TargetState:
    if bounds.low >= target:
        return TargetState.MET
    return TargetState.MISSED if bounds.high < target else TargetState.NOT_YET_KNOWN


def _more(counts: Sequence[_Counts], kinds: Sequence[str], target: float, confidence: float) -> int | None:
    """Further audits that settle it if the shares stay as they are."""

    def grown(factor: float) -> list[_Counts]:
        larger = [min(n * factor, size) for size, n, _, _ in counts]
        return [(size, m, y * m / n, x * m / n) for m, (size, n, y, x) in zip(larger, counts, strict=True)]

    def settled(factor: float) -> bool:
        return _state(part_of_whole(grown(factor), kinds, confidence), target) is not TargetState.NOT_YET_KNOWN

    low, high = 1.0, max(size / n for size, n, _, _ in counts)
    if not settled(high):
        return None
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if settled(middle) else (middle, high)
    return max(math.ceil(sum(n for _, n, _, _ in grown(high)) - sum(n for _, n, _, _ in counts) - 1e-6), 1)
