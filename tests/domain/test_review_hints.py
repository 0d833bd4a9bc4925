"""Hints before sending name what is worth a second look, and never stand in the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.domain.review_hints import HintFacts, review_hints, similarity

OWN = "The owner was in Singapore all day, and the second device belongs to somebody else."


def _codes(**facts):
    values = {"rationale": OWN, "active_ms": 60_000, "evidence": 4}
    return [hint.code for hint in review_hints(HintFacts(**(values | facts)), catalogue())]


def test_a_careful_review_gets_no_hint():
    version = catalogue().sop["ATO-12"].version
    assert _codes(cited=("e1",), opened={"e1"}, sop_page="ATO-12", sop_clause="3", sop_version=version) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"cited": ("e1", "e2"), "opened": {"e1"}}, "cited_not_opened"),
        ({"sop_page": "ATO-12", "sop_clause": "3", "sop_version": "2024.01"}, "clause_not_current"),
        ({"earlier": ("Something else entirely was written here.", OWN)}, "rationale_repeats"),
        ({"active_ms": 2_000}, "time_short"),
        ({"active_ms": 3 * 3600 * 1000}, "time_long"),
    ],
)
def test_each_thing_worth_a_second_look_has_its_hint(facts, code):
    assert _codes(**facts) == [code]


def test_a_text_that_differs_in_figures_and_case_alone_repeats_the_one_before():
    before = "roca saw 5 devices within 12 minutes and 4 networks"
    now = "ROCA saw 3 devices within 40 minutes and 2 networks."
    assert _codes(rationale=now, earlier=(before,)) == ["rationale_repeats"]


def test_the_sentence_that_the_program_composed_is_nobodys_repetition():
    composed = "ROCA blocked, but it was the owner who signed in: the signal weighs more than its evidence supports."
    assert _codes(rationale=f"{composed} {OWN}", earlier=(f"{composed} The bank confirmed his trip to Bucharest.",),
                  composed=(composed,)) == []  # fmt: skip


def test_chinese_texts_are_compared_as_well():
    text = "用户当天一直在新加坡，第二台设备并非其本人所有，且登录网络属于机房。"
    assert _codes(rationale=text, earlier=(text.replace("，", ","),)) == ["rationale_repeats"]
    assert _codes(rationale=text, earlier=("证件照片与自拍为同一人，姓名仅顺序不同，地址证明在有效期内。",)) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_lies_between_nothing_and_everything_and_goes_both_ways(one, other):
    assert 0.0 <= similarity(one, other) <= 1.0
    assert similarity(one, other) == similarity(other, one)
