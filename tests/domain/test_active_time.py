"""Honest time: in front, in use, and never more than went by."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.active_time import IDLE_MS, LONGEST_TICK_MS, ActiveTime


def run(seconds: int, acts: set[int] = frozenset(), in_front: bool = True) -> ActiveTime:  # type: ignore[assignment]
    time = ActiveTime(was_in_front=in_front)
    time.begin(0)
    for second in range(1, seconds + 1):
        if second in acts:
            time.acted(second * 1000)
        time.tick(second * 1000, in_front)
    return time


def test_use_counts_and_stops_a_minute_after_the_last_act() -> None:
    assert run(30).active_ms == 30_000
    assert run(600).active_ms == IDLE_MS
    assert 0 <= run(600, {300}).active_ms - 2 * IDLE_MS <= 1_000, "to the second in which somebody came back"


def test_behind_another_window_nothing_counts() -> None:
    assert run(30, in_front=False).active_ms == 0


def test_every_leaving_of_the_window_counts_once() -> None:
    time = ActiveTime()
    time.begin(0)
    for second, front in enumerate((True, True, False, False, True, False), start=1):
        time.tick(second * 1000, front)
    assert time.left_window == 2


def test_a_machine_that_slept_adds_no_more_than_a_tick() -> None:
    time = ActiveTime(was_in_front=True)
    time.begin(0)
    time.tick(1_000, True)
    time.tick(8 * 3_600_000, True)
    assert time.active_ms == 1_000
    time.acted(8 * 3_600_000)
    time.tick(8 * 3_600_000 + 60_000, True)
    assert time.active_ms <= 1_000 + LONGEST_TICK_MS


def test_a_draft_goes_on_counting_where_it_stopped() -> None:
    time = ActiveTime(was_in_front=True)
    time.begin(5_000, active_ms=42_000, left_window=3)
    time.tick(6_000, True)
    assert (time.active_ms, time.left_window) == (43_000, 3)


@given(
    st.lists(st.tuples(st.integers(0, 90_000), st.booleans(), st.booleans()), max_size=60),
)
def test_never_more_is_counted_than_went_by(steps: list[tuple[int, bool, bool]]) -> None:
    time = ActiveTime()
    time.begin(0)
    now = 0
    for gone, front, act in steps:
        now += gone
        if act:
            time.acted(now)
        added = time.tick(now, front)
        assert 0 <= added <= min(gone, LONGEST_TICK_MS)
    assert time.active_ms <= now
