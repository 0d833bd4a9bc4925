"""Whoever keeps giving wrong passwords waits longer and longer."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.lockout import FORGET_MS, LONGEST_MS, MINUTE_MS, Counted, Failures, counted, wait_ms


def tries(kind: Counted, times: int, free: int, now: int = 0) -> tuple[Failures, list[int]]:
    """As many tries, each as soon as it may be made; what was counted, and the waits between them."""
    found, waits = Failures(), []
    for _ in range(times):
        found = counted(kind, found, now, free)
        waits.append(wait_ms(found, now))
        now += waits[-1]
    return found, waits


def test_five_tries_are_free_and_every_further_one_doubles_the_wait_up_to_half_an_hour() -> None:
    _, waits = tries(Counted.PAIR, 12, 5)
    assert waits == [0, 0, 0, 0, *(MINUTE_MS * n for n in (1, 2, 4, 8, 16, 30, 30, 30))]


def test_an_account_that_is_tried_from_everywhere_waits_a_quarter_of_an_hour_at_most() -> None:
    _, waits = tries(Counted.NAME, 30, 20)
    assert waits[18:26] == [0, *(MINUTE_MS * n for n in (1, 2, 4, 8, 15, 15, 15))]


def test_an_hour_without_a_failure_forgets_them() -> None:
    found, _ = tries(Counted.PAIR, 4, 5)
    assert counted(Counted.PAIR, found, found.last_at + FORGET_MS, 5).count == 1
    assert counted(Counted.PAIR, found, found.last_at + FORGET_MS - 1, 5).count == 5


@given(st.sampled_from(Counted), st.integers(0, 10_000), st.integers(1, 50))
def test_no_wait_is_longer_than_the_longest(kind: Counted, count: int, free: int) -> None:
    found = counted(kind, Failures(count, 0), 1, free)
    assert 0 <= wait_ms(found, 1) <= LONGEST_MS[kind]
    assert (wait_ms(found, 1) > 0) == (count + 1 >= free)
