"""A finding is offered a route with the reason for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.domain.root_cause import Attribution, AttributionKind, Route
from app.domain.route_suggestion import RouteFacts, RouteSuggestion, suggest_route

CODES = {code.code: code for code in catalogue().codes}
REASONS = {
    "code_default", "clause_wrong", "clauses_contradict",
    "clause_missing", "check_missing", "close_to_threshold", "signal_bias", "no_route",
}  # fmt: skip


def _route(code, kind=None, ref="x", **more):
    attribution = Attribution(AttributionKind(kind), ref) if kind else None
    return suggest_route(RouteFacts(CODES[code], attribution, **more))


def test_nothing_is_offered_before_a_code():
    assert suggest_route(RouteFacts(None)) is None


@pytest.mark.parametrize(
    ("given_facts", "route", "reason"),
    [
        (("signal_overweighted", "signal"), Route.A, "code_default"),
        (("threshold_miscalibrated", "clause", "ATO-12 §3"), Route.C, "clause_wrong"),
        (("sop_gap", "step", "2"), Route.C, "code_default"),
        (("check_skipped", "missing_check", "1"), Route.C, "check_missing"),
        (("thin_history", "signal"), None, "no_route"),
        (("weak_reasoning", "step", "1"), Route.A, "code_default"),
    ],
)
def test_the_codes_own_route_holds_unless_a_clause_is_at_fault(given_facts, route, reason):
    assert _route(*given_facts) == RouteSuggestion(route, reason)


def test_a_step_that_no_clause_backs_is_a_matter_for_the_sop():
    assert _route("sop_gap", "step", "2", bare_steps=frozenset({2})) == RouteSuggestion(Route.C, "clause_missing")
    misread = _route("step_misread_evidence", "step", "2", bare_steps=frozenset({2}))
    assert misread == RouteSuggestion(Route.A, "code_default")


def test_a_step_marked_as_resting_on_the_wrong_clause_goes_to_the_sop():
    found = _route("step_misread_evidence", "step", "2", clause_errors=frozenset({2}), wrong_steps=frozenset({2}))
    assert found == RouteSuggestion(Route.C, "clause_wrong")


def test_a_small_distance_with_no_signal_at_fault_is_a_matter_for_the_threshold():
    assert _route("new_scenario", distance=-0.02) == RouteSuggestion(Route.B, "close_to_threshold")
    assert _route("new_scenario", distance=-0.2) == RouteSuggestion(None, "no_route")
    assert _route("new_scenario", distance=-0.02, wrong_steps=frozenset({1})) == RouteSuggestion(None, "no_route")


def test_far_from_the_threshold_a_signal_is_biased_rather_than_the_line_misplaced():
    assert _route("threshold_miscalibrated", "signal", distance=-0.02).route is Route.B
    assert _route("threshold_miscalibrated", "signal", distance=-0.3) == RouteSuggestion(Route.A, "signal_bias")


@given(st.sampled_from(sorted(CODES)), st.sampled_from([None, *AttributionKind]), st.floats(-1, 1), st.booleans())
def test_every_finding_gets_a_known_reason_and_a_route_unless_there_is_none(code, kind, distance, wrong):
    found = _route(
        code, kind, "1", distance=distance, bare_steps=frozenset({1}), wrong_steps=frozenset({1} if wrong else ())
    )
    assert found.reason in REASONS
    assert (found.route is None) == (found.reason == "no_route")
    if CODES[code].route is not None:
        assert found.route is not None
