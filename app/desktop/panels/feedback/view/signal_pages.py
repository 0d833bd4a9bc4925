"""Pages of signals: all of them with the failing ones first, and one with what the dictionary says of it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.panels.feedback.state import FeedbackState, signal_key
from app.desktop.panels.feedback.words import names, signals
from app.desktop.widgets import captions, formats, tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.record_list import Cell, Column, RecordList
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class SignalsPage(Page):
    """How signals do, the failing ones first; Enter opens one."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.rows = TableCard(self.content, opens=True)
        self.add(self.rows)
        self.column.addStretch(1)
        self.work = self.rows.table
        self.follow(self.rows.table)
        self._ids: tuple[str, ...] = ()
        self.rows.chosen.connect(lambda number: self.opened.emit(self._ids[number]))

    def fill(self, state: FeedbackState) -> None:
        page, rules = state.data
        self._ids = tuple(signal_key(one) for one in signals.ordered(page))
        self._grid.fill(signals.counts(page, rules))
        said = translate(
            "Feedback",
            "{start} to {end}. Labelled cases are those of the queue and of audits, not a sample of everything.",
        )
        self.rows.fill(
            translate("Feedback", "Signals, the failing ones first"),
            signals.listed(page, rules),
            translate("Feedback", "No case of this time has signals yet. What comes in is summed within the hour."),
            said.format(start=formats.near_date(page.from_at), end=formats.near_date(page.before_at)),
        )


class SignalPage(Page):
    """One signal: what it means and who owns it, its figures, and how its contributions are spread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Card(self.content, heading=False)
        self._name = Label(kind=Type.HEADING, wrap=True, parent=self._head)
        self._why = Label(wrap=True, parent=self._head)
        self._entry = RecordList(parent=self._head, folds=True)
        self._head.body.setSpacing(tokens.S2)
        for part in (self._name, self._why, self._entry):
            self._head.body.addWidget(part)
        self.add(self._head)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.spread = ChartCard(self.content)
        self.add(self.spread)
        self.column.addStretch(1)
        self.charts = [self.spread]
        self.work = self.spread.chart
        self.follow(self.spread.table)

    def fill(self, state: FeedbackState) -> None:
        page, rules = state.data
        one = next((one for one in page.signals if signal_key(one) == state.inner), None)
        for part in (self._head, self.spread):
            part.setVisible(one is not None)
        if one is None:
            self._grid.fill(())
            return
        name = captions.signal(one.signal)[0]
        kind = names.type_words(one.case_type)[0]
        self._name.set_text(f"{name} · {kind} · {one.model_version}", data=True)
        self._why.set_text(signals.why(one, rules))
        self._why.set_colour("block" if one.failing else "muted")
        titles = (Column(translate("Feedback", "Dictionary"), 0.0), Column("", 1.0))
        self._entry.set_table(titles, [(Cell(what, "muted"), Cell(text)) for what, text in signals.entry(one)])
        self._grid.fill(signals.figures(one, rules))
        columns, rows = signals.spread_table(one, page.edges)
        chart = signals.spread(one, page.edges)
        said = translate("Feedback", "Blue: this window. Grey: as many days before it.")
        none = translate("Feedback", "It contributed to no case of this window.")
        self.spread.fill(
            translate("Feedback", "How its contributions are spread"), chart, columns, rows, said if chart else none
        )
