"""Worked examples of the literature beside those that the tests of each module have, as printed there."""

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar

from app.analytics.agreement import agreement, cohen_kappa, fleiss_kappa, gwet_ac1, two_raters
from app.analytics.calibration import auc
from app.analytics.compare import paired
from app.analytics.intervals import clopper_pearson, newcombe, wilson
from app.analytics.labels import labels_of
from app.analytics.sequential import Sprt
from app.analytics.stratified import counted, mean


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_differences_are_those_of_newcombes_second_table(counts: tuple[int, ...], low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10."""
    told = newcombe(*counts).interval
    assert (told.low, told.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("k", "n", "score", "exact"),
    [(15, 148, (0.0624, 0.1605), (0.0578, 0.1617)), (1, 29, (0.0061, 0.1718), (0.0009, 0.1776))],
)
def test_shares_are_those_of_newcombes_first_table(
    k: int, n: int, score: tuple[float, float], exact: tuple[float, float]
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, methods 3 and 5."""
    for told, printed in ((wilson(k, n), score), (clopper_pearson(k, n), exact)):
        assert (told.low, told.high) == pytest.approx(printed, abs=5e-5)


def test_a_million_cases_are_no_trouble() -> None:
    k, n = 980_123, 1_000_000
    told, theirs = clopper_pearson(k, n), stats.binomtest(k, n).proportion_ci(method="exact")
    assert (told.low, told.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert (wilson(n, n).high, wilson(0, n).low) == (1.0, 0.0)


def test_three_abstractors_categories_are_gwets() -> None:
    """Gwet's Handbook of Inter-Rater Reliability, 100 charts and two abstractors: AC1 0.849, kappa 0.796."""
    told = two_raters(np.array([[13, 0, 0], [0, 20, 7], [0, 4, 56]]))
    assert told.ac1.value == pytest.approx(0.8493305, abs=1e-7)
    assert told.kappa.value == pytest.approx(0.7964094, abs=1e-7)
    assert told.ac1.interval is not None
    assert told.ac1.interval.low == pytest.approx(0.763, abs=1e-3)


def test_figures_that_nothing_was_seen_to_vary_in_have_no_interval() -> None:
    """One of no width would say that a handful of cases is proof."""
    same = labels_of((str(item), rater, "xy"[item % 2]) for item in range(6) for rater in "ab")
    told = agreement(same)
    assert (told.cohen.value, told.ac1.value, told.alpha["nominal"].value) == (1.0, 1.0, 1.0)
    assert [one.interval for one in (told.cohen, told.ac1, told.alpha["nominal"])] == [None] * 3
    assert told.raw.interval is not None
    assert told.raw.interval.low < 0.7
    empty = np.zeros((0, 2), dtype=np.int64)
    assert cohen_kappa(np.array([[1, 0], [1, 0]])).interval is None
    assert (gwet_ac1(empty).value, fleiss_kappa(empty).value) == (None, None)
    for scores in ([0.5] * 8, [0.1] * 4 + [0.9] * 4):
        value, interval = auc(np.array(scores), np.array([0] * 4 + [1] * 4))
        assert value is not None
        assert interval is None


def test_approval_of_a_prime_minister_is_agrestis() -> None:
    """Agresti, Categorical Data Analysis, table 10.1: 794, 150, 86, 570; McNemar 17.36, difference -0.04."""
    told = paired(794, 150, 86, 570)
    theirs = mcnemar([[794, 150], [86, 570]], exact=False, correction=False)
    assert told.chi2 == pytest.approx(theirs.statistic)
    assert told.chi2 == pytest.approx(17.36, abs=5e-3)
    assert told.difference == pytest.approx(-0.04)


def test_walds_borders_are_the_logarithms() -> None:
    """Wald (1945): ln((1 - beta) / alpha) and ln(beta / (1 - alpha)), whatever the two error rates are."""
    told = Sprt(p0=0.1, p1=0.3, alpha=0.02, beta=0.03)
    assert told.upper == pytest.approx(math.log(0.97 / 0.02))
    assert told.lower == pytest.approx(math.log(0.03 / 0.98))
    # Wald (1947), section 5.3, a lot with 10 % and 30 %: 14 of 49 by hand.
    llr = 14 * math.log(0.3 / 0.1) + 35 * math.log(0.7 / 0.9)
    assert told.ratio(14, 49) == pytest.approx(llr)


def test_a_stratified_share_is_cochrans_by_hand() -> None:
    """Cochran (1977), section 5.10: weights times shares, and (1 - f) w^2 p q / (n - 1) summed."""
    strata = ((400, 40, 6), (300, 30, 12), (300, 60, 3))
    whole = sum(size for size, _, _ in strata)
    p = sum(size / whole * k / n for size, n, k in strata)
    variance = sum((size / whole) ** 2 * (1 - n / size) * (k / n) * (1 - k / n) / (n - 1) for size, n, k in strata)
    told = mean([counted(str(number), *one) for number, one in enumerate(strata)])
    assert (told.value, told.se) == pytest.approx((p, math.sqrt(variance)))
