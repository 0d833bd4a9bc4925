"""Proposals: the list, and one with its replay, its live A/B and its steps."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.contract.hub import ProposalView
from app.desktop.panels.calibrate.state import CalibrateState, ProposalsData
from app.desktop.panels.calibrate.words import challenges
from app.desktop.panels.calibrate.words import proposals as words
from app.desktop.widgets import tokens
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if

translate = QCoreApplication.translate


class ProposalsPage(Page):
    opened = Signal(int)
    challenge_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = TableCard(self.content, opens=True)
        self.add(self.list)
        self.list.chosen.connect(self.opened)
        self.follow(self.list.table)
        self.challenges = TableCard(self.content, opens=True)
        self.add(self.challenges)
        self.challenges.chosen.connect(self.challenge_opened)
        self.follow(self.challenges.table)
        self.column.addStretch(1)
        self.charts = []
        self.work = self.list.table

    def fill(self, state: CalibrateState) -> None:
        data: ProposalsData = state.data
        self.list.fill(
            translate("Calibrate", "Proposals, the newest first: Enter opens one"),
            words.list_table(data.page),
            translate(
                "Calibrate",
                "Nothing is proposed yet. Move a threshold on the page before this one, see what it would have done, "
                "and propose it: it is replayed, approved by somebody else, tried live and only then promoted.",
            ),
        )
        show_if(self.challenges, data.challenges is not None)
        if data.challenges is not None:
            self.challenges.fill(
                translate("Calibrate", "Thresholds that a case speaks against: Enter answers"),
                challenges.table(data.challenges, mine=False),
                translate("Calibrate", "Nobody challenges a threshold. Whoever decided a case may, by its number."),
            )


class ProposalPage(Page):
    """One proposal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.looks = ChartCard(self.content)
        self.plan = TableCard(self.content)
        row.addWidget(self.looks, 3)
        row.addWidget(self.plan, 2)
        self.column.addLayout(row)
        self.lacking = TableCard(self.content)
        self.arms = TableCard(self.content)
        self.replay = TableCard(self.content)
        self.steps = TableCard(self.content)
        for card in (self.lacking, self.arms, self.replay, self.steps):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.follow(self.plan.table)
        self.charts = [self.looks]
        self.work = self.steps.table

    def fill(self, state: CalibrateState) -> None:
        data: ProposalsData = state.data
        assert data.open is not None
        one = data.open
        self._grid.fill(words.figures_of(one))
        self._fill_experiment(one)
        show_if(self.replay, one.replay is not None)
        if one.replay is not None:
            self.replay.fill(
                words.replay_heading(one.replay), words.replay_table(one.replay), "", words.replay_said(one.replay)
            )
        self.steps.fill(translate("Calibrate", "Every step of it, for good"), words.steps_table(one))

    def _fill_experiment(self, one: ProposalView) -> None:
        tried = one.experiment
        for card in (self.looks, self.plan):
            show_if(card, tried is not None)
        standing = tried.standing if tried is not None else None
        show_if(self.lacking, standing is not None and bool(standing.lacking) and one.state == "testing")
        show_if(self.arms, standing is not None)
        self.work = self.steps.table if tried is None else self.looks.chart
        if tried is None:
            self.looks.chart.set_chart(None)
            return
        columns, rows = words.looks_table(tried)
        heading = translate("Calibrate", "Live A/B: evidence by day")
        self.looks.fill(heading, words.looks_chart(tried), columns, rows, words.looks_said(tried), tall=0.4)
        self.plan.fill(translate("Calibrate", "The frozen plan"), words.plan_table(tried), "", words.plan_said(tried))
        if standing is not None:
            self.lacking.fill(
                translate("Calibrate", "What still stands between it and promotion"), words.lacking_table(standing)
            )
            self.arms.fill(translate("Calibrate", "Both arms so far"), words.arms_table(standing))
