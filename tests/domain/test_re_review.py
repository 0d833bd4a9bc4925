"""Who looks at what again, where a case stands after it, and what that says of the lot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Decision
from app.domain.re_review import (
    AdjudicateBody,
    SampleBody,
    ScoreBody,
    Standing,
    Verdict,
    adjudication_faults,
    assign,
    lot_verdict,
    may_adjudicate,
    sample_faults,
    score_faults,
    scores_digest,
    shuffled,
    signed_bytes,
    standing,
)
from app.domain.sampling import IsoPlan

people = st.sampled_from(["ann", "ben", "cai", "dee"])


@given(
    st.dictionaries(st.text("qrs", min_size=1, max_size=6), people, max_size=40),
    st.lists(people, unique=True, max_size=4),
    st.floats(0, 1),
)
def test_nobody_is_given_an_own_decision_and_the_work_is_even(
    first: dict[str, str], scorers: list[str], overlap: float
) -> None:
    told = assign(list(first), {ref: (one,) for ref, one in first.items()}, scorers, overlap)
    assert set(told) == set(first)
    for ref, chosen in told.items():
        assert first[ref] not in chosen
        assert len(chosen) <= 2
        assert bool(chosen) == any(person != first[ref] for person in scorers)
    if len(scorers) > 1:
        assert sum(len(chosen) == 2 for chosen in told.values()) <= round(overlap * len(first))


def test_two_scorers_of_others_work_share_it_alike() -> None:
    refs = [str(number) for number in range(31)]
    told = assign(refs, dict.fromkeys(refs, ("zoe",)), ["ann", "ben"], 0.0)
    counts = [sum(person in chosen for chosen in told.values()) for person in ("ann", "ben")]
    assert sorted(counts) == [15, 16]


@pytest.mark.parametrize(
    ("scores", "truth", "where"),
    [
        ([], None, Standing.UNSCORED),
        (["block", None], None, Standing.UNSCORED),
        (["block"], None, Standing.AGREED),
        (["block", "block"], None, Standing.AGREED),
        (["pass"], None, Standing.AWAITING),
        (["block", "pass"], None, Standing.AWAITING),
        (["escalate"], None, Standing.AWAITING),
        (["pass"], "block", Standing.RIGHT),
        (["pass"], "pass", Standing.WRONG),
        (["block", "pass"], "pass", Standing.WRONG),
    ],
)
def test_where_a_case_stands(scores: list[str | None], truth: str | None, where: Standing) -> None:
    assert standing("block", scores, truth) is where


def lot(wrong: int = 0, waiting: int = 0, agreed: int = 0) -> list[Standing]:
    return [Standing.WRONG] * wrong + [Standing.AWAITING] * waiting + [Standing.AGREED] * agreed


@pytest.mark.parametrize(
    ("standings", "accept", "reject", "verdict"),
    [
        (lot(agreed=20), 1, 2, Verdict.ACCEPTED),
        (lot(wrong=1, agreed=19), 1, 2, Verdict.ACCEPTED),
        (lot(wrong=1, waiting=1, agreed=18), 1, 2, Verdict.OPEN),
        (lot(wrong=2, waiting=5), 1, 2, Verdict.REJECTED),
        (lot(waiting=1, agreed=19), 1, 2, Verdict.ACCEPTED),
        (lot(wrong=2, agreed=11), 1, 4, Verdict.ACCEPTED_TO_NORMAL),
        (lot(wrong=2, waiting=2, agreed=9), 1, 4, Verdict.OPEN),
    ],
)
def test_a_verdict_stands_once_nothing_unsettled_could_turn_it(
    standings: list[Standing], accept: int, reject: int, verdict: Verdict
) -> None:
    assert lot_verdict(standings, accept, reject) is verdict


def test_nobody_settles_what_they_said() -> None:
    assert may_adjudicate("ann", {"ben"}, {"cai"})
    assert not may_adjudicate("ben", {"ben", "dee"}, {"cai"})
    assert not may_adjudicate("cai", {"ben"}, {"cai"})


def test_the_order_of_the_work_is_of_the_sample_and_of_nothing_else() -> None:
    refs = [f"Q-{number}" for number in range(20)]
    assert shuffled("one", refs) == shuffled("one", reversed(refs))
    assert shuffled("one", refs) != shuffled("two", refs)


def test_what_is_signed_can_be_written_by_hand() -> None:
    assert scores_digest([("b", "pass"), ("a", "block")]) == scores_digest([("a", "block"), ("b", "pass")])
    assert signed_bytes("s", "u", 2, "d") == b"footplate.qa-scores.1\ns\nu\n2\nd\n"


def test_scores_and_truths_keep_the_rules_of_a_rationale() -> None:
    good = ScoreBody("s", "r", Decision.BLOCK, "The second device belongs to somebody else.", "en", 1)
    assert score_faults(good) == ()
    bad = ScoreBody("s", "r", Decision.BLOCK, "One. Two. Three.", "fr", -1)
    assert {fault.code for fault in score_faults(bad)} == {
        "rationale_sentences",
        "rationale_language",
        "active_time",
    }
    truth = AdjudicateBody("s", "r", Decision.ESCALATE, "", "en")
    assert {fault.code for fault in adjudication_faults(truth)} == {"truth", "rationale_required"}
    sample = SampleBody("s", "f", IsoPlan(1.0), "seed", scorers=("a", "a"), overlap=2.0, series="")
    assert {fault.code for fault in sample_faults(sample)} == {"scorers", "overlap", "series"}
