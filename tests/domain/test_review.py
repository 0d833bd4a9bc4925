"""The rules of a review, the same on both sides of the wire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.domain.decision import Decision, Verdict
from app.domain.label import Label, derive_label
from app.domain.review import ReviewedFacts, StepError, StepMark, StepVerdict, review_faults, route_of
from app.domain.root_cause import Attribution, AttributionKind, Route
from tests.support.factories import review

CODES = catalogue().codes
FACTS = ReviewedFacts("ato_investigation", Verdict.BLOCK, frozenset({"impossible_travel"}), frozenset({1, 2}))


def _codes(made, facts=FACTS):
    return [f.code for f in review_faults(made, facts, CODES)]


@pytest.mark.parametrize("decision", list(Decision))
def test_a_whole_review_has_no_fault(decision):
    assert _codes(review(decision)) == []


@given(st.sampled_from(Verdict), st.sampled_from(Decision), st.sampled_from([None, *Label]))
def test_a_label_that_contradicts_its_decision_cannot_be_made(verdict, decision, label):
    facts = ReviewedFacts("ato_investigation", verdict, FACTS.signals, FACTS.steps)
    found = _codes(review(decision, label=label), facts)
    contradicts = label is not None and label is not derive_label(verdict, decision)
    assert ("label_contradicts_decision" in found) == contradicts


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": None}, "code_required"),
        ({"code": "made_up"}, "code_unknown"),
        ({"code": "thin_history"}, "code_does_not_fit_label"),
        ({"attribution": None}, "attribution_required"),
        ({"attribution": Attribution(AttributionKind.SIGNAL, "not_listed")}, "attribution_unknown"),
        ({"attribution": Attribution(AttributionKind.CLAUSE, "ATO-12 §3")}, "attribution_unknown"),
        ({"rationale": "One. Two. Three."}, "rationale_sentences"),
        ({"rationale": "一。二。三。"}, "rationale_sentences"),
        ({"rationale": ""}, "rationale_required"),
        ({"rationale_language": "fr"}, "rationale_language"),
        ({"rationale": "The owner wrote from li.wei@example.com."}, "personal_data"),
        ({"steps": (StepVerdict(9, StepMark.RIGHT),)}, "step_unknown"),
        ({"steps": (StepVerdict(1, StepMark.RIGHT), StepVerdict(1, StepMark.WRONG))}, "step_unknown"),
        ({"steps": (StepVerdict(1, StepMark.RIGHT, StepError.UNSUPPORTED),)}, "step_kind_without_error"),
        ({"active_ms": -1}, "active_time"),
    ],
)
def test_each_broken_rule_is_named(change, code):
    assert _codes(review(Decision.PASS, **change)) == [code]


def test_the_route_is_the_codes_own_unless_the_reviewer_says_otherwise():
    made = review(Decision.PASS)
    assert route_of(made, CODES) is Route.A
    assert route_of(review(Decision.PASS, route=Route.C), CODES) is Route.C
    assert route_of(review(Decision.BLOCK), CODES) == next(c.route for c in CODES if c.code == "thin_history")
