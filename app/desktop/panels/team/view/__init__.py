"""The Team room: a strip of pages, what they are of, and the page in sight."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.panels.team.state import (
    AGREEMENT,
    CHECKS,
    COMPARE,
    DISPUTES,
    GOLD,
    HOUSE_CHECKS,
    LADDER,
    LICENCES,
    OWN,
    OWN_PAGES,
    PULL,
    RECALL,
    SHIFT,
    WEEKLY,
    TeamState,
)
from app.desktop.panels.team.view.agreement_page import AgreementPage
from app.desktop.panels.team.view.gold_page import GoldPage
from app.desktop.panels.team.view.pages import (
    ComparePage,
    DisputesPage,
    OwnPage,
    PersonPage,
    RecallPage,
    ShiftPage,
    WeeklyPage,
)
from app.desktop.panels.team.view.practice_page import PracticePage
from app.desktop.panels.team.view.standing_pages import (
    ChecksPage,
    HouseChecksPage,
    LadderPage,
    LicencesPage,
    PullPage,
)
from app.desktop.panels.team.words import room
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


class TeamView(Surface):
    page_chosen = Signal(str)
    chosen = Signal(str, str)
    """(days, by, measure or vendor; its value)"""
    cell_opened = Signal(int)
    case_opened = Signal(str)
    opened = Signal(str, int)
    """(what a row of the page in sight is, its number)"""
    decided = Signal(str)
    step_asked = Signal()
    add_asked = Signal()
    hand_asked = Signal()
    back_asked = Signal()
    again_asked = Signal()
    save_asked = Signal()
    undo_asked = Signal()
    notice_closed = Signal()
    picked = Signal(str, str)
    entered = Signal(str)
    typed = Signal(str)
    confirmed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self.key_of: Callable[[str], str] = lambda _action: ""
        self._state: TeamState | None = None
        self._filled: tuple[object, ...] = ()
        self._carded: object = None
        self.can_save = False
        self._title = RoomTitle(self)
        self._summary = Label(colour="muted", tabular=True, elide=True, parent=self)
        self.back, self.save, self.hand = (Button("plain", self) for _ in range(3))
        self.step = Button("main", self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        for widget in (self._title, self._summary):
            head.addWidget(widget, 1 if widget is self._summary else 0)
        self.boxes = {name: ChoiceBox(self) for name in ("days", "by", "measure", "vendor")}
        for box in self.boxes.values():
            head.addWidget(box)
        for button in (self.back, self.hand, self.save, self.step):
            head.addWidget(button)
        self.tabs = TabStrip(self)
        self.message = MessageBar(self)
        self._none = Card(self, heading=False)
        self._none_words = Label(wrap=True, parent=self._none)
        self._none.body.addWidget(self._none_words)
        self._none.body.addStretch(1)
        self.pages: dict[str, Page] = {
            OWN: OwnPage(),
            COMPARE: ComparePage(),
            AGREEMENT: AgreementPage(),
            RECALL: RecallPage(),
            SHIFT: ShiftPage(),
            WEEKLY: WeeklyPage(),
            DISPUTES: DisputesPage(),
            LADDER: LadderPage(),
            CHECKS: ChecksPage(),
            PULL: PullPage(),
            LICENCES: LicencesPage(),
            GOLD: GoldPage(),
            HOUSE_CHECKS: HouseChecksPage(),
        }
        self.practice, self.card = PracticePage(), PersonPage()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._none)
        for page in (*self.pages.values(), self.practice, self.card):
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
        pages[AGREEMENT].opened.connect(self.cell_opened)
        pages[AGREEMENT].case_opened.connect(self._open_case)
        pages[CHECKS].case_opened.connect(lambda number: self._show(pages[CHECKS].case_at(number)))
        for what, signal in (
            ("judgement", pages[OWN].opened),
            ("dispute", pages[DISPUTES].opened),
            ("licence", pages[LADDER].opened),
            ("person", pages[LICENCES].person_opened),
            ("look", pages[LICENCES].look_opened),
            ("set", pages[GOLD].set_opened),
            ("item", pages[GOLD].item_opened),
            ("given", pages[GOLD].person_opened),
            ("colleague", pages[SHIFT].person_opened),
            ("colleague", pages[HOUSE_CHECKS].person_opened),
        ):
            signal.connect(lambda number, which=what: self.opened.emit(which, number))
        self.practice.decided.connect(self.decided)
        self.tabs.chosen.connect(self._tab)
        self.save.clicked.connect(self.save_asked)
        self.hand.clicked.connect(self.hand_asked)
        self.step.clicked.connect(self._step)
        self.back.clicked.connect(self.back_asked)
        for name, box in self.boxes.items():
            box.picked.connect(lambda value, which=name: self.chosen.emit(which, value))
        self.message.acted.connect(self._message_acted)
        for signal in ("picked", "entered", "typed", "confirmed", "closed"):
            getattr(self.sheet, signal).connect(getattr(self, signal))

    def _measure(self) -> None:
        for name, wide in (("days", 130), ("by", 130), ("measure", 190), ("vendor", 150)):
            self.boxes[name].setFixedWidth(tokens.px(wide))

    # --- what it shows ------------------------------------------------------------------------------

    def show_team(self, state: TeamState) -> None:
        before, self._state = self._state, state
        self._fill(state)
        if before is not None and state.data is not None and _came_back(before, state):
            self.focus_work()
        self._show_sheet(state, before is None or before.sheet is None)

    def _fill(self, state: TeamState, *, anew: bool = False) -> None:
        own = all(page in OWN_PAGES for page in state.pages)
        self._title.set_text(translate("Team", "My work") if own else translate("Team", "Team"))
        self._summary.set_text(room.summary(state))
        show_if(self.tabs, len(state.pages) > 1)
        names = [(room.page_words(page), False) for page in state.pages]
        current = state.pages.index(state.page) if state.page in state.pages else 0
        self.tabs.set_tabs(names, current)
        self._fill_choices(state)
        self._fill_buttons(state)
        text, tone, words, act = room.message(state)
        self.message.say(text, tone, words, act)
        if state.practice is not None:
            self._fill_practice(state, anew=anew)
            return
        self.practice.wipe()
        if state.card is not None:
            self._fill_card(state)
            return
        self._carded = None
        ready = state.data is not None and not state.failed
        # Filled only when what it shows is another: a page that is filled again loses nobody's place.
        key = (state.data, state.beside, state.cases, state.cell, state.page)
        if ready:
            page = self.pages[state.page]
            fresh = len(key) != len(self._filled) or any(
                a is not b and a != b for a, b in zip(key, self._filled, strict=False)
            )
            arrives = self._stack.currentWidget() in (self._none, self.practice, self.card)
            if fresh or anew:
                page.fill(state)  # type: ignore[attr-defined]
                self._filled = key
            page.show_tables(state.as_table)
            self._stack.setCurrentWidget(page)
            show_if(self.save, self.can_save and bool(self.charts()))
            if arrives or (fresh and state.cases is not None):
                self._bring_focus(page)
        else:
            show_if(self.save, False)
            held = self._stack.currentWidget()
            lost = held is not None and held.isAncestorOf(QApplication.focusWidget() or self)
            self._none_words.set_text(room.nothing(state, self.key_of("team.refresh")))
            self._stack.setCurrentWidget(self._none)
            if lost:
                # Until the page is there the keys are the room's; then they go into it.
                self.setFocus()

    def _fill_buttons(self, state: TeamState) -> None:
        """What can be done on the page in sight, besides its rows."""
        told = {
            self.back: (
                translate("Team", "Back"),
                "team.back",
                bool(state.inner or state.practice or state.card) or state.cell >= 0,
            ),
            self.hand: (translate("Team", "Hand over"), "team.hand", bool(state.inner)),
            self.save: (translate("Team", "Save the chart"), "team.save", not self.save.isHidden()),
        }
        for button, (text, action, seen) in told.items():
            button.set_content(text, self.key_of(action))
            show_if(button, seen)
        step, action = room.step_words(state)
        self.step.set_content(step, self.key_of(action) if action else "")
        show_if(self.step, bool(step))
        self.step.setEnabled(state.practice is None or not state.practice.busy)

    def _fill_card(self, state: TeamState) -> None:
        """Filled when it is another, so that nobody loses their place."""
        show_if(self.save, False)
        arrives = self._stack.currentWidget() is not self.card
        if state.card is not self._carded or arrives:
            self._carded = state.card
            self.card.fill(state)
        self.card.show_tables(state.as_table)
        self._stack.setCurrentWidget(self.card)
        if arrives and self.isVisible():
            self.card.take_focus()

    def _fill_practice(self, state: TeamState, *, anew: bool) -> None:
        keys = {code: self.key_of(f"team.{code}") for code in ("pass", "block")}
        show_if(self.save, False)
        other = self.practice.fill(state, keys, anew=anew)
        arrives = self._stack.currentWidget() is not self.practice
        self._stack.setCurrentWidget(self.practice)
        if (other or arrives) and self.isVisible():
            # Its first key is a decision.
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tabs_or_self(self) -> QWidget:
        return self.tabs if not self.tabs.isHidden() else self

    def _bring_focus(self, page: Page) -> None:
        """Into what has arrived, where the person waits for it and has not gone elsewhere meanwhile."""
        focused = QApplication.focusWidget()
        if self.isVisible() and (
            focused is None or focused is self or (focused is not self.tabs and not self._mine(focused))
        ):
            page.take_focus()

    def _mine(self, widget: QWidget) -> bool:
        return widget in self.boxes.values() or widget is self.save or self.sheet.isAncestorOf(widget)

    def _fill_choices(self, state: TeamState) -> None:
        names = room.choice_names()
        for name, (options, chosen, seen) in room.choices(state).items():
            box = self.boxes[name]
            box.set_options([Option(code, text, data=data) for code, text, data in options], chosen)
            text, data = next(((text, data) for code, text, data in options if code == chosen), (chosen, True))
            box.set_runs((Run(text, "text", None, data),))
            box.setAccessibleName(f"{names[name]}: {text}")
            show_if(box, seen)

    def charts(self) -> list[ChartCard]:
        """The charts in sight that have something to save."""
        state = self._state
        if state is None or state.data is None or state.practice or state.card:
            return []
        return [card for card in self.pages[state.page].charts if card.chart.chart is not None]

    def note_of(self, _card: ChartCard) -> str:
        return self._summary.text()

    def case_here(self) -> str:
        """The case of the row on which the keys stand, "" for none."""
        page = self._stack.currentWidget()
        return page.case_here() if isinstance(page, ChecksPage | LicencesPage | GoldPage) else ""

    def step_tab(self, step: int) -> None:
        """Through the evidence of the practice case in sight."""
        self.practice.evidence.step_tab(step)

    # --- hands --------------------------------------------------------------------------------------

    def _tab(self, number: int) -> None:
        if self._state is not None and number < len(self._state.pages):
            self.page_chosen.emit(self._state.pages[number])

    def _open_case(self, number: int) -> None:
        cases = self._state.cases if self._state is not None else None
        if cases is not None and number < len(cases.cases):
            self.case_opened.emit(cases.cases[number].case_id)

    def _show(self, case_id: str) -> None:
        if case_id:
            self.case_opened.emit(case_id)

    def _step(self) -> None:
        practises = self._state is not None and self._state.practice is not None
        (self.step_asked if practises else self.add_asked).emit()

    def _message_acted(self, act: str) -> None:
        {"undo": self.undo_asked, "again": self.again_asked}.get(act, self.notice_closed).emit()

    def open_choice(self, name: str) -> None:
        """Opens the menu of a choice that is in sight."""
        if self.boxes[name].isVisible():
            self.boxes[name].setFocus()
            self.boxes[name].open_menu()

    # --- the sheet ----------------------------------------------------------------------------------

    def _show_sheet(self, state: TeamState, fresh: bool) -> None:
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
        rubric = state.beside[1] if state.page == LICENCES and state.beside is not None else None
        self.sheet.fill(room.sheet(state.sheet, rubric), fresh)
        self.sheet.show()
        self._place_sheet()
        if fresh:
            self.sheet.take_focus()

    def _place_sheet(self) -> None:
        if not self.sheet.isHidden():
            self.sheet.place(self.width() - 2 * tokens.S5, self.height() - tokens.px(80))
            self.sheet.move((self.width() - self.sheet.width()) // 2, tokens.px(64))
            self.sheet.raise_()

    def focus_work(self) -> None:
        """Esc and the first moment: where letters are keys."""
        page = self._stack.currentWidget()
        if page is self.practice:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(page, Page):
            page.take_focus()
        else:
            self._tabs_or_self().setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sheet()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._state is not None:
            self._carded = None
            self._fill(self._state, anew=True)
            self._show_sheet(self._state, False)
        elif event.type() == QEvent.Type.FontChange:
            self._measure()
            self.practice.measure()


def _came_back(before: TeamState, state: TeamState) -> bool:
    """From the cases of a cell, from a set or into one: what had the focus is not there any more."""
    return before.cell >= 0 > state.cell or (before.inner != "" and state.inner == "")
