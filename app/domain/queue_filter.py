"""The words of a saved view: `type:reset_2fa priority>=60 tag:"mule ring" state:open assignee:me wallet`.

Conditions of one name are alternatives, different names must all hold, and a leading minus turns a condition round.
What is no condition is text that the row must hold.
"""

import re
import shlex

import msgspec

from app.domain.case import CaseState
from app.domain.faults import Fault
from app.domain.priority import MAX_PRIORITY, MIN_PRIORITY
from app.domain.tags import normal_tag

MAX_VIEWS, MAX_NAME, MAX_EXPRESSION = 30, 40, 200
STATES = (CaseState.OPEN.value, CaseState.ESCALATED.value, "snoozed", "waiting", "back")
ASSIGNEES = ("me", "none", "others")
NAMES = ("type", "tag", "state", "assignee")
_PRIORITY = re.compile(r"priority\s*(>=|<=|=|>|<)\s*(\d{1,3})\Z")


class Condition(msgspec.Struct, frozen=True):
    """`name` is type, tag, state or assignee; true where one of `values` holds, or none of them where `negated`."""

    name: str
    values: tuple[str, ...]
    negated: bool = False


class Filter(msgspec.Struct, frozen=True):
    """Everything must hold. `least` and `most` bound the priority, `texts` must all stand in the row."""

    conditions: tuple[Condition, ...] = ()
    least: int = MIN_PRIORITY
    most: int = MAX_PRIORITY
    texts: tuple[str, ...] = ()


class SavedView(msgspec.Struct, frozen=True):
    """A filter under a name of a person's own."""

    id: str
    name: str
    expression: str


def parse_filter(expression: str) -> tuple[Filter, tuple[Fault, ...]]:
    """The filter, and what of the expression makes no sense (which is then left out)."""
    if len(expression) > MAX_EXPRESSION:
        return Filter(), (Fault("filter_too_long", "", {"most": MAX_EXPRESSION}),)
    try:
        words = shlex.split(expression.replace("'", "\\'"))
    except ValueError:
        return Filter(), (Fault("filter_quotes"),)
    found: dict[tuple[str, bool], list[str]] = {}
    texts: list[str] = []
    faults: list[Fault] = []
    least, most = MIN_PRIORITY, MAX_PRIORITY
    for word in words:
        bound = _PRIORITY.match(word.casefold())
        if bound is not None:
            low, high = _bounds(bound[1], int(bound[2]))
            least, most = max(least, low), min(most, high)
            continue
        negated = word.startswith("-") and ":" in word
        name, colon, value = word.removeprefix("-" if negated else "").partition(":")
        name = name.casefold()
        if not colon or name not in NAMES:
            texts.append(word)
            continue
        value = normal_tag(value) if name == "tag" else value.casefold().strip()
        known = {"state": STATES, "assignee": ASSIGNEES}.get(name)
        if not value or (known is not None and value not in known):
            faults.append(Fault("filter_value", "", {"name": name}))
            continue
        found.setdefault((name, negated), []).append(value)
    conditions = tuple(
        Condition(name, tuple(dict.fromkeys(values)), negated) for (name, negated), values in found.items()
    )
    return Filter(conditions, least, most, tuple(texts)), tuple(faults)


def _bounds(sign: str, value: int) -> tuple[int, int]:
    match sign:
        case ">=":
            return value, MAX_PRIORITY
        case ">":
            return value + 1, MAX_PRIORITY
        case "<=":
            return MIN_PRIORITY, value
        case "<":
            return MIN_PRIORITY, value - 1
    return value, value


def view_faults(view: SavedView, others: tuple[SavedView, ...]) -> tuple[Fault, ...]:
    """What is wrong with a view that is about to be kept beside `others`."""
    faults: list[Fault] = []
    name = view.name.strip()
    if not 0 < len(name) <= MAX_NAME:
        faults.append(Fault("view_name", "/name", {"most": MAX_NAME}))
    if any(other.name.strip().casefold() == name.casefold() and other.id != view.id for other in others):
        faults.append(Fault("view_name_taken", "/name"))
    if len([other for other in others if other.id != view.id]) >= MAX_VIEWS:
        faults.append(Fault("views_too_many", "", {"most": MAX_VIEWS}))
    if not view.expression.strip():
        faults.append(Fault("filter_required", "/expression"))
    return (*faults, *parse_filter(view.expression)[1])
