"""The targets board: what was promised, whether it is met by the bound, how it goes and what moves it."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.panels.calibrate.state import CalibrateState
from app.desktop.panels.calibrate.words import targets as words
from app.desktop.widgets import tokens
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.page import FigureGrid, Page, TableCard

translate = QCoreApplication.translate


class TargetsPage(Page):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content, 3)
        self.column.addLayout(self._grid)
        self.board = TableCard(self.content)
        self.add(self.board)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.trend, self.movers = ChartCard(self.content), TableCard(self.content)
        row.addWidget(self.trend, 1)
        row.addWidget(self.movers, 1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.follow(self.board.table)
        self.follow(self.movers.table)
        self.charts = [self.trend]
        self.work = self.board.table
        self._board: Any = None
        self.board.table.moved.connect(self._parts)

    def fill(self, state: CalibrateState) -> None:
        board = self._board = state.data
        self._grid.fill(words.figures_of(board))
        self.board.fill(
            translate("Calibrate", "Targets: the row in hand is shown beneath"),
            words.board_table(board),
            translate("Calibrate", "No target is told yet."),
            translate("Calibrate", "Met and missed go by the one-sided bound at 95 %, and never by the figure alone."),
        )
        self._parts(max(0, self.board.table.current))

    def _parts(self, number: int) -> None:
        board = self._board
        if board is None or not board.rows:
            return
        row = board.rows[min(number, len(board.rows) - 1)]
        name = words.measure_words(row.measure)
        chart = words.trend(row)
        self.trend.fill(
            translate("Calibrate", "Trend: {what}").format(what=name),
            chart,
            *words.trend_table(row),
            translate("Calibrate", "The whisker is the 95 % interval of each period.")
            if chart is not None
            else translate("Calibrate", "Nothing to draw yet: no period in which it could be told."),
            tall=0.42,
        )
        self.movers.fill(
            translate("Calibrate", "What moves it: {what}").format(what=name),
            words.movers_table(row),
            translate("Calibrate", "No type of case has enough to say."),
            translate("Calibrate", "By how much the figure would rise were this type at the target."),
        )
