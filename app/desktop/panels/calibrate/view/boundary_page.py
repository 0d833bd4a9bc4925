"""The automation boundary: why cases came to people, slices against the target, and those that left."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.panels.calibrate.state import CalibrateState
from app.desktop.panels.calibrate.words import slices as words
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.page import FigureGrid, Page, TableCard

translate = QCoreApplication.translate


class BoundaryPage(Page):
    slice_opened = Signal(int)
    left_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.reasons, self.bars = ChartCard(self.content), ChartCard(self.content)
        row.addWidget(self.reasons, 2)
        row.addWidget(self.bars, 3)
        self.column.addLayout(row)
        self.left, self.slices = TableCard(self.content, opens=True), TableCard(self.content, opens=True)
        for card in (self.slices, self.left):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.slices.chosen.connect(self.slice_opened)
        self.left.chosen.connect(self.left_opened)
        self.charts = [self.reasons, self.bars]
        self.work = self.bars.chart

    def fill(self, state: CalibrateState) -> None:
        view = state.data
        self._grid.fill(words.figures_of(view))
        self.reasons.fill(
            translate("Calibrate", "Why cases came to people"),
            words.reasons_chart(view),
            *words.reasons_table(view),
            translate("Calibrate", "As ROCA's own word shows it. The reviewer's code plays no part in a slice.")
            if view.slices
            else translate("Calibrate", "No case came to people in this time."),
        )
        columns, rows = words.slices_table(view)
        self.bars.fill(
            translate("Calibrate", "Slices against the target"),
            words.slices_chart(view),
            columns,
            rows,
            translate(
                "Calibrate",
                "A slice may leave people's hands when its whole interval clears the target: the interval holds "
                "however often one looks and however many slices there are.",
            )
            if words.slices_chart(view) is not None
            else translate(
                "Calibrate", "No slice has {n} blind-first cases yet, and only those count. Blind-first makes them."
            ).format(n=formats.count(view.least)),
        )
        self.slices.fill(
            translate("Calibrate", "Every slice of the cases that came to people"),
            (columns, rows),
            translate("Calibrate", "No case came to people in this time."),
        )
        self.left.fill(
            translate("Calibrate", "Slices that left people's hands, or are to"),
            words.left_table(view),
            translate("Calibrate", "None yet. One that is met can be proposed above, by Enter."),
        )
