"""A step that was marked wrong, held against another answer to the same case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.compare import e_value
from app.domain.assessment import Step
from app.domain.regression import (
    ENOUGH_VOTES,
    Became,
    Check,
    Finding,
    Standing,
    became,
    changed_steps,
    check_of,
    grounded,
    held_against,
    standing,
)
from app.domain.review import StepError
from app.domain.text import Bilingual

WORDS = Bilingual("So it is.", "如此。")


def step(
    n: int = 1,
    evidence: tuple[str, ...] = ("e1",),
    signals: tuple[str, ...] = ("vpn_exit",),
    clause: str | None = "ATO-12 §3",
    outcome: str = "risk",
) -> Step:
    return Step(n, WORDS, evidence, signals, clause, outcome)


def mark(kind: StepError | None, right_clause: str | None = None, judged: tuple[Step, ...] = (step(),)) -> Check:
    found = check_of(judged, 1, kind, right_clause)
    assert found is not None
    return found


steps = st.lists(
    st.builds(
        step,
        n=st.just(1),
        evidence=st.sampled_from([(), ("e1",), ("e2",), ("e1", "e2")]),
        signals=st.sampled_from([(), ("vpn_exit",), ("account_age",)]),
        clause=st.sampled_from([None, "ATO-12 §3", "ATO-12 §4"]),
        outcome=st.sampled_from(["risk", "safe"]),
    ),
    min_size=1,
    max_size=5,
).map(lambda found: tuple(step(n, s.evidence_ids, s.signals, s.sop_ref, s.outcome) for n, s in enumerate(found, 1)))


@given(steps, st.sampled_from([*StepError, None]))
def test_the_same_answer_again_never_mends_what_was_wrong(judged: tuple[Step, ...], kind: StepError | None) -> None:
    for one in judged:
        check = check_of(judged, one.n, kind, None)
        assert check is not None
        finding = held_against(check, judged)
        assert finding is not Finding.MENDED or _rests_on_nothing(one)
        if not _rests_on_nothing(one):
            assert finding is Finding.REPEATED


def _rests_on_nothing(one: Step) -> bool:
    """A bare claim cannot be found again by what it rests on."""
    return not one.signals and not one.evidence_ids


@given(steps, steps, st.sampled_from([*StepError, None]))
def test_the_words_of_a_step_change_nothing(
    judged: tuple[Step, ...], other: tuple[Step, ...], kind: StepError | None
) -> None:
    check = check_of(judged, 1, kind, None)
    assert check is not None
    said = tuple(
        Step(s.n, Bilingual("Otherwise said.", "换句话说。"), s.evidence_ids, s.signals, s.sop_ref, s.outcome)
        for s in other
    )
    assert held_against(check, other) is held_against(check, said)


@pytest.mark.parametrize(
    ("kind", "answer", "finding"),
    [
        (StepError.UNSUPPORTED, (), Finding.MENDED),
        (StepError.UNSUPPORTED, (step(evidence=("e1", "e2")),), Finding.MENDED),
        (StepError.UNSUPPORTED, (step(evidence=()),), Finding.REPEATED),
        (StepError.WRONG_INFERENCE, (step(outcome="safe"),), Finding.MENDED),
        (StepError.WRONG_INFERENCE, (step(clause=None),), Finding.REPEATED),
        (StepError.WRONG_INFERENCE, (step(signals=("account_age",)),), Finding.UNTOLD),
        (StepError.WRONG_CLAUSE, (step(clause="ATO-12 §4"),), Finding.MENDED),
        (StepError.WRONG_CLAUSE, (step(clause=None),), Finding.UNTOLD),
        (StepError.WRONG_CLAUSE, (), Finding.UNTOLD),
        (StepError.MISSING_CHECK, (step(), step(2, ("e9",))), Finding.MENDED),
        (StepError.MISSING_CHECK, (step(), step(2, outcome="safe")), Finding.REPEATED),
        (None, (step(),), Finding.REPEATED),
        (None, (step(outcome="safe"),), Finding.UNTOLD),
    ],
)
def test_each_kind_of_error_has_its_own_way_to_be_mended(
    kind: StepError | None, answer: tuple[Step, ...], finding: Finding
) -> None:
    assert held_against(mark(kind), answer) is finding


def test_the_clause_that_the_reviewer_relied_on_is_the_one_that_mends() -> None:
    check = mark(StepError.WRONG_CLAUSE, "ATO-12 §7")
    assert held_against(check, (step(clause="ATO-12 §7"),)) is Finding.MENDED
    assert held_against(check, (step(clause="ATO-12 §4"),)) is Finding.REPEATED
    same = mark(StepError.WRONG_CLAUSE, "ATO-12 §3")
    assert same.right_clause is None, "a reviewer who relied on the same clause names no other one"


def test_a_mark_on_a_step_that_is_not_there_is_no_check() -> None:
    assert check_of((step(),), 2, StepError.UNSUPPORTED, None) is None


def test_a_step_is_grounded_on_what_its_case_has() -> None:
    told = (step(), step(2, ("e9",)), step(3, (), ("unheard_of",)), step(4, (), ()))
    assert grounded(told, frozenset({"e1"}), frozenset({"vpn_exit"})) == 1


def test_better_or_worse_is_said_on_evidence_alone() -> None:
    assert standing(0, 0, 0, 1.0) is Standing.WAITING
    assert standing(50, 3, 1, 2.0) is Standing.NOT_SHOWN
    assert standing(50, 30, 1, 1e6) is Standing.BETTER
    assert standing(50, 1, 30, 1e6) is Standing.WORSE
    assert standing(50, 1, 30, 30.0, alpha=0.01) is Standing.NOT_SHOWN


def test_what_an_answer_makes_of_a_case_is_said_by_who_was_right() -> None:
    told = [became(before, after) for before in (True, False) for after in (True, False, None)]
    assert told == [Became.SAME, Became.LOST, Became.UNANSWERED, Became.GAINED, Became.SAME, Became.UNANSWERED]


def test_a_step_has_changed_where_the_other_answer_has_none_on_the_same_ground() -> None:
    same, other = step(), step(2, ("e2",))
    reworded = Step(1, Bilingual("In other words.", "换句话说。"), ("e1",), ("vpn_exit",), "ATO-12 §3", "risk")
    assert changed_steps((same, other), (reworded,)) == (frozenset({2}), frozenset())
    assert changed_steps((same,), (step(outcome="safe"),)) == (frozenset({1}), frozenset({1}))


def test_a_step_that_rests_on_nothing_is_known_by_its_words() -> None:
    bare = Step(1, WORDS, (), (), None)
    assert changed_steps((bare,), (Step(3, WORDS, (), (), None),)) == (frozenset(), frozenset())
    other = Step(1, Bilingual("It is not so.", "并非如此。"), (), (), None)
    assert changed_steps((bare,), (other,)) == (frozenset({1}), frozenset({1}))


def test_fewer_votes_than_are_told_could_show_nothing_whatever_they_are() -> None:
    assert e_value(ENOUGH_VOTES - 1, 0) < 20 <= e_value(ENOUGH_VOTES, 0)
