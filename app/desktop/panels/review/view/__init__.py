"""The Review room's view: queue, case and decision in panels that can be moved; setters in, signals out."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.desktop.panels.review.front import ReviewFront
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
from app.desktop.panels.review.view.case_panel import CasePanel
from app.desktop.panels.review.view.filling import Filling
from app.desktop.panels.review.view.notice_bar import NoticeBar
from app.desktop.panels.review.view.over_case import OverCase
from app.desktop.panels.review.view.owed_strip import OwedStrip
from app.desktop.panels.review.view.side_panel import SidePanel
from app.desktop.ports import ContextState, NotesState, Queue, QueueView
from app.desktop.widgets import tokens

if TYPE_CHECKING:
    from app.desktop.widgets.sheet import Sheet

LOW = 760
"""Below this height, in pixels, the room closes up."""


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
        self._decision_state: DecisionState | None = None
        self._key_of: Callable[[str], str] = lambda _action: ""
        self.queue = front.queue
        self.case = CasePanel(self)
        middle = QVBoxLayout(self)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self.case)
        self.left, self.right = self.queue, SidePanel()
        self.owed = OwedStrip()
        front.fill_side(self.right, self.owed)
        self.assessment, self.decision = self.right.assessment, self.right.decision
        self.filling = Filling(self.case, self.right, self.focus_queue, self._name, self._say)
        self._left: QWidget | None = None
        """What had the focus when the next case was promised."""
        self.message = NoticeBar()
        # At the foot of the queue, where it covers nothing of a case and takes no room from one.
        front.queue.stand_at_foot(self.message)
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
        self.right.resized.connect(self.filling.moved)
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
        if state is not None:
            self.filling.promise(state)

    def break_promise(self) -> None:
        """It does not come: the case that is still open has the focus back where it was."""
        left, self._left = self._left, None
        if left is not None:
            self.settle()
            left.setFocus()

    def show_case(self, state: CaseState) -> None:
        self.filling.show_case(state)

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
        self.filling.show_decision(state)

    def prepare(self, cases: Sequence[tuple[CaseState, DecisionState]]) -> None:
        """The cases most likely to be shown next, the likeliest first, to be painted when there is time for it."""
        if self.isVisible():
            self.filling.prepare(cases)

    def settle(self) -> None:
        """Nothing is read from the panels or done to them before they are filled with what the screen shows."""
        self.filling.settle()

    def show_notice(self, notice: NoticeState | None) -> None:
        self.message.tell(notice)
        focused = QApplication.focusWidget()
        sent = notice is not None and notice.kind in ("sent", "sent_online")
        if sent and focused is not None and self.right.isAncestorOf(focused):
            # The next case begins where letters are keys, not in the field of the last one.
            self.focus_queue()
        if not sent or not self.filling.promised:
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
        return self.evidence_in_sight() if self.filling.standing is None else self.filling.standing

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
        self.filling.ahead.renew()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        try:
            self.settle()
        finally:
            self.filling.ahead.forget()
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
        self.filling.moved()
        self.filling.set_compact(self.height() < tokens.px(LOW))
        self.over.place()

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
        self.filling.anew()
        if self._decision_state is not None:
            self.show_decision(self._decision_state)
        self.assessment.refill()
        if self.message.notice is not None:
            self.show_notice(self.message.notice)
        self.owed.refill()
        self.over.refill()
