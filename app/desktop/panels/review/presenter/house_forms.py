"""Forms for a whole queue, for those who lead: one priority for a part of it, the rules of who is given what, and who
has which skill."""

from collections.abc import Callable, Sequence

from app.contract.assignment_rules import AssignmentView
from app.contract.catalogue import catalogue
from app.desktop.panels.review.presenter.queue_forms import NEW, PRIORITIES, told_tags
from app.desktop.panels.review.presenter.sheets import Form
from app.desktop.panels.review.sheet_state import SheetGroup
from app.desktop.ports import Assignments, Colleague, NotReady, QueueMoves, Sent
from app.domain.assignment_rules import Assignment, AssignmentRule
from app.domain.priority import KEY_USER_PRIORITY, MIN_PRIORITY
from app.domain.queue_priority import QueuePriorityBody
from app.domain.rule_words import UnreadableRule, line_of, rule_of

RANGES = {
    "any": (MIN_PRIORITY, KEY_USER_PRIORITY - 1),
    "low": (MIN_PRIORITY, 29),
    "middle": (30, 59),
    "high": (60, KEY_USER_PRIORITY - 1),
}
"""What the cases may be now. Key Users are set one by one."""
RULES_CHANGED = "assignment.rules"
"""What Activity's notices call such a change; it is no command."""


class MoveQueueForm(Form):
    """One priority for all cases of some types that wait, counted before it is given."""

    kind = "move_queue"
    bound = False

    def __init__(self, moves: QueueMoves, types: Sequence[str] = ()) -> None:
        super().__init__()
        self._moves = moves
        self.chosen = {"types": tuple(types), "now": ("any",)}

    def groups(self) -> tuple[SheetGroup, ...]:
        return (
            self.group("types", tuple(catalogue().case_types), many=True),
            self.group("now", tuple(RANGES)),
            self.group("priority", PRIORITIES),
        )

    def _body(self) -> QueuePriorityBody | None:
        priority = self.one("priority")
        if priority is None:
            return None
        least, most = RANGES[self.one("now") or "any"]
        return QueuePriorityBody(int(priority), self.chosen.get("types", ()), (), least, most)

    def facts(self) -> dict[str, str | int]:
        body = self._body()
        if body is None:
            return {}
        return {"moved": self._moves.preview(body), "priority": body.priority}

    def problems(self) -> tuple[str, ...]:
        return () if self._body() is not None else ("priority_required",)

    def params(self) -> dict[str, str | int]:
        return {"count": int(self.facts().get("moved", 0))}

    def send(self) -> Sent:
        body = self._body()
        if body is None:
            raise NotReady("priority_required")
        return self._moves.apply(body)

    def undo(self, command_id: str) -> object:
        self._moves.undo(command_id)
        return None


class _HouseForm(Form):
    """What both forms of the rules share: what was read, and how it is put back."""

    bound = False

    def __init__(self, base: AssignmentView, desk: Assignments, now_ms: Callable[[], int]) -> None:
        super().__init__()
        self._base, self._desk, self._now_ms = base, desk, now_ms

    def told(self) -> Assignment:
        """Rules and skills as this sheet says them. Raises UnreadableRule."""
        raise NotImplementedError

    def problems(self) -> tuple[str, ...]:
        try:
            told = self.told()
        except UnreadableRule:
            return ("rule_unreadable",)
        if told == Assignment(self._base.rules, self._base.skills):
            return ("rules_same",)
        return self._desk.faults(told)

    def send(self) -> Sent:
        self._desk.save(self._base, self.told())
        return Sent("", RULES_CHANGED, self._now_ms(), online=True)


class RulesForm(_HouseForm):
    """A list of the rules, a line for a name and a field for what it says; Delete takes one off."""

    kind = "rules"

    def __init__(
        self,
        base: AssignmentView,
        desk: Assignments,
        now_ms: Callable[[], int],
        waiting: Callable[[tuple[str, ...]], int] = lambda _types: 0,
    ) -> None:
        super().__init__(base, desk, now_ms)
        self._rules = {rule.name: rule for rule in base.rules}
        self._waiting = waiting
        self.entry, self.text = "", ""

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("rule", (NEW, *self._rules)),) if self._rules else ()

    def names(self) -> dict[str, str]:
        return {name: f"{name}: {line_of(rule)}" for name, rule in self._rules.items()}

    def picked(self, group: str) -> None:
        rule = self._rules.get(self.one("rule") or NEW)
        self.entry, self.text = (rule.name, line_of(rule)) if rule is not None else ("", "")

    def removed(self, group: str, row: str) -> None:
        if self._rules.pop(row, None) is not None and self.one("rule") == row:
            self.chosen.pop("rule")
            self.entry, self.text = "", ""

    def _written(self) -> AssignmentRule | None:
        name, line = (self.entry or "").strip(), (self.text or "").strip()
        return rule_of(name, line) if name or line else None

    def told(self) -> Assignment:
        written, instead = self._written(), self.one("rule")
        rules = list(self._rules.values())
        if written is not None:
            places = [n for n, rule in enumerate(rules) if rule.name == instead]
            if places:
                rules[places[0]] = written
            else:
                rules.append(written)
        return Assignment(tuple(rules), self._base.skills)

    def facts(self) -> dict[str, str | int]:
        facts: dict[str, str | int] = {"rules": len(self._rules)}
        try:
            rule = self._written()
        except UnreadableRule as unread:
            return facts | {"unread": str(unread)[:40]}
        if rule is None:
            return facts
        return facts | {
            "speaks_of": self._waiting(rule.case_types),
            "at_most": int(bool(rule.languages or rule.vendors)),
        }


class SkillsForm(_HouseForm):
    """A list of people, and a line with the skills of the chosen one."""

    kind = "skills"

    def __init__(
        self, base: AssignmentView, desk: Assignments, now_ms: Callable[[], int], people: Sequence[Colleague]
    ) -> None:
        super().__init__(base, desk, now_ms)
        self._people = tuple(people)

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("to", tuple(one.user_id for one in self._people)),)

    def names(self) -> dict[str, str]:
        has = self._base.skills
        return {
            one.user_id: f"{one.name}: {', '.join(has[one.user_id])}" if has.get(one.user_id) else one.name
            for one in self._people
        }

    def picked(self, group: str) -> None:
        self.entry = ", ".join(self._base.skills.get(self.one("to") or "", ()))

    def told(self) -> Assignment:
        who = self.one("to")
        skills = {name: has for name, has in self._base.skills.items() if name != who}
        if who is not None and (has := told_tags(self.entry or "")):
            skills[who] = has
        return Assignment(self._base.rules, skills)

    def problems(self) -> tuple[str, ...]:
        return ("assignee_required",) if self.one("to") is None else super().problems()
