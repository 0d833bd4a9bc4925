"""What becomes of a review: every row of the apply rule, and what must hold for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import CaseState
from app.domain.decision import Decision
from app.domain.settlement import Attempt, CaseStanding, Settled, settle


def _case(**more):
    values = {"state": CaseState.OPEN, "priority": 40, "rev": 7, "fence": 3, "lease_live": True, "material_rev": 5}
    return CaseStanding(**(values | more))


def _attempt(**more):
    return Attempt(**({"decision": Decision.BLOCK, "fence": 3, "base_rev": 5} | more))


ROWS = [
    ({}, {}, Settled.APPLIED),
    ({"lease_live": False}, {}, Settled.LATE),
    ({"fence": 2}, {"older_epoch": True}, Settled.RESTORED),
    ({"fence": 2}, {}, Settled.LEASE_LOST),
    ({"fence": 4}, {}, Settled.LEASE_LOST),
    ({"state": CaseState.CLOSED, "decided": Decision.BLOCK}, {}, Settled.CONCURRING),
    ({"state": CaseState.CLOSED, "decided": Decision.PASS}, {}, Settled.CONTESTED),
    ({"state": CaseState.WITHDRAWN}, {}, Settled.CASE_WITHDRAWN),
    ({"material_rev": 6}, {}, Settled.STALE_EVIDENCE),
    ({}, {"base_rev": 7}, Settled.APPLIED),
    ({}, {"base_rev": 8}, Settled.STALE_EVIDENCE),
    ({"fence": 2}, {"base_rev": 8, "older_epoch": True}, Settled.RESTORED),
    ({"priority": 75}, {}, Settled.MUST_ESCALATE),
    ({"priority": 75, "fence": 4}, {}, Settled.MUST_ESCALATE),
    ({"priority": 75}, {"decision": Decision.ESCALATE}, Settled.APPLIED),
    ({"state": CaseState.ESCALATED, "open_escalation_id": "x"}, {}, Settled.NOT_YOURS_TO_RESOLVE),
    (
        {"state": CaseState.ESCALATED, "open_escalation_id": "x"},
        {"decision": Decision.ESCALATE},
        Settled.ALREADY_ESCALATED,
    ),
    (
        {"state": CaseState.ESCALATED, "open_escalation_id": "x"},
        {"escalation_id": "y", "may_resolve": True},
        Settled.NOT_YOURS_TO_RESOLVE,
    ),
    (
        {"state": CaseState.ESCALATED, "open_escalation_id": "x", "priority": 90},
        {"escalation_id": "x", "may_resolve": True},
        Settled.APPLIED,
    ),
]


@pytest.mark.parametrize(("case", "attempt", "settled"), ROWS)
def test_each_situation_has_its_one_answer(case, attempt, settled):
    assert settle(_case(**case), _attempt(**attempt)) is settled


standings = st.builds(
    CaseStanding,
    state=st.sampled_from(CaseState),
    priority=st.integers(0, 100),
    fence=st.integers(1, 4),
    lease_live=st.booleans(),
    material_rev=st.integers(1, 4),
    decided=st.sampled_from([None, Decision.PASS, Decision.BLOCK]),
    open_escalation_id=st.sampled_from([None, "x"]),
)
attempts = st.builds(
    Attempt,
    decision=st.sampled_from(Decision),
    fence=st.integers(1, 4),
    base_rev=st.integers(1, 4),
    escalation_id=st.sampled_from([None, "x", "y"]),
    may_resolve=st.booleans(),
    older_epoch=st.booleans(),
)


@given(standings, attempts)
def test_nothing_takes_effect_without_the_fence_the_evidence_and_the_second_pair_of_eyes(case, attempt):
    settled = settle(case, attempt)
    if not settled.takes_effect:
        return
    assert case.state in (CaseState.OPEN, CaseState.ESCALATED)
    assert attempt.fence == case.fence or (attempt.older_epoch and attempt.fence > case.fence)
    assert attempt.base_rev >= case.material_rev
    if case.priority >= 75 and attempt.decision is not Decision.ESCALATE:
        assert case.state is CaseState.ESCALATED
        assert attempt.may_resolve
