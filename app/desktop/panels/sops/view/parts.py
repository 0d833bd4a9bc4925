"""One page of the procedures: text, versions, figures, flags, its place in Confluence; and texts side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.panels.sops.state import APPROVE, SopsState
from app.desktop.panels.sops.words import old, texts
from app.desktop.panels.sops.words import page as words
from app.desktop.widgets import tokens
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.card import Card
from app.desktop.widgets.column_list import ColumnList, ColumnRow
from app.desktop.widgets.facts_grid import Fact, FactsGrid
from app.desktop.widgets.label import Label
from app.desktop.widgets.page import FigureGrid, Page, TableCard
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs import Run

translate = QCoreApplication.translate


class FactsCard(Card):
    """Named values in pairs."""

    def __init__(self, parent: QWidget | None = None, columns: int = 3) -> None:
        super().__init__(parent, heading=False)
        self.facts = FactsGrid(columns, parent=self)
        self.body.addWidget(self.facts)

    def fill(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        self.facts.set_facts([Fact(name, (Run(value, "text", None, data),)) for name, value, data in rows])
        show_if(self, bool(rows))


class ColumnsCard(Card):
    """Texts side by side under a heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ColumnList(self)
        self.none = Label(colour="muted", wrap=True, parent=self)
        self.said = Label(colour="muted", wrap=True, parent=self)
        for part in (self.none, self.rows, self.said):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def fill(
        self,
        heading: str,
        captions: Sequence[str],
        rows: Sequence[ColumnRow],
        current: int = 0,
        none: str = "",
        said: str = "",
    ) -> None:
        self.heading.set_text(heading)
        same = (tuple(captions), tuple(rows)) == (self.rows.captions, self.rows.rows)
        if not same or current != self.rows.current:
            self.rows.set_rows(captions, rows, current, heading)
        show_if(self.rows, bool(rows))
        self.none.set_text(none)
        show_if(self.none, bool(none) and not rows)
        self.said.set_text(said)
        show_if(self.said, bool(said) and bool(rows))


