"""The lists of the SOPs room: all pages, what is being written, how far they carry."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.panels.sops.state import SopsState
from app.desktop.panels.sops.words import lists as words
from app.desktop.widgets import formats
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if

translate = QCoreApplication.translate


class AllPage(Page):
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content, 4)
        self.column.addLayout(self._grid)
        self.pages = TableCard(self.content, opens=True)
        self.add(self.pages)
        self.column.addStretch(1)
        self.pages.chosen.connect(self.opened)
        self.work = self.pages.table
        self.follow(self.pages.table)

    def fill(self, state: SopsState) -> None:
        self._grid.fill(words.overview(state))
        self.pages.fill(
            translate("Sops", "All pages, those to be read through first: Enter opens one"),
            words.pages(state),
            translate(
                "Sops",
                "There is no page yet. A page has clauses with numbers that reviews refer to; whoever writes "
                "procedures begins the first one.",
            ),
        )


class WritingPage(Page):
    opened = Signal(int)
    half_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.halves = TableCard(self.content, opens=True)
        self.versions = TableCard(self.content, opens=True)
        for card in (self.halves, self.versions):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.versions.chosen.connect(self.opened)
        self.halves.chosen.connect(self.half_opened)
        self.work = self.versions.table

    def fill(self, state: SopsState) -> None:
        rows = state.seen.unfinished if state.seen is not None else ()
        self.work = self.versions.table if rows else self.halves.table
        show_if(self.halves, bool(state.halves))
        self.halves.fill(
            translate("Sops", "Half written on this computer: Enter goes on"),
            words.halves(state),
            said=translate("Sops", "Every word is kept here as it is typed, through a crash as well."),
        )
        self.versions.fill(
            translate("Sops", "Not in force yet: Enter shows what changes"),
            words.unfinished(state),
            translate(
                "Sops",
                "Nothing is being written. A new version begins on a page, or from a gap on the page on coverage; "
                "a lead who did not write it brings it into force.",
            ),
        )


class CoveragePage(Page):
    gap_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.types = TableCard(self.content)
        self.gaps = TableCard(self.content, opens=True)
        for card in (self.gaps, self.types):
            self.follow(card.table)
        self.add(self.types)
        self.add(self.gaps)
        self.column.addStretch(1)
        self.gaps.chosen.connect(self.gap_opened)
        self.work = self.gaps.table

    def fill(self, state: SopsState) -> None:
        target = state.seen.coverage.target if state.seen is not None else 0.8
        self.work = self.gaps.table if state.gaps else self.types.table
        self.types.fill(
            translate("Sops", "Decisions with a clause behind them, by case type"),
            words.types(state),
            translate("Sops", "Nothing was decided in this time."),
            translate(
                "Sops",
                "Covered: both ROCA's reasoning and the review name a clause. Met where the whole interval lies above "
                "{target}, missed where it lies below, else not yet known.",
            ).format(target=formats.percent(target, 0)),
        )
        self.gaps.fill(
            translate("Sops", "What is missing or wrong, the most frequent first"),
            words.gaps(state),
            translate(
                "Sops",
                "Reviewers found nothing missing or wrong in this time. They say so beside a decision: no clause "
                "covers it, the clause leads astray, a check was left out.",
            ),
        )
