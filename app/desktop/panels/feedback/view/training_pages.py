"""Pages of training sets: the list, and one with its manifest, its requests, and what came of them."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.panels.feedback.state import FeedbackState
from app.desktop.panels.feedback.words import training
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class SetsPage(Page):
    """All sets; Enter opens one."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TableCard(self.content, opens=True)
        self.add(self.rows)
        self.column.addStretch(1)
        self.work = self.rows.table
        self.follow(self.rows.table)
        self._ids: tuple[str, ...] = ()
        self.rows.chosen.connect(lambda number: self.opened.emit(self._ids[number]))

    def fill(self, state: FeedbackState) -> None:
        sets = state.data.sets
        self._ids = tuple(one.set_id for one in sets)
        self.rows.fill(
            translate("Feedback", "Training sets, the newest first"),
            training.listed(state.data),
            translate(
                "Feedback",
                "No set is made yet. N makes one by filter; on a finding of route A, A makes one of its cases. A set is"
                " frozen: what it was trained from can be shown for good.",
            ),
            translate(
                "Feedback", "Enter opens a set: its manifest, the request to its model’s owner, what came of it."
            ),
        )


class SetPage(Page):
    """One set: counts first, what came of the request, then what is in it and where the labels come from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Card(self.content, heading=False)
        self._name = Label(kind=Type.HEADING, wrap=True, parent=self._head)
        self._about = Label(colour="muted", wrap=True, parent=self._head)
        self._head.body.setSpacing(tokens.S1)
        for label in (self._name, self._about):
            self._head.body.addWidget(label)
        self.add(self._head)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        self.requests = TableCard(self.content)
        self.effect = ChartCard(self.content)
        self.effect_rows = TableCard(self.content)
        for card in (self.requests, self.effect, self.effect_rows):
            self.add(card)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.contents, self.schema = TableCard(self.content), TableCard(self.content)
        row.addWidget(self.contents, 3)
        row.addWidget(self.schema, 2)
        self.files = TableCard(self.content)
        self.add(self.files)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.charts = [self.effect]
        for card in (self.requests, self.effect_rows, self.files, self.contents, self.schema):
            self.follow(card.table)

    def fill(self, state: FeedbackState) -> None:
        one, effects = state.detail.view, state.detail.effects
        manifest = one.manifest
        self._name.set_text(training.named(one), data=True)
        text, data = training.about(one)
        self._about.set_text(text, data=data)
        self._grid.fill(training.figures(one))
        self.work = self.requests.table if one.requests else self.files.table
        self.requests.fill(
            translate("Feedback", "Requests to the model’s owner"),
            training.requests(one),
            translate("Feedback", "Nobody has asked the model’s owner to train from it yet."),
        )
        for card in (self.effect, self.effect_rows):
            show_if(card, bool(effects))
        if effects:
            chart = training.effect_chart(effects)
            columns, rows = training.effect_table(effects)
            heading = translate("Feedback", "Before and after on the same cases")
            self.effect.fill(heading, chart, columns, rows, training.effect_said(effects))
            self.effect_rows.fill(
                translate("Feedback", "Before and after, in figures"),
                (columns, rows),
                "",
                translate(
                    "Feedback",
                    "p by McNemar’s exact test; the e-value may be read every day, 20 and more speaks for the change.",
                ),
            )
        self.files.fill(
            translate("Feedback", "Files"),
            training.files(manifest),
            "",
            translate("Feedback", "F takes them as files once each digest is right. Digest of all: {digest}").format(
                digest=one.digest
            ),
        )
        self.contents.fill(translate("Feedback", "What is in it, and what is not"), training.contents(manifest))
        said = translate(
            "Feedback", "Schema {schema}; %n signals; labels in force up to number {n}.", "", len(manifest.features)
        )
        self.schema.fill(
            translate("Feedback", "Columns of its tables"),
            training.schema(manifest),
            "",
            said.format(schema=manifest.schema, n=formats.count(manifest.labels.before_label)),
        )
