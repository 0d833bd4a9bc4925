"""Two clauses that say otherwise of the same: named both, the same whichever came first, on route C."""

import pytest

from app.contract.catalogue import catalogue
from app.domain.attribution_offer import OfferFacts, attribution_offer
from app.domain.feedback import same_ref
from app.domain.root_cause import (
    Attribution,
    AttributionKind,
    Route,
    attribution_faults,
    clauses_named,
    contradiction,
)
from app.domain.route_suggestion import RouteFacts, RouteSuggestion, suggest_route

KIND = AttributionKind.CONTRADICTION
BOTH = "ATO-12 §1 / GEN-01 §1"


def test_a_pair_reads_the_same_whichever_clause_was_named_first() -> None:
    assert contradiction("GEN-01 §1", "ATO-12 §1") == contradiction("ATO-12 §1 ", "GEN-01 §1") == BOTH
    assert clauses_named(Attribution(KIND, BOTH)) == ("ATO-12 §1", "GEN-01 §1")
    assert same_ref(KIND, "GEN-01 §1/ATO-12 §1") == same_ref(KIND, BOTH) == BOTH


@pytest.mark.parametrize("ref", ["ATO-12 §1", "ATO-12 §1 / ATO-12 §1", "ATO-12 §1 / ", "a / b / c", " / "])
def test_what_does_not_name_two_clauses_is_no_contradiction(ref: str) -> None:
    assert [fault.code for fault in attribution_faults(Attribution(KIND, ref))] == ["attribution_unknown"]


def test_a_reference_to_two_clauses_carries_nobodys_data_and_no_hidden_signs() -> None:
    assert attribution_faults(Attribution(KIND, BOTH)) == ()
    assert attribution_faults(Attribution(KIND, "ATO-12 §1 / li.wei@example.com")) != ()
    assert attribution_faults(Attribution(KIND, "ATO-12 §1 / GEN\u202e-01")) != ()


def test_pairs_with_a_clause_that_the_reasoning_rests_on_are_offered_once_each() -> None:
    code = catalogue().code("sop_logic_error")
    assert code is not None
    facts = OfferFacts("ato_investigation", clauses=("ATO-12 §1", "GEN-01 §1"))
    found = [one.ref for one in attribution_offer(facts, code, catalogue()) if one.kind is KIND]
    assert BOTH in found
    assert len(found) == len(set(found))
    assert all({"ATO-12 §1", "GEN-01 §1"} & set(clauses_named(Attribution(KIND, ref))) for ref in found)
    assert all(not attribution_faults(Attribution(KIND, ref)) for ref in found)


def test_clauses_that_contradict_each_other_are_for_the_procedures_to_mend() -> None:
    for name in ("sop_logic_error", "no_clause"):
        code = catalogue().code(name)
        told = suggest_route(RouteFacts(code=code, attribution=Attribution(KIND, BOTH), distance=0.01))
        assert told == RouteSuggestion(Route.C, "clauses_contradict")
