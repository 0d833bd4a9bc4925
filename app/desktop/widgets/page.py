"""A page of a room that scrolls, and the pieces that such pages are made of."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desktop.widgets import tokens
from app.desktop.widgets.card import Card, Scroll
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.figure import FigureCard, FigureWords
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.record_list import Cell, Column, RecordList

Table = tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]


class TableCard(Card):
    """A table under its heading; `chosen` tells the row on which Enter was pressed."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, opens: bool = False) -> None:
        super().__init__(parent)
        self.table = RecordList(selectable=True, parent=self, folds=True, letters=True)
        self.none = Label(colour="muted", wrap=True, parent=self)
        self.said = Label(colour="muted", wrap=True, parent=self)
        for part in (self.none, self.table, self.said):
            self.body.addWidget(part)
        self.body.addStretch(1)
        if opens:
            self.table.chosen.connect(self.chosen)

    def fill(self, heading: str, table: Table, none: str = "", said: str = "") -> None:
        """`none` stands there where the table has no rows, `said` beneath them where it has some."""
        columns, rows = table
        self.heading.set_text(heading)
        self.table.set_table(columns, rows)
        self.table.setAccessibleName(heading)
        show_if(self.table, bool(rows))
        self.none.set_text(none)
        show_if(self.none, bool(none) and not rows)
        self.said.set_text(said)
        show_if(self.said, bool(said) and bool(rows))


class FigureGrid(QGridLayout):
    """Figures beside and beneath one another, four to a row."""

    def __init__(self, parent: QWidget, columns: int = 4) -> None:
        super().__init__()
        self.setSpacing(tokens.S3)
        self._parent, self._columns = parent, columns
        self._cards: list[FigureCard] = []
        for column in range(columns):
            self.setColumnStretch(column, 1)

    def fill(self, figures: Sequence[FigureWords]) -> None:
        while len(self._cards) < len(figures):
            card = FigureCard(self._parent)
            number = len(self._cards)
            self.addWidget(card, number // self._columns, number % self._columns)
            self._cards.append(card)
        for number, card in enumerate(self._cards):
            show_if(card, number < len(figures))
            if number < len(figures):
                card.fill(figures[number])


class Page(QWidget):
    """A page that scrolls. `charts` are those that can be shown as tables and saved; `work` has the focus first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.charts: list[ChartCard] = []
        self.work: QWidget | None = None
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, 0, 0, tokens.S4)
        self.column.setSpacing(tokens.S3)
        self._scrolled = Scroll(self.content, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scrolled)

    def add(self, widget: QWidget) -> None:
        self.column.addWidget(widget)

    def follow(self, rows: RecordList) -> None:
        """Keeps the line of a table that the keyboard is on in sight."""
        rows.moved.connect(lambda number: self.keep_in_sight(rows, rows.row_middle(number)))
        rows.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, RecordList):
            # The mark of the focus stands on a row: it is of no use out of sight.
            self.keep_in_sight(watched, watched.row_middle(max(0, watched.current)))
        return False

    def keep_in_sight(self, widget: QWidget, at: QPoint) -> None:
        place = widget.mapTo(self.content, at)
        self._scrolled.ensureVisible(place.x(), place.y(), 0, tokens.row(31))

    def show_tables(self, on: bool) -> None:
        for chart in self.charts:
            chart.show_table(on)

    def take_focus(self) -> None:
        here = self.work
        if here is None or not here.isVisible() or here.focusPolicy() == Qt.FocusPolicy.NoFocus:
            here = next((w for w in self.findChildren(QWidget) if w.isVisible() and _takes_keys(w)), None)
        # Where nothing takes keys, letters are still those of the page and not of the search above it.
        (here or self).setFocus(Qt.FocusReason.OtherFocusReason)


def _takes_keys(widget: QWidget) -> bool:
    return widget.focusPolicy() == Qt.FocusPolicy.StrongFocus
