"""Cases with a known answer: all sets, the cases of an own one, and how people did as far as it may be told."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.panels.team.state import GoldData, TeamState
from app.desktop.panels.team.words import golds as words
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if

translate = QCoreApplication.translate


class GoldPage(Page):
    set_opened = Signal(int)
    item_opened = Signal(int)
    person_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases: tuple[str, ...] = ()
        self._grid = FigureGrid(self.content, 3)
        self.column.addLayout(self._grid)
        self.obstacles = Label(wrap=True, colour="escalate", parent=self.content)
        self.add(self.obstacles)
        self.sets = TableCard(self.content, opens=True)
        self.items = TableCard(self.content, opens=True)
        self.people = TableCard(self.content, opens=True)
        for card in (self.sets, self.items, self.people):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.sets.chosen.connect(self.set_opened)
        self.items.chosen.connect(self.item_opened)
        self.people.chosen.connect(self.person_opened)
        self.work = self.sets.table

    def fill(self, state: TeamState) -> None:
        data: GoldData = state.data
        detail = data.detail
        self.work = self.sets.table if detail is None else self.items.table
        self._grid.fill(words.figures_of(data.sets, data.people))
        said = words.obstacle_words(data.sets)
        self.obstacles.set_text(said)
        show_if(self.obstacles, bool(said))
        show_if(self.sets, detail is None)
        show_if(self.people, detail is None)
        show_if(self.items, detail is not None)
        if detail is not None:
            self._cases = tuple(one.case_id for one in detail.items)
            self.items.heading.set_text(words.items_heading(detail), data=True)
            self.items.fill(
                words.items_heading(detail),
                words.items_table(detail),
                translate(
                    "Team",
                    "No case is in it yet. Add one that is decided and settled, with the answer that was found to be "
                    "right and why: whoever practises reads that.",
                ),
                words.items_said(detail),
            )
            return
        self._cases = ()
        self.sets.fill(
            translate("Team", "Sets of cases with a known answer"),
            words.sets_table(data.sets),
            translate(
                "Team",
                "There is no set yet. Make one: it has one owner, who alone sees its cases, and a version for every "
                "change.",
            ),
        )
        self.people.fill(
            translate("Team", "Who was given some: Enter gives a run of twenty to somebody who begins"),
            words.people_table(data.people),
            translate("Team", "Nobody was given a case with a known answer yet."),
        )

    def case_here(self) -> str:
        at = self.items.table.current
        return self._cases[at] if self.items.table.hasFocus() and 0 <= at < len(self._cases) else ""
