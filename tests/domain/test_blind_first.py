"""The rules of blind-first, second looks and patterns that need no server."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.domain.ask_again import AskReason, AssessmentRequest, request_faults
from app.domain.blind_first import (
    AmendAfterReveal,
    FirstReview,
    Shift,
    amend_faults,
    amended,
    blind_faults,
    drawn_blind,
    shift_of,
    wilson,
    with_fitting_code,
)
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from app.domain.pattern import ResolvePattern, review_of
from app.domain.review import ReviewedFacts, StepMark, StepVerdict, review_faults
from app.domain.root_cause import Attribution, AttributionKind, code_kind_for
from tests.support.factories import review

TYPE = "ato_investigation"
CODES = catalogue().codes
KEY = bytes(range(32))
VERDICTS = st.sampled_from(list(Verdict))
FINAL = st.sampled_from([Decision.PASS, Decision.BLOCK])
NAMES = st.sampled_from(sorted({code.code for code in CODES}))
ATTRIBUTIONS = st.none() | st.builds(
    Attribution, st.sampled_from(list(AttributionKind)), st.sampled_from(["impossible_travel", "1", "ATO-12 §3"])
)


def facts(verdict: Verdict) -> ReviewedFacts:
    return ReviewedFacts(TYPE, verdict, frozenset({"impossible_travel"}), frozenset({1, 2}))


# --- the draw


@given(st.integers(1, 2**53), st.text(min_size=1, max_size=40), st.integers(0, 999))
def test_a_larger_share_never_takes_a_case_out(number: int, person: str, share: int) -> None:
    if drawn_blind(KEY, number, person, share):
        assert drawn_blind(KEY, number, person, share + 1)
    assert drawn_blind(KEY, number, person, 1000)
    assert not drawn_blind(KEY, number, person, 0)


def test_the_share_is_kept_and_people_and_keys_differ() -> None:
    def drawn(key: bytes, person: str) -> set[int]:
        return {n for n in range(200_001, 210_001) if drawn_blind(key, n, person, 100)}

    ann, bob, elsewhere = drawn(KEY, "ann"), drawn(KEY, "bob"), drawn(b"another key", "ann")
    assert all(900 <= len(found) <= 1_100 for found in (ann, bob, elsewhere))
    # Two independent tenths meet in a hundredth.
    assert len(ann & bob) < 160
    assert len(ann & elsewhere) < 160


# --- what may be said blind


@given(
    FINAL | st.just(Decision.ESCALATE),
    st.none() | NAMES,
    ATTRIBUTIONS,
    st.sampled_from(["Good reason.", "", "a. b. c."]),
)
def test_a_blind_review_in_order_is_in_order_for_either_verdict(
    decision: Decision, code: str | None, attribution: Attribution | None, rationale: str
) -> None:
    said = msgspec.structs.replace(
        review(Decision.BLOCK), decision=decision, code=code, attribution=attribution, rationale=rationale
    )
    if blind_faults(said, TYPE, CODES):
        return
    for verdict in Verdict:
        kept = with_fitting_code(said, facts(verdict), CODES)
        left = [fault.code for fault in review_faults(kept, facts(verdict), CODES)]
        assert left in ([], ["code_required"])
        assert (kept.decision, kept.rationale) == (said.decision, said.rationale)
        if kept.code is not None and decision is not Decision.ESCALATE:
            label = derive_label(verdict, decision)
            assert label is not None
            assert catalogue().code(kept.code).code_kind is code_kind_for(label)  # type: ignore[union-attr]


@pytest.mark.parametrize("more", [{"label": "TP"}, {"label": "FP"}, {"steps": (StepVerdict(1, StepMark.RIGHT),)}])
def test_what_could_only_be_a_guess_is_refused(more: dict[str, object]) -> None:
    said = msgspec.structs.replace(review(), **more)  # type: ignore[arg-type]
    assert [fault.code for fault in blind_faults(said, TYPE, CODES)] == ["not_before_reveal"]


# --- after the reveal


@given(VERDICTS, FINAL, st.none() | FINAL, NAMES, ATTRIBUTIONS, st.booleans())
def test_what_is_in_force_after_the_reveal_never_contradicts_its_label(
    verdict: Verdict,
    first: Decision,
    second: Decision | None,
    code: str,
    attribution: Attribution | None,
    counts: bool,
) -> None:
    before = FirstReview(first, "The owner was at home.", "en")
    told = AmendAfterReveal("r", code, second, attribution=attribution, rationale="Seen with the agent's word.")
    told = msgspec.structs.replace(told, rationale_language="en")
    now = amended(before, told, second_counts=counts)
    assert now.decision is (second if counts and second is not None else first)
    if amend_faults(before, told, facts(verdict), CODES, second_counts=counts):
        return
    label = derive_label(verdict, now.decision)
    assert label is not None
    known = catalogue().code(code)
    assert known is not None
    assert (known.code_kind, label in known.applies_to) == (code_kind_for(label), True)


@given(VERDICTS, FINAL, st.none() | FINAL)
def test_a_shift_is_toward_the_agent_or_away_from_it(
    verdict: Verdict, first: Decision, second: Decision | None
) -> None:
    shift = shift_of(verdict, first, second)
    agreed = [decision.value == verdict.value for decision in (first, second or first)]
    assert shift is {(False, True): Shift.TOWARD, (True, False): Shift.AWAY}.get((agreed[0], agreed[1]), Shift.NONE)


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_share(hits: int, misses: int) -> None:
    low, high = wilson(hits, hits + misses)
    share = hits / (hits + misses) if hits + misses else 0.5
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_an_interval_is_the_one_of_the_books() -> None:
    # Newcombe 1998, table I: 81 of 263.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


# --- patterns and second looks


@given(VERDICTS, FINAL, st.lists(NAMES, min_size=1, max_size=2, unique=True))
def test_one_decision_gives_each_case_the_label_of_its_own_verdict(
    verdict: Verdict, decision: Decision, codes: list[str]
) -> None:
    signal = Attribution(AttributionKind.SIGNAL, "impossible_travel")
    body = ResolvePattern("p", decision, tuple(codes), "One payee, one device.", "en", attribution=signal)
    made = review_of(body, verdict, "e1", 10, CODES)
    label = derive_label(verdict, decision)
    assert (made.decision, made.label, made.escalation_id) == (decision, None, "e1")
    if made.code is not None:
        assert label is not None
        assert catalogue().code(made.code).code_kind is code_kind_for(label)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        (AssessmentRequest(AskReason.STEP_DOUBTFUL), []),
        (AssessmentRequest(AskReason.OTHER), ["note_required"]),
        (AssessmentRequest(AskReason.OTHER, "x" * 501), ["note_too_long"]),
    ],
)
def test_a_request_says_what_it_wants(request_: AssessmentRequest, codes: list[str]) -> None:
    assert [fault.code for fault in request_faults(request_)] == codes
