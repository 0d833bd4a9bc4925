"""A person's day in figures."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.day import LEAST_DONE, LEAST_TIME, by_hour, forecast, worked
from tests.support.factories import NOON

HOUR = timedelta(hours=1)


@given(st.lists(st.integers(-700, 700), max_size=50), st.integers(0, 600))
def test_every_moment_of_the_shift_is_counted_in_its_own_hour(offsets, length):
    end = NOON + timedelta(minutes=length)
    moments = [NOON + timedelta(minutes=n) for n in offsets]
    counts = by_hour(moments, NOON, end)
    for hour in counts:
        assert hour.count == sum(hour.start <= moment < hour.start + HOUR for moment in moments)
    if counts:
        assert counts[-1].start < end <= counts[-1].start + HOUR
    assert sum(hour.count for hour in counts) == sum(NOON <= moment < NOON + len(counts) * HOUR for moment in moments)


@given(st.integers(0, 400), st.integers(0, 600), st.integers(-60, 600))
def test_a_forecast_lies_in_its_own_interval_and_says_nothing_of_too_little(done, minutes, left):
    told = forecast(done, timedelta(minutes=minutes), timedelta(minutes=left))
    if done < LEAST_DONE or minutes < LEAST_TIME / timedelta(minutes=1):
        assert not told.enough
        return
    assert told.enough
    assert 0 <= told.low <= told.high
    if left <= 0:
        assert (told.expected, told.high) == (0, 0)
    else:
        assert told.low <= told.expected + 1
        assert told.expected <= told.high + 1


@given(st.integers(LEAST_DONE, 200), st.integers(30, 500), st.integers(1, 400))
def test_more_time_ahead_never_means_fewer_cases(done, minutes, left):
    less, more = (forecast(done, timedelta(minutes=minutes), timedelta(minutes=n)) for n in (left, left + 60))
    assert less.expected < more.expected
    assert less.low <= more.low
    assert less.high <= more.high


def test_four_days_in_five_end_inside_the_interval():
    rng = random.Random(11)
    inside = told = 0
    for _ in range(3_000):
        rate = rng.uniform(3, 15)
        done, ahead = (_poisson(rng, rate * hours) for hours in (4, 4))
        guess = forecast(done, 4 * HOUR, 4 * HOUR)
        if guess.enough:
            told += 1
            inside += guess.low <= ahead <= guess.high
    assert 0.78 <= inside / told <= 0.88


def _poisson(rng, mean):
    count, at = 0, rng.expovariate(1)
    while at < mean:
        count, at = count + 1, at + rng.expovariate(1)
    return count


def test_the_day_begins_with_the_first_case_that_was_worked_on_and_breaks_count():
    done = [(NOON, timedelta(minutes=10)), (NOON + 2 * HOUR, timedelta(minutes=5))]
    assert worked(done, NOON + 3 * HOUR) == 3 * HOUR + timedelta(minutes=10)
    assert worked([], NOON) == timedelta()
