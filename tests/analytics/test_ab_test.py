"""What may be looked at every day: two arms, and a share against its target."""

import math
from random import Random

import numpy as np
import pytest

from app.analytics.ab_test import (
    Pairs,
    log_capitals,
    log_e_above,
    log_e_below,
    log_e_share_above,
    log_e_share_below,
    lower,
    pairs,
    share_lower,
    share_upper,
    upper,
)
from app.analytics.intervals import wilson

RUNS, DAYS, A_DAY = 2_000, 30, 100


def days(p_old: float, p_new: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts of pairs that only the new, only the old, or neither alone made bad, by run and day, summed up."""
    chance = np.random.default_rng(seed)
    shares = [p_new * (1 - p_old), p_old * (1 - p_new)]
    drawn = chance.multinomial(A_DAY, [*shares, 1 - sum(shares)], size=(RUNS, DAYS)).cumsum(axis=1)
    return drawn[..., 0], drawn[..., 1], drawn[..., 2]


def shown(p_old: float, p_new: float, delta: float, seed: int) -> int:
    """Of 2,000 runs, how many were ever shown to lie below delta when looked at every day."""
    evidence = log_capitals(*days(p_old, p_new, seed), delta)
    return int((evidence.max(axis=1) >= math.log(20)).sum())


@pytest.mark.parametrize(("p", "seed"), [(0.07, 1), (0.5, 2), (0.01, 3)])
def test_peeking_every_day_at_no_change_promotes_hardly_any(p: float, seed: int) -> None:
    found = shown(p, p, 0.0, seed)
    assert wilson(found, RUNS).high <= 0.06, found


def test_peeking_at_a_change_of_just_the_margin_promotes_hardly_any_either() -> None:
    assert wilson(shown(0.30, 0.27, -0.03, 4), RUNS).high <= 0.06


def test_an_ordinary_p_value_looked_at_as_often_would_promote_many() -> None:
    up, down, same = days(0.07, 0.07, 5)
    n = up + down + same
    z = (down - up) / np.sqrt(np.maximum(up + down, 1))
    assert n[0, -1] == DAYS * A_DAY
    assert (z.max(axis=1) > 1.645).mean() > 0.2


def test_a_good_change_is_shown_and_a_harmful_one_is_seen() -> None:
    assert shown(0.15, 0.08, 0.0, 6) > 0.95 * RUNS
    up, down, same = days(0.05, 0.12, 7)
    harmed = log_capitals(down, up, same, -0.02)  # that it rose by more than two points
    assert (harmed.max(axis=1) >= math.log(20)).mean() > 0.95


def test_one_look_and_many_arrays_say_the_same() -> None:
    for up, down, same, delta in ((3, 9, 40, 0.0), (10, 2, 100, 0.05), (0, 30, 500, -0.04)):
        alone = log_e_below(Pairs(up, down, same), delta)
        many = log_capitals(np.array([up]), np.array([down]), np.array([same]), delta)
        assert many[0] == pytest.approx(alone)
        assert log_e_above(Pairs(down, up, same), -delta) == pytest.approx(alone)


def test_bounds_hold_the_difference_and_close_in() -> None:
    few, many = Pairs(10, 20, 170), Pairs(1_000, 2_000, 17_000)
    for seen in (few, many):
        assert lower(seen) < -0.05 < upper(seen)
    assert upper(many) - lower(many) < (upper(few) - lower(few)) / 4
    assert (lower(Pairs()), upper(Pairs())) == (-1.0, 1.0)
    assert Pairs().difference is None
    # What bounds say and what the evidence says is the same.
    at = upper(many)
    assert log_e_below(many, at) == pytest.approx(math.log(20), abs=1e-3)


def test_each_case_stands_beside_the_last_one_of_the_other_way_before_it() -> None:
    old_then_new = [(False, True), (False, False), (True, True), (True, False), (True, True)]
    assert pairs(old_then_new) == Pairs(up=1, down=1, same=0), "the third new one has no partner yet"
    assert pairs([*old_then_new, (False, True)]) == Pairs(up=1, down=1, same=1)
    assert pairs([]) == pairs([(True, True)] * 5) == Pairs(), "an arm without a case makes no pair"


def test_a_pair_stays_whatever_comes_after() -> None:
    dice = Random(4)
    cases = [(dice.random() < 0.2, dice.random() < 0.3) for _ in range(400)]
    before = Pairs()
    for n in range(1, len(cases) + 1):
        now = pairs(cases[:n])
        assert 0 <= now.n - before.n <= 1
        assert now.up >= before.up
        assert now.down >= before.down
        before = now
    assert before.n == min(sum(new for new, _ in cases), sum(not new for new, _ in cases))


def test_a_share_that_falls_by_itself_is_not_the_new_ways_doing() -> None:
    """One case in ten gets a new way that changes nothing, while the share falls from 40 % to 10 % in both arms."""
    dice, runs, days, a_day = Random(11), 300, 20, 150
    shown_now = shown_in_turn = 0
    for _ in range(runs):
        cases = []
        for n in range(days * a_day):
            cases.append((dice.random() < 0.1, dice.random() < 0.4 - 0.3 * n / (days * a_day)))
        looks = [pairs(cases[: day * a_day]) for day in range(1, days + 1)]
        shown_now += max(log_e_below(seen, 0.0) for seen in looks) >= math.log(20)
        arms = [[bad for new, bad in cases if new == arm] for arm in (False, True)]
        in_turn = pairs([one for old, new in zip(*arms, strict=False) for one in ((False, old), (True, new))])
        shown_in_turn += log_e_below(in_turn, 0.0) >= math.log(20)
    assert wilson(shown_now, runs).high <= 0.06, shown_now
    assert shown_in_turn > runs / 2, "late cases beside early ones would be called better"


def test_a_share_may_be_looked_at_after_every_case() -> None:
    chance = np.random.default_rng(8)
    raised = sunk = 0
    for _ in range(150):
        right = np.cumsum(chance.random(600) < 0.98)
        looks = range(50, 601, 50)
        raised += any(log_e_share_above(int(right[n - 1]), n, 0.98) >= math.log(20) for n in looks)
        sunk += any(log_e_share_below(int(right[n - 1]), n, 0.98) >= math.log(20) for n in looks)
    assert raised <= 12
    assert sunk <= 12


@pytest.mark.parametrize(("right", "n"), [(0, 0), (0, 5), (5, 5), (300, 300), (290, 300), (7, 900)])
def test_bounds_of_a_share_hold_it(right: int, n: int) -> None:
    low, high = share_lower(right, n), share_upper(right, n)
    assert 0 <= low <= (right / n if n else 0.5) <= high <= 1
    if 0 < low < 1:
        assert log_e_share_above(right, n, low) == pytest.approx(math.log(20), abs=1e-3)
    if 0 < high < 1:
        assert log_e_share_below(right, n, high) == pytest.approx(math.log(20), abs=1e-3)


def test_impossible_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="difference"):
        log_e_below(Pairs(1, 1, 1), 1.0)
    with pytest.raises(ValueError, match="not a share"):
        share_lower(3, 2)
    with pytest.raises(ValueError, match="target"):
        log_e_share_above(1, 2, 1.0)
