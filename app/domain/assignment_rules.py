"""Which cases go to whom: rules that a house writes down as data.

A rule speaks of some cases (by type, language and vendor) and says what a person needs to be given one of them, and how
many of them one person holds at once. Cases that no rule speaks of go to everybody who may see them. Nobody is given
cases ahead of time: whoever is free takes the next that fits, so a slow person keeps no case waiting and a fast one is
given no worse than the line has. What is late goes to anybody, unless its rule says otherwise: no case waits for a
skill that nobody has.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from app.domain.faults import Fault
from app.domain.text import unwelcome_characters

MAX_RULES, MAX_WORDS, MAX_WORD = 200, 50, 60
MAX_LOAD, MAX_SKILLS, MAX_PEOPLE = 100, 50, 5_000
HOUSE = ""
"""Stands among the vendors of a rule for cases of the house itself."""


class CaseFacts(msgspec.Struct, frozen=True):
    """What a rule looks at in a case. `language`: its subject's, as two or three letters, "" where it is not known;
    `vendor`: "" for a case of the house."""

    case_type: str
    language: str = ""
    vendor: str = HOUSE
    late: bool = False


class AssignmentRule(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One rule. Empty lists speak of every case; otherwise a case has to be in each. `skill`: what a person needs;
    `load_cap`: how many of these cases one person holds at once; `late_to_all`: whether the rule lets go of a case that
    is past its deadline."""

    name: str
    case_types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    skill: str | None = None
    load_cap: int | None = None
    late_to_all: bool = True


class Assignment(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """All that a house says on it. `skills` by the id of a person."""

    rules: tuple[AssignmentRule, ...] = ()
    skills: dict[str, tuple[str, ...]] = {}


def speaks_of(rule: AssignmentRule, case: CaseFacts) -> bool:
    """Whether the rule binds this case now."""
    if case.late and rule.late_to_all:
        return False
    return (
        (not rule.case_types or case.case_type in rule.case_types)
        and (not rule.languages or case.language in rule.languages)
        and (not rule.vendors or case.vendor in rule.vendors)
    )


def closed_rules(
    assignment: Assignment, user_id: str, load: Mapping[str, int], skills: Collection[str] | None = None
) -> tuple[AssignmentRule, ...]:
    """The rules whose cases this person is not given now: a skill is lacking, or the cap is reached. `load`: by the
    name of a rule, how many of its cases the person holds."""
    has = frozenset(assignment.skills.get(user_id, ()) if skills is None else skills)
    return tuple(
        rule
        for rule in assignment.rules
        if (rule.skill is not None and rule.skill not in has)
        or (rule.load_cap is not None and load.get(rule.name, 0) >= rule.load_cap)
    )


def is_given(closed: Iterable[AssignmentRule], case: CaseFacts) -> bool:
    """Whether a person for whom these rules are closed is given this case."""
    return not any(speaks_of(rule, case) for rule in closed)


def loads(rules: Iterable[AssignmentRule], held: Collection[CaseFacts]) -> dict[str, int]:
    """By the name of each rule with a cap, how many of the held cases it speaks of. A case that was late when it was
    counted still weighs: its rule is asked as if it were in time."""
    in_time = [msgspec.structs.replace(case, late=False) for case in held]
    return {rule.name: sum(speaks_of(rule, case) for case in in_time) for rule in rules if rule.load_cap is not None}


def assignment_faults(assignment: Assignment, case_types: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with rules that somebody wants to put in force."""
    faults: list[Fault] = []
    if len(assignment.rules) > MAX_RULES:
        faults.append(Fault("too_many_rules", "/rules", {"most": MAX_RULES}))
    seen: set[str] = set()
    for n, rule in enumerate(assignment.rules[:MAX_RULES]):
        at = f"/rules/{n}"
        if not _word(rule.name):
            faults.append(Fault("rule_name", f"{at}/name"))
        elif rule.name in seen:
            faults.append(Fault("rule_twice", f"{at}/name"))
        seen.add(rule.name)
        if rule.skill is None and rule.load_cap is None:
            faults.append(Fault("rule_says_nothing", at))
        if rule.skill is not None and not _word(rule.skill):
            faults.append(Fault("skill_name", f"{at}/skill"))
        if rule.load_cap is not None and not 1 <= rule.load_cap <= MAX_LOAD:
            faults.append(Fault("load_cap", f"{at}/load_cap", {"most": MAX_LOAD}))
        for field, words in (("languages", rule.languages), ("vendors", rule.vendors)):
            if len(words) > MAX_WORDS or not all(
                _word(word) or (field == "vendors" and word == HOUSE) for word in words
            ):
                faults.append(Fault("rule_words", f"{at}/{field}"))
        faults += [
            Fault("unknown_case_type", f"{at}/case_types/{k}")
            for k, case_type in enumerate(rule.case_types[: MAX_WORDS + 1])
            if case_type not in case_types or k == MAX_WORDS
        ]
    if len(assignment.skills) > MAX_PEOPLE:
        faults.append(Fault("too_many_people", "/skills", {"most": MAX_PEOPLE}))
    for user_id, skills in list(assignment.skills.items())[:MAX_PEOPLE]:
        if not _word(user_id) or len(skills) > MAX_SKILLS or not all(map(_word, skills)):
            faults.append(Fault("skill_name", "/skills"))
            break
    return tuple(faults)


def language_of_subject(told: object) -> str:
    """The language that a case's subject names ("zh-CN" as "zh"); "" where it names none that can be read."""
    word = told.replace("_", "-").partition("-")[0].strip().lower() if isinstance(told, str) else ""
    return word if 2 <= len(word) <= 3 and word.isascii() and word.isalpha() else ""


def _word(text: str) -> bool:
    return len(text.strip()) > 0 and len(text) <= MAX_WORD and not unwelcome_characters(text) and "\n" not in text
