"""Thresholds: both sides of a type in the simulator, what is in force, how it came to be."""

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.panels.calibrate.state import SIDES, CalibrateState, HubData, chosen_of, threshold_of
from app.desktop.panels.calibrate.words import figures
from app.desktop.panels.calibrate.words import hub as words
from app.desktop.widgets import tokens
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import Page, TableCard
from app.desktop.widgets.record_list import RecordList
from app.desktop.widgets.slider import Slider
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class SideCard(Card):
    """One side: the threshold in force and the one under the keys, and what both would have done."""

    moved = Signal(float)
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = Label(kind=Type.VERDICT, tabular=True, parent=self)
        self.badge = Badge(self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S2)
        head.addWidget(self.value)
        head.addWidget(self.badge)
        head.addStretch(1)
        self.slider = Slider(self)
        self.slider.set_range(0.5, 1.0, 0.01)
        self.table = RecordList(parent=self)
        self.said = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        self.body.addLayout(head)
        for part in (self.slider, self.table, self.said):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.slider.moved.connect(self.moved)
        self.slider.taken.connect(self.taken)

    def fill(self, state: CalibrateState, side: str) -> None:
        data: HubData = state.data
        now, at = threshold_of(data, data.case_type, side), chosen_of(state, side)
        self.heading.set_text(words.heading(side))
        moved = now is not None and abs(now - at) > 1e-9
        self.value.set_text(figures.change(now, at) if moved else figures.threshold(at))
        self.badge.set_badge(*self._badge(data, now, side, moved))
        self.slider.set_place(at, now, words.slider_name(state, side))
        self.table.set_table(*words.compare_table(state, side))
        self.table.setAccessibleName(words.heading(side))
        self.said.set_text(words.said(state, side))
        self.set_edge("accent" if side == state.side else "line")

    @staticmethod
    def _badge(data: HubData, now: float | None, side: str, moved: bool) -> tuple[str, str]:
        found = data.side(data.case_type, side)
        if found is not None and found.proposal_id is not None:
            return translate("Calibrate", "proposal open"), "escalate"
        if now is None:
            return translate("Calibrate", "none in force yet"), "muted"
        return (translate("Calibrate", "what if"), "accent") if moved else (translate("Calibrate", "in force"), "pass_")


class HubPage(Page):
    moved = Signal(str, float)
    taken = Signal(str)
    side_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.sides = {side: SideCard(self.content) for side in SIDES}
        for side, card in self.sides.items():
            row.addWidget(card, 1)
            card.moved.connect(lambda at, which=side: self.moved.emit(which, at))
            card.taken.connect(lambda which=side: self._taken(which))
        self.column.addLayout(row)
        beneath = QHBoxLayout()
        beneath.setSpacing(tokens.S3)
        self.people, self.wrong = ChartCard(self.content), ChartCard(self.content)
        for chart in (self.people, self.wrong):
            beneath.addWidget(chart, 1)
        self.column.addLayout(beneath)
        self.in_force = TableCard(self.content, opens=True)
        self.versions = TableCard(self.content)
        self.mismatches = TableCard(self.content)
        for table in (self.in_force, self.versions, self.mismatches):
            self.add(table)
            self.follow(table.table)
        self.column.addStretch(1)
        self.in_force.chosen.connect(self.side_opened)
        self.charts = [self.people, self.wrong]
        self.work = self.sides[SIDES[0]].slider

    def _taken(self, side: str) -> None:
        self.keep_in_sight(self.sides[side].slider, QPoint(0, 0))
        self.taken.emit(side)

    def fill(self, state: CalibrateState) -> None:
        data: HubData = state.data
        for side, card in self.sides.items():
            card.fill(state, side)
        self.work = self.sides[state.side].slider
        self._fill_charts(state)
        self.in_force.fill(
            translate("Calibrate", "In force, by type and side: Enter takes one into the simulator"),
            words.in_force_table(data.hub),
            translate(
                "Calibrate",
                "No threshold is kept here yet: ROCA decides by its own. Move a slider and propose the first one.",
            ),
        )
        kind = figures.listed([figures.type_words(data.case_type)[0], figures.side_words(state.side)])
        self.versions.fill(
            translate("Calibrate", "Every version: {side}").format(side=kind),
            words.versions_table(data.side(data.case_type, state.side)),
            translate("Calibrate", "No version yet. Each one will stand here with who set it and why, for good."),
        )
        self.mismatches.fill(
            translate("Calibrate", "Cases for which ROCA used another rule than it should have"),
            words.mismatch_table(data.hub),
            translate("Calibrate", "None: ROCA used the rules in force."),
        )

    def _fill_charts(self, state: CalibrateState) -> None:
        side = state.side
        table = words.grid_table(state.data.sims[side])
        for card, chart in (
            (self.people, words.people_chart(state, side)),
            (self.wrong, words.wrong_chart(state, side)),
        ):
            heading = translate("Calibrate", "{side}: {what}").format(
                side=figures.side_words(side),
                what=translate("Calibrate", "cases to people") if card is self.people else figures.error_words(side),
            )
            none = translate("Calibrate", "Nothing to draw yet: no case, or none whose truth is known.")
            said = translate("Calibrate", "The band is the 95 % interval.")
            card.fill(heading, chart, *table, said if chart is not None else none, tall=0.4)
