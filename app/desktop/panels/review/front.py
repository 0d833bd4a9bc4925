"""The front of the Review room, which stands before the rest is built: the queue at the left with its rows, and the
empty places of the case and of the decision."""

from collections.abc import Callable, Set
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QModelIndex, QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.contract.catalogue import catalogue
from app.desktop.panels.review.find_strip import ChosenStrip, FindStrip, ShareStrip
from app.desktop.panels.review.found_list import FoundList
from app.desktop.panels.review.model import QueueModel
from app.desktop.panels.review.queue_side import QueueSide
from app.desktop.panels.review.state import QueueState
from app.desktop.ports import Queue, QueueView
from app.desktop.widgets import captions, formats, reasons, tokens
from app.desktop.widgets.badge import Chip, FlowLayout
from app.desktop.widgets.card import Surface
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.queue_list import QueueList

translate = QCoreApplication.translate


ACTIONS = (
    "case.next",
    "case.previous",
    "case.open",
    "evidence.next",
    "evidence.previous",
    *(f"evidence.tab.{number}" for number in range(1, 10)),
    "view.next",
    "attribution.choose",
    "gap.flag",
    "steps.judge",
    "rationale.write",
    "review.submit",
    "review.undo",
    "pii.reveal",
    "documents",
    "graph",
    "queue.find",
    "queue.pick",
    "queue.pick_next",
    "queue.pick_previous",
    "queue.pick_all",
    "queue.change",
    "queue.prioritise",
    "queue.rules",
    "queue.skills",
    "view.save",
    "cases.along",
    "case.tag",
    "case.snooze",
    "case.wait",
    "case.skip",
    "case.hand_over",
    "note.write",
    "missing.write",
    "review.complete",
    "rationale.compose",
    "rationale.snippet",
    "assessment.ask",
    "threshold.challenge",
    "escalation.pattern",
    "escalation.resolve",
    *(f"decide.{decision}" for decision in ("pass", "block", "escalate")),
    *(f"code.{number}" for number in range(1, 10)),
)
"""What the whole room answers."""
Act = Callable[[Any], Any]
"""Something to do in the whole room, which it is called with."""
SIDE_WIDTH = 260
EVERYTHING = "open"
"""The view that holds every case of the queue."""
_ALL = 16_777_215  # as high as a widget may be


