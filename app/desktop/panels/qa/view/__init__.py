"""The QA room: samples, the plan of a new one, blind re-review, coverage, adjudication."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.panels.qa.state import ADJUDICATE, COVERAGE, LOTS, PLAN, QaState
from app.desktop.panels.qa.view.case_page import CasePage
from app.desktop.panels.qa.view.pages import AdjudicatePage, CoveragePage, LotPage, LotsPage, PlanPage
from app.desktop.panels.qa.words import room as words
from app.desktop.ports.quality import Carried
from app.desktop.widgets import tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Surface
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.label import Label, RoomTitle
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.page import Page
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.tab_strip import TabStrip

translate = QCoreApplication.translate
LOT, CASE = "lot", "case"


class QaView(Surface):
    page_chosen = Signal(str)
    chosen = Signal(str, str)
    frame_chosen = Signal(int)
    lot_opened = Signal(int)
    case_opened = Signal(int)
    task_opened = Signal(int)
    step_asked = Signal()
    along_asked = Signal()
    files_asked = Signal()
    take_asked = Signal()
    sign_asked = Signal()
    give_back_asked = Signal()
    back_asked = Signal()
    decided = Signal(str)
    typed = Signal(str)
    undo_asked = Signal()
    notice_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg", (), parent)
        self.key_of: Callable[[str], str] = lambda _action: ""
        self.can_save = False
        self.frames: Callable[[], tuple[Carried, ...]] = tuple
        self.can_carry: Callable[[], bool] = bool
        self._state: QaState | None = None
        self._shown = ""
        self._title = RoomTitle(self)
        self._summary = Label(colour="muted", elide=True, parent=self)
        self.buttons = {
            name: Button("main" if name == "step" else "plain", self)
            for name in ("back", "give_back", "along", "files", "take", "sign", "step")
        }
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        for button in self.buttons.values():
            head.addWidget(button)
        self.tabs = TabStrip(self)
        self.message = MessageBar(self)
        self.lots, self.lot, self.plan = LotsPage(), LotPage(), PlanPage()
        self.coverage, self.adjudicate, self.case = CoveragePage(), AdjudicatePage(), CasePage()
        self._pages: dict[str, QWidget] = {
            LOTS: self.lots,
            LOT: self.lot,
            PLAN: self.plan,
            COVERAGE: self.coverage,
            ADJUDICATE: self.adjudicate,
            CASE: self.case,
        }
        self._stack = QStackedWidget(self)
        for page in self._pages.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, 0)
        column.setSpacing(tokens.S3)
        column.addLayout(head)
        column.addWidget(self.tabs)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._tab)
        self.lots.opened.connect(self.lot_opened)
        self.lot.opened.connect(self.case_opened)
        self.adjudicate.opened.connect(self.task_opened)
        self.plan.chosen.connect(self.chosen)
        self.plan.typed.connect(self.chosen)
        self.plan.frame_chosen.connect(self.frame_chosen)
        self.case.decided.connect(self.decided)
        self.case.typed.connect(self.typed)
        self.case.left.connect(self.focus_work)
        asked = {
            "step": self.step_asked,
            "along": self.along_asked,
            "files": self.files_asked,
            "take": self.take_asked,
            "sign": self.sign_asked,
            "give_back": self.give_back_asked,
            "back": self.back_asked,
        }
        for name, signal in asked.items():
            self.buttons[name].clicked.connect(signal)
        self.message.acted.connect(lambda act: (self.undo_asked if act == "undo" else self.notice_closed).emit())

    # --- what it shows ------------------------------------------------------------------------------

    def show_qa(self, state: QaState) -> None:
        self._state = state
        self._fill(state)

    def _name_of(self, state: QaState) -> str:
        if state.work is not None:
            return CASE
        return LOT if state.page == LOTS and state.open_lot is not None else state.page

    def _fill(self, state: QaState, *, anew: bool = False) -> None:
        self._title.set_text(translate("Quality", "Quality"))
        self._summary.set_text(words.summary(state))
        self.tabs.set_tabs([(words.page_words(page), False) for page in state.pages], state.pages.index(state.page))
        self._fill_buttons(state)
        self.message.say(*words.message(state))
        name = self._name_of(state)
        page = self._pages[name]
        if isinstance(page, Page):
            page.fill(state, self.frames())  # type: ignore[attr-defined]
            page.show_tables(state.as_table)
        elif state.work is not None:
            keys = {code: self.key_of(f"qa.{code}") for code in ("pass", "block", "escalate")}
            if self.case.fill(state.work, keys, anew=anew):
                # Another case: its first key is a decision, and no letter of a rationale.
                self._shown = ""
        other, self._shown = name != self._shown, name
        self._stack.setCurrentWidget(page)
        if state.work is None:
            self.case.wipe()
        if other:
            self._bring_focus()

    def _fill_buttons(self, state: QaState) -> None:
        lot = state.open_lot if state.page == LOTS else None
        carried = lot.carried if lot is not None else None
        ready = carried is not None and not carried.signed and len(carried.said) == len(carried.refs)
        brings = lot is not None and lot.sample is not None and carried is None and bool(lot.sample.mine)
        told = {
            "step": words.step_words(state),
            "sign": translate("Quality", "Sign") if ready and state.work is None else "",
            "along": translate("Quality", "Take along")
            if state.work is None and (brings or (state.page == PLAN and self.can_carry()))
            else "",
            "files": words.files_button(lot) if lot is not None and state.work is None else "",
            "take": translate("Quality", "Take over")
            if state.page == LOTS and state.waiting and lot is None and state.work is None
            else "",
            "give_back": translate("Quality", "Give back") if carried is not None and state.work is None else "",
            "back": translate("Quality", "Back") if state.work is not None or lot is not None else "",
        }
        for name, text in told.items():
            button = self.buttons[name]
            button.set_content(text, self.key_of(f"qa.{name}"))
            show_if(button, bool(text))
            button.setEnabled(not state.busy)

    def _bring_focus(self) -> None:
        """Where the work is, unless the person is on the strip of pages."""
        if self.isVisible() and QApplication.focusWidget() is not self.tabs:
            self.focus_work()

    def focus_work(self) -> None:
        """Esc and the first moment: where letters are keys."""
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            page.take_focus()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def charts(self) -> list[ChartCard]:
        """The charts in sight that have something to save."""
        page = self._stack.currentWidget()
        cards = page.charts if isinstance(page, Page) else []
        return [card for card in cards if card.chart.chart is not None and not card.isHidden()]

    def note_of(self, card: ChartCard) -> str:
        return card.said.text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._state is not None:
            self._fill(self._state, anew=True)

    # --- hands --------------------------------------------------------------------------------------

    def _tab(self, number: int) -> None:
        if self._state is not None and number < len(self._state.pages):
            self.page_chosen.emit(self._state.pages[number])
