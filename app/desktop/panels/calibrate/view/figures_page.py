"""How well the agent is calibrated: what it decides right, whether its scores are what they say, where it errs."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.calibrate.state import CalibrateState, FiguresData
from app.desktop.panels.calibrate.words import calibration as words
from app.desktop.widgets import tokens
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.page import FigureGrid, Page, TableCard

translate = QCoreApplication.translate


class FiguresPage(Page):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.reliability = ChartCard(self.content)
        self.confusion, self.errors = TableCard(self.content), TableCard(self.content)
        right = QVBoxLayout()
        right.setSpacing(tokens.S3)
        right.addWidget(self.confusion)
        right.addWidget(self.errors, 1)
        row.addWidget(self.reliability, 1)
        row.addLayout(right, 1)
        self.column.addLayout(row)
        self.groups = TableCard(self.content)
        self.add(self.groups)
        self.column.addStretch(1)
        for card in (self.confusion, self.errors, self.groups):
            self.follow(card.table)
        self.charts = [self.reliability]
        self.work = self.reliability.chart

    def fill(self, state: CalibrateState) -> None:
        data: FiguresData = state.data
        told = data.view.figures
        self._grid.fill(words.figures_of(data.view))
        columns, rows = words.reliability_table(told)
        self.reliability.fill(
            translate("Calibrate", "Reliability: are the scores what they say?"),
            words.reliability(told),
            columns,
            rows,
            words.reliability_said(told),
            tall=0.62,
        )
        self.confusion.fill(
            translate("Calibrate", "Confusion: what ROCA said and what was true"),
            words.confusion_table(told),
            "",
            words.confusion_said(told),
        )
        self.errors.fill(
            translate("Calibrate", "Where the errors come from"),
            words.errors_table(data.view),
            translate("Calibrate", "No error of ROCA among these cases."),
        )
        self.groups.fill(
            translate("Calibrate", "The same, {by}").format(by=words.by_words(data.groups.by)),
            words.groups_table(data.groups),
            translate("Calibrate", "No labelled case in this time."),
        )
