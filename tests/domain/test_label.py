"""Labels are derived, and a label that contradicts its decision cannot exist."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Decision, Verdict
from app.domain.label import Label, can_follow, derive_label
from app.domain.root_cause import CodeKind, code_kind_for

verdicts = st.sampled_from(Verdict)
decisions = st.sampled_from(Decision)


@given(verdict=verdicts, decision=decisions)
def test_the_label_says_whether_the_agent_was_right_and_whether_it_blocked(verdict, decision):
    label = derive_label(verdict, decision)
    if decision is Decision.ESCALATE:
        assert label is None
        return
    assert label is not None
    assert label.agent_was_right == (verdict.value == decision.value)
    assert (label in (Label.TP, Label.FP)) == (verdict is Verdict.BLOCK)


@given(verdict=verdicts, one=decisions, two=decisions)
def test_two_decisions_share_a_label_only_where_they_are_the_same(verdict, one, two):
    assert (derive_label(verdict, one) == derive_label(verdict, two)) == (one is two)


@given(label=st.sampled_from(Label), decision=decisions)
def test_a_label_can_follow_a_decision_only_under_some_verdict(label, decision):
    assert can_follow(label, decision) == any(derive_label(verdict, decision) is label for verdict in Verdict)
    assert can_follow(None, decision)


def test_errors_take_a_root_cause_and_the_rest_says_why_the_agent_was_unsure():
    assert {label: code_kind_for(label) for label in Label} == {
        Label.FP: CodeKind.ROOT_CAUSE,
        Label.FN: CodeKind.ROOT_CAUSE,
        Label.TP: CodeKind.WHY_UNSURE,
        Label.TN: CodeKind.WHY_UNSURE,
    }
