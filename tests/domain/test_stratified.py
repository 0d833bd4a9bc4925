"""Stratified samples: anybody draws the same, everybody is as likely, and the numbers add up."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.domain.stratified import StratifiedFrame, allocate, draw_stratified, frame_digest

FRAME = [(f"C-{number}", "abc"[number % 3]) for number in range(90)]


def test_another_machine_draws_the_same_in_whatever_order_it_has_the_frame() -> None:
    shuffled = random.Random(4).sample(FRAME, len(FRAME))
    here = draw_stratified(FRAME, {"a": 5, "b": 2}, "7", "plan")
    there = draw_stratified(shuffled, {"b": 2, "a": 5}, "7", "plan")
    assert here == there
    assert {name: len(refs) for name, refs in here.drawn.items()} == {"a": 5, "b": 2, "c": 0}
    assert here.sizes == {"a": 30, "b": 30, "c": 30}
    assert here.refs == here.drawn["a"] + here.drawn["b"]


def test_this_sample_stays_as_it_is() -> None:
    """A draw is evidence: another version of the program has to draw it again."""
    told = draw_stratified(FRAME, {"a": 3, "b": 1, "c": 1}, "seed", "plan")
    assert told.digest == frame_digest(FRAME)
    assert told.refs == ("C-12", "C-48", "C-57", "C-73", "C-59")


def test_frame_seed_and_plan_each_change_the_draw() -> None:
    wanted = {"a": 10}
    first = draw_stratified(FRAME, wanted, "1", "plan").refs
    assert draw_stratified(FRAME, wanted, "2", "plan").refs != first
    assert draw_stratified(FRAME, wanted, "1", "other").refs != first
    assert draw_stratified([*FRAME, ("C-90", "a")], wanted, "1", "plan").refs != first


def test_a_shorter_sample_is_the_beginning_of_a_longer_one() -> None:
    long = draw_stratified(FRAME, {"a": 20}, "1", "plan").drawn["a"]
    assert draw_stratified(FRAME, {"a": 6}, "1", "plan").drawn["a"] == long[:6]
    assert len(draw_stratified(FRAME, {"a": 99}, "1", "plan").drawn["a"]) == 30


def test_a_case_in_the_frame_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        draw_stratified([("C-1", "a"), ("C-1", "b")], {}, "1", "plan")


def test_every_case_is_as_likely_as_any_other() -> None:
    frame, times = StratifiedFrame(FRAME), Counter[str]()
    for seed in range(1_500):
        times.update(frame.draw({"a": 6}, str(seed), "plan").drawn["a"])
    # 30 cases, 300 times each; chi-square with 29 degrees passes 58.3 once in a thousand times.
    assert sum((many - 300) ** 2 / (300 * 0.8) for many in times.values()) < 58.3
    assert len(times) == 30


def test_a_sample_is_shared_out_by_size_with_a_minimum() -> None:
    assert allocate({"a": 900, "b": 90, "c": 10}, 100) == {"a": 89, "b": 9, "c": 2}
    assert allocate({"a": 900, "b": 90, "c": 1}, 100, minimum=5) == {"a": 90, "b": 9, "c": 1}
    assert allocate({"a": 5, "b": 5}, 99) == {"a": 5, "b": 5}
    with pytest.raises(ValueError, match="30 cases"):
        allocate({"a": 900, "b": 90, "c": 10}, 29, minimum=10)


def test_neyman_gives_more_where_cases_differ_more() -> None:
    # Cochran (1977, 5.5): n_h in proportion to N_h S_h.
    assert allocate({"a": 100, "b": 100}, 40, spread={"a": 3.0, "b": 1.0}) == {"a": 30, "b": 10}
    assert allocate({"a": 100, "b": 100}, 40, spread={"a": 1.0, "b": 0.0}) == {"a": 38, "b": 2}
    assert allocate({"a": 20, "b": 100}, 60, spread={"a": 9.0, "b": 1.0}) == {"a": 20, "b": 40}
    assert allocate({"a": 10, "b": 30}, 20, spread={"a": 0.0, "b": 0.0}) == {"a": 5, "b": 15}


@settings(max_examples=200, deadline=None)
@given(
    some.dictionaries(some.text("abcdefgh", min_size=1, max_size=2), some.integers(0, 500), max_size=6),
    some.integers(0, 1_500),
    some.integers(0, 10),
    some.booleans(),
)
def test_allocations_add_up_within_their_borders(sizes: dict[str, int], total: int, minimum: int, neyman: bool) -> None:
    spread = {name: float(len(name) * size % 7) for name, size in sizes.items()} if neyman else None
    least = sum(min(minimum, size) for size in sizes.values())
    if total < least:
        with pytest.raises(ValueError, match="are the least"):
            allocate(sizes, total, spread=spread, minimum=minimum)
        return
    told = allocate(sizes, total, spread=spread, minimum=minimum)
    assert sum(told.values()) == min(total, sum(sizes.values()))
    for name, size in sizes.items():
        assert min(minimum, size) <= told[name] <= size
