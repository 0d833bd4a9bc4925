"""What the server found beyond the seat: a list in the place of the queue's rows, or under those that the seat has."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.review.state import AskedState
from app.desktop.widgets import captions, formats, reasons, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Scroll, Surface
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import PaintedWidget, show_if
from app.desktop.widgets.record_list import Cell, Column, RecordList
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class FoundList(PaintedWidget):
    ask_asked = Signal()
    more_asked = Signal()
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = Label(colour="muted", wrap=True, parent=self)
        self._ask = Button("plain", self)
        self._title = Label(kind=Type.SMALL_STRONG, colour="muted", wrap=True, parent=self)
        self.table = RecordList(selectable=True)
        self._scroll = Scroll(self.table, self)
        self._more = Button("quiet", self)
        self._rule = Surface("line", (), self)
        self._rule.setFixedHeight(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._rule)
        layout = QVBoxLayout()
        outer.addLayout(layout, 1)
        layout.setContentsMargins(tokens.S3, tokens.S2, tokens.S3, tokens.S3)
        layout.setSpacing(tokens.S2)
        row = QHBoxLayout()
        row.addWidget(self._ask)
        row.addStretch(1)
        layout.addWidget(self._said)
        layout.addLayout(row)
        layout.addWidget(self._title)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(0)
        self._ask.clicked.connect(self.ask_asked)
        self._more.clicked.connect(self.more_asked)
        self.table.chosen.connect(self.opened)
        self.table.moved.connect(self._follow)
        self._scroll.resized.connect(self._fit)

    def show_asked(self, state: AskedState, own: bool) -> None:
        """`own`: the seat has found some of its own, and this stands under them."""
        show_if(self._rule, own)
        if own:
            self._ask.set_content(translate("Queue", "Ask the server for others"), "⇧ ↵")
        else:
            self._ask.set_content(translate("Queue", "Ask the server"), "↵")
        self._ask.setEnabled(not state.asking)
        show_if(self._ask, not state.answered)
        said = ""
        if state.asking:
            said = translate("Queue", "Asking the server …")
        elif state.problem:
            said = reasons.problem(state.problem)
        elif not state.answered and not own:
            said = translate("Queue", "Only some cases are on this seat. The server knows them all.")
        elif state.answered and not state.cases and own:
            said = translate("Queue", "The server finds no others.")
        elif state.answered and not state.cases:
            said = translate("Queue", "The server finds nothing either.")
        self._said.set_text(said)
        self._said.set_colour("block" if state.problem else "muted")
        show_if(self._said, bool(said))
        title = translate("Queue", "On the server: {n} of {m}. They can be read here, not decided.")
        self._title.set_text(title.format(n=formats.count(len(state.cases)), m=formats.count(state.total)))
        show_if(self._title, bool(state.cases))
        columns = [
            Column(translate("Queue", "Case"), 0.6),
            Column(translate("Queue", "Type"), 1.0, gives=True),
            Column(translate("Queue", "State"), 0.6, gives=True),
        ]
        rows = [
            (
                Cell(case.case_id, data=True),
                Cell(captions.case_chip(case.case_type)[0]),
                Cell(captions.case_state(case.state)[0], "muted"),
            )
            for case in state.cases
        ]
        self.table.set_table(columns, rows)
        self.table.setAccessibleName(translate("Queue", "Found on the server"))
        show_if(self._scroll, bool(rows))
        self._fit()
        self._more.set_content(translate("Queue", "More"))
        show_if(self._more, state.more)

    def _fit(self) -> None:
        """As high as the rows, where there is room for them."""
        high = self.table.heightForWidth(max(1, self._scroll.viewport().width()))
        self._scroll.setMaximumHeight(high)
        self._scroll.setMinimumHeight(min(high, tokens.row(31) * 3))

    def _follow(self, number: int) -> None:
        middle = self.table.row_middle(number)
        self._scroll.ensureVisible(middle.x(), middle.y(), 0, tokens.row(31))
