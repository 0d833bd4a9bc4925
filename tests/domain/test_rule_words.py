"""A rule as one line: what is written is what is read, and a word that says nothing is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assignment_rules import AssignmentRule
from app.domain.rule_words import UnreadableRule, line_of, rule_of

WORD = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True).filter(lambda word: word != "house")
LISTS = st.lists(WORD, unique=True, max_size=3).map(tuple)


@given(
    rule=st.builds(
        AssignmentRule,
        name=st.just("r"),
        case_types=LISTS,
        languages=LISTS,
        vendors=st.lists(WORD | st.just(""), unique=True, max_size=3).map(tuple),
        skill=st.none() | WORD,
        load_cap=st.none() | st.integers(0, 9_999),
        late_to_all=st.booleans(),
    )
)
def test_the_line_of_a_rule_says_that_rule(rule: AssignmentRule) -> None:
    assert rule_of("r", line_of(rule)) == rule


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("type:a fast", "fast"),
        ("type:", "type:"),
        ("colour:red", "colour:red"),
        ("cap:many", "cap:many"),
        ("cap:1 cap:2", "cap:2"),
        ("skill:a skill:b", "skill:b"),
        ("late:never", "late:never"),
        ("cap:12345", "cap:12345"),
        ("cap:٣", "cap:٣"),
    ],
)
def test_a_word_that_says_nothing_is_named(line: str, word: str) -> None:
    with pytest.raises(UnreadableRule) as told:
        rule_of("r", line)
    assert str(told.value) == word


def test_the_house_itself_stands_among_vendors_by_a_word_of_its_own() -> None:
    assert rule_of("r", "vendor:house vendor:north").vendors == ("", "north")
    assert line_of(AssignmentRule("r", vendors=("",), load_cap=2)) == "vendor:house cap:2"
