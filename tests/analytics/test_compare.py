"""Paired comparisons against published tables, and the e-value against somebody who peeks."""

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar

from app.analytics.compare import e_value, exact_mcnemar, follow, log_e_value, paired, paired_interval, wald_paired

# Agresti, Categorical Data Analysis, table 10.1 (approval of the prime minister), and a small table.
TABLES = {
    (794, 150, 86, 570): (17.355932, 3.099293e-05, 16.817797, 3.716136e-05),
    (30, 12, 4, 54): (4.0, 0.0455003, 3.0625, 0.0768127),
}


@pytest.mark.parametrize("table", TABLES)
def test_mcnemars_test_is_the_published_one(table: tuple[int, int, int, int]) -> None:
    chi2, p, chi2_cc, exact = TABLES[table]
    told = paired(*table)
    assert told.chi2 == pytest.approx(chi2, abs=1e-6)
    assert told.chi2_p == pytest.approx(p, rel=1e-6)
    assert told.chi2_cc == pytest.approx(chi2_cc, abs=1e-6)
    assert told.exact_p == pytest.approx(exact, rel=1e-4)
    assert told.n == sum(table)


@pytest.mark.parametrize(("gained", "lost"), [(0, 1), (5, 5), (12, 4), (40, 9), (600, 500)])
def test_mcnemars_test_is_that_of_statsmodels(gained: int, lost: int) -> None:
    table = [[10, lost], [gained, 10]]
    told = paired(10, lost, gained, 10)
    assert told.exact_p == pytest.approx(min(mcnemar(table, exact=True).pvalue, 1), rel=1e-9)
    assert told.chi2_p == pytest.approx(mcnemar(table, exact=False, correction=False).pvalue, rel=1e-9)
    assert exact_mcnemar(gained, lost) == exact_mcnemar(lost, gained)


def test_the_paired_interval_is_newcombes() -> None:
    # Newcombe (1998, Statistics in Medicine 17:2635), method 10, table with cells 36, 12, 2, 0.
    told = paired_interval(36, 2, 12, 0)
    assert (told.low, told.high) == pytest.approx((0.0569, 0.3404), abs=1e-4)
    turned = paired_interval(36, 12, 2, 0)
    assert (turned.low, turned.high) == pytest.approx((-told.high, -told.low))


def test_e_values_are_the_published_ones() -> None:
    assert e_value(12, 4) == pytest.approx(2.118164, abs=1e-6)
    assert e_value(10, 0) == pytest.approx(93.090909, abs=1e-6)
    assert e_value(1, 0) == 1
    assert e_value(0, 0) == 1
    assert log_e_value(5_000, 0) > 700
    assert e_value(5_000, 0) == float("inf")


def test_nothing_apart_is_nothing_said() -> None:
    told = paired(0, 0, 0, 0)
    assert (told.chi2, told.chi2_p, told.exact_p, told.e_value) == (None, None, 1, 1)
    assert (told.interval.low, told.interval.high, told.old.estimate) == (-1, 1, None)
    told = paired(50, 0, 0, 0)
    assert told.difference == 0
    assert told.interval.low < 0 < told.interval.high
    with pytest.raises(ValueError, match="not negative"):
        paired(1, -1, 0, 0)


def test_as_many_gained_as_lost_is_no_change_with_the_correction_too() -> None:
    told = paired(10, 4, 4, 10)
    assert (told.chi2, told.chi2_cc, told.exact_p) == (0, 0, 1)


def test_paired_intervals_cover_as_often_as_they_say() -> None:
    chance = np.random.default_rng(41)
    share = (0.85, 0.05, 0.08, 0.02)
    tables, times = np.unique(chance.multinomial(150, share, 4_000), axis=0, return_counts=True)
    covered = 0
    for table, many in zip(tables.tolist(), times.tolist(), strict=True):
        told = paired_interval(*table)
        covered += many * (told.low <= 0.03 <= told.high)
    assert covered >= 0.94 * 4_000
    plain = wald_paired(8, 12, 150)
    assert plain.low < 4 / 150 < plain.high


def test_peeking_at_an_e_value_is_safe_where_peeking_at_p_is_not() -> None:
    """2,000 null experiments, looked at after each of 400 discordant cases."""
    won = np.random.default_rng(2).random((2_000, 400)) < 0.5
    gained = won.cumsum(axis=1)
    n = np.arange(1, 401)
    counts = [[log_e_value(k, many - k) for k in range(many + 1)] for many in n.tolist()]
    grid = np.full((400, 401), -np.inf)
    for row, values in enumerate(counts):
        grid[row, : len(values)] = values
    largest = grid[np.arange(400), gained].max(axis=1)
    fooled = (largest >= np.log(20)).mean()
    assert fooled <= 0.05
    z = np.abs(2 * gained - n) / np.sqrt(n)
    assert (z[:, 19::5] > 1.96).any(axis=1).mean() > 0.25
    for row in range(20):
        told = follow(won[row].tolist())
        assert (told.rejected_at is not None) == bool(largest[row] >= np.log(20))
        assert told.gained == int(gained[row, -1])


def test_a_real_change_is_seen() -> None:
    told = follow([True] * 8)
    assert told.rejected_at == 8
    assert told.largest == told.e_value == pytest.approx(2**8 / 9)
