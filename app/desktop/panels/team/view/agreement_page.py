"""How far reviewers agree: the figures of all together, the matrix of pairs, and the cases behind a field of it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.contract.agreement import AgreementCell, AgreementView
from app.desktop.panels.team.state import TeamState
from app.desktop.panels.team.words import agreement as words
from app.desktop.widgets.card import Card
from app.desktop.widgets.label import Label
from app.desktop.widgets.matrix import Pair, PairMatrix
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if

translate = QCoreApplication.translate


class AgreementPage(Page):
    """`opened` tells the number of a cell, `case_opened` that of a case of the cell in sight."""

    opened = Signal(int)
    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.warning = MessageBar(self.content)
        self.add(self.warning)
        self._grid = FigureGrid(self.content, 5)
        self.column.addLayout(self._grid)
        self.card = Card(self.content)
        self.matrix = PairMatrix(self.card)
        self._here = Label(wrap=True, parent=self.card)
        self._none = Label(colour="muted", wrap=True, parent=self.card)
        self._legend = Label(colour="muted", wrap=True, parent=self.card)
        for part in (self._none, self.matrix, self._here, self._legend):
            self.card.body.addWidget(part)
        self.card.body.addStretch(1)
        self.pairs = TableCard(self.content, opens=True)
        self.cases = TableCard(self.content, opens=True)
        for widget in (self.card, self.pairs, self.cases):
            self.add(widget)
        self.column.addStretch(1)
        self.matrix.chosen.connect(self.opened)
        self.matrix.moved.connect(self._tell)
        self.pairs.chosen.connect(self.opened)
        self.cases.chosen.connect(self.case_opened)
        self.work = self.matrix
        self._view: AgreementView | None = None
        self._as_table = False
        self._unwritten = False
        self._open = False
        for card in (self.pairs, self.cases):
            self.follow(card.table)

    def show_tables(self, on: bool) -> None:
        self._as_table = on
        self._place()

    def fill(self, state: TeamState) -> None:
        view = self._view = state.data
        self._open = state.cell >= 0
        self.work = self.cases.table if self._open else self.pairs.table if self._as_table else self.matrix
        self.warning.say(words.warnings(view), "warn")
        self._grid.fill(words.overall(view))
        self._fill_matrix(view)
        self._unwritten = True
        if self._open:
            cell = view.cells[state.cell]
            pair = words.pair(view, cell.a, cell.b)
            first, second = words.rater(view, cell.a), words.rater(view, cell.b)
            heading = translate("Team", "Cases of {pair}: those that differ first").format(pair=pair)
            if state.cases is not None:
                self.cases.fill(heading, words.common(state.cases, first, second))
            else:
                asking = translate("Team", "Asking the server …")
                self.cases.fill(heading, ((), ()), asking)
        self._place()

    def _place(self) -> None:
        if self._as_table and self._unwritten and self._view is not None:
            # Thousands of pairs are put into words where somebody reads them so.
            self._unwritten = False
            view = self._view
            self.pairs.fill(translate("Team", "Pairs of reviewers"), words.cells(view), words.nothing(view))
        show_if(self.cases, self._open)
        show_if(self.card, not self._open and not self._as_table)
        show_if(self.pairs, not self._open and self._as_table)

    def _fill_matrix(self, view: AgreementView) -> None:
        self.card.heading.set_text(translate("Team", "Who agrees with whom: kappa of each pair"))
        names = [words.rater(view, number) for number in range(len(view.raters))]
        pairs = {(cell.a, cell.b): self._pair(view, number, cell) for number, cell in enumerate(view.cells)}
        some = bool(pairs)
        self.matrix.set_pairs(names if some else (), pairs, translate("Team", "Agreement of each pair of reviewers"))
        show_if(self.matrix, some)
        self._none.set_text(words.nothing(view))
        show_if(self._none, not some)
        self._legend.set_text(
            translate(
                "Team",
                "A field is the kappa of two people, blue from 0.8, amber below 0.4; a number in grey is too few cases "
                "in common. Arrows move, Enter opens the cases.",
            )
        )
        show_if(self._legend, some)
        self._tell(self.matrix.current)

    def _pair(self, view: AgreementView, number: int, cell: AgreementCell) -> Pair:
        text, ground, colour = words.field(cell)
        return Pair(number, text, lambda: words.told(view, cell), ground, colour)

    def _tell(self, number: int) -> None:
        """All that is known of the pair that the keys stand on."""
        view = self._view
        known = view is not None and 0 <= number < len(view.cells)
        self._here.set_text(
            words.told(view, view.cells[number])
            if view is not None and known
            else translate("Team", "These two have no case in common."),
            data=known,
        )
        show_if(self._here, view is not None and bool(view.cells))
        if self.matrix.hasFocus():
            self.keep_in_sight(self.matrix, self.matrix.field_middle())
