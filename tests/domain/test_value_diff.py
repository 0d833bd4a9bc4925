"""Differences between two values are told by kind, by likeness and by their places inside both."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.value_diff import KINDS, value_difference

PAIRS = [
    ("Li Wei", "Li Wei", "same"),
    ("", None, "same"),
    ("Li Wei", "", "absent"),
    ("LI WEI", "Li Wei", "format"),
    ("12 High St.", "12 High St", "format"),
    ("José Núñez", "JOSE NUNEZ", "format"),
    ("Ｌｉ Ｗｅｉ", "Li Wei", "format"),
    ("Wei Li", "Li Wei", "order"),
    ("伟张", "张伟", "order"),
    ("Jonathan Smith", "Jonathon Smith", "spelling"),
    ("张伟明", "张伟铭", "different"),
    ("Maria Luisa Santos", "Maria Santos", "missing_part"),
    ("Flat 3, 12 High Street", "12 High Street", "missing_part"),
    ("Zhang Wei", "张伟", "script"),
    ("Ivan Petrov", "Иван Петров", "script"),
    ("1990-04-03", "03/04/1990", "date_order"),
    ("1990-04-03", "04.03.1990", "date_order"),
    ("1990年4月3日", "1990-04-03", "date_order"),
    ("1990-04-03", "1990-04-08", "different"),
    ("2005-03-04", "2005-04-03", "date_order"),
    ("Zeynep Yılmaz", "YILMAZ, Zeynep", "order"),
    ("Łukasz Wiśniewski", "LUKASZ WISNIEWSKI", "format"),
    ("Priya Nair", "P. Nair", "missing_part"),
    ("12 High Street", "14 High Street", "different"),
    ("al. Lipowa 9/26", "aleja Lipowa 9, 26", "spelling"),
    ("Li Wei", "Tan Hui Min", "different"),
]


@pytest.mark.parametrize(("left", "right", "kind"), PAIRS)
def test_each_kind_of_difference_is_told_apart_from_either_side(left, right, kind):
    assert value_difference(left, right).kind == kind
    assert value_difference(right, left).kind == kind


def test_the_place_inside_both_values_is_marked():
    found = value_difference("Jonathan Smith", "Jonathon Smith")
    assert [
        ("Jonathan Smith"[a:b], "Jonathon Smith"[c:d]) for (a, b), (c, d) in zip(found.left, found.right, strict=True)
    ] == [("a", "o")]
    found = value_difference("张伟明先生", "张伟铭先生")
    assert (found.left, found.right) == (((2, 3),), ((2, 3),))


def test_marks_stay_with_their_letter():
    left, right = "e\u0301a", "e\u0300a"
    found = value_difference(left, right)
    assert found.left == ((0, 2),)
    assert found.right == ((0, 2),)


TEXT = st.text(max_size=60) | st.text("abc ABC.-", max_size=20) | st.text("张伟明李 aé", max_size=12)


@given(TEXT, TEXT)
def test_spans_lie_inside_their_value_in_order_and_what_is_between_them_is_alike(left, right):
    found = value_difference(left, right)
    assert found.kind in KINDS
    assert 0.0 <= found.similarity <= 1.0
    for spans, text in ((found.left, left), (found.right, right)):
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))


@given(TEXT)
def test_a_value_is_the_same_as_itself(text):
    assert value_difference(text, text).kind == "same"


@given(st.text(min_size=1_000, max_size=3_000), st.text(min_size=1_000, max_size=3_000))
def test_long_values_are_compared_as_far_as_anybody_reads(left, right):
    assert value_difference(left, right).kind in KINDS
