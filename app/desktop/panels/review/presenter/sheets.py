"""The light sheets over the case: one mechanism, and a form for each thing that can be filled in."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from app.desktop.panels.review.presenter.take_back import TakeBack
from app.desktop.panels.review.sheet_state import SheetGroup, SheetMark, SheetState
from app.desktop.panels.review.state import CaseState, NoticeState
from app.desktop.ports import Clock, DeskError, NotReady, Sent, Tasks
from app.domain.pii_check import find_personal


class View(Protocol):
    """What is asked of the view; every call is cheap and idempotent."""

    def show_sheet(self, state: SheetState | None) -> None: ...

    def turn_to(self, field: str) -> None:
        """Move the focus of the sheet to a list by its name, to "entry" or to "text"."""


class Form:
    """One thing to fill in. Subclasses say what is asked (`groups`), what stands in the way (`problems`) and how it is
    sent (`send`, run on the writer thread). Everything but `send` is instant."""

    kind = ""
    bound = True
    """Whether the sheet goes when another case comes into sight."""
    at_once: frozenset[str] = frozenset()
    """Lists whose choice is all there is to say, and is sent."""
    then_text: frozenset[str] = frozenset()
    """Lists that are found by typing, after whose choice only the note is left."""
    ends: frozenset[str] = frozenset()
    """Lists whose choice closes the sheet and is handed on here (`ended`)."""
    case_id = ""

    def __init__(self) -> None:
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.text: str | None = None
        self.entry: str | None = None
        self.later: Callable[[Callable[[], object]], None] = lambda _write: None
        """Have something written that the sheet does not wait for."""
        self.known: Callable[[], tuple[str, ...]] = tuple
        """Real values in sight, which count as personal data in a note."""

    def groups(self) -> tuple[SheetGroup, ...]:
        raise NotImplementedError

    def facts(self) -> dict[str, str | int]:
        return {}

    def names(self) -> dict[str, str]:
        return {}

    def problems(self) -> tuple[str, ...]:
        raise NotImplementedError

    def send(self) -> Sent | None:
        """Raises DeskError. None where nothing was sent that could be taken back."""
        raise NotImplementedError

    def undo(self, command_id: str) -> object:
        raise NotImplementedError

    def params(self) -> dict[str, str | int]:
        """What the notice needs besides the command's type."""
        return {}

    def was_sent(self) -> None:
        """It is on its way."""

    def picked(self, group: str) -> None:
        """A line of this list was chosen."""

    def ended(self, group: str) -> None:
        """The sheet is gone, and this was chosen."""

    def removed(self, group: str, row: str) -> None:
        """Delete was pressed on a line."""

    def renamed(self, group: str, row: str) -> None:
        """F2 was pressed on a line."""

    def group(self, name: str, rows: tuple[str, ...], many: bool = False) -> SheetGroup:
        return SheetGroup(name, rows, frozenset(self.chosen.get(name, ())), many)

    def one(self, name: str) -> str | None:
        """What is chosen of a list that takes one."""
        return next(iter(self.chosen.get(name, ())), None)

    def state(self) -> SheetState:
        problems = self.problems()
        marks = tuple(
            SheetMark(span.kind, span.start, span.end, span.certain)
            for span in find_personal(self.text or "", self.known())
        )
        return SheetState(
            self.kind,
            self.groups(),
            entry=self.entry,
            text=self.text,
            marks=marks,
            facts=self.facts(),
            names=self.names(),
            ready=not problems,
        )


