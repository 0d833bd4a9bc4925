"""Pages of the QA room: the samples, one of them, the plan of a new one, coverage, adjudication."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.qa.state import TOGETHER, QaState
from app.desktop.panels.qa.words import plan as plans
from app.desktop.panels.qa.words import results
from app.desktop.panels.qa.words import room as words
from app.desktop.ports.quality import Carried
from app.desktop.widgets import tokens
from app.desktop.widgets.card import Card
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.choices import ChoiceBox, Option
from app.desktop.widgets.facts_grid import Fact, FactsGrid
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs import Run

translate = QCoreApplication.translate
OF_LOT = ("days", "vendor", "team", "case_type", "decision", "label", "by")
OF_PLAN = ("kind", "level", "aql", "severity", "width", "allocation", "minimum", "who", "overlap")
OF_ISO, OF_STRATA = ("level", "aql", "severity", "series"), ("width", "allocation", "minimum")
TYPED = {"series": 80, "seed": 64}
"""Lines to write in, with the most characters each may have."""


class FactsCard(Card):
    """Named values in pairs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = FactsGrid(parent=self)
        self.said = Label(wrap=True, parent=self)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.said)
        self.body.addStretch(1)

    def fill(self, heading: str, rows: Sequence[plans.Named], said: str = "", colour: str = "text") -> None:
        self.heading.set_text(heading)
        self.facts.set_facts([Fact(one.name, (Run(one.value, "text", None, one.data),), one.named) for one in rows])
        show_if(self.facts, bool(rows))
        self.said.set_text(said)
        self.said.set_colour(colour)
        show_if(self.said, bool(said))


class LotsPage(Page):
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lots = TableCard(self.content, opens=True)
        self.add(self.lots)
        self.column.addStretch(1)
        self.lots.chosen.connect(self.opened)
        self.work = self.lots.table
        self.follow(self.lots.table)

    def fill(self, state: QaState, _frames: tuple[Carried, ...]) -> None:
        none = translate("Quality", "No sample is drawn yet. Plan one on the next page: what it can tell stands there.")
        if state.asking and not state.lots:
            none = translate("Quality", "Asking the server …")
        self.lots.fill(translate("Quality", "Samples, the newest first"), words.lots(state), none)


