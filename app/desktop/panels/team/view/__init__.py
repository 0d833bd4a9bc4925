"""The Team room: a strip of pages, what they are of, and the page in sight."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.panels.team.state import (
    AGREEMENT,
    BY,
    COMPARE,
    DAYS,
    DISPUTES,
    MEASURES,
    OWN,
    PERIODIC,
    RECALL,
    SHIFT,
    WEEKLY,
    TeamState,
)
from app.desktop.panels.team.view.agreement_page import AgreementPage
from app.desktop.panels.team.view.pages import (
    ComparePage,
    DisputesPage,
    OwnPage,
    RecallPage,
    ShiftPage,
    WeeklyPage,
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
    judgement_opened = Signal(int)
    dispute_opened = Signal(int)
    back_asked = Signal()
    again_asked = Signal()
    save_asked = Signal()
    undo_asked = Signal()
    notice_closed = Signal()
    picked = Signal(str, str)
    typed = Signal(str)
    confirmed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self.key_of: Callable[[str], str] = lambda _action: ""
        self._state: TeamState | None = None
        self._filled: tuple[object, ...] = ()
        self.can_save = False
        self._title = RoomTitle(self)
        self._summary = Label(colour="muted", tabular=True, elide=True, parent=self)
        self.back, self.save = Button("plain", self), Button("plain", self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        for widget in (self._title, self._summary):
            head.addWidget(widget, 1 if widget is self._summary else 0)
        self.boxes = {name: ChoiceBox(self) for name in ("days", "by", "measure", "vendor")}
        for box in self.boxes.values():
            head.addWidget(box)
        head.addWidget(self.back)
        head.addWidget(self.save)
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
        }
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
        own, pairs, rows = self.pages[OWN], self.pages[AGREEMENT], self.pages[DISPUTES]
        assert isinstance(own, OwnPage)
        assert isinstance(pairs, AgreementPage)
        assert isinstance(rows, DisputesPage)
        own.opened.connect(self.judgement_opened)
        rows.opened.connect(self.dispute_opened)
        pairs.opened.connect(self.cell_opened)
        pairs.case_opened.connect(self._open_case)
        self.tabs.chosen.connect(self._tab)
        self.save.clicked.connect(self.save_asked)
        self.back.clicked.connect(self.back_asked)
        for name, box in self.boxes.items():
            box.picked.connect(lambda value, which=name: self.chosen.emit(which, value))
        self.message.acted.connect(self._message_acted)
        for signal in ("picked", "typed", "confirmed", "closed"):
            getattr(self.sheet, signal).connect(getattr(self, signal))

    def _measure(self) -> None:
        for name, wide in (("days", 130), ("by", 130), ("measure", 190), ("vendor", 150)):
            self.boxes[name].setFixedWidth(tokens.px(wide))

    # --- what it shows ------------------------------------------------------------------------------

    def show_team(self, state: TeamState) -> None:
        before, self._state = self._state, state
        self._fill(state)
        if before is not None and before.cell >= 0 > state.cell and state.data is not None:
            self.focus_work()
        self._show_sheet(state, before is None or before.sheet is None)

    def _fill(self, state: TeamState, *, anew: bool = False) -> None:
        self._title.set_text(translate("Team", "Team") if len(state.pages) > 1 else translate("Team", "My scorecard"))
        self._summary.set_text(room.summary(state))
        show_if(self.tabs, len(state.pages) > 1)
        names = [(room.page_words(page), False) for page in state.pages]
        current = state.pages.index(state.page) if state.page in state.pages else 0
        self.tabs.set_tabs(names, current)
        self._fill_choices(state)
        self.back.set_content(translate("Team", "Back"), self.key_of("team.back"))
        show_if(self.back, state.cell >= 0)
        self.save.set_content(translate("Team", "Save the chart"), self.key_of("team.save"))
        text, tone, words, act = room.message(state)
        self.message.say(text, tone, words, act)
        ready = state.data is not None and not state.failed
        # Filled only when what it shows is another: a page that is filled again loses nobody's place.
        key = (state.data, state.beside, state.cases, state.cell, state.page)
        if ready:
            page = self.pages[state.page]
            fresh = len(key) != len(self._filled) or any(
                a is not b and a != b for a, b in zip(key, self._filled, strict=False)
            )
            arrives = self._stack.currentWidget() is self._none
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
        told = {
            "days": ([(str(days), room.days_words(days), False) for days in DAYS], str(state.days)),
            "by": ([(by, room.by_words(by), False) for by in BY], state.by),
            "measure": ([(one, room.measure_words(one), False) for one in MEASURES], state.measure),
            "vendor": ([(vendor, vendor, True) for vendor in state.vendors], state.vendor),
        }
        names = room.choice_names()
        seen = {
            "days": state.page in PERIODIC,
            "by": state.page == COMPARE,
            "measure": state.page == COMPARE,
            "vendor": state.page == WEEKLY and bool(state.vendors),
        }
        for name, box in self.boxes.items():
            options, chosen = told[name]
            box.set_options([Option(code, text, data=data) for code, text, data in options], chosen)
            text, data = next(((text, data) for code, text, data in options if code == chosen), (chosen, True))
            box.set_runs((Run(text, "text", None, data),))
            box.setAccessibleName(f"{names[name]}: {text}")
            show_if(box, seen[name])

    def charts(self) -> list[ChartCard]:
        """The charts in sight that have something to save."""
        state = self._state
        if state is None or state.data is None:
            return []
        return [card for card in self.pages[state.page].charts if card.chart.chart is not None]

    def summary_words(self) -> str:
        return self._summary.text()

    # --- hands --------------------------------------------------------------------------------------

    def _tab(self, number: int) -> None:
        if self._state is not None and number < len(self._state.pages):
            self.page_chosen.emit(self._state.pages[number])

    def _open_case(self, number: int) -> None:
        cases = self._state.cases if self._state is not None else None
        if cases is not None and number < len(cases.cases):
            self.case_opened.emit(cases.cases[number].case_id)

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
        self.sheet.fill(room.sheet(state.sheet), fresh)
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
        if isinstance(page, Page):
            page.take_focus()
        else:
            self._tabs_or_self().setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sheet()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._state is not None:
            self._fill(self._state, anew=True)
            self._show_sheet(self._state, False)
        elif event.type() == QEvent.Type.FontChange:
            self._measure()
