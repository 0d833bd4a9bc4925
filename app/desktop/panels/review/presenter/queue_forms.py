"""Forms for one or many cases of the queue: tags, one change for all that are chosen, and views of a person's own."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from app.contract import commands as c
from app.contract.views import CaseView
from app.contract.work_codes import work_codes
from app.desktop.panels.review.presenter.sheets import Form
from app.desktop.panels.review.presenter.work_forms import LENGTHS, MORNING, OWN, WorkForm, until_of
from app.desktop.panels.review.sheet_state import SheetGroup
from app.desktop.ports import Bulk, CaseWork, Clock, Colleague, NotReady, SavedViews, Sent
from app.domain.assignment import AssignBody, HandOverBody, PriorityBody
from app.domain.bulk import BulkPreview
from app.domain.notes import MAX_NOTE
from app.domain.pause import SnoozeBody
from app.domain.priority import KEY_USER_PRIORITY, is_key_user
from app.domain.queue_filter import SavedView
from app.domain.tags import TagBody, normal_tag

NOBODY = "queue"
NEW = "new"
PRIORITIES = ("10", "25", "40", "55", "70")
"""Offered; Key User cases are set one by one, by a lead."""
ACTIONS = {
    "assign": "case.assign",
    "snooze": "case.snooze",
    "priority": "case.prioritise",
    "tag": "case.tag",
    "hand_over": "case.hand_over",
}
"""What can be done to many cases at once, and the capability that each needs beside the one for many."""


def told_tags(words: str) -> tuple[str, ...]:
    """What a person wrote, tag by tag; a comma of either kind parts them."""
    parts = words.replace("，", ",").replace("、", ",").split(",")
    return tuple(dict.fromkeys(tag for tag in map(normal_tag, parts) if tag))


class TagForm(WorkForm):
    """What the case is tagged with, each to be taken off, and a line for new ones."""

    kind = "tag"

    def __init__(self, case: CaseView, work: CaseWork) -> None:
        super().__init__(case, work, text=None)
        self.entry = ""
        self.chosen["tags"] = case.tags

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("tags", self.case.tags, many=True),) if self.case.tags else ()

    def names(self) -> dict[str, str]:
        return {tag: tag for tag in self.case.tags}

    @property
    def _body(self) -> TagBody:
        gone = tuple(tag for tag in self.case.tags if tag not in self.chosen.get("tags", ()))
        return TagBody(told_tags(self.entry or ""), gone)

    def problems(self) -> tuple[str, ...]:
        return self._work.problems(self.case, c.CASE_TAG, self._body)

    def send(self) -> Sent:
        body = self._body
        return self._work.tag(self.case_id, body.add, body.remove)


class BulkForm(Form):
    """One change for the chosen cases, counted before it is made. `people` None until the server named them."""

    kind = "bulk"
    bound = False

    def __init__(
        self, case_ids: Sequence[str], bulk: Bulk, clock: Clock, may: Callable[[str], bool], me: str = ""
    ) -> None:
        super().__init__()
        self._me = me
        self.case_ids, self._bulk, self._clock = tuple(case_ids), bulk, clock
        self._actions = tuple(name for name, right in ACTIONS.items() if may(right))
        self.people: Sequence[Colleague] | None = None
        self.problem = ""
        self._counted: tuple[object, BulkPreview] | None = None
        self._sent: tuple[Sent, ...] = ()
        self.gone: Callable[[], None] = lambda: None
        """Called once the chosen cases are on their way out of sight."""

    def was_sent(self) -> None:
        if self.action in ("snooze", "hand_over"):
            self.gone()

    @property
    def action(self) -> str | None:
        return self.one("action")

    def groups(self) -> tuple[SheetGroup, ...]:
        found = [self.group("action", self._actions)]
        match self.action:
            case "assign" | "hand_over":
                # Assigned to oneself, yes; handed over to oneself, no.
                others = (
                    one.user_id for one in self.people or () if self.action == "assign" or one.user_id != self._me
                )
                found.append(self.group("to", (NOBODY, *others)))
            case "snooze":
                found.append(self.group("until", (*LENGTHS, MORNING, OWN)))
                found.append(self.group("reason", tuple(one.code for one in work_codes().snooze)))
            case "priority":
                found.append(self.group("priority", PRIORITIES))
        return tuple(found)

    def picked(self, group: str) -> None:
        if group == "action":
            self.entry = "" if self.action == "tag" else None
            self.text = "" if self.action in ("snooze", "hand_over") else None
        elif group == "until":
            self.entry = (self.entry or "") if self.one("until") == OWN else None

    def names(self) -> dict[str, str]:
        return {one.user_id: one.name for one in self.people or ()}

    @property
    def _note(self) -> str:
        return (self.text or "").strip()

    @property
    def _to(self) -> str | None:
        chosen = self.one("to")
        return None if chosen in (None, NOBODY) else chosen

    def _body(self) -> AssignBody | SnoozeBody | PriorityBody | TagBody | HandOverBody | None:
        """The change as far as it is said; None where something is missing."""
        match self.action:
            case "assign" if self.one("to") is not None:
                return AssignBody(self._to)
            case "hand_over" if self.one("to") is not None:
                return HandOverBody(self._to, self._note)
            case "snooze":
                until = until_of(self.one("until"), self.entry or "", self._clock.now_ms())
                reason = self.one("reason")
                if until is not None and reason is not None:
                    return SnoozeBody(datetime.fromtimestamp(until / 1000, UTC), reason, self._note)
            case "priority" if self.one("priority") is not None:
                return PriorityBody(int(self.one("priority") or 0))
            case "tag" if told_tags(self.entry or ""):
                return TagBody(told_tags(self.entry or ""))
        return None

    def preview(self) -> BulkPreview | None:
        """What the change is about to meet; counted once for each change."""
        body = self._body() or {"assign": AssignBody(None), "hand_over": HandOverBody(None, "")}.get(self.action or "")
        body = body or TagBody()
        key = (type(body), getattr(body, "until", None))
        if self._counted is None or self._counted[0] != key:
            self._counted = (key, self._bulk.preview(self.case_ids, body))
        return self._counted[1]

    def facts(self) -> dict[str, str | int]:
        told = self.preview()
        facts: dict[str, str | int] = {"action": self.action or "", "count": len(self.case_ids)}
        if self.action in ("assign", "hand_over"):
            facts |= {"asking": int(self.people is None and not self.problem), "offline": self.problem}
        if told is not None:
            facts |= {
                "will_apply": told.will_apply,
                "key_users": told.key_users,
                "closed": told.closed,
                "others": told.claimed_by_other,
                "late": told.late_by_snooze,
            }
            body = self._body()
            if isinstance(body, PriorityBody) and not is_key_user(body.priority):
                facts["unkeyed"] = told.key_users
        return facts

    def problems(self) -> tuple[str, ...]:
        if self.action is None:
            return ("action_required",)
        if self._body() is None:
            return (self._missing(),)
        if self.action == "hand_over" and not self._note:
            return ("hand_over_note",)
        if len(self._note) > MAX_NOTE:
            return ("note_too_long",)
        told = self.preview()
        return ("bulk_nothing",) if told is not None and not told.will_apply else ()

    def _missing(self) -> str:
        match self.action:
            case "assign" | "hand_over":
                return "assignee_required"
            case "snooze":
                if self.one("reason") is None:
                    return "reason_unknown"
                return "time_unknown" if self.one("until") == OWN else "time_required"
            case "priority":
                return "priority_required"
        return "tag_required"

    def params(self) -> dict[str, str | int]:
        return {"count": len(self.case_ids)}

    def send(self) -> Sent | None:
        body = self._body()
        if body is None:
            raise NotReady(self._missing())
        self._sent = self._bulk.apply(self.case_ids, body, self.names().get(self._to or "", ""))
        return self._sent[-1] if self._sent else None

    def undo(self, command_id: str) -> object:
        self._bulk.undo(self._sent)
        return None


class ViewForm(Form):
    """A view of one's own: a name in the line, the filter in the field; Delete removes one of those that are there."""

    kind = "view"
    bound = False

    def __init__(self, views: SavedViews, expression: str, view_id: str | None, remove: Callable[[str], None]) -> None:
        super().__init__()
        self._views, self._remove = views, remove
        self.entry, self.text = "", expression
        self._gone: set[str] = set()
        if view_id is not None:
            self.chosen["view"] = (view_id,)
            self.picked("view")

    def groups(self) -> tuple[SheetGroup, ...]:
        kept = tuple(view.id for view in self._views.all() if view.id not in self._gone)
        return (self.group("view", (NEW, *kept)),) if kept else ()

    def names(self) -> dict[str, str]:
        return {view.id: view.name for view in self._views.all()}

    def picked(self, group: str) -> None:
        view = next((view for view in self._views.all() if view.id == self.one("view")), None)
        if view is not None:
            self.entry, self.text = view.name, view.expression

    def removed(self, group: str, row: str) -> None:
        if row != NEW:
            self._gone.add(row)
            if self.one("view") == row:
                self.chosen.pop("view")
            self._remove(row)

    @property
    def _view(self) -> SavedView:
        chosen = self.one("view")
        return SavedView(chosen if chosen not in (None, NEW) else "", (self.entry or "").strip(), self.text or "")

    def problems(self) -> tuple[str, ...]:
        return self._views.check(self._view)

    def send(self) -> None:
        view = self._view
        self._views.save(view.name, view.expression, view.id or None)


def expression_of(view_id: str, find: str, views: SavedViews) -> str:
    """The filter that shows what a view shows, as far as it can be said in one; what is looked for stands in it as
    text."""
    kept = {f"saved:{view.id}": view.expression for view in views.all()}
    told = {
        "mine": "assignee:me",
        "key_users": f"priority>={KEY_USER_PRIORITY}",
        "awaiting_me": "state:escalated",
        "mine_waiting": "state:escalated",
        "later": "state:snoozed state:waiting",
    }
    first = kept.get(view_id) or (view_id if view_id.startswith("type:") else told.get(view_id, ""))
    text = find.strip().replace('"', "")
    return " ".join(part for part in (first, f'"{text}"' if " " in text else text) if part)
