"""Two reasonings side by side: of one case of a run, before and after; and of a pair whose authors nobody is told."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.feedback.state import FeedbackState
from app.desktop.panels.feedback.view.regression_pages import OpenedPage, SaidCard
from app.desktop.panels.feedback.words import reasoning
from app.desktop.panels.feedback.words.reasoning import StepWords
from app.desktop.widgets import accessible, evidence, tokens
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.card import Card
from app.desktop.widgets.case_evidence import CaseEvidence, as_case
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import Page
from app.desktop.widgets.painted import PaintedWidget, focus_ring, show_if
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class StepRow(PaintedWidget):
    """One step: what it says, what it rests on, and what is to be seen of it. Up, Down, J and K go on and back."""

    accessible_role = accessible.TEXT

    gone = Signal(int)
    """To the next step (1) or the one before (-1)."""
    focused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._said = Label(wrap=True, data=True, parent=self)
        self._rests = Label(kind=Type.SMALL, colour="muted", wrap=True, data=True, parent=self)
        self._badges = [Badge(self) for _ in range(2)]
        self._line = QWidget(self)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.S2)
        for badge in self._badges:
            line.addWidget(badge)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S2, tokens.S2, tokens.S2, tokens.S2)
        column.setSpacing(tokens.S1)
        for part in (self._said, self._rests, self._line):
            column.addWidget(part)

    @property
    def keeps_letters(self) -> frozenset[str]:
        return frozenset({"J", "K"})

    def fill(self, step: StepWords) -> None:
        self._said.set_text(step.said, data=True)
        self._rests.set_text(step.rests, data=True)
        show_if(self._rests, bool(step.rests))
        for number, badge in enumerate(self._badges):
            words, colour = step.badges[number] if number < len(step.badges) else ("", "muted")
            badge.set_badge(words, colour)
        show_if(self._line, bool(step.badges))
        self.setAccessibleName(
            ". ".join(part for part in (step.said, step.rests, *(b[0] for b in step.badges)) if part)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.gone.emit(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(tokens.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self.hasFocus():
            focus_ring(painter, self.rect().adjusted(0, 0, 0, -2), tokens.RADIUS_SMALL)


class ReasoningCard(Card):
    """A reasoning under its name, with the verdict that it comes to."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.content)
        self._page = page
        self._verdict = Label(kind=Type.HEADING, wrap=True, parent=self)
        self._none = Label(colour="muted", wrap=True, parent=self)
        self.body.setSpacing(tokens.S1)
        self.body.addWidget(self._verdict)
        self.body.addWidget(self._none)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        self.body.addLayout(self._steps)
        self.body.addStretch(1)
        self.rows: list[StepRow] = []

    def fill(self, name: str, verdict: str, steps: tuple[StepWords, ...], none: str = "") -> None:
        self.heading.set_text(name)
        self._verdict.set_text(verdict)
        show_if(self._verdict, bool(verdict))
        self._none.set_text(none)
        show_if(self._none, bool(none))
        while len(self.rows) < len(steps):
            row = StepRow(self)
            number = len(self.rows)
            row.gone.connect(lambda step, n=number: self.go(n + step))
            row.focused.connect(lambda r=row: self._page.keep_in_sight(r, QPoint(0, r.height() // 2)))
            self.rows.append(row)
            self._steps.addWidget(row)
        for number, row in enumerate(self.rows):
            show_if(row, number < len(steps))
            if number < len(steps):
                row.fill(steps[number])

    def go(self, number: int) -> None:
        """To a step by its place, where there is one."""
        if 0 <= number < len(self.rows) and not self.rows[number].isHidden():
            self.rows[number].setFocus(Qt.FocusReason.TabFocusReason)


class TwoReasonings(OpenedPage):
    """Two cards beside one another under a head."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SaidCard(self.content, heading=False)
        self.add(self.head)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.left, self.right = ReasoningCard(self), ReasoningCard(self)
        row.addWidget(self.left, 1)
        row.addWidget(self.right, 1)
        self.column.addLayout(row)

    def take_focus(self) -> None:
        if self.left.rows and not self.left.rows[0].isHidden():
            self.left.go(0)
        else:
            super().take_focus()


class RunCasePage(TwoReasonings):
    """One case of a run: the answer before, with what was marked in it, and the candidate's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addStretch(1)
        self._case = ""

    def case_here(self) -> str:
        return self._case

    def fill(self, state: FeedbackState) -> None:
        self.opens(state)
        case = state.detail.case
        kind = case.row.case_type
        self._case = case.row.case_id
        self.head.fill(reasoning.became(case), case.row.case_id, reasoning.about(case))
        self.left.fill(
            translate("Feedback", "ROCA now"),
            reasoning.verdict(case.row.case_type, case.before),
            reasoning.before(case),
        )
        after = case.after
        self.right.fill(
            translate("Feedback", "The candidate"),
            reasoning.verdict(kind, after) if after is not None else "",
            reasoning.after(case),
            translate("Feedback", "It has not answered this case yet.") if after is None else "",
        )


class PairPage(TwoReasonings):
    """A pair to judge, with the evidence beneath. Nothing on it says whose a reasoning is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pair = ""
        self.evidence = CaseEvidence(self.content)
        self.add(self.evidence)
        self.column.addStretch(1)

    def fill(self, state: FeedbackState) -> None:
        told = state.detail
        pair = told.pair
        if pair is None or pair.pair_id != self._pair:
            self._pair = pair.pair_id if pair is not None else ""
            self._scrolled.verticalScrollBar().setValue(0)
        self.head.fill(*reasoning.progress(told))
        for part in (self.left, self.right, self.evidence):
            show_if(part, pair is not None)
        if pair is None:
            self.evidence.wipe()
            return
        case = as_case(pair.item)
        named = {item.id: evidence.title_of(case, item)[0] for item in case.evidence}
        names = (translate("Feedback", "The first"), translate("Feedback", "The second"))
        for card, name, one in zip((self.left, self.right), names, (pair.first, pair.second), strict=True):
            card.fill(name, reasoning.verdict(pair.case_type, one), reasoning.plain(one, named))
        self.evidence.fill(case)

    def wipe(self) -> None:
        """Nothing of a case stays in the widgets once it is out of sight."""
        self.evidence.wipe()
        for card in (self.left, self.right):
            card.fill("", "", ())
