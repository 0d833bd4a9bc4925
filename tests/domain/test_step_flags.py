"""Missing links and missing clauses of the reasoning are flagged."""

from datetime import UTC, datetime

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.domain.procedures import PageText, Procedures
from app.domain.step_flags import StepFacts, step_flags

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SHIPPED = Procedures(catalogue().sop)


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
    assert step_flags([step], {"e1"}, {"impossible_travel"}, SHIPPED, NOON) == {1: flags}


def test_a_clause_changed_since_the_agent_read_it_is_flagged():
    step = StepFacts(1, ("e1",), (), "ATO-12 §3")
    current = catalogue().sop["ATO-12"].version
    assert step_flags([step], {"e1"}, (), SHIPPED, NOON, current) == {1: ()}
    assert step_flags([step], {"e1"}, (), SHIPPED, NOON, "2025.01") == {1: ("clause_changed",)}


def test_flags_follow_the_pages_in_force():
    shipped = catalogue().sop["ATO-12"]
    first, second, *others = shipped.clauses
    assert first.n == "1"
    other_words = msgspec.structs.replace(first, text=second.text)
    house = msgspec.structs.replace(shipped, version="2026.11", clauses=(other_words, *others))
    read = Procedures({"ATO-12": shipped}, {"ATO-12": [PageText(shipped, None, NOON), PageText(house, NOON)]})

    def flags(clause, version, moment=NOON):
        step = StepFacts(1, ("e1",), (), f"ATO-12 §{clause}")
        return step_flags([step], {"e1"}, (), read, moment, version)[1]

    assert flags("1", shipped.version) == ("clause_changed",)
    assert flags("1", "2026.11") == ()
    # Its page is another one since, and its own words are the same.
    assert flags(others[0].n, shipped.version) == ()
    assert flags(second.n, shipped.version) == ("clause_gone",)
    before = datetime(2026, 11, 20, tzinfo=UTC)
    assert flags("1", shipped.version, before) == flags(second.n, shipped.version, before) == ()
