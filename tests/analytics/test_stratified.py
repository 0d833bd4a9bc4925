"""Estimates from strata, against R's `survey` on the Academic Performance Index data and by simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.analytics.stratified import counted, mean, plan_for_half_width, ratio, total, total_of_counts, valued

# R survey 4.1: svydesign(id=~1, strata=~stype, data=apistrat, fpc=~fpc); svymean(~sch.wide), svytotal.
API = [counted("E", 4_421, 100, 91), counted("M", 755, 50, 26), counted("H", 1_018, 50, 35)]


def test_a_share_is_that_of_r_survey() -> None:
    told = mean(API)
    assert told.value == pytest.approx(0.827948011, abs=1e-8)
    assert told.se == pytest.approx(0.0243447801, abs=1e-8)
    assert told.interval.low < told.value - told.se < told.value + told.se < told.interval.high
    assert (told.n, told.size) == (200, 6_194)
    assert total(API).value == pytest.approx(6_194 * told.value)


def test_measured_values_are_weighed_by_their_strata() -> None:
    # Cochran (1977), 5.9: by hand, N = (10, 30), y means 2 and 5.
    told = total([valued("a", 10, [1, 2, 3]), valued("b", 30, [4, 5, 6])])
    assert told.value == 10 * 2 + 30 * 5
    assert told.se**2 == pytest.approx(100 * (1 - 3 / 10) * 1 / 3 + 900 * (1 - 3 / 30) * 1 / 3)
    assert told.interval.high - told.value == pytest.approx(1.959964 * told.se, abs=1e-5)


def test_no_error_in_a_sample_leaves_room_for_some_in_the_rest() -> None:
    told = mean([counted("a", 1_000, 50, 0), counted("b", 30, 30, 0)])
    assert (told.value, told.se, told.interval.low) == (0, 0, 0)
    assert 0.05 < told.interval.high < 0.08


def test_a_ratio_is_linearised() -> None:
    y, x = [3.0, 4.0, 8.0, 9.0], [4.0, 5.0, 9.0, 12.0]
    told = ratio([valued("a", 40, y, x)])
    assert told is not None
    assert told.value == pytest.approx(24 / 30)
    left = np.array(y) - 0.8 * np.array(x)
    assert told.se == pytest.approx(np.sqrt(40**2 * 0.9 * left.var(ddof=1) / 4) / (40 * 7.5))


def test_a_stratum_that_was_seen_whole_has_no_error() -> None:
    told = mean([counted("a", 20, 20, 5)])
    assert (told.value, told.se) == (0.25, 0)


def test_what_was_seen_is_there() -> None:
    _, low, high = total_of_counts([(60, 20, 1)])
    assert low == 1
    assert high <= 60 - 19
    assert total_of_counts([(60, 59, 3)])[1] == 3


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="without a looked-at case"):
        counted("a", 10, 0, 0)
    with pytest.raises(ValueError, match="cannot be"):
        counted("a", 10, 11, 3)
    with pytest.raises(ValueError, match="cannot be"):
        counted("a", 10, 5, 6)
    with pytest.raises(ValueError, match="as many x as y"):
        valued("a", 10, [1, 2], [1])
    with pytest.raises(ValueError, match="empty frame"):
        mean([])
    assert ratio([counted("a", 10, 5, 0, of=0)]) is None


def test_a_plan_reaches_its_half_width_and_one_case_fewer_does_not() -> None:
    sizes = {"pass": 4_000, "queue": 350, "block": 900}
    told = plan_for_half_width(sizes, 0.02, {"pass": 0.01, "queue": 0.3, "block": 0.1})
    assert told.half_width <= 0.02
    assert sum(told.allocation.values()) == told.n
    even = plan_for_half_width(sizes, 0.02, {"pass": 0.01, "queue": 0.3, "block": 0.1}, neyman=False)
    assert told.n <= even.n
    assert plan_for_half_width({"a": 10**9}, 0.05).n == 385  # the textbook figure: 1.96^2 / 4 / 0.05^2
    assert plan_for_half_width({"a": 50}, 0.0001).n == 50
    with pytest.raises(ValueError, match="half-width"):
        plan_for_half_width(sizes, 0)


@settings(max_examples=100, deadline=None)
@given(
    some.lists(some.tuples(some.integers(1, 60), some.integers(1, 60), some.integers(0, 60)), min_size=1, max_size=4)
)
def test_shares_stay_shares(strata: list[tuple[int, int, int]]) -> None:
    made = [counted(str(i), size, min(n, size), min(yes, n, size)) for i, (size, n, yes) in enumerate(strata)]
    told = mean(made)
    assert 0 <= told.value <= 1 + 1e-12
    assert told.se >= 0


@pytest.mark.parametrize(
    ("sizes", "bad", "n"),
    [
        ((100,) * 40, (1,) * 28 + (0,) * 12, (8,) * 40),
        ((200,) * 20 + (50,) * 20, (1,) * 20 + (0,) * 20, (8,) * 40),
        ((50,) * 60, (5,) * 60, (2,) * 60),
        ((9_000, 500), (45, 50), (100, 100)),
        ((1_000, 1_000, 1_000), (20, 200, 900), (60, 60, 60)),
        ((300,) * 4, (0, 0, 150, 290), (10,) * 4),
    ],
    ids=["many cells", "uneven cells", "pairs", "rare in a large one", "unlike each other", "small and unlike"],
)
def test_totals_cover_in_many_small_strata_too(
    sizes: tuple[int, ...], bad: tuple[int, ...], n: tuple[int, ...]
) -> None:
    chance, truth = np.random.default_rng(31), sum(bad)
    each = zip(sizes, bad, n, strict=True)
    drawn = [chance.hypergeometric(wrong, size - wrong, many, 500).tolist() for size, wrong, many in each]
    covered = 0
    for yes in zip(*drawn, strict=True):
        value, low, high = total_of_counts(list(zip(sizes, n, yes, strict=True)))
        assert low <= value <= high
        covered += low <= truth <= high
    assert covered >= 0.925 * 500  # 500 sets tell 95 % from 93 %


def test_estimates_are_unbiased_and_cover() -> None:
    """600 samples of a population whose large stratum is good and whose small one is not."""
    chance, sizes, bad, n = np.random.default_rng(9), (900, 100), (90, 40), (120, 60)
    truth = sum(bad) / sum(sizes)
    drawn = [chance.hypergeometric(b, size - b, many, 600) for size, b, many in zip(sizes, bad, n, strict=True)]
    values, covered = [], 0
    for yes in zip(*(each.tolist() for each in drawn), strict=True):
        told = mean([counted(str(i), sizes[i], n[i], k) for i, k in enumerate(yes)])
        values.append(told.value)
        covered += told.interval.low <= truth <= told.interval.high
    assert np.mean(values) == pytest.approx(truth, abs=3 * np.std(values) / np.sqrt(600))
    assert covered >= 0.93 * 600
    naive = np.mean([(a + b) / sum(n) for a, b in zip(*drawn, strict=True)])
    # Unweighted, the small stratum counts three times as much as it should.
    assert naive == pytest.approx((120 * 0.1 + 60 * 0.4) / 180, abs=0.005)
