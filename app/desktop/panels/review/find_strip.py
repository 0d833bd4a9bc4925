"""Under the chips of the queue: what of the view is on this seat, the field that narrows it, and how many cases are
chosen for one change."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.panels.review.state import QueueState, StandsIn
from app.desktop.widgets import formats, tokens
from app.desktop.widgets.buttons import Button
from app.desktop.widgets.card import Surface
from app.desktop.widgets.fields import LineEdit
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import PaintedWidget, show_if
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOST_LETTERS = 200


class FindField(LineEdit):
    """Esc clears and leaves; up, down and Enter go to the rows, Shift+Enter to what the server has."""

    left = Signal()
    entered = Signal()
    beyond = Signal()
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MOST_LETTERS)
        self.keeps_enter = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            beyond = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.beyond if beyond else self.entered).emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class FindStrip(PaintedWidget):
    """Hidden until the person looks for something."""

    typed = Signal(str)
    left = Signal()
    entered = Signal()
    beyond = Signal()
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = FindField(self)
        self._count = Label(kind=Type.SMALL, colour="muted", tabular=True, parent=self)
        self._where = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self)
        self._words = Label(kind=Type.SMALL, colour="muted", tabular=True, wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S3, 0, tokens.S3, tokens.S2)
        column.setSpacing(tokens.S1)
        row = QHBoxLayout()
        row.setSpacing(tokens.S2)
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(self._where)
        column.addWidget(self._words)
        self.field.textChanged.connect(self.typed)
        for name in ("left", "entered", "beyond", "moved"):
            getattr(self.field, name).connect(getattr(self, name))
        self.hide()

    def show_queue(self, state: QueueState) -> None:
        name = translate("Queue", "Find in this view")
        self.field.setPlaceholderText(name)
        self.field.setAccessibleName(name)
        if self.field.text() != state.find and not self.field.hasFocus():
            self.field.setText(state.find)
        text = translate("Queue", "{n} of {m}") if state.find else ""
        self._count.set_text(text.format(n=formats.count(state.shown), m=formats.count(state.total)))
        show_if(self._count, bool(state.find))
        where = _where(state.stands_in) if state.find and state.current >= 0 else ""
        self._where.set_text(where)
        show_if(self._where, bool(where))
        words = _words(state)
        self._words.set_text(words)
        show_if(self._words, bool(words))
        show_if(self, state.finding)

    def take(self) -> None:
        """The person wants to look for something."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()


def _where(told: StandsIn | None) -> str:
    """Where in the case in sight the words stand."""
    if told is None:
        return ""
    titles = [title.in_language(formats.language())[0] for title in told.titles]
    if told.steps:
        titles.append(translate("Queue", "the agent's reasoning"))
    if told.subject:
        titles.append(translate("Queue", "the subject's details"))
    found = translate("Queue", "In this case it stands in: {places}")
    return found.format(places=translate("Queue", ", ").join(titles))


def _words(state: QueueState) -> str:
    """How far words inside evidence can be found; nothing once all of them can."""
    if not state.finding or state.loading:
        return ""
    if state.words is None:
        return translate("Queue", "This seat keeps no copy, so words inside evidence are not found here.")
    done, cases = state.words
    if done >= cases:
        return ""
    said = translate("Queue", "Words inside evidence: {n} of {m} cases are read so far.")
    return said.format(n=formats.count(done), m=formats.count(cases))


class ShareStrip(PaintedWidget):
    """That the view has more cases than this seat holds, and how they are found; hidden where it holds them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label(kind=Type.SMALL, colour="muted", tabular=True, wrap=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S3, 0, tokens.S3, tokens.S2)
        row.addWidget(self._words, 1)
        self.hide()

    def show_queue(self, state: QueueState, find_key: str) -> None:
        show_if(self, state.whole > 0)
        if not state.whole:
            return
        told = translate("Queue", "{n} of {m} on this seat")
        if find_key:
            told = translate("Queue", "{n} of {m} on this seat · {key} finds the others")
        here, all_ = formats.count(state.total), formats.count(state.whole)
        self._words.set_text(told.format(n=here, m=all_, key=find_key))


class ChosenStrip(Surface):
    """How many cases are chosen, in words, and what can be done with them."""

    change_asked = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accent_bg", (), parent)
        self._count = Label(kind=Type.SMALL_STRONG, colour="accent", tabular=True, wrap=True, parent=self)
        self._change = Button("quiet", self)
        self._drop = Button("quiet", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S3, tokens.S1, tokens.S1, tokens.S1)
        row.setSpacing(0)
        row.addWidget(self._count, 1)
        row.addWidget(self._change)
        row.addWidget(self._drop)
        self._change.clicked.connect(self.change_asked)
        self._drop.clicked.connect(self.dropped)
        self.hide()

    def show_queue(self, state: QueueState, key: str) -> None:
        self._count.set_text(translate("Queue", "%n cases chosen", "", state.picked))
        self._change.set_content(translate("Queue", "Change …"), key)
        self._drop.set_content(translate("Queue", "None"))
        self._drop.setAccessibleName(translate("Queue", "Choose none"))
        show_if(self, state.picked > 0)
