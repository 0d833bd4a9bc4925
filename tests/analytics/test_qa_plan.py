"""What a plan asks of a frame: the numbers of ISO 2859-1, and the smallest stratified sample that is sharp enough."""

import pytest

from app.analytics.qa_plan import planned
from app.domain.acceptance import Severity
from app.domain.sampling import WHOLE, Allocation, IsoPlan, StratifiedPlan


@pytest.mark.parametrize(
    ("lot", "plan", "told"),
    [
        (1000, IsoPlan(1.0), ("J", 80, 2, 3)),
        (1000, IsoPlan(1.0, severity=Severity.TIGHTENED), ("J", 80, 1, 2)),
        (3000, IsoPlan(1.5), ("K", 125, 5, 6)),
        (20, IsoPlan(4.0), ("B", 3, 0, 1)),
        (2, IsoPlan(0.01), ("Q", 2, 0, 1)),
    ],
)
def test_a_lot_has_the_numbers_of_the_table(lot: int, plan: IsoPlan, told: tuple[str, int, int, int]) -> None:
    asked = planned(plan, {1: lot - 1, 2: 1})
    assert (asked.n, asked.accept, asked.reject) == told[1:]
    assert asked.sizes == {WHOLE: told[1]}
    assert (asked.letter == told[0]) or lot == 2


def test_a_stratified_plan_gives_every_stratum_its_least_and_more_to_the_wilder_one() -> None:
    strata = {1: 900, 2: 90, 3: 10}
    even = planned(StratifiedPlan(0.04, minimum=5), strata)
    assert even.n == sum(even.sizes.values())
    assert min(even.sizes.values()) >= 5
    assert even.half_width is not None
    assert even.half_width <= 0.04
    wild = StratifiedPlan(0.04, minimum=5, allocation=Allocation.NEYMAN, expected_by_stratum={"2": 0.5})
    assert planned(wild, strata).sizes[2] > even.sizes[2]


def test_a_frame_of_one_case_is_no_lot() -> None:
    with pytest.raises(ValueError, match="2 cases"):
        planned(IsoPlan(1.0), {1: 1})
