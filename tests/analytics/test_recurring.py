"""Tails, adjusted values and shifts against published numbers, other libraries and simulation."""

import numpy as np
import pytest
from scipy import stats

from app.analytics.recurring import Cell, adjusted, recurrences, risk_lift, shift
from app.analytics.signal_health import SignalSums, health

# The fifteen p-values of Benjamini and Hochberg's own example (1995, section 3.2), of which four hold at 5 %.
THEIRS = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip


def test_benjamini_and_hochbergs_own_example() -> None:
    told = adjusted(THEIRS)
    assert sum(q <= 0.05 for q in told) == 4
    assert told == pytest.approx(list(stats.false_discovery_control(THEIRS)))
    shuffled = [THEIRS[n] for n in (7, 3, 14, 0, 9, 1, 2, 13, 4, 6, 5, 8, 12, 11, 10)]
    assert adjusted(shuffled) == pytest.approx(list(stats.false_discovery_control(shuffled)))
    assert adjusted(THEIRS[:2], hypotheses=15)[0] == pytest.approx(0.0015)
    assert adjusted([]) == []


@pytest.mark.parametrize(("k", "n", "base"), [(12, 40, 0.1), (5, 5, 0.6), (1, 30, 0.2), (0, 9, 0.3)])
def test_the_tail_is_the_exact_binomial(k: int, n: int, base: float) -> None:
    (told,) = recurrences([Cell(k, n, base)])
    exact = stats.binomtest(k, n, base, alternative="greater")
    assert told.p == pytest.approx(exact.pvalue)
    interval = stats.binomtest(k, n).proportion_ci(method="exact")
    assert (told.interval.low * base, told.interval.high * base) == pytest.approx((interval.low, interval.high))
    assert told.lift == pytest.approx(k / n / base)


def test_a_cell_that_is_no_share_is_refused() -> None:
    for cell in (Cell(3, 2, 0.5), Cell(0, 0, 0.5), Cell(1, 2, 0.0), Cell(1, 2, 1.1)):
        with pytest.raises(ValueError, match="base"):
            recurrences([cell])


def test_worlds_without_a_pattern_have_one_no_more_often_than_promised() -> None:
    """400 worlds of 60 errors thrown at ten things by their usual shares: any find at all is a false one."""
    chance = np.random.default_rng(20261122)
    base = np.array([0.4, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05, 0.04, 0.03, 0.03])
    worlds = chance.multinomial(60, base, size=400)
    false = 0
    for world in worlds:
        cells = [Cell(int(k), 60, float(p)) for k, p in zip(world, base, strict=True)]
        false += any(one.q <= 0.05 for one in recurrences(cells))
    assert false / 400 <= 0.05 + 2 * (0.05 * 0.95 / 400) ** 0.5


def test_a_shift_is_beyond_chance_in_one_window_of_twenty() -> None:
    chance = np.random.default_rng(7)
    shares = np.array([0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.03, 0.02])
    now, before = chance.multinomial(800, shares, size=600), chance.multinomial(1000, shares, size=600)
    beyond = sum(shift(a.tolist(), b.tolist()).beyond_chance for a, b in zip(now, before, strict=True))
    assert 0.02 <= beyond / 600 <= 0.085
    told = shift([10, 20, 70], [70, 20, 10])
    assert told.psi == pytest.approx(2 * 0.6 * np.log(7))
    assert told.beyond_chance
    assert shift([0, 0], [1, 2]).psi is None
    assert shift([5, 0], [9, 0]).psi == 0.0


def test_the_lift_of_a_signal_is_katzs() -> None:
    told = risk_lift(30, 100, 20, 200)
    assert told.lift == pytest.approx(3.0)
    reference = stats.contingency.relative_risk(30, 100, 20, 200).confidence_interval(0.95)
    assert told.interval is not None
    assert (told.interval.low, told.interval.high) == pytest.approx((reference.low, reference.high))
    assert risk_lift(0, 0, 3, 9).lift is None
    none = risk_lift(0, 50, 10, 50)
    assert none.interval is not None
    assert 0 < none.interval.low < none.interval.high < 1


def test_health_says_what_the_sums_hold() -> None:
    now = SignalSums(100, 80, 8, (0, 0, 10, 20, 20, 20, 10, 0), 24, 6, 2, 18, 30, 30)
    told = health(now, now)
    assert (told.firing.k, told.firing.n, told.missing.k, told.missing.n) == (40, 100, 8, 80)
    assert told.right_risk.estimate == pytest.approx(0.8)
    assert told.right_safe.estimate == pytest.approx(0.9)
    assert told.lift_risk.lift == pytest.approx((24 / 30) / (6 / 30))
    assert told.shift.psi == 0.0
