"""Pages of the regression set: its versions with the candidates that answered them, and one candidate's run."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.panels.feedback.state import CHANGED, PAIR, RUN, FeedbackState, Place, place
from app.desktop.panels.feedback.words import regression, regression_run
from app.desktop.widgets import tokens
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tokens import Type
from app.domain.regression import Standing

translate = QCoreApplication.translate


class SaidCard(Card):
    """A badge and the sentence behind it, under a heading."""

    def __init__(self, parent: QWidget | None = None, *, heading: bool = True) -> None:
        super().__init__(parent, heading=heading)
        self.title = Label(kind=Type.HEADING, data=True, elide=True, parent=self)
        self.badge = Badge(self)
        self._about = Label(colour="muted", wrap=True, data=True, parent=self)
        self._said = Label(wrap=True, parent=self)
        self._more = Label(kind=Type.STRONG, colour="block", wrap=True, parent=self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addStretch(1)
        self.body.setSpacing(tokens.S1)
        self.body.addLayout(head)
        for label in (self._about, self._said, self._more):
            self.body.addWidget(label)

    def fill(self, told: tuple[str, str, str], title: str = "", about: str = "", more: str = "") -> None:
        """`told`: badge, its colour and the sentence; `more` stands beneath in red."""
        words, colour, said = told
        self.badge.set_badge(words, colour)
        self._said.set_text(said)
        self.title.set_text(title, data=True)
        self._about.set_text(about, data=True)
        self._more.set_text(more, data=True)
        for label, text in ((self.title, title), (self._about, about), (self._more, more)):
            show_if(label, bool(text))
        self.set_edge(colour if colour == "block" else "line")


class RegressionPage(Page):
    """The set and who answered it; what one may judge stands first where that is all one does here."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worse = Card(self.content, heading=False)
        self._worse = Label(kind=Type.STRONG, colour="block", wrap=True, parent=self.worse)
        self.worse.body.addWidget(self._worse)
        self.worse.set_edge("block")
        self._grid = FigureGrid(self.content)
        self.runs, self.beside = TableCard(self.content, opens=True), ChartCard(self.content)
        self.growth, self.judging = ChartCard(self.content), TableCard(self.content, opens=True)
        self.makeup = TableCard(self.content)
        self.add(self.worse)
        self.column.addLayout(self._grid)
        self.add(self.runs)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        row.addWidget(self.beside, 3)
        row.addWidget(self.growth, 2)
        self.column.addLayout(row)
        for card in (self.judging, self.makeup):
            self.add(card)
        self.column.addStretch(1)
        self.charts = [self.beside, self.growth]
        for rows in (self.runs, self.judging, self.makeup):
            self.follow(rows.table)
        self._runs: tuple[str, ...] = ()
        self._pairs: tuple[str, ...] = ()
        self.runs.chosen.connect(lambda number: self.opened.emit(Place(RUN, self._runs[number]).inner))
        self.judging.chosen.connect(lambda number: self.opened.emit(Place(PAIR, self._pairs[number]).inner))

    def fill(self, state: FeedbackState) -> None:
        data = state.data
        sets = data.sets.sets if data.sets is not None else ()
        newest = sets[0] if sets else None
        reads = data.sets is not None
        said = regression.worst(data.figures)
        self._worse.set_text(said, data=True)
        show_if(self.worse, bool(said))
        self._grid.fill(regression.figures(newest))
        self._runs = tuple(one.run_id for one in data.runs.runs) if data.runs is not None else ()
        for card in (self.runs, self.beside, self.growth, self.makeup):
            show_if(card, reads)
        if reads:
            self._fill_set(state, newest is not None)
        judged = data.judging.runs if data.judging is not None else ()
        self._pairs = tuple(one.run_id for one in judged)
        show_if(self.judging, data.judging is not None)
        self.judging.fill(
            translate("Feedback", "Two reasonings to judge without knowing whose they are"),
            regression.judging(judged),
            translate("Feedback", "No candidate is being judged now. Once one answers the set, its pairs stand here."),
            translate("Feedback", "Enter lays the next pair before you. What was preferred is told at the conclusion."),
        )
        self.work = self.runs.table if self._runs else self.judging.table

    def _fill_set(self, state: FeedbackState, some: bool) -> None:
        data = state.data
        self.runs.fill(
            translate("Feedback", "Candidates that answered it, the newest first"),
            regression.runs(data),
            translate("Feedback", "No candidate has been asked yet. N has one answer the set.")
            if some
            else translate(
                "Feedback",
                "No version is frozen yet. Every step that a reviewer marks wrong becomes a test of ROCA once a version"
                " is frozen.",
            ),
            translate(
                "Feedback", "Enter opens a run. Better or worse is said by the cases judged without a look alone."
            ),
        )
        chart = regression.runs_chart(data.figures)
        show_if(self.beside, bool(chart))
        self.beside.fill(translate("Feedback", "Candidates beside ROCA now"), chart, *regression.runs(data))
        chart = regression.growth_chart(data.sets)
        show_if(self.growth, some)
        self.growth.fill(
            translate("Feedback", "How the regression set has grown"), chart, *regression.growth_table(data.sets)
        )
        show_if(self.makeup, some)
        if some:
            self.makeup.fill(
                translate("Feedback", "What was marked, in the newest version"),
                regression.makeup(data.sets.sets[0]),
                translate("Feedback", "No step is marked wrong in it."),
            )