class _Columns(Page):
    """A page with texts side by side, whose row with the keys stays in sight."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.texts = ColumnsCard(self.content)
        self.work = self.texts.rows
        self.texts.rows.moved.connect(self._moved)

    def _moved(self, number: int) -> None:
        rows = self.texts.rows
        place = rows.row_rect(number)
        for spot in (place.bottomLeft(), place.topLeft()):
            self.keep_in_sight(rows, spot)
        self.moved.emit(number)


class TextPage(_Columns):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = FactsCard(self.content, 6)
        self.add(self.facts)
        self.add(self.texts)
        self.column.addStretch(1)

    def fill(self, state: SopsState) -> None:
        page = state.opened
        self.facts.fill(words.facts(state))
        rows = texts.clauses(page.page, state.flagged) if page is not None else ()
        none = translate("Sops", "No version of this page is in force yet. Its versions stand on the next page.")
        heading = translate("Sops", "The clauses in force")
        self.texts.fill(heading, texts.captions_of(), rows, min(state.row, max(0, len(rows) - 1)), none)


class VersionsPage(Page):
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.versions = TableCard(self.content, opens=True)
        self.add(self.versions)
        self.column.addStretch(1)
        self.versions.chosen.connect(self.opened)
        self.work = self.versions.table
        self.follow(self.versions.table)

    def fill(self, state: SopsState) -> None:
        marked = next((one.version for one in state.history or () if one.version_id == state.marked), "")
        said = translate(
            "Sops",
            "Enter shows what a version changed. M marks one, and Enter on another shows the difference of the two.",
        )
        if marked:
            said = translate("Sops", "Enter compares with {version}; M on it takes the mark away.").format(
                version=marked
            )
        none = (
            translate("Sops", "Asking the server …")
            if state.history is None
            else translate("Sops", "The page has no version on the server yet: what is written is kept here.")
        )
        columns, rows = words.versions(state)
        self.versions.fill(translate("Sops", "Every version, the newest first"), (columns, rows), none, said)
        at = next((n for n, one in enumerate(state.history or ()) if one.version_id == state.marked), -1)
        self.versions.table.set_table(columns, rows, frozenset({at} if at >= 0 else ()))
        self.versions.table.setAccessibleName(self.versions.heading.text())


class FiguresPage(Page):
    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = FigureGrid(self.content, 3)
        self.column.addLayout(self._grid)
        self.clauses = TableCard(self.content)
        self.old = TableCard(self.content, opens=True)
        for card in (self.clauses, self.old):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.old.chosen.connect(self.case_opened)
        self.work = self.clauses.table

    def fill(self, state: SopsState) -> None:
        self._grid.fill(words.figure_cards(state))
        self.clauses.fill(
            translate("Sops", "How ROCA fares before and after each version of a clause"),
            words.clauses(state),
            translate(
                "Sops",
                "No decision of this time rests on a clause of this page. A decision rests on one when its review "
                "names it; the version that was read is kept with it.",
            ),
            translate(
                "Sops",
                "95 % intervals. Two versions differ where their intervals lie apart; else the difference may be "
                "chance, or other cases.",
            ),
        )
        show_if(self.old, bool(old.count(state)))
        self.old.fill(
            translate("Sops", "Decided under words that were in force no more: Enter opens one in Review"),
            old.listed(state),
            translate("Sops", "Asking the server …")
            if state.old is None
            else translate("Sops", "They are other people’s, and read by leads and editors."),
            old.said(state),
        )


class FlagsPage(Page):
    opened = Signal(int)
    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flags = TableCard(self.content, opens=True)
        self.cases = TableCard(self.content, opens=True)
        for card in (self.flags, self.cases):
            self.add(card)
            self.follow(card.table)
        self.column.addStretch(1)
        self.flags.chosen.connect(self.opened)
        self.cases.chosen.connect(self.case_opened)
        self.work = self.flags.table

    def fill(self, state: SopsState) -> None:
        self.work = self.cases.table if state.flag else self.flags.table
        show_if(self.flags, not state.flag)
        show_if(self.cases, bool(state.flag))
        none = translate(
            "Sops",
            "No finding names a clause of this page. Reviewers flag one from a step of the reasoning or beside their "
            "decision: a gap, a clause that leads astray, a check that was left out.",
        )
        if state.seen is not None and state.seen.flags is None:
            none = translate("Sops", "Findings are read by editors of the procedures and by leads.")
        self.flags.fill(
            translate("Sops", "What reviewers say of this page: Enter shows the cases"), words.flags(state), none
        )
        kept = state.cases.kept_back if state.cases is not None else 0
        self.cases.fill(
            translate("Sops", "The cases behind it: Enter opens one in Review"),
            words.cases(state),
            translate("Sops", "Asking the server …") if state.cases is None else translate("Sops", "No case is left."),
            translate("Sops", "%n cases are kept back: you are still to look at them blind.", "", kept) if kept else "",
        )


class ConfluencePage(Page):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card(self.content)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        self.badge = Badge(self.card)
        self.said = Label(wrap=True, parent=self.card)
        head.addWidget(self.badge)
        head.addWidget(self.said, 1)
        self.card.body.addLayout(head)
        self.found = Label(wrap=True, data=True, colour="muted", parent=self.card)
        self.card.body.addWidget(self.found)
        self.facts = FactsGrid(5, parent=self.card)
        self.card.body.addWidget(self.facts)
        self.rule = Label(wrap=True, colour="muted", parent=self.card)
        self.card.body.addWidget(self.rule)
        self.add(self.card)
        self.clashes = ColumnsCard(self.content)
        self.add(self.clashes)
        self.column.addStretch(1)
        self.work = self.clashes.rows

    def fill(self, state: SopsState) -> None:
        link = state.link
        self.card.heading.set_text(translate("Sops", "This page in Confluence"))
        told, tone, said, found = "", "muted", "", ""
        if link is not None:
            told, tone, said = words.link_words(link)
            found = words.found_words(link)
        elif not state.linked:
            said = translate("Sops", "Asking the server …")
        elif APPROVE in state.rights:
            said = translate("Sops", "It has no place in Confluence. Connect it by the number of its page there.")
        else:
            said = translate("Sops", "It has no place in Confluence. A lead can give it one.")
        self.badge.set_badge(told, tone)
        self.said.set_text(said)
        self.found.set_text(found, data=True)
        show_if(self.found, bool(found))
        rows = words.link_facts(state)
        self.facts.set_facts([Fact(name, (Run(value, "text", None, data),)) for name, value, data in rows])
        show_if(self.facts, bool(rows))
        self.rule.set_text(
            translate(
                "Sops",
                "Both sides are compared every five minutes. What changed here is written there, over the version that "
                "was read and no other; what changed there waits here for approval; what both changed is shown.",
            )
        )
        self.fill_clashes(state)

    def fill_clashes(self, state: SopsState) -> None:
        link = state.link
        clashes = link.clashes if link is not None and link.state == "conflict" else ()
        show_if(self.clashes, bool(clashes))
        if link is not None and clashes:
            captions, rows = texts.conflict(link)
            self.clashes.fill(translate("Sops", "What both sides changed"), captions, rows)


class DiffPage(_Columns):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = FactsCard(self.content, 4)
        self.add(self.note)
        self.add(self.texts)
        self.column.addStretch(1)

    def fill(self, state: SopsState) -> None:
        diff = state.diff
        if diff is None:
            return
        self.note.fill(words.version_facts(diff.version) if diff.version is not None else ())
        none = translate("Sops", "The two say the same.")
        said = translate("Sops", "Struck out is gone, underlined is new.") if diff.old is not None else ""
        heading = translate("Sops", "What changes, clause by clause")
        rows = texts.differences(diff)
        current = min(self.texts.rows.current, max(0, len(rows) - 1))
        self.texts.fill(heading, texts.captions_of(), rows, current, none, said)


class MergePage(_Columns):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = Label(wrap=True, colour="block", parent=self.content)
        self.add(self.problem)
        self.add(self.texts)
        self.column.addStretch(1)

    def fill(self, state: SopsState, keys: tuple[str, str]) -> None:
        merge = state.merge
        if merge is None:
            return
        self.problem.set_text(texts.why(merge.problem) if merge.problem else "")
        show_if(self.problem, bool(merge.problem))
        said = translate(
            "Sops",
            "{ours} takes what stands in the middle, {theirs} what stands at the right. What nobody else changed is in "
            "the page already. Until you take it over, your own text stays as you typed it.",
        ).format(ours=keys[0], theirs=keys[1])
        heading = translate("Sops", "Both sides changed the same words")
        self.texts.fill(heading, texts.merge_captions(merge), texts.clash_rows(merge), merge.row, said=said)
