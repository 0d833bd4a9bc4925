"""The rationale: a small plain-text field with a live count of its sentences."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.desktop.widgets import tokens
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import fill_round, outline_round
from app.desktop.widgets.tokens import Type

# Ctrl+K and the like would be eaten by the field on X11, where they are Emacs keys.
_LEFT_TO_THE_WINDOW = (Qt.Key.Key_K, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma, Qt.Key.Key_L)


class PlainEdit(QPlainTextEdit):
    """Esc leaves the field, Tab goes on, Ctrl keys of the window stay the window's."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control and event.key() in _LEFT_TO_THE_WINDOW:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class RationaleEdit(QWidget):
    """`changed` carries the whole text after every edit; the count is set from outside by the shared rule."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = PlainEdit(self)
        self._count = Label(kind=Type.CAPTION, colour="muted", tabular=True, parent=self)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S1 + tokens.S0, tokens.S1, tokens.S2 + 1, tokens.S1 + 1)
        layout.setSpacing(0)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._count)
        self._filling = False
        self.edit.textChanged.connect(self._told)
        self.edit.left.connect(self.left)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self._dress()

    def set_text(self, text: str) -> None:
        """Fills the field without telling; a person's cursor stays when the text is already there."""
        if text == self.edit.toPlainText():
            return
        self._filling = True
        self.edit.setPlainText(text)
        self._filling = False

    def text(self) -> str:
        return self.edit.toPlainText()

    def set_count(self, text: str, wrong: bool) -> None:
        self._count.set_text(text)
        self._count.set_colour("block" if wrong else "muted")

    def set_hint(self, text: str, name: str) -> None:
        self.edit.setPlaceholderText(text)
        self.edit.setAccessibleName(name)

    def set_read_only(self, on: bool) -> None:
        self.edit.setReadOnly(on)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, self.rect(), tokens.colour("raised"), tokens.RADIUS_INPUT)
        focused = self.edit.hasFocus()
        line = tokens.colour("accent" if focused else "line")
        outline_round(painter, QRect(self.rect()), line, tokens.RADIUS_INPUT, 2.0 if focused else 1.0)

    def _told(self) -> None:
        if not self._filling:
            self.changed.emit(self.edit.toPlainText())

    def _dress(self) -> None:
        self.edit.setFont(tokens.font(Type.BODY))
        self.setFixedHeight(tokens.px(84))
