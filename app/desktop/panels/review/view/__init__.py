"""The Review room's view: queue, case and decision in panels that can be moved; setters in, signals out."""

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.desktop import in_force
from app.desktop.panels.review.front import ReviewFront
from app.desktop.panels.review.model import time_colour
from app.desktop.panels.review.sheet_state import SheetState
from app.desktop.panels.review.state import (
    CaseState,
    DecisionState,
    NoticeState,
    OwedState,
    QueueState,
    RevealState,
    SeenState,
)
from app.desktop.panels.review.view.ahead import Ahead, Look, Shown
from app.desktop.panels.review.view.case_panel import CasePanel
from app.desktop.panels.review.view.notice_bar import NoticeBar
from app.desktop.panels.review.view.over_case import OverCase
from app.desktop.panels.review.view.owed_strip import OwedStrip
from app.desktop.panels.review.view.side_panel import SidePanel
from app.desktop.ports import ContextState, NotesState, Queue, QueueView
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.painted import at_rest, heights_ahead

if TYPE_CHECKING:
    from app.desktop.widgets.sheet import Sheet

LOW = 760
"""Below this height, in pixels, the room closes up."""
SOON_MS = 2_000
"""What is painted ahead is looked through again every second, and painted within another."""


class ReviewView(QWidget):
    """The middle (the case) with its two side panels, `left` the queue and `right` assessment and decision,
    which the shell docks; it is built into the places of `front`."""

    view_chosen = Signal(str)
    row_opened = Signal(int)
    decided = Signal(str)
    code_picked = Signal(str)
    attribution_picked = Signal(str, str)
    route_picked = Signal(str)
    rationale_changed = Signal(str)
    step_marked = Signal(int, object)
    step_error = Signal(int, str)
    gap_flagged = Signal(object)
    submit_asked = Signal()
    undo_asked = Signal()
    linked_opened = Signal(str)
    read_asked = Signal(str)
    """A case that is not on this seat is to be read from the server."""
    attribution_asked = Signal()
    clause_asked = Signal(str)
    complete_asked = Signal()
    sheet_picked = Signal(str, str)
    sheet_removed = Signal(str, str)
    sheet_renamed = Signal(str, str)
    sheet_entered = Signal(str)
    sheet_typed = Signal(str)
    sheet_confirmed = Signal()
    sheet_closed = Signal()
    cover_asked = Signal()
    """Whatever is seen in plain text is to be masked: the person says so, the room is left, the language changes."""

    def __init__(self, front: ReviewFront | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        front = front or ReviewFront()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._case_state: CaseState | None = None
        self._decision_state: DecisionState | None = None
        self._key_of: Callable[[str], str] = lambda _action: ""
        self._compact = False
        self.queue = front.queue
        self.case = CasePanel(self)
        middle = QVBoxLayout(self)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self.case)
        self.left, self.right = self.queue, SidePanel()
        self.owed = OwedStrip()
        front.fill_side(self.right, self.owed)
        self.assessment, self.decision = self.right.assessment, self.right.decision
        self.ahead = Ahead(self.case, self.right, self._look, self._touched, self._fill_on)
        self._covered: DecisionState | None = None
        self._promised = False
        self._left: QWidget | None = None
        self._filling: Generator[bool, None, None] | None = None
        self.message = NoticeBar()
        # At the foot of the queue, where it covers nothing of a case and takes no room from one.
        front.queue.stand_at_foot(self.message)
        self._held: DecisionState | None = None
        """The decision that is shown once the panels are filled out of sight."""
        self._standing: tuple[str, ...] | None = None
        """The evidence on the screen while they are filled so with news of the case in sight."""
        self._told: object = None
        """What the panels were last told of the case, and in which words."""
        self.over = OverCase(self, self.focus_again)
        self.reveal_sheet = self.over.reveal
        self._wire()

    def _wire(self) -> None:
        self.queue.view_chosen.connect(self.view_chosen)
        self.queue.row_opened.connect(self.row_opened)
        self.queue.entered.connect(self.focus_case)
        self.assessment.step_marked.connect(lambda n, mark: self.step_marked.emit(n, mark))
        self.assessment.step_error.connect(self.step_error)
        self.assessment.signal_chosen.connect(self._attribute_to_signal)
        self.assessment.evidence_asked.connect(self.case.point_at_evidence)
        self.assessment.gap_asked.connect(lambda n: self.gap_flagged.emit(n))
        self.assessment.clause_asked.connect(self.clause_asked)
        self.owed.asked.connect(self.complete_asked)
        for name in (
            "decided",
            "code_picked",
            "attribution_asked",
            "route_picked",
            "rationale_changed",
            "submit_asked",
        ):
            getattr(self.decision, name).connect(getattr(self, name))
        self.case.cover_asked.connect(self.cover_asked)
        self.case.around.opened.connect(self.linked_opened)
        self.decision.left_field.connect(self.focus_queue)
        self.right.resized.connect(self._moved)
        self.message.undo_asked.connect(self.undo_asked)
        self.message.read_asked.connect(self.read_asked)
        for name in ("picked", "removed", "renamed", "entered", "typed", "confirmed", "closed"):
            getattr(self.over, name).connect(getattr(self, f"sheet_{name}"))

    # --- setters ------------------------------------------------------------------------------------

    def show_queue(self, state: QueueState) -> None:
        self.queue.show_queue(state)
        self.queue.set_current(state.current)

    def show_rows(self, queue: Queue, rows: QueueView, current: int, now_ms: int) -> None:
        self.queue.show_rows(queue, rows, current, now_ms)

    def promise(self, state: CaseState | None) -> None:
        """The case that is shown in a moment unless something fails: its picture, if there is one, stands from now
        on. Whatever comes before `show_case` (a key, a click, a message) finds the case that is still open."""
        self.settle()
        focused = QApplication.focusWidget()
        self._left = focused if focused is not None and self.right.isAncestorOf(focused) else None
        if self._left is not None:
            # What is typed from now on is meant for the next case, which begins with its keys.
            with self.queue.list.unmarked():
                self.focus_queue()
        if state is not None and self._case_state is not None and self._case_state.shown is None:
            self._promised = self.ahead.cover(state, *_time(state)) is not None

    def break_promise(self) -> None:
        """It does not come: the case that is still open has the focus back where it was."""
        left, self._left = self._left, None
        if left is not None:
            self.settle()
            left.setFocus()

    def show_case(self, state: CaseState) -> None:
        # What was promised stays where it is: it is either this case or covered by it.
        promised, self._promised = self._promised, False
        before = self._case_state
        fresh = before is None or _id(before) != _id(state)
        told = (_painted(state), state.shown, _time(state), self._words())
        if told == self._told and not fresh and not promised:
            # Asked for again, as with every page that comes in, and nothing of it is new.
            self._case_state = state
            return
        self._told = told
        standing = self.ahead.covering
        if fresh:
            # A case that was passed before the panels were filled with it leaves nothing in them to see.
            self._filling = self._held = self._standing = None
        else:
            self.settle()
        if before is not None and before.shown != state.shown:
            self.ahead.renew()
        self._case_state, self._covered = state, None
        if (promised or not self._holds_focus()) and (before is None or before.shown is None):
            if fresh:
                self._covered = self.ahead.cover(state, *_time(state))
            if self._covered is not None:
                self._filling = self._behind(state, self._covered)
            elif self._may_wait(before, state) and (fresh or not standing) and self.ahead.hold():
                # News does not wait behind what may be of another case, which would stay for one more filling.
                self._standing = None if fresh else self.case.in_sight()
                self._held = DecisionState("", frozenset()) if fresh else None
                self._filling = self._unseen(state, fresh)
                return
        if self._covered is None:
            self.ahead.lift()
            self._told = None
            self._fill_case(state, fresh)
            self._told = told
            self._say()

    @staticmethod
    def _may_wait(before: CaseState | None, state: CaseState) -> bool:
        """Whether what is on the screen may stay there for the steps it takes to fill the panels: real values never
        come or go later than they should."""
        return before is not None and before.open is not None and state.open is not None and state.shown is None

    def _fill_case(self, state: CaseState, fresh: bool) -> None:
        focused = QApplication.focusWidget()
        inside = focused is not None and self.case.isAncestorOf(focused)
        with at_rest(*self.case.layouts()):
            self.case.show_case(state, *_time(state))
        self.right.show_case(state, fresh)
        if fresh and inside and QApplication.focusWidget() is not focused:
            # What had the focus went with its case: Qt would hand it to the next in line, the first decision.
            self.focus_queue()
        if fresh:
            self._name(state)

    def _name(self, state: CaseState) -> None:
        self.setWindowTitle(state.open.case_id if state.open is not None else "")
        if self.decision.rationale.edit.hasFocus():
            # The next case begins with its keys, not with a letter in an empty field.
            self.focus_queue()

    def show_around(self, state: ContextState) -> None:
        # No reason to settle: the panel keeps it until its own case is filled in.
        self.case.show_around(state)

    def show_notes(self, state: NotesState) -> None:
        self.settle()
        self.case.show_notes(state)

    def show_decision(self, state: DecisionState) -> None:
        self._decision_state = state
        if self._standing is not None or self._held is not None:
            self._held = state
            return
        if self._covered is not None:
            if self._covered == state:
                return
            self.settle()
        self.right.show_decision(state)

    def prepare(self, cases: Sequence[tuple[CaseState, DecisionState]]) -> None:
        """The cases most likely to be shown next, the likeliest first, to be painted when there is time for it."""
        if self.isVisible():
            # Of the time only the words for what is left are painted: not every second makes another picture. Just
            # before a minute is over there is one with the words for the next.
            self.ahead.want(
                [
                    Shown(_painted(case), *words, decision)
                    for case, decision in cases
                    for words in dict.fromkeys((_time(case), _time(case, SOON_MS)))
                ]
            )

    def settle(self) -> None:
        """Fill the panels with what a picture shows for them. Nothing is read from them or done to them before."""
        while self._fill_on():
            pass
        if self._promised:
            self._promised = False
            self.ahead.lift()
        self._say()

    def _touched(self, by_key: bool) -> None:
        """Before a key or a pointer reaches the window. A key that is meant for a panel finds it filled; any other
        goes by way of the presenter to a setter here, which sees to that itself."""
        if not by_key or self._promised or self._holds_focus():
            self.settle()

    @property
    def filling(self) -> bool:
        """Whether the panels still have to be filled with the case in sight."""
        return self._filling is not None

    def _fill_on(self) -> bool:
        """One step of some milliseconds towards that; whether there are more."""
        # Taken away while it runs: a step that asks for `settle` must not come back here.
        steps, self._filling = self._filling, None
        try:
            more = steps is not None and next(steps, None) is not None
        except BaseException:
            # The panels answer, and are filled anew with the next that is told of the case. Nothing of a draft goes
            # from one case to another meanwhile.
            decision = self._covered if self._held is None else self._held
            self._told = self._held = self._standing = self._covered = None
            self.ahead.lift()
            if decision is not None:
                self.right.show_decision(decision)
            raise
        if not more:
            self._say()
            return False
        self._filling = steps
        return True

    def _behind(self, state: CaseState, covered: DecisionState) -> Generator[bool, None, None]:
        """The panels are filled and laid out in turn and painted strip by strip as their pictures go."""
        yield from self._fill_in_steps(state, fresh=True)
        self.right.show_decision(covered)
        yield from self._laid_out()
        while self.ahead.lift_one():
            yield True
        self._covered = None
        self.ahead.lift()

    def _unseen(self, state: CaseState, fresh: bool) -> Generator[bool, None, None]:
        """The same for a case nobody has painted ahead, or for news of the one in sight: what was on the screen stays
        there until both panels are filled."""
        yield from self._fill_in_steps(state, fresh)
        decision, self._held, self._standing = self._held, None, None
        if decision is not None:
            self.right.show_decision(decision)
        yield from self._laid_out()
        while self.ahead.lift_one():
            yield True
        self.ahead.lift()

    def _fill_in_steps(self, state: CaseState, fresh: bool) -> Generator[bool, None, None]:
        with at_rest(*self.case.layouts()):
            for _ in self.case.fill(state, *_time(state)):
                yield True
        yield True
        for _ in heights_ahead(self.case):
            yield True
        yield from self._laid_out()
        self.right.show_case(state, fresh)
        if fresh:
            self._name(state)
        yield from self._laid_out()

    @staticmethod
    def _laid_out() -> Generator[bool, None, None]:
        """The layouts that were asked for have a turn of the event loop to themselves."""
        yield True
        yield True

    def _holds_focus(self) -> bool:
        """Whether the focus is in a panel, where a picture would not show it."""
        focused = QApplication.focusWidget()
        return focused is not None and (self.case.isAncestorOf(focused) or self.right.isAncestorOf(focused))

    def _look(self) -> Look:
        return Look(self.case.size(), self.right.size(), self.devicePixelRatioF(), *self._words())

    def _words(self) -> tuple[int, str, bool, tuple[tuple[str, str], ...], bool, int]:
        """What the words of a case and their place depend on besides the case."""
        keys = tuple(sorted(self.decision.keys.items()))
        return tokens.generation(), formats.language(), formats.tells_utc(), keys, self._compact, in_force.generation()

    def show_notice(self, notice: NoticeState | None) -> None:
        self.message.tell(notice)
        focused = QApplication.focusWidget()
        sent = notice is not None and notice.kind in ("sent", "sent_online")
        if sent and focused is not None and self.right.isAncestorOf(focused):
            # The next case begins where letters are keys, not in the field of the last one.
            self.focus_queue()
        if not sent or not self._promised:
            self._say()

    def _say(self) -> None:
        """What was sent is said behind the picture of the next case, which is waited for."""
        self.message.speak(self._key_of("review.undo"))

    def offer_reading(self, case_id: str, problem: str = "") -> None:
        self.message.offer_reading(case_id, problem)

    def place_rationale(self, text: str, caret: int) -> None:
        self.settle()
        self.decision.rationale.place_text(text, caret)

    def rationale_caret(self) -> int:
        self.settle()
        return self.decision.rationale.caret()

    def point_at(self, blocker: str) -> None:
        self.settle()
        self.decision.point_at(blocker)

    def _attribute_to_signal(self, name: str) -> None:
        """A click on a bar attributes the reason to its signal, where the reason allows that."""
        state = self._decision_state
        if state is not None and any((c.kind, c.ref) == ("signal", name) for c in state.attributions):
            self.attribution_picked.emit("signal", name)

    def show_owed(self, state: OwedState) -> None:
        self.owed.show_owed(state, self._key_of("review.complete"))

    # --- the light sheets ----------------------------------------------------------------------------

    def show_sheet(self, state: SheetState | None) -> None:
        self.settle()
        self.over.show_sheet(state)

    def turn_to(self, field: str) -> None:
        self.over.turn_to(field)

    @property
    def sheet(self) -> "Sheet | None":
        return self.over.sheet

    def focus_again(self, before: QWidget | None) -> None:
        """To where the focus was, or to where letters are keys."""
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self.focus_queue()

    # --- masked values ------------------------------------------------------------------------------

    def evidence_in_sight(self) -> tuple[str, ...]:
        self.settle()
        return self.case.in_sight()

    def evidence_on_screen(self) -> tuple[str, ...]:
        """The same, but news that is being filled in is left to it: what stands there meanwhile is what counts."""
        return self.evidence_in_sight() if self._standing is None else self._standing

    def current_field(self) -> str:
        """The field of a comparison that the cursor stands on."""
        self.settle()
        return self.case.current_field()

    def show_reveal(self, state: RevealState | None) -> None:
        self.settle()
        self.over.show_reveal(state)

    def show_seen(self, state: SeenState | None) -> None:
        self.settle()
        self.case.show_seen(state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ahead.renew()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        try:
            self.settle()
        finally:
            self.ahead.forget()
            self.over.leave()
            self.cover_asked.emit()

    # --- focus and layout ---------------------------------------------------------------------------

    def focus_queue(self) -> None:
        self.queue.list.setFocus()

    def focus_case(self) -> None:
        self.settle()
        self.case.tabs.setFocus()

    def focus_rationale(self) -> None:
        # Filled first: a fresh case takes the focus away from the field.
        self.settle()
        self.decision.rationale.edit.setFocus()

    def focus_steps(self) -> None:
        self.settle()
        self.assessment.steps.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def current_step(self) -> int | None:
        """The step the cursor stands on, only while the steps have the focus."""
        self.settle()
        return self.assessment.steps.current_step() if self.assessment.steps.hasFocus() else None

    def set_keys(self, key_of: Callable[[str], str]) -> None:
        """`key_of` gives the key cap of an action; asked again when the view refills."""
        self._key_of = self.queue.key_of = key_of
        caps = {code: key_of(f"decide.{code}") for code in ("pass", "block", "escalate")}
        caps |= {"submit": key_of("review.submit"), "attribution": key_of("attribution.choose")}
        caps["graph"] = key_of("graph")
        self.decision.keys = self.case.keys = caps

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._moved()
        self._compact = self.height() < tokens.px(LOW)
        self.case.set_compact(self._compact)
        self.assessment.set_compact(self._compact)
        self.over.place()

    def _moved(self) -> None:
        """What came or went beside a panel: what is held does not fit its place any more."""
        if self.ahead.covering and not self.ahead.pictured:
            self.settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.cover_asked.emit()
            self.refill()

    def refill(self) -> None:
        """Everything in sight once more, in the language in force."""
        self.settle()
        self.set_keys(self._key_of)
        self.queue.refill()
        self._told = None
        if self._case_state is not None:
            self.show_case(self._case_state)
        if self._decision_state is not None:
            self.show_decision(self._decision_state)
        self.assessment.refill()
        if self.message.notice is not None:
            self.show_notice(self.message.notice)
        self.owed.refill()
        self.over.refill()


def _time(state: CaseState, soon_ms: int = 0) -> tuple[str, str]:
    """What is left of the deadline, in words and as a colour; `soon_ms`: as it will be then."""
    if state.row is None:
        return "", "text"
    now = state.now_ms + soon_ms
    return formats.time_left((state.row.effective_due_at - now) / 1000), time_colour(state.row, now)


def _painted(state: CaseState) -> CaseState:
    """What of a case ends in its picture."""
    return CaseState(state.open, around=state.around, find=state.find)


def _id(state: CaseState) -> str | None:
    return state.open.case_id if state.open is not None else None
