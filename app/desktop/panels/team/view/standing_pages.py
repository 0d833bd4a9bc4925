"""Where people stand: one's own licences and checks, everybody's, and what ROCA's word does to decisions."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.contract.licences import OwnLicences
from app.desktop.panels.team.state import TeamState
from app.desktop.panels.team.words import checks, ladder
from app.desktop.panels.team.words.figures import sentences
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.rung_strip import RungStrip

translate = QCoreApplication.translate


class LadderPage(Page):
    """A person's own licences: the ladder of the type in sight, why, what leads on, and how they came there."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: OwnLicences | None = None
        self._grid = FigureGrid(self.content, 2)
        self.column.addLayout(self._grid)
        self.types = TableCard(self.content, opens=True)
        self.add(self.types)
        self.card = Card(self.content)
        self.strip = RungStrip(self.card)
        self.said = Label(wrap=True, parent=self.card)
        self.card.body.addWidget(self.strip)
        self.card.body.addWidget(self.said)
        self.card.body.addStretch(1)
        self.add(self.card)
        self.steps = TableCard(self.content)
        self.add(self.steps)
        self.column.addStretch(1)
        self.types.chosen.connect(self.opened)
        self.types.table.moved.connect(self._tell)
        self.work = self.types.table
        for card in (self.types, self.steps):
            self.follow(card.table)

    def fill(self, state: TeamState) -> None:
        own = self._own = state.data
        self._grid.fill(ladder.figures_of(own, state.beside))
        self.types.fill(
            translate("Team", "Where you stand: Enter on a type practises it"),
            ladder.own_table(own),
            translate("Team", "There is no case type to be licensed for."),
        )
        self._tell(max(0, self.types.table.current))
        self.steps.fill(
            translate("Team", "How you came here, the newest first"),
            ladder.steps_table(own),
            translate("Team", "You have not moved yet. Every step up or down stands here with its reason."),
        )

    def _tell(self, number: int) -> None:
        """The ladder of the type on which the keys stand."""
        own = self._own
        some = own is not None and bool(own.licences)
        show_if(self.card, some)
        if own is None or not own.licences:
            return
        view = own.licences[min(number, len(own.licences) - 1)]
        said = ladder.explained(own, view)
        steps, here = ladder.strip(view)
        kind = ladder.type_words(view.case_type)
        self.card.heading.set_text(kind)
        place = ladder.place_words(view.rung, view.per_mille)
        self.strip.set_steps(steps, here, translate("Team", "{type}: {place}").format(type=kind, place=place))
        self.said.set_text(said)


class LicencesPage(Page):
    """Everybody's licences by name, and reviews that wait for a second look."""

    person_opened = Signal(int)
    look_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks: tuple[str, ...] = ()
        self._grid = FigureGrid(self.content, 5)
        self.column.addLayout(self._grid)
        self.looks = TableCard(self.content, opens=True)
        self.rows = TableCard(self.content, opens=True)
        for card in (self.looks, self.rows):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.looks.chosen.connect(self.look_opened)
        self.rows.chosen.connect(self.person_opened)
        self.work = self.rows.table

    def fill(self, state: TeamState) -> None:
        self._grid.fill(ladder.house_figures(state.data))
        show_if(self.looks, state.beside is not None)
        if state.beside is not None:
            looks = state.beside[0]
            self._looks = tuple(one.case_id for one in looks.looks)
            self.looks.fill(
                translate("Team", "Second looks: O opens the case, Enter says what was found"),
                ladder.looks_table(looks),
                translate("Team", "No decision of somebody else waits for a second look of yours."),
            )
        may = "licence.manage" in state.rights
        self.rows.fill(
            translate("Team", "Licences by name: Enter grants or steps back, with a reason")
            if may
            else translate("Team", "Licences by name"),
            ladder.house_table(state.data),
            translate("Team", "No licence is written down yet: that begins with a person's first practice or look."),
        )

    def case_here(self) -> str:
        at = self.looks.table.current
        return self._looks[at] if self.looks.table.hasFocus() and 0 <= at < len(self._looks) else ""


class ChecksPage(Page):
    """What the automatic checks found in one's own reviews, what to do, and what an error is called."""

    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content, 3)
        self.column.addLayout(self._grid)
        self.failed, self.checks = TableCard(self.content, opens=True), TableCard(self.content)
        self.rubric = TableCard(self.content)
        for card in (self.checks, self.failed, self.rubric):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self._cases: tuple[str, ...] = ()
        self.failed.chosen.connect(self.case_opened)
        self.work = self.checks.table

    def fill(self, state: TeamState) -> None:
        own, rubric = state.data, state.beside
        self._cases = tuple(one.case_id for one in own.failed)
        self._grid.fill(checks.own_figures(own))
        self.checks.fill(translate("Team", "What is checked of every review you write"), checks.own_table(own, rubric))
        self.failed.fill(
            translate("Team", "Reviews in which a check failed, the newest first: Enter opens the case"),
            checks.failed_table(own, rubric),
            translate("Team", "None in this time: every check that could be made has passed."),
        )
        self.rubric.fill(
            translate("Team", "What an error is called: critical ones alone move a licence"),
            checks.rubric_table(rubric),
        )

    def case_at(self, number: int) -> str:
        return self._cases[number] if 0 <= number < len(self._cases) else ""

    def case_here(self) -> str:
        return self.case_at(self.failed.table.current) if self.failed.table.hasFocus() else ""


class HouseChecksPage(Page):
    person_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TableCard(self.content, opens=True)
        self.rows.chosen.connect(self.person_opened)
        self.rubric = TableCard(self.content)
        for card in (self.rows, self.rubric):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.work = self.rows.table

    def fill(self, state: TeamState) -> None:
        self.rows.fill(
            translate("Team", "How often each check failed, by name: Enter opens a card"),
            checks.house_table(state.data, state.beside),
            translate("Team", "Nobody's review was checked in this time."),
            translate("Team", "Counts alone: which case it was is told to the person whose review it is."),
        )
        self.rubric.fill(
            translate("Team", "What an error is called: critical ones alone move a licence"),
            checks.rubric_table(state.beside),
        )


class PullPage(Page):
    """Whether decisions follow ROCA's word: first decisions blind and with it in sight, and changes once it is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content, 3)
        self.column.addLayout(self._grid)
        self.bars = ChartCard(self.content)
        self.rows = TableCard(self.content)
        for card in (self.bars, self.rows):
            self.add(card)
        self.column.addStretch(1)
        self.charts = [self.bars]
        self.work = self.bars.chart
        self.follow(self.rows.table)

    def fill(self, state: TeamState) -> None:
        stats = state.data
        self._grid.fill(checks.pull_figures(stats))
        chart = checks.pull_bars(stats)
        columns, rows = checks.pull_table(stats)
        said = translate(
            "Team",
            "A share of cases hides ROCA's word until somebody has decided. Where the second bar lies above the first "
            "by more than their intervals, people follow its word rather than the evidence.",
        )
        none = translate(
            "Team", "Not enough blind decisions yet: from 30 of each kind on, first decisions are compared here."
        )
        heading = translate("Team", "First decisions that are ROCA's verdict")
        self.bars.fill(heading, chart, columns, rows, said if chart is not None else sentences(none, said))
        self.rows.fill(
            translate("Team", "By type, in points and shares with 95 % intervals"),
            (columns, rows),
            translate("Team", "Nobody decided blind in this time."),
        )
