"""What a seat holds, as a rule of its own: own cases always, of the rest the first in line, and never more."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.seat import Own, members, room, turnover

numbers = st.integers(200_001, 200_060)
owns = st.builds(Own, st.frozensets(numbers, max_size=12), st.frozensets(numbers, max_size=12))
lines = st.lists(numbers, max_size=50, unique=True)
caps = st.integers(0, 20)


@given(owns, lines, caps)
def test_own_cases_are_always_on_the_seat_and_never_twice(own: Own, line: list[int], cap: int) -> None:
    found = members(own, line, cap)
    assert own.all <= set(found)
    assert len(found) == len(set(found))


@given(owns, lines, caps)
def test_what_is_not_own_never_takes_a_seat_beyond_its_cap(own: Own, line: list[int], cap: int) -> None:
    others = set(members(own, line, cap)) - own.all
    assert len(others) <= room(own, cap)
    assert len(others) + len(own.to_do) <= max(cap, len(own.to_do))


@given(owns, lines, caps)
def test_the_seat_is_as_full_as_the_line_can_make_it_and_nobody_is_passed_over(
    own: Own, line: list[int], cap: int
) -> None:
    waiting = [number for number in line if number not in own.all]
    found = [number for number in members(own, line, cap) if number not in own.all]
    assert found == waiting[: room(own, cap)]


@given(owns, lines, caps, numbers)
def test_a_more_urgent_case_takes_the_place_of_the_least_urgent_that_is_not_own(
    own: Own, line: list[int], cap: int, urgent: int
) -> None:
    waiting = [number for number in line if number not in own.all and number != urgent]
    if urgent in own.all or not 0 < room(own, cap) <= len(waiting):
        return
    before = members(own, waiting, cap)
    after = members(own, [urgent, *waiting], cap)
    assert set(after) - set(before) == {urgent}
    assert set(before) - set(after) == {waiting[room(own, cap) - 1]}


@given(st.frozensets(numbers), lines, st.integers(1, 7))
def test_page_by_page_a_seat_comes_to_hold_exactly_what_it_should(
    held: frozenset[int], wanted: list[int], most: int
) -> None:
    here = set(held)
    for _ in range(len(held) + len(wanted) + 1):
        turn = turnover(here, wanted, most, may_come=True)
        assert len(turn.leave) + len(turn.come) <= most
        assert not set(turn.come) & here
        assert set(turn.leave) <= here - set(wanted)
        here = (here - set(turn.leave)) | set(turn.come)
        if not turn.rest:
            break
    assert here == set(wanted)


@given(st.frozensets(numbers), lines)
def test_nothing_comes_before_its_time_but_what_has_to_leave_leaves(held: frozenset[int], wanted: list[int]) -> None:
    turn = turnover(held, wanted, 500, may_come=False)
    assert (set(turn.leave), turn.come, turn.rest) == (held - set(wanted), (), False)


def test_a_seat_that_had_to_leave_first_lets_the_most_urgent_come_next() -> None:
    turn = turnover({1, 2, 3}, (9, 8, 3), 3, may_come=True)
    assert (turn.leave, turn.come, turn.rest) == ((1, 2), (9,), True)
