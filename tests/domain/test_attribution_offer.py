"""Everything that a code can be attributed to is offered as data, what is missing as well."""

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.domain.attribution_offer import UNLISTED, OfferFacts, attribution_offer, references
from app.domain.root_cause import AttributionKind

CATALOGUE = catalogue()
FACTS = OfferFacts(
    "ato_investigation", (("account_age", -0.4), ("impossible_travel", 0.9)), (1, 2), ("ATO-12 §3",),
    frozenset({"signin_timeline"}), 2, ("shared_device",),
)  # fmt: skip


def test_what_is_there_comes_first_by_its_weight():
    assert references(FACTS, AttributionKind.SIGNAL, CATALOGUE) == ["impossible_travel", "account_age"]
    assert references(FACTS, AttributionKind.STEP, CATALOGUE) == ["1", "2"]
    clauses = references(FACTS, AttributionKind.CLAUSE, CATALOGUE)
    assert clauses[0] == "ATO-12 §3"
    assert {"ATO-12 §1", "ATO-07 §1", "GEN-01 §3"} <= set(clauses)
    assert len(set(clauses)) == len(clauses)


def test_the_signal_that_can_have_misled_the_agent_comes_first_and_not_the_one_that_spoke_against_it():
    """A case was blocked by mistake: what weighed too much pointed to block, whatever weighed more the other way."""
    codes = {code.code: code for code in CATALOGUE.codes}
    blocked = OfferFacts(
        "reset_2fa", (("sim_changed", -0.87), ("reset_channel", 0.77), ("liveness", 0.7)), verdict="block"
    )
    passed = msgspec.structs.replace(blocked, verdict="pass")

    def first(facts, code):
        offered = attribution_offer(facts, codes[code], CATALOGUE)
        return next(one.ref for one in offered if one.kind is AttributionKind.SIGNAL)

    assert first(blocked, "signal_overweighted") == first(passed, "signal_underweighted") == "reset_channel"
    assert first(blocked, "signal_underweighted") == first(passed, "signal_overweighted") == "sim_changed"
    assert first(passed, "impersonation_missed") == "reset_channel"
    assert first(blocked, "thin_history") == "sim_changed", "of one that was right the strongest, whatever it says"
    offered = [one.ref for one in attribution_offer(blocked, codes["signal_overweighted"], CATALOGUE)]
    assert offered == ["reset_channel", "liveness", "sim_changed"], "the others can be chosen"


def test_what_is_missing_is_offered_by_name_and_something_unlisted_last():
    signals = references(FACTS, AttributionKind.MISSING_SIGNAL, CATALOGUE)
    assert "hosting_ip" in signals
    assert "impossible_travel" not in signals
    kinds = references(FACTS, AttributionKind.MISSING_EVIDENCE, CATALOGUE)
    assert "devices" in kinds
    assert "signin_timeline" not in kinds
    assert references(FACTS, AttributionKind.MISSING_CHECK, CATALOGUE) == ["1", "2", UNLISTED]
    assert signals[-1] == kinds[-1] == UNLISTED


@pytest.mark.parametrize("case_type", [*CATALOGUE.case_types, "a_type_made_of_data"])
def test_every_code_of_every_type_has_something_missing_or_present_to_point_at(case_type):
    facts = OfferFacts(case_type, (("any", 0.1),), (1,))
    for code in CATALOGUE.codes:
        if code.fits(case_type):
            offered = attribution_offer(facts, code, CATALOGUE)
            assert offered, code.code
            assert {one.kind for one in offered} <= set(code.attribution_kinds)
