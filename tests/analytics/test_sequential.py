"""The sequential test and the alarm of the gold cases err as often as they promise."""

import numpy as np
import pytest

from app.analytics.sequential import Decision, GoldAlarm, Sprt, gold_standing, run


def test_the_borders_are_those_of_wald() -> None:
    test = Sprt()
    assert (test.lower, test.upper) == (pytest.approx(-2.944439), pytest.approx(2.944439))
    assert test.ratio(1, 1) == pytest.approx(1.386294)
    assert test.ratio(0, 1) == pytest.approx(-0.063179, abs=1e-6)


def test_a_flawless_beginner_is_through_after_47_cases() -> None:
    assert run([False] * 46).decision is Decision.GO_ON
    told = run([False] * 60)
    assert (told.decision, told.at, told.n, told.more_if_right) == (Decision.GOOD, 47, 47, 0)


def test_three_errors_at_once_are_enough() -> None:
    told = run([True, True, True])
    assert (told.decision, told.at) == (Decision.BAD, 3)


@pytest.mark.parametrize("errors", range(4))
def test_the_cases_that_are_promised_are_those_it_takes(errors: int) -> None:
    begun = [False] * 40 + [True] * errors if errors else [False] * 10
    if errors > 1:
        begun = ([False] * 30 + [True]) * errors
    told = run(begun)
    assert told.decision is Decision.GO_ON
    assert run([*begun, *[False] * told.more_if_right]).decision is Decision.GOOD
    assert run([*begun, *[False] * (told.more_if_right - 1)]).decision is Decision.GO_ON


def test_a_decision_stands_whatever_comes_after() -> None:
    told = run([False] * 47 + [True] * 9)
    assert (told.decision, told.errors) == (Decision.GOOD, 0)


def test_nothing_judged_yet_decides_nothing() -> None:
    told = run([])
    assert (told.decision, told.n, told.at, told.more_if_right) == (Decision.GO_ON, 0, None, 47)


@pytest.mark.parametrize("wrong", [(0.08, 0.02, 0.05, 0.05), (0.0, 0.1, 0.05, 0.05), (0.1, 0.2, 0.6, 0.05)])
def test_a_test_that_makes_no_sense_is_refused(wrong: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="p0"):
        Sprt(*wrong)


@pytest.mark.parametrize(
    ("rate", "mistake"), [(0.02, Decision.BAD), (0.08, Decision.GOOD)], ids=["good work", "bad work"]
)
def test_the_sequential_test_errs_once_in_twenty_and_decides_soon(rate: float, mistake: Decision) -> None:
    chance, test = np.random.default_rng(17), Sprt()
    wrong = chance.random((4_000, 1_200)) < rate
    steps = np.where(wrong, test.ratio(1, 1), test.ratio(0, 1)).cumsum(axis=1)
    done = (steps >= test.upper) | (steps <= test.lower)
    first = done.argmax(axis=1)
    assert done.any(axis=1).all()
    bad = steps[np.arange(4_000), first] >= test.upper
    erred = (bad if mistake is Decision.BAD else ~bad).mean()
    assert erred <= 0.06
    assert 45 <= (first + 1).mean() <= 85  # about 50 to 80 cases
    for row in range(40):
        told = run(wrong[row].tolist(), test)
        assert (told.at, told.decision is Decision.BAD) == (first[row] + 1, bad[row])


def test_the_alarm_of_the_gold_cases_promises_what_the_binomial_says() -> None:
    assert GoldAlarm().chance(0.02) == pytest.approx(0.022, abs=5e-4)
    assert GoldAlarm().chance(0.08) == pytest.approx(0.78, abs=5e-3)


@pytest.mark.parametrize(("rate", "alarms"), [(0.02, 0.0224), (0.08, 0.7765)])
def test_alarms_come_as_often_as_promised(rate: float, alarms: float) -> None:
    wrong = np.random.default_rng(23).random((10_000, 80)) < rate
    told = sum(gold_standing(row).alarm for row in wrong.tolist())
    assert told / 10_000 == pytest.approx(alarms, abs=0.012)


def test_looked_at_after_every_answer_the_alarm_rings_as_rarely_and_yet_for_most_people_some_day() -> None:
    """What the page on statistics warns of: the promise is one of each window, not of a year."""
    wrong = np.random.default_rng(23).random((2_000, 1_000)) < 0.02
    answered = np.cumsum(np.pad(wrong, ((0, 0), (1, 0))), axis=1)
    rings = answered[:, 80:] - answered[:, :-80] >= GoldAlarm().errors
    assert rings.mean() == pytest.approx(GoldAlarm().chance(0.02), abs=0.004)
    assert rings[:, :121].any(axis=1).mean() == pytest.approx(0.11, abs=0.02), "of 200 answers"
    assert rings.any(axis=1).mean() == pytest.approx(0.54, abs=0.03), "of a thousand, a year's"
    for row in range(5):
        said = [gold_standing(wrong[row, :end].tolist()).alarm for end in range(80, 1_001)]
        assert said == rings[row].tolist()


def test_no_alarm_before_the_window_is_full_and_none_for_what_left_it() -> None:
    early = gold_standing([True] * 30)
    assert (early.alarm, early.n, early.errors, early.more) == (False, 30, 30, 50)
    assert gold_standing([True] * 5 + [False] * 75).alarm
    assert not gold_standing([True] * 5 + [False] * 76).alarm
