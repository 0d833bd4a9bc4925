"""Under the head of a case: the indicators it shows, whose it is, its newest note, and what is known around it in a
line, with the way to the whole of it."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.contract.context import ContextView
from app.contract.views import CaseView
from app.desktop.panels.review.view import standing
from app.desktop.ports import NoteRow
from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.indicator_chips import IndicatorChips
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs_label import RunsLabel

translate = QCoreApplication.translate
AROUND_LINES = 3


class CaseStrip(QWidget):
    """`indicator_chosen(id)` points at an indicator's evidence, `details_asked` at all that surrounds the case,
    `notes_asked` at its notes."""

    indicator_chosen = Signal(str)
    details_asked = Signal()
    notes_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = IndicatorChips(self)
        self._belongs = RunsLabel(self, most=2)
        self._note, self.notes = RunsLabel(self, most=2), Button("link", self)
        self._around, self.details = RunsLabel(self, most=AROUND_LINES), Button("link", self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S1)
        box.addWidget(self.chips)
        box.addWidget(self._belongs)
        for line, button in ((self._note, self.notes), (self._around, self.details)):
            row = QHBoxLayout()
            row.setSpacing(tokens.S3)
            row.addWidget(line, 1, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            box.addLayout(row)
        self.chips.chosen.connect(self.indicator_chosen)
        self.details.clicked.connect(lambda _on=False: self.details_asked.emit())
        self.notes.clicked.connect(lambda _on=False: self.notes_asked.emit())

    def fill(self, case: CaseView, rows: tuple[NoteRow, ...], view: ContextView | None, problem: str, key: str) -> None:
        """`rows` are all notes, `view` what surrounds the case as far as it is known, `key` leads to its details."""
        self.chips.set_indicators(view.indicators if view is not None else ())
        show_if(self.chips, view is not None and bool(view.indicators))
        belongs = standing.belongs(case)
        self._belongs.set_runs(belongs)
        show_if(self._belongs, bool(belongs))
        self._note.set_runs(standing.newest_note(rows))
        self.notes.set_content(translate("Case", "%n notes", "", len(rows)))
        for widget in (self._note, self.notes):
            show_if(widget, bool(rows))
        self._around.set_runs(standing.around(view, problem, case.blind))
        self.details.set_content(translate("Case", "Details"), key)

    def set_compact(self, on: bool) -> None:
        """Where height is dear, what is known around the case takes two lines at most."""
        self._around.set_most(2 if on else AROUND_LINES)

    def wipe(self) -> None:
        for label in (self._belongs, self._note, self._around):
            label.set_runs(())
