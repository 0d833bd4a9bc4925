"""The gate in front of every body."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.gate import BadBody, check_body, check_depth, decode, json_pointer
from app.domain.case import IntakeCase
from tests.support.factories import intake_case

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('abc é中"\\[]{}', max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab", max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_ordinary_json_passes(value):
    check_body(msgspec.json.encode(value))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "too_deep"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"a": 9007199254740992}', "integer_range"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "integer_range"),
        (b'{"a": NaN}', "malformed"),
        (b'{"a": 1e400}', "malformed"),
        (b'{"a": "\\u0000"}', "text"),
        (b'{"a": "\\ud800"}', "text"),
        ('{"a": "e\u0301"}'.encode(), "text"),
        ("\ufeff{}".encode(), "malformed"),
        ("{}".encode("utf-16"), "malformed"),
        (b"{", "malformed"),
        (b"", "malformed"),
    ],
)
def test_what_a_parser_would_let_through_is_refused(body, code):
    with pytest.raises(BadBody) as refused:
        check_body(body)
    assert refused.value.code == code


def test_brackets_inside_text_do_not_count_as_depth():
    check_body(msgspec.json.encode({"a": '[[[{\\"' * 40}))


def test_the_deepest_known_place_is_named_and_the_value_is_not():
    body = msgspec.to_builtins(intake_case())
    body["assessment"]["signals"][0]["contribution"] = "secret"
    with pytest.raises(BadBody) as refused:
        decode(msgspec.json.encode(body), IntakeCase)
    assert refused.value.pointer == "/assessment/signals/0/contribution"
    assert "secret" not in str(refused.value)


def test_a_broken_sum_points_at_the_assessment():
    body = msgspec.to_builtins(intake_case())
    body["assessment"]["base_value"] += 1
    with pytest.raises(BadBody, match="add up") as refused:
        decode(msgspec.json.encode(body), IntakeCase)
    assert refused.value.pointer == "/assessment"


@pytest.mark.parametrize(("path", "pointer"), [("$", ""), ("$.a[0].b", "/a/0/b"), ("$[3]", "/3"), ("$[...].x", "/x")])
def test_paths_become_pointers(path, pointer):
    assert json_pointer(path) == pointer


@pytest.mark.parametrize("text", ['\n"', '\\"', '\\\\"', 't\t"\\', '"\n\\"'])
def test_brackets_in_text_are_no_depth_whatever_is_escaped_before_them(text: str) -> None:
    body = json.dumps({"a": text + "[" * 100, "b": text + "}" * 100}).encode()
    check_depth(body)
    deep = json.dumps({"a": text}).encode()[:-1] + b', "b": ' + b"[" * 40 + b"]" * 40 + b"}"
    with pytest.raises(BadBody, match="nested deeper"):
        check_depth(deep)
