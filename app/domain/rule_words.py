"""A rule of who is given what, as one line that a person writes: `type:kyc_audit language:zh skill:mandarin cap:5`."""

from collections.abc import Iterable

from app.domain.assignment_rules import HOUSE, AssignmentRule

OWN_HOUSE = "house"
"""How the house itself is called among vendors."""
_LISTS = {"type": "case_types", "language": "languages", "vendor": "vendors"}


class UnreadableRule(ValueError):
    """A word that is no part of a rule; the message is that word."""


def rule_of(name: str, line: str) -> AssignmentRule:
    """The rule that a line says. Raises UnreadableRule with the first word that says nothing."""
    lists: dict[str, list[str]] = {field: [] for field in _LISTS.values()}
    skill: str | None = None
    cap: int | None = None
    late = True
    for word in line.split():
        what, colon, value = word.partition(":")
        what = what.lower()
        if not colon or not value:
            raise UnreadableRule(word)
        if what in _LISTS:
            told = HOUSE if what == "vendor" and value == OWN_HOUSE else value
            lists[_LISTS[what]] += [told] if told not in lists[_LISTS[what]] else []
        elif what == "skill" and skill is None:
            skill = value
        elif what == "cap" and cap is None and value.isascii() and value.isdecimal() and len(value) < 5:
            cap = int(value)
        elif what == "late" and value.lower() in ("all", "wait"):
            late = value.lower() == "all"
        else:
            raise UnreadableRule(word)
    return AssignmentRule(
        name,
        case_types=tuple(lists["case_types"]),
        languages=tuple(language.lower() for language in lists["languages"]),
        vendors=tuple(lists["vendors"]),
        skill=skill,
        load_cap=cap,
        late_to_all=late,
    )


def line_of(rule: AssignmentRule) -> str:
    """The line that says this rule."""
    return " ".join(_words(rule))


def _words(rule: AssignmentRule) -> Iterable[str]:
    for what, field in _LISTS.items():
        for value in getattr(rule, field):
            yield f"{what}:{value or OWN_HOUSE}"
    if rule.skill is not None:
        yield f"skill:{rule.skill}"
    if rule.load_cap is not None:
        yield f"cap:{rule.load_cap}"
    if not rule.late_to_all:
        yield "late:wait"