class LotPage(Page):
    """One sample: its plan, what such a plan can tell, what came of it, the cases."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.plan = FactsCard(self.content)
        self.curve = ChartCard(self.content)
        left = QVBoxLayout()
        left.setSpacing(tokens.S3)
        left.addWidget(self.plan)
        self._grid = FigureGrid(self.content, 3)
        left.addLayout(self._grid)
        left.addStretch(1)
        row.addLayout(left, 1)
        row.addWidget(self.curve, 1)
        self.column.addLayout(row)
        self.cases = TableCard(self.content, opens=True)
        self.add(self.cases)
        self.column.addStretch(1)
        self.cases.chosen.connect(self.opened)
        self.charts = [self.curve]
        self.work = self.cases.table
        self.follow(self.cases.table)

    def fill(self, state: QaState, _frames: tuple[Carried, ...]) -> None:
        lot = state.open_lot
        if lot is None:
            return
        self.plan.fill(words.lot_title(lot), words.lot_rows(lot))
        numbers = words.plan_numbers(lot)
        show_if(self.curve, numbers is not None)
        fill_curve(self.curve, numbers)
        self._grid.fill(results.results(lot))
        show_if(self.cases, lot.carried is not None or bool(state.items))
        heading = (
            translate("Quality", "The cases of the sample: Enter opens one")
            if any(one.case_id for one in state.items)
            else translate("Quality", "Blind re-reviews")
        )
        self.cases.fill(heading, results.cases(lot, state.items, results.class_names(state.rubric)))


def fill_curve(card: ChartCard, numbers: tuple[int, int] | None) -> None:
    heading = translate("Quality", "What this plan can tell")
    if numbers is None:
        card.fill(heading, None, (), ())
        return
    columns, rows = plans.operating_table(*numbers)
    card.fill(heading, plans.operating(*numbers), columns, rows, plans.passes_words(*numbers))


class PlanPage(Page):
    """A lot and its plan are chosen; what such a plan can tell stands beside it at once."""

    chosen = Signal(str, str)
    typed = Signal(str, str)
    """(series or seed, what stands there)"""
    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, ChoiceBox] = {}
        self._names: dict[str, Label] = {}
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self.lot, self.plan = self._card(OF_LOT), self._card(OF_PLAN)
        self.lines = {name: LineEdit(self.plan) for name in TYPED}
        for number, (name, line) in enumerate(self.lines.items(), len(OF_PLAN)):
            line.setMaxLength(TYPED[name])
            line.textEdited.connect(lambda text, which=name: self.typed.emit(which, text))
            self._names[name] = Label(colour="muted", parent=self.plan)
            self._grid.addWidget(self._names[name], number, 0)
            self._grid.addWidget(line, number, 1)
        self.seed = self.lines["seed"]
        left = QVBoxLayout()
        left.setSpacing(tokens.S3)
        left.addWidget(self.lot)
        left.addWidget(self.plan)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(tokens.S3)
        self.means = FactsCard(self.content)
        self.curve = ChartCard(self.content)
        right.addWidget(self.means)
        right.addWidget(self.curve)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.column.addLayout(row)
        self.frames = TableCard(self.content, opens=True)
        self.add(self.frames)
        self.column.addStretch(1)
        self.frames.chosen.connect(self.frame_chosen)
        self.charts = [self.curve]
        self.work = self.boxes["days"]
        self.follow(self.frames.table)

    def _card(self, names: Sequence[str]) -> Card:
        card = Card(self.content)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S4)
        grid.setVerticalSpacing(tokens.S1)
        grid.setColumnStretch(1, 1)
        for number, name in enumerate(names):
            label, box = Label(colour="muted", parent=card), ChoiceBox(card)
            grid.addWidget(label, number, 0)
            grid.addWidget(box, number, 1)
            box.picked.connect(lambda value, which=name: self.chosen.emit(which, value))
            self._names[name], self.boxes[name] = label, box
        card.body.addLayout(grid)
        self._grid = grid
        card.body.addStretch(1)
        return card

    def fill(self, state: QaState, frames: tuple[Carried, ...]) -> None:
        self.lot.heading.set_text(translate("Quality", "The lot: decisions in force"))
        self.plan.heading.set_text(translate("Quality", "The plan"))
        told, titles, iso = plans.choices(state), plans.names(), state.form.kind == "iso"
        for name, box in self.boxes.items():
            options, chosen = told[name], str(getattr(state.form, name))
            box.set_options([Option(code, text, data=data) for code, text, data in options], chosen)
            text, data = next(((text, data) for code, text, data in options if code == chosen), (chosen, True))
            box.set_runs((Run(text, "text", None, data),))
            box.setAccessibleName(f"{titles[name]}: {text}")
            self._names[name].set_text(titles[name])
            self._show(name, box, name not in (OF_STRATA if iso else OF_ISO) and _fits(name, state))
        for name, line in self.lines.items():
            self._names[name].set_text(titles[name])
            line.setAccessibleName(titles[name])
            line.setPlaceholderText(plans.hint(name))
            text = str(getattr(state.form, name))
            if line.text() != text and not line.hasFocus():
                line.setText(text)
            self._show(name, line, iso or name not in OF_ISO)
        self._fill_means(state)
        show_if(self.frames, bool(frames))
        self.frames.fill(
            translate("Quality", "Lots that are carried here: Enter plans for one"), plans.frames_table(frames)
        )

    def _show(self, name: str, widget: QWidget, on: bool) -> None:
        show_if(widget, on)
        show_if(self._names[name], on)

    def _fill_means(self, state: QaState) -> None:
        frame, preview = state.frame, state.preview
        heading = translate("Quality", "What it takes")
        numbers = None
        if state.problem:
            self.means.fill(heading, (), words.why(state.problem), "block")
        elif frame is None or preview is None:
            said = (
                translate("Quality", "The server is counting …")
                if state.busy
                else translate(
                    "Quality",
                    "Choose which decisions the lot holds, then count it. How many cases it takes, how many errors it "
                    "stands and what it can tell stand here before anything is drawn.",
                )
            )
            self.means.fill(heading, (), said, "muted")
        else:
            self.means.fill(heading, plans.preview_rows(frame, preview), *plans.means_said(state))
            if preview.accept is not None:
                numbers = (preview.n, preview.accept)
        show_if(self.curve, numbers is not None)
        fill_curve(self.curve, numbers)


def _fits(name: str, state: QaState) -> bool:
    """Whether a choice says anything as the others stand."""
    if name == "team":
        return bool(state.teams)
    return name != "overlap" or state.form.who == TOGETHER


class CoveragePage(Page):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows, self.series = TableCard(self.content), TableCard(self.content)
        for card in (self.rows, self.series):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.work = self.rows.table

    def fill(self, state: QaState, _frames: tuple[Carried, ...]) -> None:
        view = state.coverage
        waiting = translate("Quality", "Asking the server …") if state.asking else words.summary(state)
        none = translate("Quality", "Nobody decided anything in the last 30 days.")
        table = plans.coverage_table(view) if view is not None else ((), ())
        heading = translate("Quality", "How much of what was decided is looked at again, last 30 days")
        self.rows.fill(heading, table, none if view is not None else waiting)
        self.series.fill(
            translate("Quality", "Series of lots, by the switching rules"),
            plans.series_table(state.series),
            translate("Quality", "No series of lots is kept yet."),
        )


class AdjudicatePage(Page):
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = TableCard(self.content, opens=True)
        self.add(self.tasks)
        self.column.addStretch(1)
        self.tasks.chosen.connect(self.opened)
        self.work = self.tasks.table
        self.follow(self.tasks.table)

    def fill(self, state: QaState, _frames: tuple[Carried, ...]) -> None:
        none = translate("Quality", "People agree, or others settle it: nothing waits for a truth of yours.")
        if state.tasks is None:
            none = translate("Quality", "Asking the server …") if state.asking else words.summary(state)
        heading = translate("Quality", "Cases on which people differ, the oldest first")
        self.tasks.fill(heading, words.tasks(state.tasks or ()), none)