class SheetsPresenter:
    """At most one sheet at a time. All methods run on the GUI thread."""

    def __init__(self, view: View, *, tasks: Tasks, clock: Clock, back: TakeBack) -> None:
        self._view, self._tasks, self._clock, self._back = view, tasks, clock, back
        self._form: Form | None = None
        self._case = CaseState(None)
        self._problem = ""
        self._busy = False
        self._turn = 0
        self.known: Callable[[], tuple[str, ...]] = tuple
        self._closed: Callable[[], None] = lambda: None

    @property
    def case(self) -> CaseState:
        return self._case

    @property
    def form(self) -> Form | None:
        return self._form

    def open(self, form: Form, closed: Callable[[], None] = lambda: None) -> None:
        """Show a form; `closed` is called when it goes, sent or not."""
        self.close()
        form.known = self.known
        form.later = lambda write: self._tasks.write(write, None, self._back.failed)
        self._form, self._problem, self._busy, self._closed = form, "", False, closed
        self._turn += 1
        self._show()

    def show_case(self, state: CaseState) -> None:
        """A sheet about a case goes with it."""
        before, self._case = self._case, state
        if self._form is not None and self._form.bound and _id(before) != _id(state):
            self.close()

    def pick(self, group: str, row: str) -> None:
        form, found = self._form, self._group(group)
        if form is None or found is None or self._busy or row not in found.rows:
            return
        if found.many:
            kept = form.chosen.get(group, ())
            form.chosen[group] = tuple(one for one in kept if one != row) if row in kept else (*kept, row)
        else:
            form.chosen[group] = (row,)
        self._problem = ""
        had_line = form.entry is not None
        form.picked(group)
        if group in form.ends:
            self.close()
            form.ended(group)
            return
        if group in form.at_once:
            self.confirm()
            return
        self._show()
        if form.entry is not None and not had_line:
            # What was chosen asks for words.
            self._view.turn_to("entry")
        elif not found.many:
            self._go_on(group)

    def _group(self, name: str) -> SheetGroup | None:
        return next((one for one in self._form.groups() if one.name == name), None) if self._form is not None else None

    def _go_on(self, after: str) -> None:
        """To the next list from which nothing is chosen yet."""
        if self._form is None:
            return
        groups = self._form.groups()
        names = [group.name for group in groups]
        at = names.index(after) if after in names else -1
        following = next((g.name for g in groups[at + 1 :] if not g.many and not g.chosen and g.rows), None)
        if following is None and after in self._form.then_text and not (self._form.text or "").strip():
            following = "text"
        if following is not None:
            self._view.turn_to(following)

    def remove(self, group: str, row: str) -> None:
        if self._form is not None and not self._busy:
            self._form.removed(group, row)
            self._show()

    def rename(self, group: str, row: str) -> None:
        if self._form is not None and not self._busy:
            self._form.renamed(group, row)
            self._show()
            self._view.turn_to("entry")

    def enter(self, text: str) -> None:
        """What stands in the sheet's line."""
        if self._form is not None:
            self._form.entry, self._problem = text, ""
            self._show()

    def type(self, text: str) -> None:
        if self._form is not None:
            self._form.text, self._problem = text, ""
            self._show()

    def refresh(self) -> None:
        """What a form knows has changed."""
        if self._form is not None:
            self._show()

    def confirm(self) -> None:
        form = self._form
        if form is None or self._busy:
            return
        problems = form.problems()
        if problems:
            self._problem = problems[0]
            self._show()
            self._view.turn_to(_place_of(problems[0], form))
            return
        self._busy, turn = True, self._turn
        self._show()

        def done(sent: Sent | None) -> None:
            if turn == self._turn:
                self.close()
            form.was_sent()
            self._tell(form, sent)

        def failed(error: Exception) -> None:
            if turn != self._turn or self._form is None:
                self._back.failed(error, form.case_id)
                return
            self._busy = False
            self._problem = error.codes[0] if isinstance(error, NotReady) else _code(error)
            self._show()

        self._tasks.write(form.send, done, failed)

    def _tell(self, form: Form, sent: Sent | None) -> None:
        if sent is None:
            return
        notice = NoticeState(
            "work_done" if sent.online else "work",
            form.case_id,
            command_id=sent.command_id,
            until_ms=sent.release_at,
            command_type=sent.command_type,
            params=form.params(),
        )
        if sent.online:
            self._back.say(notice)
        else:
            self._back.offer(notice, lambda: form.undo(sent.command_id))

    def send(self, form: Form) -> None:
        """A form with nothing to fill in: it is sent as it is, and what stands in the way is said."""
        form.known = self.known
        problems = form.problems()
        if problems:
            self._back.failed(NotReady(codes=problems), form.case_id)
            return
        self._tasks.write(form.send, lambda sent: self._tell(form, sent), lambda e: self._back.failed(e, form.case_id))

    def close(self) -> None:
        """Esc: nothing is sent."""
        if self._form is None:
            return
        self._form, self._busy = None, False
        self._turn += 1
        self._view.show_sheet(None)
        closed, self._closed = self._closed, lambda: None
        closed()

    def _show(self) -> None:
        if self._form is None:
            return
        state = msgspec.structs.replace(
            self._form.state(), problem=self._problem, busy=self._busy, turn=self._turn, case=self._about()
        )
        self._view.show_sheet(state)

    def _about(self) -> "object":
        own = getattr(self._form, "case", None)
        if own is not None:
            return own
        return self._case.open.view if self._case.open is not None else None


def _id(state: CaseState) -> str | None:
    return state.open.case_id if state.open is not None else None


def _code(error: Exception) -> str:
    return error.code if isinstance(error, DeskError) else "unexpected"


def _place_of(problem: str, form: Form) -> str:
    """The field in which a problem is mended."""
    if problem in ("personal_data", "hand_over_note", "missing_too_long", "missing_characters") or problem.startswith(
        ("note", "rationale")
    ):
        return "text"
    if problem.startswith("snippet_language"):
        return "text"
    if problem in ("rule_unreadable", "rule_words", "rule_says_nothing", "load_cap", "rule_case_type"):
        return "text"
    if problem.startswith(("snippet_name", "snippet_key", "time_", "rule_name", "rule_twice", "skill_name")):
        return "entry"
    names = [group.name for group in form.groups()]
    wanted = {
        "reason_required": "reason",
        "reason_unknown": "reason",
        "snooze_too_long": "until",
        "snooze_past_due": "until",
        "missing_required": "missing",
        "code_required": "code",
        "decision_required": "decision",
        "assignee_required": "to",
    }.get(problem, "attribution" if problem.startswith("attribution") else "")
    if wanted in names:
        return wanted
    return next((group.name for group in form.groups() if not group.many and not group.chosen), "")
