"""The automatic checks of a review, and the rubric that they and every error are named by."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import resources
from app.contract.qa_rubric import rubric
from app.domain.qa_checks import (
    Check,
    CheckedReview,
    Finding,
    bits,
    check_review,
    cited_evidence,
    of_bits,
)
from app.domain.qa_rubric import Severity, parse_rubric
from app.domain.review import SopReliance

WORDS = "The owner signed in from Singapore while the second device stood in Lagos."
GOOD = CheckedReview("ato_investigation", WORDS, 60_000)
LIMITS = rubric().limits


def found(check: Check, **more: object) -> Finding:
    return check_review(msgspec.structs.replace(GOOD, **more), LIMITS)[check]


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        ({}, Finding.NOT_APPLICABLE),
        ({"cited": frozenset({"e1"})}, Finding.NOT_KNOWN),
        ({"cited": frozenset({"e1"}), "opened": frozenset()}, Finding.FAILED),
        ({"cited": frozenset({"e1", "e2"}), "opened": frozenset({"e1"})}, Finding.FAILED),
        ({"cited": frozenset({"e1"}), "opened": frozenset({"e1", "e2"})}, Finding.PASSED),
    ],
)
def test_what_a_review_rests_on_has_to_have_been_open(more: dict[str, object], finding: Finding) -> None:
    assert found(Check.EVIDENCE_OPENED, **more) is finding


@pytest.mark.parametrize(
    ("told", "in_force", "finding"),
    [("2026.10", "2026.10", Finding.PASSED), ("2026.09", "2026.10", Finding.FAILED), ("2026.10", None, Finding.FAILED)],
)
def test_a_clause_counts_in_the_version_in_force(told: str, in_force: str | None, finding: Finding) -> None:
    assert found(Check.CLAUSE_CURRENT, sop=SopReliance("ATO-12", "1", told), version=in_force) is finding
    assert found(Check.CLAUSE_CURRENT, sop=None, version=in_force) is Finding.NOT_APPLICABLE


def test_words_of_another_case_are_found_whatever_their_figures_and_marks() -> None:
    other = WORDS.upper().replace("second", "SECOND ") + " !!"
    assert (
        found(Check.OWN_WORDS, before=("Something else altogether happened on the account.", other)) is Finding.FAILED
    )
    assert found(Check.OWN_WORDS, before=("Something else altogether happened.",)) is Finding.PASSED
    assert found(Check.OWN_WORDS) is Finding.NOT_APPLICABLE


def test_only_the_latest_rationales_are_compared() -> None:
    others = tuple(f"Reason number {n} of a kind that nobody shares: {chr(97 + n) * 30}" for n in range(20))
    assert found(Check.OWN_WORDS, before=(*others, WORDS)) is Finding.PASSED
    assert found(Check.OWN_WORDS, before=(*others[:-1], WORDS)) is Finding.FAILED


@pytest.mark.parametrize(
    ("active_ms", "finding"), [(0, "failed"), (7_999, "failed"), (8_000, "passed"), (14_400_001, "failed")]
)
def test_handling_time_has_to_be_plausible(active_ms: int, finding: str) -> None:
    assert found(Check.TIME_PLAUSIBLE, active_ms=active_ms).value == finding


@pytest.mark.parametrize(
    ("revealed", "more", "finding"),
    [
        ((), {}, Finding.NOT_APPLICABLE),
        (("subject.account",), {}, Finding.PASSED),
        (("evidence.e1.ip",), {}, Finding.NOT_KNOWN),
        (("evidence.e1.ip",), {"opened": frozenset({"e2"})}, Finding.FAILED),
        (("evidence.e.1.ip",), {"opened": frozenset({"e.1"})}, Finding.PASSED),
        (("evidence.e1.ip", "subject.name"), {"cited": frozenset({"e1"})}, Finding.PASSED),
    ],
)
def test_a_reveal_belongs_to_evidence_that_the_review_used(
    revealed: tuple[str, ...], more: dict[str, object], finding: Finding
) -> None:
    assert found(Check.REVEAL_USED, revealed=revealed, **more) is finding


def test_a_rule_without_exceptions_that_was_broken_fails() -> None:
    assert found(Check.HARD_RULES) is Finding.PASSED
    assert found(Check.HARD_RULES, broken=frozenset({"unclaimed"})) is Finding.FAILED
    assert found(Check.HARD_RULES, rationale="One. Two. Three. Four.") is Finding.FAILED


def test_evidence_is_cited_by_the_steps_that_were_judged() -> None:
    assert cited_evidence({1, 3}, [(1, ("a",)), (2, ("b",)), (3, ("a", "c"))]) == {"a", "c"}


@given(st.dictionaries(st.sampled_from(Check), st.sampled_from(Finding)))
def test_findings_survive_being_kept_as_bits(findings: dict[Check, Finding]) -> None:
    kept = [bits(findings, one) for one in (Finding.PASSED, Finding.FAILED, Finding.NOT_KNOWN)]
    assert of_bits(*kept) == {check: findings.get(check, Finding.NOT_APPLICABLE) for check in Check}


@given(
    st.text(max_size=200),
    st.integers(0, 10**9),
    st.lists(st.text(max_size=80), max_size=25),
    st.none() | st.frozensets(st.text(max_size=3)),
    st.lists(st.text(max_size=12), max_size=4),
)
def test_no_review_is_too_odd_to_be_checked(
    words: str, active_ms: int, before: list[str], opened: frozenset[str] | None, revealed: list[str]
) -> None:
    review = CheckedReview("x", words, active_ms, opened=opened, before=tuple(before), revealed=tuple(revealed))
    assert set(check_review(review, LIMITS)) == set(Check)


def test_the_rubric_names_every_check_and_all_three_weights() -> None:
    assert [one.code for one in rubric().checks] == [check.value for check in Check]
    assert {one.severity for one in rubric().classes} == set(Severity)
    assert rubric().severity("wrong_decision") is Severity.CRITICAL
    assert rubric().severity("root_cause") is Severity.MAJOR
    assert rubric().severity("wording") is Severity.MINOR
    assert rubric().severity("nothing") is None


@pytest.mark.parametrize("broken", ["twice", "unknown class", "one language", "limit"])
def test_a_rubric_that_breaks_its_own_rules_is_refused(broken: str) -> None:
    data = json.loads(resources.read("resources/catalogue/qa_rubric.json"))
    if broken == "twice":
        data["classes"].append(data["classes"][0])
    elif broken == "unknown class":
        data["checks"][0]["error_class"] = "nothing"
    elif broken == "one language":
        del data["classes"][0]["name"]["zh"]
    else:
        data["limits"]["near_duplicate"] = 1.5
    with pytest.raises(ValueError, match=r"twice|no such class|language|range"):
        parse_rubric(json.dumps(data).encode())
