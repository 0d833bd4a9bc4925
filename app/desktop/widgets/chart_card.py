"""A chart on a card, with the table behind it: the same figures as rows, for whoever reads rather than looks."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.widgets.card import Card
from app.desktop.widgets.chart import ChartView
from app.desktop.widgets.chart_spec import AnyChart
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.record_list import Cell, Column, RecordList


class ChartCard(Card):
    """`chosen` tells the number of a point or row on which Enter was pressed, where the card `opens` something."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, opens: bool = False) -> None:
        super().__init__(parent)
        self.chart = ChartView(self, opens=opens)
        self.table = RecordList(selectable=True, parent=self, folds=True, letters=True)
        self.said = Label(colour="muted", wrap=True, parent=self)
        for part in (self.chart, self.table, self.said):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.chart.chosen.connect(self.chosen)
        if opens:
            self.table.chosen.connect(self.chosen)
        self._as_table = False
        self.note = ""
        """What stands beneath the chart in a file."""

    def fill(
        self,
        heading: str,
        chart: AnyChart | None,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        said: str = "",
        *,
        tall: float = 0.46,
    ) -> None:
        """`said` is what the chart means, in a sentence; it stands alone where there is nothing to draw."""
        self.heading.set_text(heading)
        self.chart.set_chart(chart, tall=tall)
        self.table.set_table(columns, rows)
        self.table.setAccessibleName(heading)
        self.said.set_text(said)
        show_if(self.said, bool(said))
        self._place()

    @property
    def shows_table(self) -> bool:
        return self._as_table

    def show_table(self, on: bool) -> None:
        """The rows instead of the picture, or the picture again; the focus goes along."""
        held = self.chart.hasFocus() or self.table.hasFocus()
        self._as_table = on
        self._place()
        if held and self.chart.chart is not None:
            (self.table if on else self.chart).setFocus()

    def _place(self) -> None:
        some = self.chart.chart is not None
        show_if(self.chart, some and not self._as_table)
        show_if(self.table, some and self._as_table)
