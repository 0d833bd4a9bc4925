"""Pages of the Team room: own card, cards side by side, recall, the shift, a contact centre's week, disputes."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.contract.scorecards import OwnScorecard
from app.desktop.panels.team.state import TeamState
from app.desktop.panels.team.words import charts, figures, recall, tables
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.hour_bars import HourBar, HourBars
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if

translate = QCoreApplication.translate


class OwnPage(Page):
    """A person's own card: figures, accuracy by type, judgements that may be disputed."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.types = ChartCard(self.content)
        self.blind = TableCard(self.content)
        row.addWidget(self.types, 1)
        row.addWidget(self.blind, 1)
        self.column.addLayout(row)
        self.judged = TableCard(self.content, opens=True)
        self.add(self.judged)
        self.column.addStretch(1)
        self.readers = TableCard(self.content)
        self.column.insertWidget(self.column.count() - 1, self.readers)
        self.judged.chosen.connect(self.opened)
        self.charts = [self.types]
        self.work = self.types.chart
        for card in (self.judged, self.readers):
            self.follow(card.table)

    def fill(self, state: TeamState) -> None:
        own, page = state.data, state.beside
        self._fill_card(own)
        self.judged.fill(
            translate("Team", "Judgements of your decisions, the newest first"),
            tables.judgements(page),
            translate("Team", "Nobody has judged a decision of yours in this time."),
        )
        self.readers.fill(
            translate("Team", "Who else has read your card"),
            tables.readers(own),
            translate("Team", "Nobody else has read your card in this time. Whoever does stands here."),
        )

    def _fill_card(self, own: OwnScorecard) -> None:
        self._grid.fill(figures.card_figures(own.card))
        columns, rows = charts.by_type_table(own)
        said = translate("Team", "The whisker is the 95 % interval: the truth may lie anywhere on it.")
        self.types.fill(translate("Team", "Accuracy by type"), charts.by_type(own), columns, rows, said)
        self.blind.fill(
            translate("Team", "Decided blind first"),
            tables.blind(own.card.blind),
            translate("Team", "No case was decided blind first in this time."),
            figures.pull(own.card.blind.pull).reason,
        )


class PersonPage(OwnPage):
    """Somebody's card as who leads reads it: figures alone, and that they are told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = Label(colour="muted", wrap=True, parent=self.content)
        self.column.insertWidget(0, self.told)
        for card in (self.judged, self.readers):
            show_if(card, False)

    def fill(self, state: TeamState) -> None:
        assert state.card is not None
        said = translate("Team", "The card of {name}, who sees with their own that you have read it, and when.")
        self.told.set_text(said.format(name=state.card.name), data=True)
        self._fill_card(state.card.data)


class ComparePage(Page):
    """People, teams, vendors or types: the funnel, and the cards under one another in the order of their names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.funnel = ChartCard(self.content)
        self.cards = TableCard(self.content)
        self.add(self.funnel)
        self.add(self.cards)
        self.column.addStretch(1)
        self.charts = [self.funnel]
        self.work = self.funnel.chart
        self.follow(self.cards.table)

    def fill(self, state: TeamState) -> None:
        view = state.beside
        columns, rows = charts.funnel_table(view)
        heading = translate("Team", "Differences beyond chance")
        self.funnel.fill(heading, charts.funnel(view), columns, rows, charts.funnel_said(view), tall=0.27)
        self.cards.fill(
            translate("Team", "Scorecards, by name"),
            tables.cards(state.data),
            translate("Team", "Nobody decided anything in this time."),
        )


