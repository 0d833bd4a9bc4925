"""The Calibrate room: a strip of pages, what they are of, and the page in sight."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.panels.calibrate.state import (
    BOUNDARY,
    FIGURES,
    PROPOSALS,
    TARGETS,
    THRESHOLDS,
    CalibrateState,
    SessionsData,
)
from app.desktop.panels.calibrate.view.boundary_page import BoundaryPage
from app.desktop.panels.calibrate.view.figures_page import FiguresPage
from app.desktop.panels.calibrate.view.hub_page import HubPage
from app.desktop.panels.calibrate.view.proposals_page import ProposalPage, ProposalsPage
from app.desktop.panels.calibrate.view.sessions_page import SessionCasePage, SessionPage, SessionsPage
from app.desktop.panels.calibrate.view.targets_page import TargetsPage
from app.desktop.panels.calibrate.words import room, sheets
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


class CalibrateView(Surface):
    page_chosen = Signal(str)
    chosen = Signal(str, str)
    """(a choice of the page; its value)"""
    moved = Signal(str, float)
    taken = Signal(str)
    opened = Signal(str, int)
    """(what a row of the page in sight is, its number)"""
    step_asked = Signal()
    roll_back_asked = Signal()
    look_asked = Signal()
    end_asked = Signal()
    add_asked = Signal()
    follow_asked = Signal()
    undo_asked = Signal()
    decided = Signal(str)
    coded = Signal(str)
    said = Signal(str)
    back_asked = Signal()
    again_asked = Signal()
    save_asked = Signal()
    notice_closed = Signal()
    picked = Signal(str, str)
    entered = Signal(str)
    entered_second = Signal(str)
    typed = Signal(str)
    confirmed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self.key_of: Callable[[str], str] = lambda _action: ""
        self._state: CalibrateState | None = None
        self._filled: tuple[object, ...] = ()
        self._page_in_sight: Page | None = None
        self._before: QWidget | None = None
        self._case_in_sight = ""
        self.can_save = False
        self._title = RoomTitle(self)
        self._summary = Label(colour="muted", tabular=True, elide=True, parent=self)
        self.back, self.save, self.end, self.look, self.roll_back = (Button("plain", self) for _ in range(5))
        self.add, self.follow = Button("plain", self), Button("plain", self)
        self.step = Button("main", self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        for widget in (self._title, self._summary):
            head.addWidget(widget, 1 if widget is self._summary else 0)
        self.boxes = {name: ChoiceBox(self) for name in room.choice_names()}
        for part in (
            *self.boxes.values(),
            self.back,
            self.save,
            self.end,
            self.look,
            self.roll_back,
            self.add,
            self.follow,
            self.step,
        ):
            head.addWidget(part)
        self.tabs = TabStrip(self)
        self.message = MessageBar(self)
        self._none = Card(self, heading=False)
        self._none_words = Label(wrap=True, parent=self._none)
        self._none.body.addWidget(self._none_words)
        self._none.body.addStretch(1)
        self.hub, self.list, self.proposal, self.boundary = HubPage(), ProposalsPage(), ProposalPage(), BoundaryPage()
        self.figures, self.targets = FiguresPage(), TargetsPage()
        self.sessions, self.session, self.case = SessionsPage(), SessionPage(), SessionCasePage()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._none)
        for page in (
            self.figures,
            self.hub,
            self.list,
            self.proposal,
            self.boundary,
            self.sessions,
            self.session,
            self.case,
            self.targets,
        ):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, 0)
        column.setSpacing(tokens.S3)
        column.addLayout(head)
        column.addWidget(self.tabs)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        self.sheet = Sheet(self)
        self._connect()
        self._measure()

    def _connect(self) -> None:
        for what, signal in (
            ("side", self.hub.side_opened),
            ("proposal", self.list.opened),
            ("challenge", self.list.challenge_opened),
            ("slice", self.boundary.slice_opened),
            ("left", self.boundary.left_opened),
            ("session", self.sessions.opened),
            ("item", self.session.item_opened),
        ):
            signal.connect(lambda number, which=what: self.opened.emit(which, number))
        self.hub.moved.connect(self.moved)
        self.hub.taken.connect(self.taken)
        self.case.decided.connect(self.decided)
        self.case.coded.connect(self.coded)
        self.case.typed.connect(self.said)
        self.case.left.connect(self.focus_work)
        self.tabs.chosen.connect(self._tab)
        for button, signal in (
            (self.save, self.save_asked),
            (self.step, self.step_asked),
            (self.back, self.back_asked),
            (self.end, self.end_asked),
            (self.add, self.add_asked),
            (self.follow, self.follow_asked),
            (self.look, self.look_asked),
            (self.roll_back, self.roll_back_asked),
        ):
            button.clicked.connect(signal)
        for name, box in self.boxes.items():
            box.picked.connect(lambda value, which=name: self.chosen.emit(which, value))
        self.message.acted.connect(lambda act: (self.undo_asked if act == "undo" else self.notice_closed).emit())
        for name in ("picked", "entered", "entered_second", "typed", "confirmed", "closed"):
            getattr(self.sheet, name).connect(getattr(self, name))

    def _measure(self) -> None:
        for name, wide in room.WIDE.items():
            self.boxes[name].setFixedWidth(tokens.px(wide))

    # --- what it shows ------------------------------------------------------------------------------

    def show_room(self, state: CalibrateState) -> None:
        before, self._state = self._state, state
        self._fill(state)
        self._show_sheet(state, before is None or before.sheet is None)

    def _page_of(self, state: CalibrateState) -> Page | None:
        if state.data is None or state.failed:
            return None
        if isinstance(state.data, SessionsData):
            if state.data.open is None:
                return self.sessions
            return self.session if state.vote is None else self.case
        return {
            FIGURES: self.figures,
            THRESHOLDS: self.hub,
            PROPOSALS: self.proposal if getattr(state.data, "open", None) is not None else self.list,
            BOUNDARY: self.boundary,
            TARGETS: self.targets,
        }.get(state.page)

    def _fill(self, state: CalibrateState, *, anew: bool = False) -> None:
        self._title.set_text(translate("Calibrate", "Calibrate"))
        self._summary.set_text(room.summary(state))
        show_if(self.tabs, len(state.pages) > 1)
        current = state.pages.index(state.page) if state.page in state.pages else 0
        self.tabs.set_tabs([(room.page_words(page), False) for page in state.pages], current)
        self._fill_choices(state)
        told = room.message(state)
        self.message.say(*told, key=self.key_of("calibrate.undo") if told[3] == "undo" else "")
        page = self._page_of(state)
        # Filled only when what it shows is another: a page that is filled again loses nobody's place.
        key = (page, state.data, state.at, state.side, state.days, state.cost, state.vote)
        self.case.keys = {code: self.key_of(f"calibrate.{code}") for code in ("pass", "block", "escalate")}
        self.sessions.challenge_key = self.key_of("calibrate.challenge")
        if page is not self.case:
            self.case.wipe()
        if page is not None and (
            anew or len(key) != len(self._filled) or any(a is not b for a, b in zip(key, self._filled, strict=True))
        ):
            page.fill(state)  # type: ignore[attr-defined]
            self._filled = key
        if page is not None:
            page.show_tables(state.as_table)
        self._show_page(page, state)
        ref = state.vote.ref if state.vote is not None else ""
        if ref and ref != self._case_in_sight and self.isVisible():
            # The first key of another case is a decision.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._case_in_sight = ref
        self._fill_buttons(state)

    def _show_page(self, page: Page | None, state: CalibrateState) -> None:
        arrives = page is not self._page_in_sight
        self._page_in_sight = page
        if page is None:
            held = self._stack.currentWidget()
            lost = held is not None and held.isAncestorOf(QApplication.focusWidget() or self)
            self._none_words.set_text(room.nothing(state, self.key_of("calibrate.refresh")))
            self._stack.setCurrentWidget(self._none)
            if lost:
                # Until the page is there the keys are the room's; then they go into it.
                self.setFocus()
            return
        self._stack.setCurrentWidget(page)
        if arrives:
            self._bring_focus(page)

    def _fill_buttons(self, state: CalibrateState) -> None:
        """What can be done on the page in sight, besides its rows."""
        more = room.more_steps(state)
        told = (
            (self.back, translate("Calibrate", "Back") if state.inner else "", "calibrate.back"),
            (
                self.save,
                translate("Calibrate", "Save the chart") if self.can_save and self.charts() else "",
                "calibrate.save",
            ),
            (self.end, more["end"], "calibrate.end"),
            (self.look, more["look"], "calibrate.look"),
            (self.roll_back, more["roll_back"], "calibrate.roll_back"),
            (self.add, more["add"], "calibrate.add"),
            (self.follow, more["follow"], "calibrate.follow"),
            (self.step, room.step_words(state), "calibrate.step"),
        )
        for button, text, action in told:
            button.set_content(text, self.key_of(action))
            if button is self.step:
                button.set_look("plain" if room.is_locked(state) else "main")
            show_if(button, bool(text))

    def _bring_focus(self, page: Page) -> None:
        """Into what has arrived, where the person waits for it and has not gone elsewhere meanwhile."""
        focused = QApplication.focusWidget()
        elsewhere = focused is not None and (
            focused is self.tabs or focused in self.boxes.values() or self.sheet.isAncestorOf(focused)
        )
        if self.isVisible() and not elsewhere:
            page.take_focus()

    def _fill_choices(self, state: CalibrateState) -> None:
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
        page = self._page_in_sight
        return [card for card in page.charts if card.chart.chart is not None] if page is not None else []

    def note_of(self, card: ChartCard) -> str:
        return card.said.text()

    # --- hands --------------------------------------------------------------------------------------

    def _tab(self, number: int) -> None:
        if self._state is not None and number < len(self._state.pages):
            self.page_chosen.emit(self._state.pages[number])

    def open_choice(self, name: str) -> None:
        """Opens the menu of a choice that is in sight."""
        if self.boxes[name].isVisible():
            self.boxes[name].setFocus()
            self.boxes[name].open_menu()

    # --- the sheet ----------------------------------------------------------------------------------

    def _show_sheet(self, state: CalibrateState, fresh: bool) -> None:
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

    def focus_work(self) -> None:
        """Esc and the first moment: where letters are keys."""
        if self._page_in_sight is self.case:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._page_in_sight is not None:
            self._page_in_sight.take_focus()
        else:
            (self.tabs if not self.tabs.isHidden() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if pages and self._page_in_sight is self.case:
            self.case.turn(pages, evidence=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            event.accept()
            return
        super().keyPressEvent(event)

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
