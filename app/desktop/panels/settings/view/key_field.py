"""The field that shows an action's key and takes another one."""

from PySide6.QtCore import QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.buttons import PaintedButton
from app.desktop.widgets.painted import fill_round, focus_ring
from app.desktop.widgets.tokens import Type

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class KeyField(PaintedButton):
    """Shows a key; pressed, it takes the next key. Esc leaves it as it was, Backspace takes the key away, Delete
    brings the first one back."""

    recorded = Signal(str)
    first_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap = ""
        self._asking = ""
        self._own = False
        self.keeps_all = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._begin)

    def set_content(self, cap: str, name: str, asking: str, none: str, own: bool = False) -> None:
        """`none` are the words for "no key", `own` marks a key that the person chose."""
        self._cap, self._asking, self._own = cap, asking, own
        self.setText(cap)
        self.setAccessibleName(f"{name}: {cap or none}")
        self.update()

    def _begin(self) -> None:
        # While it listens, no key may run a shortcut; the window's guard reads this.
        self.keeps_all = True
        self.update()

    def _end(self) -> None:
        self.keeps_all = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.keeps_all:
            super().keyPressEvent(event)
            return
        if key in _MODIFIERS:
            return
        self._end()
        if key == Qt.Key.Key_Escape:
            return
        if key == Qt.Key.Key_Backspace:
            self.recorded.emit("")
            return
        if key == Qt.Key.Key_Delete:
            self.first_wanted.emit()
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.text().isprintable() and event.text() and not event.text().isalnum():
            # The sign is what a person presses: "?" and not Shift with the key it stands on.
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        sequence = QKeySequence(QKeyCombination(modifiers, key))
        self.recorded.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end()

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(110), tokens.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        if self.underMouse() or self.keeps_all:
            fill_round(painter, rect, tokens.colour("accent_bg" if self.keeps_all else "hover"), tokens.RADIUS_INPUT)
        centre = Qt.AlignmentFlag.AlignVCenter
        if self.keeps_all:
            painter.setFont(tokens.font(Type.SMALL))
            painter.setPen(tokens.colour("accent"))
            ink.draw_text(painter, rect.adjusted(tokens.S2, 0, 0, 0), centre, self._asking, elide=True)
        elif self._cap:
            box = rect.adjusted(tokens.S2, tokens.px(4), 0, -tokens.px(4))
            box.setWidth(key_cap_width(self._cap))
            paint_key_cap(painter, box, self._cap, "accent" if self._own else "text")
        else:
            painter.setPen(tokens.colour("muted"))
            painter.setFont(tokens.font(Type.SMALL))
            ink.draw_text(painter, rect.adjusted(tokens.S2, 0, 0, 0), centre, "–", data=True)
        if self.hasFocus():
            focus_ring(painter, rect, tokens.RADIUS_INPUT)
