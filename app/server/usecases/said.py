"""From counts to what may be said of them: withheld below 30 cases, with intervals, held against targets."""

from collections.abc import Iterable

from app.analytics.intervals import newcombe, standing, wilson
from app.contract.scorecards import DifferenceFigure, Figure, HandlingFigure, ThroughputFigure
from app.domain.active_time import IDLE_MS
from app.domain.targets import SHOWN_FROM

MET, MISSED = "met", "missed"


def figure(
    count: int, n: int, *, target: float | None = None, undecided: int = 0, shown_from: int = SHOWN_FROM
) -> Figure:
    """The figure of `count` in `n`, from so many on."""
    if n < shown_from:
        return Figure(n, more_to_show=shown_from - n, target=target, undecided=undecided)
    within = wilson(count, n)
    if target is None:
        return Figure(n, count, count / n, within.low, within.high, undecided=undecided)
    said = standing(count, n, target)
    return Figure(
        n,
        count,
        count / n,
        within.low,
        within.high,
        target=target,
        state=said.state.value,
        contract=MET if said.reaches else MISSED,
        more_to_know=said.more,
        more_at_rate=said.more_at_rate,
        undecided=undecided,
    )


def difference(first: tuple[int, int], second: tuple[int, int]) -> DifferenceFigure:
    """The share of `first` (count, n) less that of `second`."""
    (count_1, n_1), (count_2, n_2) = first, second
    if lacking := max(0, SHOWN_FROM - min(n_1, n_2)):
        return DifferenceFigure(n_1, n_2, more_to_show=lacking)
    apart = newcombe(count_1, n_1, count_2, n_2)
    return DifferenceFigure(n_1, n_2, apart.estimate, apart.interval.low, apart.interval.high)


def handling(buckets: Iterable[tuple[int, int]], total_ms: int, grain_ms: int) -> HandlingFigure:
    """Of (bucket, how many) pairs, a bucket being the time in whole grains."""
    counted = sorted(buckets)
    n = sum(many for _, many in counted)
    if n < SHOWN_FROM:
        return HandlingFigure(n, more_to_show=SHOWN_FROM - n, idle_cutoff_ms=IDLE_MS, grain_ms=grain_ms)

    def at(share: float) -> int:
        """The middle of the grain in which that share of all is reached."""
        left, reached = share * n, 0
        for bucket, many in counted:
            reached, left = bucket, left - many
            if left <= 0:
                break
        return reached * grain_ms + grain_ms // 2

    return HandlingFigure(n, at(0.5), at(0.9), round(total_ms / n), idle_cutoff_ms=IDLE_MS, grain_ms=grain_ms)


def throughput(n: int, days: int, active_ms: int) -> ThroughputFigure:
    """Of n decisions on so many days."""
    if n < SHOWN_FROM:
        return ThroughputFigure(n, days, more_to_show=SHOWN_FROM - n)
    hours = active_ms / 3_600_000
    return ThroughputFigure(n, days, active_ms, n / max(1, days), n / hours if hours > 0 else None)