class QueuePanel(Surface):
    """Views as chips with live counts, then the rows in served order."""

    view_chosen = Signal(str)
    row_opened = Signal(int)
    entered = Signal()
    find_moved = Signal(int)
    """Up or down was pressed in the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", ("right",), parent)
        self.key_of: Callable[[str], str] = lambda _action: ""
        self._state: QueueState | None = None
        self._filling = False
        self._painted_at = 0
        self.model = QueueModel()
        self._chips: dict[str, Chip] = {}
        self._chip_box = QWidget(self)
        self._flow = FlowLayout(6, QMargins(tokens.S3, 10, tokens.S3, 10))
        self._chip_box.setLayout(self._flow)
        self._nothing = QWidget(self)
        self._empty = Label(colour="muted", wrap=True, parent=self._nothing)
        self.list = QueueList(self)
        self.list.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        self.share = ShareStrip(self)
        self.find_strip = FindStrip(self)
        self.chosen = ChosenStrip(self)
        self.found = FoundList(self)
        self.found.hide()
        layout.addWidget(self._chip_box)
        layout.addWidget(self.share)
        layout.addWidget(self.find_strip)
        layout.addWidget(self.chosen)
        self._rule = Surface("line", (), self)
        self._rule.setFixedHeight(1)
        layout.addWidget(self._rule)
        room = QVBoxLayout(self._nothing)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        said = QHBoxLayout()
        said.setContentsMargins(tokens.S3, tokens.S4, tokens.S3, tokens.S4)
        said.addWidget(self._empty)
        room.addLayout(said)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list, 3)
        layout.addWidget(self.found, 2)
        self.list.current_row.connect(self._moved)
        self.list.opened.connect(lambda _row: self.entered.emit())

    def stand_at_foot(self, widget: QWidget) -> None:
        """`widget` stands under the rows while it is shown, with some air around it."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(_Foot(widget, self))

    def show_queue(self, state: QueueState) -> None:
        self._state = state
        self.model.retime(state.now_ms)
        wanted = [view_id for view_id, _ in state.views]
        for view_id in wanted:
            if view_id not in self._chips:
                chip = Chip(self._chip_box)
                chip.clicked.connect(lambda _on, v=view_id: self.view_chosen.emit(v))
                self._chips[view_id] = chip
                self._flow.addWidget(chip)
        for view_id, chip in self._chips.items():
            show_if(chip, view_id in wanted)
        for view_id, count in state.views:
            text = state.names.get(view_id) or captions.chip(view_id)[0]
            chip = self._chips[view_id]
            chip.set_chip(text if not count else f"{text} {formats.count(count)}")
            chip.setChecked(view_id == state.view_id)
        show_if(self._nothing, state.shown == 0)
        if state.loading:
            self._empty.set_text(translate("Queue", "Reading the queue …"))
        elif state.find:
            self._empty.set_text(translate("Queue", "Nothing is found in this view."))
        elif state.view_id != EVERYTHING and dict(state.views).get(EVERYTHING):
            key = self.key_of("view.next")
            said = translate("Queue", "No case stands in this view. {key} shows the next one.")
            self._empty.set_text(said.format(key=key) if key else translate("Queue", "No case stands in this view."))
        else:
            self._empty.set_text(reasons.nothing_waits(state.synced, state.offline, state.next_s))
        show_if(self.found, state.asked is not None)
        # Without rows of its own the list keeps the focus, and leaves its room to what the server found.
        self.list.setMaximumHeight(_ALL if state.shown or state.asked is None else 0)
        if state.asked is not None:
            self.found.show_asked(state.asked, state.shown > 0)
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            # Under rows of the seat's own a question takes no more than its line.
            column.setStretchFactor(self.found, 0 if state.shown and not state.asked.cases else 2)
        self.share.show_queue(state, self.key_of("queue.find"))
        self.find_strip.show_queue(state)
        self.chosen.show_queue(state, self.key_of("queue.change"))
        self.list.setAccessibleName(translate("Queue", "Review queue"))
        # Times run in minutes; the rows need no repaint for every case that comes into sight.
        if abs(state.now_ms - self._painted_at) >= 10_000:
            self._painted_at = state.now_ms
            self.list.viewport().update()

    def show_rows(self, queue: Queue, rows: QueueView, current: int, now_ms: int) -> None:
        self._filling = True
        bar = self.list.verticalScrollBar().value()
        self.model.fill(queue, rows, now_ms)
        self.list.verticalScrollBar().setValue(bar)
        self._point(current)
        self._filling = False

    def show_picked(self, case_ids: Set[str]) -> None:
        """The cases that are chosen for one change."""
        self.model.pick(case_ids)
        self.list.viewport().update()

    def set_current(self, row: int) -> None:
        self._filling = True
        self._point(row)
        self._filling = False

    def _point(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            if self.list.currentIndex().row() != row:
                self.list.setCurrentIndex(self.model.index(row, 0))
        else:
            self.list.setCurrentIndex(QModelIndex())

    def _moved(self, row: int) -> None:
        if not self._filling and row >= 0:
            self.row_opened.emit(row)

    def refill(self) -> None:
        """After a change of language."""
        if self._state is not None:
            self._painted_at = 0
            self.show_queue(self._state)


class _Foot(QWidget):
    """The air around a widget that comes and goes, which takes no room while the widget is away."""

    def __init__(self, widget: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVisible(not widget.isHidden())
        box = QHBoxLayout(self)
        box.setContentsMargins(tokens.S2, tokens.S1, tokens.S2, tokens.S2)
        box.addWidget(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(event.type() == QEvent.Type.ShowToParent)
        return False


class Middle(QWidget):
    """Where the case will stand."""

    def __init__(self, queue: QueuePanel) -> None:
        super().__init__()
        self._queue = queue
        self._whole = False
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)

    def fill(self, view: QWidget) -> None:
        """`view` stands here from now on, and this place bears its title."""
        self._whole = True
        self._place.addWidget(view)
        view.windowTitleChanged.connect(self.setWindowTitle)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and not self._whole:
            self._queue.refill()


class ReviewFront:
    """A room (see shell.room) of which only the queue works. Whatever a person does in it goes to `act`, which has the
    whole room built at once and then does it there."""

    def __init__(self, act: Callable[[Act], None] | None = None) -> None:
        self._act = act or (lambda _act: None)
        self.queue = QueuePanel()
        self.widget = Middle(self.queue)
        self.right = Surface("surface", ("left",))
        self.panels: dict[str, QWidget] = {"left": self.queue, "right": self.right}
        for panel in self.panels.values():
            panel.setMinimumWidth(tokens.px(SIDE_WIDTH))
        self._early: tuple[tuple[SignalInstance, Callable[..., None]], ...] = (
            (self.queue.row_opened, lambda row: self._act(lambda room: room.presenter.open_row(row))),
            (self.queue.view_chosen, lambda view: self._act(lambda room: room.presenter.choose_view(view))),
            (self.queue.entered, lambda: self._act(lambda room: room.view.focus_case())),
        )
        for signal, slot in self._early:
            signal.connect(slot)

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        return {name: partial(self._act, partial(_do, name)) for name in ACTIONS}

    def show(self, queue: Queue, now_ms: int, drafted: str | None = None) -> None:
        """The head of the queue, with the mark on the case that will be opened: `drafted`, or the first."""
        side = QueueSide(queue, tuple(catalogue().case_types), EVERYTHING)
        side.refill()
        state = side.state(drafted or side.case_at(0), now_ms)
        if side.rows is not None:
            self.queue.show_rows(queue, side.rows, state.current, now_ms)
        self.queue.show_queue(state)

    def fill_side(self, side: QWidget, *over: QWidget) -> None:
        """Assessment and decision stand in their place from now on, what is told `over` them above."""
        place = QVBoxLayout(self.right)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(0)
        for widget in over:
            place.addWidget(widget)
        place.addWidget(side, 1)

    def hand_over(self) -> None:
        """The whole room hears the queue from now on."""
        for signal, slot in self._early:
            signal.disconnect(slot)
        self._early = ()

    def activate(self) -> None:
        self.queue.list.setFocus()

    def close(self) -> None:
        """Nothing is typed here."""


def _do(action: str, room: Any) -> None:
    # A seat whose policy takes no case along has a room that does not answer that one.
    if action in room.actions:
        room.actions[action]()