class RecallPage(Page):
    """What the agent finds and lets through, by random audits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.estimate = ChartCard(self.content)
        self.rows = TableCard(self.content)
        self.strata = TableCard(self.content)
        for card in (self.estimate, self.rows, self.strata):
            self.add(card)
        self.column.addStretch(1)
        self.charts = [self.estimate]
        self.work = self.rows.table
        self._view: Any = None
        self.rows.table.moved.connect(self._parts)
        self.follow(self.rows.table)

    def fill(self, state: TeamState) -> None:
        view = self._view = state.data
        said = translate(
            "Team",
            "Estimated from random audits of what ROCA decided alone. The queue alone cannot see what ROCA passed, and "
            "says too much.",
        )
        none = translate("Team", "No audit is decided yet, so recall cannot be estimated. Draw random audits first.")
        chart = charts.recall_bars(view)
        columns, rows = recall.recall(view)
        self.estimate.fill(translate("Team", "Recall by random audits"), chart, columns, rows, said if chart else none)
        bound = translate(
            "Team", "Met and missed go by the one-sided bound at 95 %, which lies inside the interval that is shown."
        )
        self.rows.fill(translate("Team", "Recall and precision against their targets"), (columns, rows), none, bound)
        self._parts(max(0, self.rows.table.current))

    def _parts(self, number: int) -> None:
        view = self._view
        show_if(self.strata, view is not None and bool(view.rows))
        if view is None or not view.rows:
            return
        row = view.rows[min(number, len(view.rows) - 1)]
        heading = translate("Team", "What it rests on: {type}").format(type=charts.type_words(row.case_type)[0])
        self.strata.fill(heading, recall.strata(row))


class ShiftPage(Page):
    """Today by hour, what is due, who is on."""

    person_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self._arrived, self._decided = _Hours(self.content), _Hours(self.content)
        row.addWidget(self._arrived, 1)
        row.addWidget(self._decided, 1)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.column.addLayout(row)
        self.due = TableCard(self.content)
        self.people = TableCard(self.content, opens=True)
        self.people.chosen.connect(self.person_opened)
        self.add(self.due)
        self.add(self.people)
        self.column.addStretch(1)
        self.work = self.due.table
        for card in (self.due, self.people):
            self.follow(card.table)

    def fill(self, state: TeamState) -> None:
        view = state.data
        late, hour = sum(one.late for one in view.due), sum(one.hour for one in view.due)
        since = translate("Team", "since {time}").format(time=formats.day_time(view.from_at))
        self._grid.fill(
            (
                FigureWords(formats.count(late), translate("Team", "late now")),
                FigureWords(formats.count(hour), translate("Team", "due within 1 h")),
                FigureWords(formats.count(sum(one.decided for one in view.hours)), translate("Team", "decided"), since),
                FigureWords(formats.count(view.open_disputes), translate("Team", "open disputes")),
            )
        )
        arrived = [(one.from_at, one.arrived) for one in view.hours]
        self._arrived.fill(translate("Team", "Cases that came, by hour"), arrived, "bar")
        decided = [(one.from_at, one.decided) for one in view.hours]
        self._decided.fill(translate("Team", "Decisions, by hour"), decided, "accent")
        self.due.fill(
            translate("Team", "What waits, and when it is due"), tables.due(view), translate("Team", "Nothing waits.")
        )
        self.people.fill(
            translate("Team", "Who is on: Enter opens their card"),
            tables.people(view),
            translate("Team", "Nobody holds a case or decided one in the last hour."),
        )


class _Hours(Card):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = HourBars(self)
        self.none = Label(colour="muted", parent=self)
        self.body.addWidget(self.none)
        self.body.addWidget(self.bars)
        self.body.addStretch(1)

    def fill(self, name: str, hours: list[tuple[Any, int]], colour: str) -> None:
        some = any(value for _, value in hours)
        self.heading.set_text(name)
        self.none.set_text(translate("Team", "None yet today."))
        show_if(self.none, not some)
        show_if(self.bars, some)
        bars = [HourBar(formats.clock(at), value, formats.count(value), colour) for at, value in hours]
        self.bars.set_bars(bars if some else (), name)


class WeeklyPage(Page):
    """One page on a contact centre, nobody named: the week beside the one before, by type, open disputes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.week = TableCard(self.content)
        self.types = TableCard(self.content)
        self.disputes = TableCard(self.content)
        for card in (self.week, self.types, self.disputes):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.work = self.week.table

    def fill(self, state: TeamState) -> None:
        view = state.data
        span = translate("Team", "{vendor}, {start} to {end}").format(
            vendor=view.vendor, start=formats.date(view.from_at), end=formats.date(view.before_at)
        )
        self._grid.fill(figures.card_figures(view.week)[:4])
        self.week.heading.set_text(span, data=True)
        self.week.fill(span, tables.week(view.week, view.week_before))
        self.types.fill(
            translate("Team", "By type"),
            tables.week_types(view.by_type),
            translate("Team", "Nothing was decided in this week."),
        )
        self.disputes.fill(
            translate("Team", "Open disputes"),
            tables.open_disputes(view.open_disputes),
            translate("Team", "No dispute is open."),
        )


class DisputesPage(Page):
    """Disputes for those who settle them."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TableCard(self.content, opens=True)
        self.add(self.rows)
        self.column.addStretch(1)
        self.rows.chosen.connect(self.opened)
        self.work = self.rows.table
        self.follow(self.rows.table)

    def fill(self, state: TeamState) -> None:
        self.rows.fill(
            translate("Team", "Disputes, the oldest first"),
            tables.disputes(state.data),
            translate("Team", "No dispute is open. Whoever disputes a judgement is answered here."),
        )
