"""Slots by number: what a dictionary would say."""

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.usecases.queue_slots import Slots

NUMBERS = st.one_of(st.integers(200_000, 200_300), st.integers(0, 2**53))


@given(st.lists(NUMBERS, max_size=60), st.lists(NUMBERS, max_size=10))
def test_a_number_has_the_slot_that_was_put_last_and_any_other_has_none(put: list[int], asked: list[int]) -> None:
    slots, plain = Slots(), dict[int, int]()
    for slot, number in enumerate(put):
        slots.put(number, slot)
        plain[number] = slot
    assert len(slots) == len(plain)
    for number in (*put, *asked, 0):
        assert slots.get(number) == plain.get(number)
