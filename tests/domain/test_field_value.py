"""A value that cannot be what its field says is told apart from one that is merely absent, masked or undeclared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import FieldSchema, ValueCaption
from app.domain.field_value import LONGEST_RAW, MOMENTS, NUMBERS, is_malformed, parse_moment, raw_form
from app.domain.masking import mask


def _field(kind):
    return FieldSchema("f", ValueCaption("F", "字段"), kind, False)


@pytest.mark.parametrize(
    ("kind", "value", "malformed"),
    [
        ("money", 12.5, False),
        ("money", -3, False),
        ("money", "12.5", True),
        ("money", True, True),
        ("money", 10**400, True),
        ("money", 1e300, True),
        ("count", -1, True),
        ("percent", 0.97, False),
        ("percent", 97, False),
        ("percent", 97_000, True),
        ("speed_kmh", float("inf"), True),
        ("datetime", "2026-11-21T08:59:00Z", False),
        ("datetime", "2026-13-45", True),
        ("datetime", "0001-01-01T00:00:00+14:00", True),
        ("datetime", 1763706917, True),
        ("date", "2026-11-21", False),
        ("date", "yesterday", True),
        ("country", "SG", False),
        ("country", "Singapore", True),
        ("code", "new", False),
        ("code", 3, True),
        ("text", "anything", False),
        ("text", 5, False),
        ("text", 10**400, True),
        ("a_type_of_tomorrow", "x", False),
    ],
)
def test_each_type_knows_what_it_cannot_be(kind, value, malformed):
    assert is_malformed(_field(kind), value) is malformed


@pytest.mark.parametrize("kind", sorted(NUMBERS | MOMENTS | {"country", "code", "text"}))
def test_nothing_and_a_masked_value_are_not_malformed(kind):
    assert not is_malformed(_field(kind), None)
    assert not is_malformed(_field(kind), "")
    assert not is_malformed(_field(kind), mask("83572491"))


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60)


@given(st.sampled_from(sorted(NUMBERS | MOMENTS | {"country", "code", "text", "id"})), VALUES)
def test_any_value_in_any_field_gets_an_answer_and_has_a_raw_form(kind, value):
    assert is_malformed(_field(kind), value) in (True, False)
    assert not is_malformed(None, value)
    assert 0 < len(raw_form(value)) <= LONGEST_RAW + 1


def test_a_number_too_long_to_write_out_has_a_raw_form_too():
    assert raw_form(10**5000) == "16610 bits"


@given(st.text(max_size=60))
def test_any_text_is_a_moment_or_none(text):
    found = parse_moment(text)
    assert found is None or found.tzinfo is not None
