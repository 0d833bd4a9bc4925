"""The words of a saved view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.queue_filter import MAX_EXPRESSION, Condition, Filter, SavedView, parse_filter, view_faults


@given(st.text(max_size=MAX_EXPRESSION + 20))
def test_no_expression_breaks_the_reader(expression):
    wanted, faults = parse_filter(expression)
    assert all(condition.values for condition in wanted.conditions)
    if len(expression) > MAX_EXPRESSION:
        assert [fault.code for fault in faults] == ["filter_too_long"]


@given(st.sampled_from([">=", "<=", ">", "<", "="]), st.integers(0, 100), st.integers(0, 100))
def test_a_bound_on_the_priority_means_what_it_says(sign, bound, priority):
    wanted, faults = parse_filter(f"priority{sign}{bound}")
    holds = {
        ">=": priority >= bound,
        "<=": priority <= bound,
        ">": priority > bound,
        "<": priority < bound,
        "=": priority == bound,
    }
    assert faults == ()
    assert (wanted.least <= priority <= wanted.most) == holds[sign]


def test_conditions_of_one_name_are_alternatives_and_a_minus_turns_them_round():
    wanted, faults = parse_filter(
        'Type:reset_2fa type:KYC_audit -tag:"Mule  Ring" state:back priority>60 priority<=90 回电'
    )
    assert faults == ()
    assert wanted == Filter(
        (
            Condition("type", ("reset_2fa", "kyc_audit")),
            Condition("tag", ("mule ring",), True),
            Condition("state", ("back",)),
        ),
        61,
        90,
        ("回电",),
    )


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("state:lost", "filter_value"),
        ("assignee:ann", "filter_value"),
        ("tag:", "filter_value"),
        ('"x', "filter_quotes"),
    ],
)
def test_what_makes_no_sense_is_named_and_left_out(expression, code):
    wanted, faults = parse_filter(expression)
    assert [fault.code for fault in faults] == [code]
    assert wanted == Filter()


def test_a_colon_or_a_minus_in_text_is_text():
    assert parse_filter("https://x -y don't")[0].texts == ("https://x", "-y", "don't")


def test_a_view_has_a_name_of_its_own():
    others = (SavedView("1", "Rings", "tag:x"),)
    assert view_faults(SavedView("1", "Rings", "tag:y"), others) == ()
    assert [f.code for f in view_faults(SavedView("2", " rings ", "tag:y"), others)] == ["view_name_taken"]
    assert [f.code for f in view_faults(SavedView("2", "", ""), others)] == ["view_name", "filter_required"]
