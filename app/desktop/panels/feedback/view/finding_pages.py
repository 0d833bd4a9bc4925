"""Pages of findings: the list, and one of them with figures, weeks, cases and history."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.panels.feedback.state import ANY, FeedbackState
from app.desktop.panels.feedback.words import findings, item, names
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class FindingsPage(Page):
    """How many findings stand where, and the list; Enter opens one."""

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

    def here(self) -> str:
        """The finding of the row on which the keys stand."""
        at = self.rows.table.current
        return self._ids[at] if 0 <= at < len(self._ids) else ""

    def fill(self, state: FeedbackState) -> None:
        page = state.data
        self._ids = tuple(one.feedback_id for one in page.items)
        self._grid.fill(findings.state_figures(page))
        none = (
            translate(
                "Feedback",
                "Nothing was found yet. Once at least five labelled cases of a type share a cause beyond chance, that"
                " stands here; whoever decides cases can raise what they see themselves.",
            )
            if state.shown == ANY or not page.counts
            else translate("Feedback", "No finding of this kind. Choose another state or type above.")
        )
        said = translate(
            "Feedback",
            "Lift: how much more often than usual a cause is blamed, with its 95 % interval. Enter opens a finding.",
        )
        said = formats.together(said, findings.more_said(page))
        self.rows.fill(translate("Feedback", "Findings, the newest first"), findings.listed(page), none, said)


class FindingPage(Page):
    """One finding: figures first, why in sentences, its weeks beside its history, its cases beneath."""

    case_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Card(self.content, heading=False)
        self._name = Label(kind=Type.HEADING, wrap=True, parent=self._head)
        self._about = Label(colour="muted", wrap=True, parent=self._head)
        self._head.body.setSpacing(tokens.S1)
        for label in (self._name, self._about):
            self._head.body.addWidget(label)
        self._grid = FigureGrid(self.content)
        self.add(self._head)
        self.column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.weeks = ChartCard(self.content)
        self.history = TableCard(self.content)
        row.addWidget(self.weeks, 1)
        row.addWidget(self.history, 1)
        self.column.addLayout(row)
        self.cases = TableCard(self.content, opens=True)
        self.add(self.cases)
        self.column.addStretch(1)
        self.charts = [self.weeks]
        self.work = self.cases.table
        for card in (self.cases, self.history):
            self.follow(card.table)
        self._ids: tuple[str, ...] = ()
        self.cases.chosen.connect(lambda number: self.case_opened.emit(self._ids[number]))

    def here(self) -> str:
        """The case of the row on which the keys stand."""
        at = self.cases.table.current
        return self._ids[at] if 0 <= at < len(self._ids) else ""

    def fill(self, state: FeedbackState) -> None:
        view, told = state.detail.view, state.detail.cases
        self._ids = tuple(one.case_id for one in told.cases)
        text, data = names.finding(view.item)
        self._name.set_text(text, data=data)
        self._about.set_text(formats.together(*item.about(view)), data=True)
        self._grid.fill(item.figures(view))
        columns, rows = item.weeks_table(view.weeks)
        none = translate("Feedback", "No case of it in the weeks that are counted.")
        said = translate("Feedback", "By the week in which the label came into force.")
        chart = item.weeks(view.weeks)
        show_if(self.weeks, view.item.kind != "signal")
        self.weeks.fill(translate("Feedback", "Cases a week"), chart, columns, rows, said if chart else none, tall=0.34)
        self.history.fill(translate("Feedback", "What became of it"), item.history(view.events))
        self.cases.fill(
            translate("Feedback", "Cases behind it, the newest first"),
            item.cases(told, state.picked),
            translate("Feedback", "No case stands behind it that you may see now.")
            if view.item.kind != "signal"
            else translate("Feedback", "A failing signal is found by its sums, so no single case stands behind it."),
            item.cases_said(told),
        )
