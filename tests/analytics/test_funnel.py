"""Funnel limits hold as many as they say, and nobody is called out for having few cases."""

import numpy as np
import pytest

from app.analytics.funnel import Place, funnel, limits, place


def test_limits_narrow_towards_the_common_share() -> None:
    told = funnel((20, 100, 500, 5_000), 0.95)
    assert [each.low for each in told] == sorted(each.low for each in told)
    assert [each.high for each in told] == sorted((each.high for each in told), reverse=True)
    for each in told:
        assert 0 <= each.low <= each.warn_low <= each.centre <= each.warn_high <= each.high <= 1
    assert told[-1].warn_low == pytest.approx(0.95 - 1.96 * np.sqrt(0.95 * 0.05 / 5_000), abs=5e-4)


def test_places_tell_chance_from_more() -> None:
    assert place(98, 100, 0.98) is Place.INSIDE
    assert place(80, 100, 0.98) is Place.LOW
    assert place(94, 100, 0.98) is Place.WARN_LOW
    assert place(60, 60, 0.95) is Place.INSIDE
    assert place(1, 2, 0.98) is Place.INSIDE
    assert place(0, 2, 0.98) is Place.LOW
    assert place(500, 500, 0.9) is Place.HIGH
    assert place(0, 0, 0.98) is Place.INSIDE


def test_limits_of_nobody_are_everything() -> None:
    assert (limits(0, 0.9).low, limits(0, 0.9).high) == (0, 1)


@pytest.mark.parametrize("n", [60, 250, 900])
def test_few_of_the_ordinary_stand_outside(n: int) -> None:
    told = limits(n, 0.95)
    shares = np.random.default_rng(8).binomial(n, 0.95, 20_000) / n
    assert ((shares < told.low) | (shares > told.high)).mean() <= 0.003
    assert ((shares < told.warn_low) | (shares > told.warn_high)).mean() <= 0.055
