"""Ranges of numbers against sets of them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import number_ranges

numbers = st.sets(st.integers(0, 40))
loose = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


def spread(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


@given(one=numbers, other=numbers)
def test_they_say_what_sets_say(one: set[int], other: set[int]) -> None:
    a, b = number_ranges.of(one), number_ranges.of(other)
    assert spread(a) == one
    for found, wanted in (
        (number_ranges.joined(a, b), one | other),
        (number_ranges.without(a, b), one - other),
        (number_ranges.common(a, b), one & other),
    ):
        assert spread(found) == wanted
        assert found == number_ranges.of(wanted), "in order, and no two touch"


@given(told=loose)
def test_ranges_in_any_order_that_overlap_or_hold_nothing_are_put_in_order(told: list[tuple[int, int]]) -> None:
    assert number_ranges.joined(told) == number_ranges.of(spread(tuple(told)))


@given(one=numbers)
def test_what_is_written_is_read_again(one: set[int]) -> None:
    ranges = number_ranges.of(one)
    assert number_ranges.read(number_ranges.written(ranges)) == ranges


def test_a_range_costs_the_same_however_many_numbers_it_holds() -> None:
    whole = ((1, 2**62),)
    assert number_ranges.without(whole, ((5, 2**61),)) == ((1, 4), (2**61 + 1, 2**62))


def test_very_many_ranges_are_walked_once() -> None:
    many = tuple((n, n) for n in range(0, 400_000, 2))
    began = time.process_time()
    assert number_ranges.without(many, many) == ()
    ends = number_ranges.common(many, ((1, 5), (399_990, 400_000)))
    assert ends == number_ranges.of((2, 4, *range(399_990, 400_000, 2)))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["3", "a-b", "1-2-3"])
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        number_ranges.read(text)
