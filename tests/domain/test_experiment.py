"""Who is in which arm, the same on every machine; and what a proposal may become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Verdict
from app.domain.experiment import Arm, Metric, Plan, arm_of, is_audited, place_of
from app.domain.proposal import FOLLOWS, OVER, ProposalState, moved_region, order_fault, step_fault
from app.domain.threshold_rule import Expected, RuleFlag, RuleWord, decides_alone, flag_of, rule_name


def test_the_place_of_a_case_is_the_one_that_is_written_down() -> None:
    assert place_of("salt", "ATO-1") == 8283178654231717073
    assert place_of("salt", "案件-1") == place_of("salt", "案件-1") != place_of("tlas", "案件-1")


def test_arms_are_as_large_as_planned_and_audits_are_drawn_apart_from_them() -> None:
    refs = [f"case-{n}" for n in range(20_000)]
    new = {ref for ref in refs if arm_of("s", ref, 300) is Arm.NEW}
    audited = {ref for ref in refs if is_audited("s", ref, 100)}
    assert abs(len(new) - 6_000) < 260
    assert abs(len(audited) - 2_000) < 170
    assert abs(len(audited & new) - 600) < 90


@given(st.text(max_size=40), st.integers(50, 949))
def test_who_is_in_the_new_arm_stays_when_it_grows(ref: str, share: int) -> None:
    if arm_of("s", ref, share) is Arm.NEW:
        assert arm_of("s", ref, share + 1) is Arm.NEW


@pytest.mark.parametrize(
    "wrong",
    [
        {"margin": -0.1},
        {"guard_margin": 0.0},
        {"alpha": 0.5},
        {"least": 10},
        {"least": 300, "most": 200},
        {"new_per_mille": 1_000},
        {"audit_per_mille": 0},
    ],
)
def test_a_plan_that_could_show_nothing_is_none(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"from|<="):
        Plan(Metric.TO_PEOPLE, **wrong)  # type: ignore[arg-type]
    assert Metric.TO_PEOPLE.other is Metric.WRONG_ALONE
    assert Metric.WRONG_ALONE.other is Metric.TO_PEOPLE


def test_every_flag_has_its_case() -> None:
    old, new = RuleWord("k.pass.1", 0.85), RuleWord("k.pass.try.x", 0.7)
    expected = Expected(old, new, frozenset({"k.slice.y"}))
    assert flag_of(old, 0.9, True, expected) is None
    assert flag_of(old, 0.8, False, expected) is None
    assert flag_of(old, 0.8, True, expected) is RuleFlag.AGAINST_RULE
    assert flag_of(new, 0.8, True, expected) is RuleFlag.OTHER_ARM
    assert flag_of(RuleWord("rules-7", 0.85), 0.9, True, expected) is RuleFlag.OTHER_RULE
    assert flag_of(RuleWord("k.pass.1", 0.8), 0.9, True, expected) is RuleFlag.OTHER_THRESHOLD
    assert flag_of(RuleWord("k.slice.y", 0.85), 0.6, True, expected) is None
    assert decides_alone(0.85 - 1e-12, 0.85)
    assert rule_name("k", Verdict.BLOCK, 3) == "k.block.3"


def test_a_proposal_goes_its_way_and_no_other() -> None:
    states = ProposalState
    assert set(FOLLOWS) == set(states)
    assert step_fault(states.OPEN, states.PROMOTED) is not None
    assert step_fault(states.TESTING, states.PROMOTED) is not None
    assert step_fault(states.SHOWN, states.PROMOTED) is None
    assert {states.REJECTED, states.WITHDRAWN, states.FAILED, states.PROMOTED, states.ROLLED_BACK} == OVER
    assert moved_region(0.85, 0.8)[0] < 0.8 < moved_region(0.85, 0.8)[1] < 0.85
    told = [fault.code for one in (0.3, 1.1, 0.85) if (fault := order_fault(one, 0.85))]
    assert told == ["out_of_range", "out_of_range", "same_threshold"]