class OpenedPage(Page):
    """A page of one thing: of another one it begins at its top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = ""

    def opens(self, state: FeedbackState) -> None:
        if state.inner != self._inner:
            self._inner = state.inner
            self._scrolled.verticalScrollBar().setValue(0)


class RunPage(OpenedPage):
    """What may be said of a candidate first, then its parts, its steps, what people preferred, and its cases."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SaidCard(self.content, heading=False)
        self.add(self.head)
        self._grid = FigureGrid(self.content)
        self.column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        # Tab goes by the order in which they are made.
        self.part_rows, self.parts = TableCard(self.content), ChartCard(self.content)
        self.marks, self.cases = TableCard(self.content), TableCard(self.content, opens=True)
        row.addWidget(self.parts, 1)
        row.addWidget(self.marks, 1)
        self.add(self.part_rows)
        self.column.addLayout(row)
        self.preferred = SaidCard(self.content)
        for card in (self.preferred, self.cases):
            self.add(card)
        self.column.addStretch(1)
        self.charts = [self.parts]
        for card in (self.part_rows, self.marks, self.cases):
            self.follow(card.table)
        self._at: Place | None = None
        self._drilled = ""
        self._cases: tuple[tuple[int, str], ...] = ()
        self.cases.chosen.connect(self._open)

    def _open(self, number: int) -> None:
        if self._at is not None:
            self._drilled = self._at.run_id
            self.opened.emit(Place("case", self._at.run_id, self._at.became, self._cases[number][0]).inner)

    def focus_cases(self) -> bool:
        """Into the list of cases, where there is one."""
        if self._cases:
            self.cases.table.setFocus(Qt.FocusReason.TabFocusReason)
        return bool(self._cases)

    def case_here(self) -> str:
        at = self.cases.table.current
        return self._cases[at][1] if 0 <= at < len(self._cases) else ""

    def fill(self, state: FeedbackState) -> None:
        view, told = state.detail.view, state.detail.cases
        at = self._at = place(state.inner)
        self.opens(state)
        self.head.fill(
            regression_run.verdict(view),
            regression_run.title(view),
            regression_run.about(view),
            regression_run.worse_types(view) if view.standing is not Standing.WORSE or len(view.types) > 1 else "",
        )
        self._grid.fill(regression_run.figures(view))
        self._cases = tuple((one.n, one.case_id) for one in told.cases) if told is not None else ()
        kept = told is None
        self.cases.fill(
            translate("Feedback", "Its cases"),
            regression_run.cases(told) if told is not None else ((), ()),
            translate(
                "Feedback",
                "Single cases show which answer is the candidate’s, so that they are kept back from whoever may judge"
                " pairs of this run. C looks at them; you then judge no more pairs of it.",
            )
            if kept
            else translate("Feedback", "No case of this kind. W chooses others."),
            regression_run.cases_said(told) if told is not None else "",
        )
        self.part_rows.fill(
            translate("Feedback", "Before and after, in figures"),
            regression_run.parts_table(view),
            "",
            translate(
                "Feedback",
                "p by McNemar’s exact test; the e-value may be read every day. Cases chosen because ROCA was wrong can"
                " only gain, so that they prove nothing.",
            ),
        )
        columns, rows = regression_run.parts_table(view)
        chart = regression_run.parts_chart(view)
        show_if(self.parts, chart is not None)
        self.parts.fill(translate("Feedback", "Right before and after"), chart, columns, rows)
        self.marks.fill(
            translate("Feedback", "Steps that were marked wrong"),
            regression_run.marks(view),
            translate("Feedback", "No case with a marked step is answered yet."),
            regression_run.grounded(view),
        )
        self.preferred.heading.set_text(translate("Feedback", "Two reasonings, judged blind"))
        self.preferred.fill(regression_run.preferred(view))
        # Whoever comes back from a case, or asked for other cases, is among them; else what is at the top is in sight.
        among = at is not None and (at.became != CHANGED or self._drilled == at.run_id)
        self.work = self.cases.table if self._cases and among else self.part_rows.table
