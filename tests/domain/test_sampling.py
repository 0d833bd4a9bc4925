"""A plan, a frame and a seed give one sample, on whatever machine and in whatever order the rows come."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.acceptance import Severity
from app.domain.sampling import (
    WHOLE,
    Allocation,
    FrameRow,
    IsoPlan,
    StratifiedPlan,
    draw,
    frame_digest,
    plan_faults,
    plan_text,
    sample_digest,
    seed_fault,
    strata_of,
)

ROWS = [FrameRow(f"Q-{number:03}", 1 + number % 3) for number in range(90)]
ISO = IsoPlan(2.5)


@given(st.randoms(use_true_random=False), st.text("abc-0123", min_size=1, max_size=12))
def test_the_order_of_the_rows_has_no_say(shuffle: random.Random, seed: str) -> None:
    other = list(ROWS)
    shuffle.shuffle(other)
    assert draw(other, {WHOLE: 13}, seed, ISO) == draw(ROWS, {WHOLE: 13}, seed, ISO)
    assert frame_digest(other) == frame_digest(ROWS)


def test_seed_plan_and_frame_each_change_the_sample() -> None:
    one = draw(ROWS, {WHOLE: 20}, "a", ISO)
    assert len(set(one)) == 20
    assert one != draw(ROWS, {WHOLE: 20}, "b", ISO)
    assert one != draw(ROWS, {WHOLE: 20}, "a", IsoPlan(2.5, severity=Severity.TIGHTENED))
    assert set(one) != set(draw([*ROWS, FrameRow("Q-new")], {WHOLE: 20}, "a", ISO))


def test_a_lot_is_drawn_from_the_whole_frame_and_strata_each_give_theirs() -> None:
    sizes = {1: 5, 2: 4, 3: 3}
    stratum = {row.ref: row.stratum for row in ROWS}
    drawn = draw(ROWS, sizes, "s", StratifiedPlan(0.05))
    assert {number: sum(stratum[ref] == number for ref in drawn) for number in sizes} == sizes
    assert strata_of(ROWS) == {1: 30, 2: 30, 3: 30}
    other = [FrameRow(row.ref, 1) for row in ROWS]
    assert draw(ROWS, {WHOLE: 9}, "s", ISO) == draw(other, {WHOLE: 9}, "s", ISO)


def test_every_case_of_a_lot_is_as_likely_as_any_other() -> None:
    counts = dict.fromkeys((row.ref for row in ROWS), 0)
    times = 600
    for seed in range(times):
        for ref in draw(ROWS, {WHOLE: 30}, str(seed), ISO):
            counts[ref] += 1
    expected = times * 30 / 90
    assert max(abs(count - expected) for count in counts.values()) < 5 * (expected * 2 / 3) ** 0.5


def test_a_plan_reads_the_same_however_it_was_written() -> None:
    assert plan_text(IsoPlan(4, "ii")) == plan_text(IsoPlan(4.0, "II")) == "iso II 4.0 normal"
    neyman = StratifiedPlan(0.05, allocation=Allocation.NEYMAN, expected_by_stratum={"2": 0.1, "1": 0.2})
    assert plan_text(neyman) == "stratified 0.05 0.95 0.05 neyman 2 1=0.2,2=0.1"


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        (IsoPlan(2.5), ()),
        (IsoPlan(3.0), ("aql_unknown",)),
        (IsoPlan(2.5, "IV"), ("level_unknown",)),
        (StratifiedPlan(0.05), ()),
        (StratifiedPlan(0.0), ("half_width_range",)),
        (StratifiedPlan(0.05, confidence=1.0), ("confidence_range",)),
        (StratifiedPlan(0.05, expected_error=0.0), ("expected_error_range",)),
        (StratifiedPlan(0.05, minimum=-1), ("minimum_range",)),
        (StratifiedPlan(0.05, expected_by_stratum={"x": 0.1}), ("stratum_unknown",)),
        (StratifiedPlan(float("nan")), ("half_width_range",)),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(plan: IsoPlan | StratifiedPlan, codes: tuple[str, ...]) -> None:
    assert tuple(fault.code for fault in plan_faults(plan)) == codes


@pytest.mark.parametrize(("seed", "good"), [("2026-47", True), ("", False), ("ä", False), ("x" * 65, False)])
def test_a_seed_can_be_told_over_the_telephone(seed: str, good: bool) -> None:
    assert (seed_fault(seed) is None) == good


def test_the_digest_of_a_sample_can_be_made_by_hand() -> None:
    assert sample_digest(["b", "a"]) == hashlib.sha256(b"a\nb\n").hexdigest()
