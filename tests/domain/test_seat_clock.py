"""The server's time on a seat without the server: no jump of the wall clock makes a lease longer."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.seat_clock import TimeMark, server_time, time_left

HOUR, YEAR = 3_600_000, 365 * 24 * 3_600_000
moments = st.integers(1_700_000_000_000, 1_900_000_000_000)
marks = st.builds(TimeMark, moments, moments, st.integers(0, YEAR), st.just("first"))
jumps = st.integers(-10 * YEAR, 10 * YEAR)
spans = st.integers(0, 100 * HOUR)


@given(marks, jumps, spans)
def test_within_one_start_the_wall_clock_counts_for_nothing(mark, jump, passed):
    assert server_time(mark, mark.wall_ms + jump, mark.steady_ms + passed, "first") == mark.server_ms + passed


@given(marks, jumps, spans, st.sampled_from(["second", ""]))
def test_after_a_restart_the_shorter_estimate_of_what_is_left_counts(mark, jump, since_start, boot):
    now = server_time(mark, mark.wall_ms + jump, since_start, boot)
    until = mark.server_ms + 8 * HOUR
    assert now >= mark.server_ms
    assert time_left(until, now) <= time_left(until, mark.server_ms + jump)
    if boot:
        assert time_left(until, now) <= time_left(until, mark.server_ms + since_start)


@given(marks, jumps, st.sampled_from(["first", "second", ""]), st.integers(-YEAR, YEAR))
def test_time_never_runs_back(mark, jump, boot, steady):
    assert server_time(mark, mark.wall_ms + jump, mark.steady_ms + steady, boot) >= mark.server_ms


def test_an_honest_restart_costs_nothing():
    mark = TimeMark(1_000_000, 940_000, 500_000, "first")
    assert server_time(mark, 940_000 + HOUR, 30_000, "second") == 1_000_000 + HOUR


def test_a_wall_clock_set_back_over_a_restart_gives_no_time():
    mark = TimeMark(1_000_000, 940_000, 500_000, "first")
    assert server_time(mark, 940_000 - HOUR, 120_000, "second") == 1_000_000 + 120_000


def test_what_is_over_stays_over():
    assert (time_left(10, 10), time_left(10, 11), time_left(11, 10)) == (0, 0, 1)
