"""The SOPs room: a strip of lists, or of the parts of the page in sight, and what lies over them while one writes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.panels.sops.state import (
    ALL,
    CONFLUENCE,
    COVERAGE,
    FIGURES,
    FLAGS,
    PARTS,
    TEXT,
    VERSIONS,
    WRITING,
    SopsState,
)
from app.desktop.panels.sops.view.edit_page import EditPage
from app.desktop.panels.sops.view.lists import AllPage, CoveragePage, WritingPage
from app.desktop.panels.sops.view.parts import (
    ConfluencePage,
    DiffPage,
    FiguresPage,
    FlagsPage,
    MergePage,
    TextPage,
    VersionsPage,
)
from app.desktop.panels.sops.words import room as words
from app.desktop.panels.sops.words import sheets
from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Card, Surface
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.choices import ChoiceBox, Option
from app.desktop.widgets.label import Label, RoomTitle
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.page import Page
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs import Run
from app.desktop.widgets.sheet import Sheet
from app.desktop.widgets.tab_strip import TabStrip

translate = QCoreApplication.translate
EDIT, MERGE, DIFF, NOTHING = "edit", "merge", "diff", ""
KEYS = {
    "add": "sops.add",
    "remove": "sops.remove",
    "up": "sops.up",
    "down": "sops.down",
    "before": "sops.clause_before",
    "after": "sops.clause_after",
    "types": "sops.types",
}


class SopsView(Surface):
    page_chosen = Signal(str)
    part_chosen = Signal(str)
    chosen = Signal(str, str)
    """(days, its value)"""
    opened = Signal(str, int)
    """(what a row of the page in sight is, its number)"""
    moved = Signal(str, int)
    """(clause, edited or clash, the row that the keys came to)"""
    field_typed = Signal(str, str)
    acted = Signal(str)
    """A button of the head, by its action."""
    again_asked = Signal()
    notice_closed = Signal()
    picked = Signal(str, str)
    entered = Signal(str)
    typed = Signal(str)
    confirmed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self.key_of: Callable[[str], str] = lambda _action: ""
        self._state: SopsState | None = None
        self._shown = ""
        self._title = RoomTitle(self)
        self._summary = Label(colour="muted", tabular=True, elide=True, parent=self)
        self.days = ChoiceBox(self)
        self.back = Button("plain", self)
        self.also = (Button("plain", self), Button("plain", self))
        self.step = Button("main", self)
        self._actions: dict[Button, str] = {}
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        for widget in (self._title, self._summary):
            head.addWidget(widget, 1 if widget is self._summary else 0)
        for control in (self.days, self.back, *self.also, self.step):
            head.addWidget(control)
        self.tabs = TabStrip(self)
        self.message = MessageBar(self)
        self._none = Card(self, heading=False)
        self._none_words = Label(wrap=True, parent=self._none)
        self._none.body.addWidget(self._none_words)
        self._none.body.addStretch(1)
        self.edit, self.merge, self.diff = EditPage(), MergePage(), DiffPage()
        self.pages: dict[str, Page] = {
            ALL: AllPage(), WRITING: WritingPage(), COVERAGE: CoveragePage(), TEXT: TextPage(),
            VERSIONS: VersionsPage(), FIGURES: FiguresPage(), FLAGS: FlagsPage(), CONFLUENCE: ConfluencePage(),
            EDIT: self.edit, MERGE: self.merge, DIFF: self.diff,
        }  # fmt: skip
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._none)
        for page in self.pages.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, 0)
        column.setSpacing(tokens.S3)
        column.addLayout(head)
        column.addWidget(self.tabs)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        self.sheet = Sheet(self)
        self._before: QWidget | None = None
        self._connect()
        self._measure()

    def _connect(self) -> None:
        pages: Any = self.pages
        for what, signal in (
            ("page", pages[ALL].opened),
            ("unfinished", pages[WRITING].opened),
            ("half", pages[WRITING].half_opened),
            ("gap", pages[COVERAGE].gap_opened),
            ("version", pages[VERSIONS].opened),
            ("flag", pages[FLAGS].opened),
            ("case", pages[FLAGS].case_opened),
            ("old", pages[FIGURES].case_opened),
        ):
            signal.connect(lambda number, which=what: self.opened.emit(which, number))
        for what, signal in (
            ("clause", pages[TEXT].moved),
            ("edited", self.edit.row_chosen),
            ("clash", self.merge.moved),
        ):
            signal.connect(lambda number, which=what: self.moved.emit(which, number))
        self.edit.typed.connect(self.field_typed)
        self.tabs.chosen.connect(self._tab)
        self.days.picked.connect(lambda value: self.chosen.emit("days", value))
        for button in (self.step, *self.also):
            button.clicked.connect(lambda _on=False, one=button: self.acted.emit(self._actions.get(one, "")))
        self.back.clicked.connect(lambda: self.acted.emit("sops.back"))
        self.message.acted.connect(self._message_acted)
        for signal_name in ("picked", "entered", "typed", "confirmed", "closed"):
            getattr(self.sheet, signal_name).connect(getattr(self, signal_name))

    def _measure(self) -> None:
        self.days.setFixedWidth(tokens.px(130))

    # --- what it shows ------------------------------------------------------------------------------

    def show_sops(self, state: SopsState) -> None:
        before, self._state = self._state, state
        self._fill(state)
        self._show_sheet(state, before is None or before.sheet is None)

    @staticmethod
    def _name_of(state: SopsState) -> str:
        if state.merge is not None:
            return MERGE
        if state.edit is not None:
            return EDIT
        if state.diff is not None:
            return DIFF
        if state.seen is None:
            return NOTHING
        return state.part if state.open else state.page

    def _fill(self, state: SopsState) -> None:
        title, data = words.title(state)
        self._title.set_text(title, data=data)
        self._summary.set_text(words.summary(state))
        over = state.merge is not None or state.edit is not None or state.diff is not None
        rows, current = (PARTS, state.part) if state.open else (state.pages, state.page)
        self.tabs.set_tabs([(words.tab_words(state, name), False) for name in rows], rows.index(current))
        show_if(self.tabs, not over)
        self._fill_days(state)
        self._fill_buttons(state)
        self.message.say(*words.message(state))
        name = self._name_of(state)
        self._fill_page(state, name)
        # Another page or part, or what it waited for is there: the keys go where the work is.
        waits = {FLAGS: state.flag and state.cases is None, VERSIONS: state.history is None}.get(name, False)
        key = f"{name}/{state.open}/{state.flag}/{bool(waits)}"
        other, self._shown = key != self._shown, key
        self._stack.setCurrentWidget(self.pages.get(name, self._none))
        if other:
            self._bring_focus()

    def _fill_page(self, state: SopsState, name: str) -> None:
        if name == NOTHING:
            self._none_words.set_text(words.nothing(state, self.key_of("sops.refresh")))
        elif name == EDIT:
            self.edit.fill(state, {which: self.key_of(action) for which, action in KEYS.items()})
        elif name == MERGE:
            self.merge.fill(state, (self.key_of("sops.ours"), self.key_of("sops.theirs")))
        else:
            self.pages[name].fill(state)  # type: ignore[attr-defined]

    def _fill_days(self, state: SopsState) -> None:
        options, chosen, seen = words.days(state)
        self.days.set_options([Option(code, text) for code, text in options], chosen)
        text = next((text for code, text in options if code == chosen), chosen)
        self.days.set_runs((Run(text),))
        self.days.setAccessibleName(f"{translate('Sops', 'Period')}: {text}")
        show_if(self.days, seen)

    def _fill_buttons(self, state: SopsState) -> None:
        busy = state.busy or (state.edit is not None and state.edit.busy)
        told = zip((*self.also, self.step), (*words.also(state), words.step(state)), strict=True)
        for button, (text, action) in told:
            self._actions[button] = action
            button.set_content(text, self.key_of(action) if action else "")
            show_if(button, bool(text))
            button.setEnabled(not busy)
        inside = bool(state.open or state.merge or state.edit or state.diff)
        self.back.set_content(translate("Sops", "Back"), self.key_of("sops.back"))
        show_if(self.back, inside)

    def _bring_focus(self) -> None:
        """Where the work is, unless the person is on the strip of pages."""
        if self.isVisible() and not self.sheet.isVisible() and QApplication.focusWidget() is not self.tabs:
            self.focus_work()

    def focus_work(self) -> None:
        """Esc and the first moment: where letters are keys."""
        page = self._stack.currentWidget()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(page, Page):
            page.take_focus()

    def row_here(self) -> int:
        """The version on which the keys stand, -1 for none."""
        page = self._stack.currentWidget()
        if isinstance(page, VersionsPage) and page.versions.table.hasFocus():
            return page.versions.table.current
        return -1

    def charts(self) -> list[ChartCard]:
        return []

    def note_of(self, _card: ChartCard) -> str:
        return ""

    # --- hands --------------------------------------------------------------------------------------

    def _tab(self, number: int) -> None:
        state = self._state
        if state is None:
            return
        rows = PARTS if state.open else state.pages
        if number < len(rows):
            (self.part_chosen if state.open else self.page_chosen).emit(rows[number])

    def _message_acted(self, act: str) -> None:
        (self.again_asked if act == "again" else self.notice_closed).emit()

    def open_days(self) -> None:
        if self.days.isVisible():
            self.days.setFocus()
            self.days.open_menu()

    # --- the sheet ----------------------------------------------------------------------------------

    def _show_sheet(self, state: SopsState, fresh: bool) -> None:
        if state.sheet is None:
            if self.sheet.isVisible():
                before, self._before = self._before, None
                self.sheet.hide()
                if before is not None and before.isVisible():
                    before.setFocus()
                else:
                    self.focus_work()
            return
        if fresh:
            self._before = QApplication.focusWidget()
        self.sheet.fill(sheets.content(state.sheet), fresh)
        self.sheet.show()
        self._place_sheet()
        if fresh:
            self.sheet.take_focus()

    def _place_sheet(self) -> None:
        if not self.sheet.isHidden():
            self.sheet.place(self.width() - 2 * tokens.S5, self.height() - tokens.px(80))
            self.sheet.move((self.width() - self.sheet.width()) // 2, tokens.px(64))
            self.sheet.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sheet()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._state is not None:
            self._fill(self._state)
            self._show_sheet(self._state, False)
        elif event.type() == QEvent.Type.FontChange:
            self._measure()
            self.edit.measure()
