"""Who is given which case: the rules as they are written, over any queue, any people and any order of events."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assignment_rules import (
    HOUSE,
    Assignment,
    AssignmentRule,
    CaseFacts,
    assignment_faults,
    closed_rules,
    is_given,
    language_of_subject,
    loads,
    speaks_of,
)

TYPES, LANGUAGES, VENDORS, SKILLS = ("kyc_audit", "poa_review"), ("", "en", "zh"), (HOUSE, "north"), ("zh", "chain")
facts = st.builds(
    CaseFacts, st.sampled_from(TYPES), st.sampled_from(LANGUAGES), st.sampled_from(VENDORS), late=st.booleans()
)


def listed(words: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple)


rules = st.lists(
    st.builds(
        AssignmentRule,
        name=st.sampled_from("abcdef"),
        case_types=listed(TYPES),
        languages=listed(LANGUAGES),
        vendors=listed(VENDORS),
        skill=st.none() | st.sampled_from(SKILLS),
        load_cap=st.none() | st.integers(1, 3),
        late_to_all=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda rule: rule.name,
).map(tuple)


def test_a_case_that_no_rule_speaks_of_goes_to_everybody() -> None:
    rule = AssignmentRule("chinese", languages=("zh",), skill="zh")
    closed = closed_rules(Assignment((rule,)), "mei", {})
    assert is_given(closed, CaseFacts("kyc_audit", "en"))
    assert not is_given(closed, CaseFacts("kyc_audit", "zh"))


def test_who_has_the_skill_is_given_the_case() -> None:
    rule = AssignmentRule("chinese", languages=("zh",), skill="zh")
    closed = closed_rules(Assignment((rule,), {"mei": ("zh",)}), "mei", {})
    assert is_given(closed, CaseFacts("kyc_audit", "zh"))


def test_a_late_case_waits_for_no_skill_unless_its_rule_says_so() -> None:
    late = CaseFacts("kyc_audit", "zh", late=True)
    for lets_go in (True, False):
        rule = AssignmentRule("chinese", languages=("zh",), skill="zh", late_to_all=lets_go)
        assert is_given(closed_rules(Assignment((rule,)), "mei", {}), late) is lets_go


@settings(max_examples=300)
@given(rules, facts, st.frozensets(st.sampled_from(SKILLS)), st.lists(facts, max_size=6))
def test_a_case_is_given_where_every_rule_that_speaks_of_it_is_open(
    some_rules: tuple[AssignmentRule, ...], case: CaseFacts, skills: frozenset[str], held: list[CaseFacts]
) -> None:
    load = loads(some_rules, held)
    closed = closed_rules(Assignment(some_rules, {"mei": tuple(skills)}), "mei", load)
    expected = all(
        not speaks_of(rule, case)
        or ((rule.skill is None or rule.skill in skills) and (rule.load_cap is None or load[rule.name] < rule.load_cap))
        for rule in some_rules
    )
    assert is_given(closed, case) is expected


@settings(max_examples=200)
@given(rules, facts, st.frozensets(st.sampled_from(SKILLS)))
def test_more_skill_never_takes_a_case_away(
    some_rules: tuple[AssignmentRule, ...], case: CaseFacts, skills: frozenset[str]
) -> None:
    def may(has: tuple[str, ...]) -> bool:
        return is_given(closed_rules(Assignment(some_rules, {"mei": has}), "mei", {}), case)

    assert not may(tuple(skills)) or may(SKILLS)


@settings(max_examples=150, deadline=None)
@given(
    rules,
    st.lists(facts, min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(1, 9), st.frozensets(st.sampled_from(SKILLS))), min_size=1, max_size=5),
)
def test_whoever_is_free_is_given_the_first_that_fits_and_nobody_more_than_the_caps(
    some_rules: tuple[AssignmentRule, ...], queue: list[CaseFacts], people: list[tuple[int, frozenset[str]]]
) -> None:
    """A day of fast and slow people: each takes the next that fits, as long as they need for one."""
    skills = {str(n): tuple(has) for n, (_, has) in enumerate(people)}
    assignment = Assignment(some_rules, skills)
    waiting, held = list(queue), {name: [] for name in skills}  # type: ignore[var-annotated]
    done: Counter[str] = Counter()
    for minute in range(400):
        for name, (pace, _) in zip(skills, people, strict=True):
            if minute % pace:
                continue
            if held[name]:
                held[name].pop(0)
                done[name] += 1
            load = loads(some_rules, held[name])
            closed = closed_rules(assignment, name, load)
            mine = next((n for n, case in enumerate(waiting) if is_given(closed, case)), None)
            if mine is None:
                # Nothing that fits waits: never an empty hand beside a case that does.
                assert not any(is_given(closed, case) for case in waiting)
                continue
            assert not any(is_given(closed, case) for case in waiting[:mine])
            held[name].append(waiting.pop(mine))
            for rule in some_rules:
                bound = [case for case in held[name] if speaks_of(rule, case)]
                assert rule.load_cap is None or len(bound) <= rule.load_cap
    nobody = [closed_rules(assignment, name, {}) for name in skills]
    assert not [case for case in waiting if any(is_given(closed, case) for closed in nobody)]
    assert sum(done.values()) + sum(map(len, held.values())) == len(queue) - len(waiting)


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("zh-CN", "zh"),
        ("EN", "en"),
        ("en_GB", "en"),
        ("yue", "yue"),
        *((odd, "") for odd in ("", "中文", 7, None, "x")),
    ],
)
def test_the_language_of_a_case_is_what_its_subject_says(told: object, language: str) -> None:
    assert language_of_subject(told) == language


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (AssignmentRule("", skill="zh"), "rule_name"),
        (AssignmentRule("empty"), "rule_says_nothing"),
        (AssignmentRule("a", skill=" "), "skill_name"),
        (AssignmentRule("a", load_cap=0), "load_cap"),
        (AssignmentRule("a", load_cap=101), "load_cap"),
        (AssignmentRule("a", case_types=("nonsense",), skill="zh"), "unknown_case_type"),
        (AssignmentRule("a", languages=("",), skill="zh"), "rule_words"),
        (AssignmentRule("a", vendors=("x" * 61,), skill="zh"), "rule_words"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rule: AssignmentRule, code: str) -> None:
    assert [fault.code for fault in assignment_faults(Assignment((rule,)), TYPES)] == [code]


def test_two_rules_of_one_name_are_refused() -> None:
    rule = AssignmentRule("a", skill="zh", vendors=(HOUSE,))
    assert [fault.code for fault in assignment_faults(Assignment((rule, rule)), TYPES)] == ["rule_twice"]
    assert assignment_faults(Assignment((rule,), {"mei": ("zh",)}), TYPES) == ()
