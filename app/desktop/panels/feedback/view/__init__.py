"""The Feedback room: a strip of pages, what they are of, and the page in sight."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.panels.feedback.state import (
    CASE,
    NEWS,
    PAIR,
    PATTERNS,
    REGRESSION,
    RUN,
    SIGNALS,
    TRAINING,
    FeedbackState,
    place,
)
from app.desktop.panels.feedback.view.finding_pages import FindingPage, FindingsPage
from app.desktop.panels.feedback.view.news_page import NewsPage
from app.desktop.panels.feedback.view.reasoning_pages import PairPage, RunCasePage
from app.desktop.panels.feedback.view.regression_pages import RegressionPage, RunPage
from app.desktop.panels.feedback.view.signal_pages import SignalPage, SignalsPage
from app.desktop.panels.feedback.view.training_pages import SetPage, SetsPage
from app.desktop.panels.feedback.words import names, room, sheets
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
WIDTHS = {"shown": 190, "became": 190, "case_type": 190, "days": 130}


class FeedbackView(Surface):
    page_chosen = Signal(str)
    chosen = Signal(str, str)
    """(shown, case_type or days; its value)"""
    opened = Signal(str)
    """What a row of the page in sight stands for."""
    case_opened = Signal(str)
    back_asked = Signal()
    again_asked = Signal()
    save_asked = Signal()
    undo_asked = Signal()
    notice_closed = Signal()
    step_asked = Signal()
    asked = Signal(str)
    """An action of the room, by its id."""
    picked = Signal(str, str)
    entered = Signal(str)
    typed = Signal(str)
    confirmed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self.key_of: Callable[[str], str] = lambda _action: ""
        self.others: Callable[[], Any] = dict
        """The findings that one can be merged into."""
        self.finding_of_signal: Callable[[], str] = str
        self.can_save = False
        self._state: FeedbackState | None = None
        self._filled: object = None
        self._title = RoomTitle(self)
        self._summary = Label(colour="muted", tabular=True, elide=True, parent=self)
        self.back, self.save = Button("plain", self), Button("plain", self)
        self.hands = [Button("plain", self) for _ in range(3)]
        self._acts: list[str] = []
        self.step = Button("main", self)
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        self.boxes = {name: ChoiceBox(self) for name in WIDTHS}
        for widget in (*self.boxes.values(), self.back, *self.hands, self.save, self.step):
            head.addWidget(widget)
        self.tabs = TabStrip(self)
        self.message = MessageBar(self)
        self._none = Card(self, heading=False)
        self._none_words = Label(wrap=True, parent=self._none)
        self._none.body.addWidget(self._none_words)
        self._none.body.addStretch(1)
        self.findings, self.finding = FindingsPage(), FindingPage()
        self.signals, self.sets, self.news = SignalsPage(), SetsPage(), NewsPage()
        self.regression, self.run, self.pair = RegressionPage(), RunPage(), PairPage()
        self.pages: dict[tuple[str, object], Page] = {
            (PATTERNS, False): self.findings,
            (PATTERNS, True): self.finding,
            (SIGNALS, False): self.signals,
            (SIGNALS, True): SignalPage(),
            (TRAINING, False): self.sets,
            (TRAINING, True): SetPage(),
            (REGRESSION, False): self.regression,
            (REGRESSION, RUN): self.run,
            (REGRESSION, CASE): RunCasePage(),
            (REGRESSION, PAIR): self.pair,
            (NEWS, False): self.news,
        }
        """Of each page the list, and what is open on it."""
        self._stack = QStackedWidget(self)
        for page in (self._none, *self.pages.values()):
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
        for page in (self.findings, self.signals, self.sets, self.regression, self.run, self.news):
            page.opened.connect(self.opened)
        self.finding.case_opened.connect(self.case_opened)
        self.step.clicked.connect(self.step_asked)
        for number, button in enumerate(self.hands):
            button.clicked.connect(lambda _checked, n=number: self.asked.emit(self._acts[n]))
        for signal in ("picked", "entered", "typed", "confirmed", "closed"):
            getattr(self.sheet, signal).connect(getattr(self, signal))
        self.tabs.chosen.connect(self._tab)
        self.save.clicked.connect(self.save_asked)
        self.back.clicked.connect(self.back_asked)
        for name, box in self.boxes.items():
            box.picked.connect(lambda value, which=name: self.chosen.emit(which, value))
        self.message.acted.connect(self._message_acted)

    def _measure(self) -> None:
        for name, wide in WIDTHS.items():
            self.boxes[name].setFixedWidth(tokens.px(wide))

    # --- what it shows ------------------------------------------------------------------------------

    def show_feedback(self, state: FeedbackState) -> None:
        before, self._state = self._state, state
        self._fill(state)
        self._show_sheet(state, before is None or before.sheet is None)

    def _fill(self, state: FeedbackState, *, anew: bool = False) -> None:
        self._title.set_text(translate("Feedback", "Feedback"))
        self._summary.set_text(room.summary(state))
        show_if(self.tabs, len(state.pages) > 1)
        self.tabs.set_tabs([(names.page_words(page), False) for page in state.pages], state.pages.index(state.page))
        self._fill_choices(state)
        text, tone, words, act = room.message(state)
        self.message.say(text, tone, words, act)
        page = self._page_of(state)
        # What is open may come later than the list it was opened from.
        ready = page is not None and state.data is not None
        if state.inner and state.page != SIGNALS:
            ready = ready and state.detail is not None
        if ready and page is not None:
            self._fill_page(state, page, anew=anew)
        else:
            self._fill_nothing(state)
        show_if(self.save, ready and self.can_save and bool(self.charts()))
        self.save.set_content(translate("Feedback", "Save the chart"), self.key_of("feedback.save"))
        show_if(self.back, bool(state.inner))
        self.back.set_content(translate("Feedback", "Back"), self.key_of("feedback.back"))
        hands = room.hand_words(state)
        self._acts = [action for _, action in hands]
        for number, button in enumerate(self.hands):
            show_if(button, number < len(hands))
            if number < len(hands):
                button.set_content(hands[number][0], self.key_of(hands[number][1]))
        step = room.step_words(state, bool(self.finding_of_signal()))
        self.step.set_content(step, self.key_of("feedback.step"))
        show_if(self.step, bool(step))

    def _page_of(self, state: FeedbackState) -> Page | None:
        at = place(state.inner) if state.page == REGRESSION else None
        return self.pages.get((state.page, at.kind if at is not None else bool(state.inner)))

    def _fill_page(self, state: FeedbackState, page: Page, *, anew: bool) -> None:
        """Filled only when what it shows is another: a page that is filled again loses nobody's place."""
        key = (state.page, state.inner, state.data, state.detail, state.picked)
        fresh = self._filled is None or self._filled != key
        arrives = self._stack.currentWidget() is not page
        if fresh or anew:
            page.fill(state)  # type: ignore[attr-defined]
            self._filled = key
        page.show_tables(state.as_table)
        self._stack.setCurrentWidget(page)
        if page is not self.pair:
            self.pair.wipe()
        if arrives:
            self._bring_focus(page)

    def _fill_nothing(self, state: FeedbackState) -> None:
        held = self._stack.currentWidget()
        lost = held is not None and held.isAncestorOf(QApplication.focusWidget() or self)
        self._none_words.set_text(room.nothing(state, self.key_of("feedback.refresh")))
        self._stack.setCurrentWidget(self._none)
        self._filled = None
        if lost:
            # Until the page is there the keys are the room's; then they go into it.
            self.setFocus()

    def _fill_choices(self, state: FeedbackState) -> None:
        called = room.choice_names()
        for name, (options, chosen, seen) in room.choices(state).items():
            box = self.boxes[name]
            box.set_options([Option(code, text, data=data) for code, text, data in options], chosen)
            text, data = next(((text, data) for code, text, data in options if code == chosen), (chosen, True))
            box.set_runs((Run(text, "text", None, data),))
            box.setAccessibleName(f"{called[name]}: {text}")
            show_if(box, seen)

    def _bring_focus(self, page: Page) -> None:
        """Into what has arrived, where the person waits for it and has not gone elsewhere meanwhile."""
        focused = QApplication.focusWidget()
        elsewhere = focused in (self.tabs, *self.boxes.values()) or self.sheet.isAncestorOf(focused or self)
        if self.isVisible() and not elsewhere:
            page.take_focus()

    def charts(self) -> list[ChartCard]:
        """The charts in sight that have something to save."""
        page = self._stack.currentWidget()
        return [card for card in page.charts if card.chart.chart is not None] if isinstance(page, Page) else []

    def note_of(self, _card: ChartCard) -> str:
        return self._summary.text()

    # --- hands --------------------------------------------------------------------------------------

    def _tab(self, number: int) -> None:
        if self._state is not None and number < len(self._state.pages):
            self.page_chosen.emit(self._state.pages[number])

    def _message_acted(self, act: str) -> None:
        {"undo": self.undo_asked, "again": self.again_asked}.get(act, self.notice_closed).emit()

    def focus_cases(self) -> bool:
        """Into the cases of the run in sight, where they are shown."""
        return self._stack.currentWidget() is self.run and self.run.focus_cases()

    def open_which(self) -> None:
        """Which findings, or which cases of a run."""
        self.open_choice("became" if self._state is not None and self._state.page == REGRESSION else "shown")

    def open_choice(self, name: str) -> None:
        """Opens the menu of a choice that is in sight."""
        if self.boxes[name].isVisible():
            self.boxes[name].setFocus()
            self.boxes[name].open_menu()

    def focus_work(self) -> None:
        """Esc and the first moment: where letters are keys."""
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            page.take_focus()
        else:
            (self.tabs if not self.tabs.isHidden() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def case_here(self) -> str:
        """The case of the row on which the keys stand, "" for none."""
        page = self._stack.currentWidget()
        if isinstance(page, RunPage | RunCasePage):
            return page.case_here()
        return page.here() if page in (self.finding, self.news) else ""  # type: ignore[union-attr]

    def own_here(self) -> str:
        """The finding of one's own on whose row the keys stand, "" for none."""
        return self.news.own_here() if self._stack.currentWidget() is self.news else ""

    # --- the sheet ----------------------------------------------------------------------------------

    def _show_sheet(self, state: FeedbackState, fresh: bool) -> None:
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
        self.sheet.fill(sheets.content(state, self.others()), fresh)
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
            self._fill(self._state, anew=True)
            self._show_sheet(self._state, False)
        elif event.type() == QEvent.Type.FontChange:
            self._measure()
