"""Agreement of the labels of 176 raters with every pair of them, and all thresholds of a million scores."""

import time
from collections.abc import Callable

import numpy as np

from app.analytics.agreement import agreement, pairs
from app.analytics.labels import Labels, labels_of
from app.analytics.thresholds import sweep
from tests.bench.figures import arguments, report

RATERS = 176


def measured(run: Callable[[], object], times: int) -> list[float]:
    """How long each of some runs took, in milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def crowd(many: int) -> list[tuple[str, str, str]]:
    """Labels of raters who are right four times of five, five a case as in a crowd."""
    chance = np.random.default_rng(1)
    truth = chance.integers(0, 2, many // 5 + 1)
    return [
        (f"C-{n // 5}", f"r{chance.integers(RATERS)}", str(truth[n // 5] if chance.random() < 0.8 else 1))
        for n in range(many)
    ]


def main() -> None:
    told = arguments("what statistics take", labels=25_000, scores=1_000_000, runs=5)
    rows = crowd(told.labels)

    def page() -> object:
        read: Labels = labels_of(rows)
        return agreement(read), pairs(read)

    report("agreement_page", "ms", measured(page, told.runs), labels=told.labels, raters=RATERS)
    chance = np.random.default_rng(2)
    p = chance.random(told.scores)
    y = (chance.random(told.scores) < p).astype(np.int64)
    report("threshold_sweep", "ms", measured(lambda: sweep(p, y), told.runs), scores=told.scores)


if __name__ == "__main__":
    main()
