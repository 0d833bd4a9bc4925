"""Missing links and missing clauses of the reasoning are flagged."""

import pytest

from app.contract.catalogue import catalogue
from app.domain.step_flags import StepFacts, step_flags


@pytest.mark.parametrize(
    ("step", "flags"),
    [
        (StepFacts(1, ("e1",), ("impossible_travel",), "ATO-12 §3"), ()),
        (StepFacts(1, (), (), "ATO-12 §3"), ("no_evidence",)),
        (StepFacts(1, ("e1", "e9"), (), "ATO-12 §3"), ("evidence_not_here",)),
        (StepFacts(1, ("e1",), ("made_up",), "ATO-12 §3"), ("signal_not_listed",)),
        (StepFacts(1, ("e1",), (), None), ("no_clause",)),
        (StepFacts(1, ("e1",), (), ""), ("no_clause",)),
        (StepFacts(1, ("e1",), (), "ATO-99 §1"), ("clause_unknown",)),
        (StepFacts(1, (), ("made_up",), None), ("no_evidence", "signal_not_listed", "no_clause")),
    ],
)
def test_each_missing_link_has_its_flag(step, flags):
    assert step_flags([step], {"e1"}, {"impossible_travel"}, catalogue()) == {1: flags}


def test_a_clause_changed_since_the_agent_read_it_is_flagged():
    step = StepFacts(1, ("e1",), (), "ATO-12 §3")
    current = catalogue().sop["ATO-12"].version
    assert step_flags([step], {"e1"}, (), catalogue(), current) == {1: ()}
    assert step_flags([step], {"e1"}, (), catalogue(), "2025.01") == {1: ("clause_changed",)}
