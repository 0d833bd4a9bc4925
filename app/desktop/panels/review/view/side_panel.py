"""The right side: the agent's word in a scroll area, and under it the decision, which never scrolls away."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.panels.review.state import CaseState, DecisionState
from app.desktop.panels.review.view.assessment_panel import AssessmentPanel
from app.desktop.panels.review.view.decision_panel import DecisionPanel
from app.desktop.widgets import tokens
from app.desktop.widgets.card import Scroll, Surface
from app.desktop.widgets.painted import at_rest


class SidePanel(Surface):
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", ("left",), parent)
        self.assessment = AssessmentPanel()
        self.decision = DecisionPanel(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 0, 0)
        self._column.setSpacing(0)
        self._scroll = Scroll(self.assessment, self)
        # Large text in a low window: the decision stays whole, and what is above it is scrolled.
        self._scroll.setMinimumHeight(1)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self.decision)
        self.assessment.steps.pointed.connect(self._bring)

    def _bring(self, place: QRect) -> None:
        """The step under the cursor comes into sight."""
        at = self.assessment.steps.mapTo(self.assessment, place.center())
        self._scroll.ensureVisible(at.x(), at.y(), 0, place.height() // 2 + tokens.S2)

    def show_case(self, state: CaseState, fresh: bool) -> None:
        """`fresh`: another case than before, which is read from its top."""
        with at_rest(self.assessment.layout(), self.decision.layout(), self._column):
            self.assessment.show_case(state)
            self.decision.show_case(state.open.view if state.open is not None else None)
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)

    def show_decision(self, state: DecisionState) -> None:
        with at_rest(self.decision.layout(), self.assessment.layout(), self._column):
            self.decision.show_decision(state)
            self.assessment.show_decision(state)
        # Lines that came or went move the rest now, not one frame later. The decision's own layout goes first: the
        # column would leave it as it stands where its size stays the same.
        self._keep_whole()
        self._column.activate()

    def _keep_whole(self) -> None:
        """The decision gets all the height it needs. A layout short of room takes some from each of its widgets, which
        would cut the last of the reasons."""
        inner = self.decision.layout()
        if inner is None:
            return
        width = self.width() - 1
        inner.activate()
        self.decision.fit(self.height(), width)
        self.decision.setMinimumHeight(min(inner.totalHeightForWidth(width), max(1, self.height() - 1)))
        inner.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_whole()
        self.resized.emit()
