"""A planted fall of a candidate is caught, and one that changes nothing is not called better."""

import random

import msgspec
import pytest

from app.analytics.intervals import wilson
from app.contract.regression import Preference
from app.domain.assessment import Assessment, AssessmentRole
from app.domain.decision import Verdict
from app.domain.regression import Standing
from app.server.usecases.regression_figures import Question, figures, preference
from tests.support.factories import assessment

BLOCK = assessment(model_version="roca-5", role=AssessmentRole.CHALLENGER)
PASS = assessment(base_value=-6.0, model_version="roca-5", role=AssessmentRole.CHALLENGER)
TYPES = ("poa_review", "kyc_audit", "reset_2fa")
RUNS = 400


def word(blocks: bool) -> Assessment:
    return BLOCK if blocks else PASS


def drawn(dice: random.Random, n: int, right: float = 0.8) -> list[Question]:
    """Cases that were judged without a look at the agent's answer, which was right in so many of them."""
    made = []
    for number in range(n):
        bad = dice.random() < 0.4
        says = "block" if bad == (dice.random() < right) else "pass"
        made.append(Question(number, TYPES[number % 3], True, says, "bad" if bad else "good", ()))
    return made


def answered(dice: random.Random, asked: list[Question], right: dict[str, float]) -> dict[int, Assessment]:
    """Another model that is right in so many cases of each type, whatever the one before said."""
    return {one.number: word((one.truth == "bad") == (dice.random() < right[one.case_type])) for one in asked}


def test_the_same_answers_again_are_neither_better_nor_worse() -> None:
    asked = drawn(random.Random(1), 600)
    same = {one.number: word(one.verdict == "block") for one in asked}
    told = figures(asked, same, {})
    assert (told.standing, told.drawn.gained, told.drawn.lost) == (Standing.NOT_SHOWN, 0, 0)
    assert told.worse_in == ()


def test_a_candidate_that_is_as_often_right_is_called_better_in_one_of_twenty_at_most() -> None:
    dice, found = random.Random(2), dict.fromkeys(Standing, 0)
    for _ in range(RUNS):
        asked = drawn(dice, 300)
        found[figures(asked, answered(dice, asked, dict.fromkeys(TYPES, 0.8)), {}).standing] += 1
    called = found[Standing.BETTER] + found[Standing.WORSE]
    assert wilson(called, RUNS).low <= 0.05, found
    assert called < RUNS * 0.05, "an e-value is on the safe side of its promise"


def test_a_planted_fall_is_caught_and_named_by_its_type() -> None:
    dice, caught, named, others = random.Random(3), 0, 0, 0
    for _ in range(50):
        asked = drawn(dice, 900)
        told = figures(asked, answered(dice, asked, {"poa_review": 0.5, "kyc_audit": 0.8, "reset_2fa": 0.8}), {})
        caught += told.standing is Standing.WORSE or bool(told.worse_in)
        named += "poa_review" in told.worse_in
        others += bool(set(told.worse_in) - {"poa_review"})
    assert (caught, named) == (50, 50)
    assert others <= 2


def test_on_cases_chosen_for_their_faults_any_other_answer_gains_and_that_proves_nothing() -> None:
    dice = random.Random(4)
    whole = drawn(dice, 2_000)
    chosen = [msgspec.structs.replace(one, drawn=False) for one in whole if not one.right(one.verdict)]
    told = figures(chosen, answered(dice, chosen, dict.fromkeys(TYPES, 0.5)), {})
    assert told.faults.gained > 100
    assert told.faults.lost == 0
    assert told.standing is Standing.WAITING, "none of them counts"


def test_a_better_candidate_is_called_so_once_it_is_shown() -> None:
    dice = random.Random(5)
    asked = drawn(dice, 1_500, right=0.75)
    told = figures(asked, answered(dice, asked, dict.fromkeys(TYPES, 0.92)), {})
    assert told.standing is Standing.BETTER
    assert told.drawn.low > 0
    assert told.drawn.e_value > 1_000


def test_votes_count_for_whose_reasoning_it_was_and_not_for_where_it_stood() -> None:
    told = preference([("first", True, 9), ("second", False, 3), ("first", False, 2), ("neither", True, 4)])
    assert told == Preference(18, 12, 2, 4, pytest.approx(0.0129, abs=1e-4), told.e_value)
    assert preference([]).p == 1.0
    assert Verdict.BLOCK is BLOCK.verdict
    assert Verdict.PASS is PASS.verdict
