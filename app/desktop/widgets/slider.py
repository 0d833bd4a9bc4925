"""A figure on a line that the keys move: arrows by a step, Page up and down by five, Home and End to the ends."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.painted import PaintedWidget, fill_round, focus_ring

_MANY = 5


class Slider(PaintedWidget):
    """`moved` tells the place that the keys or the mouse want, `taken` that the focus came."""

    accessible_role = accessible.SLIDER

    moved = Signal(float)
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high, self._step, self._at = 0.0, 1.0, 0.01, 0.0
        self._mark: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_range(self, low: float, high: float, step: float) -> None:
        self._low, self._high, self._step = low, high, step
        self.update()

    def set_place(self, at: float, mark: float | None, name: str) -> None:
        """`mark` is where it stands by rights, None for nowhere; `name` says what it is and where it stands."""
        self._at, self._mark = at, mark
        self.setAccessibleName(name)
        self.update()

    @property
    def place(self) -> float:
        return self._at

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(200), tokens.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(tokens.px(80), tokens.px(24))

    def _track(self) -> QRectF:
        edge = tokens.px(10)
        middle = self.height() / 2
        return QRectF(edge, middle - 2, max(1, self.width() - 2 * edge), 4)

    def _x(self, value: float) -> float:
        track = self._track()
        span = self._high - self._low or 1.0
        return track.left() + (max(self._low, min(self._high, value)) - self._low) / span * track.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = self._track()
        fill_round(painter, track, tokens.colour("line"), 2)
        if self._mark is not None:
            x = self._x(self._mark)
            painter.setPen(QPen(tokens.colour("muted"), 2))
            painter.drawLine(QPointF(x, track.center().y() - 8), QPointF(x, track.center().y() + 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("accent"))
        painter.drawEllipse(QPointF(self._x(self._at), track.center().y()), tokens.px(7), tokens.px(7))
        if self.hasFocus():
            focus_ring(painter, QRect(self.rect()), tokens.RADIUS_SMALL)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.taken.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: _MANY,
            Qt.Key.Key_PageDown: -_MANY,
        }
        if key in steps:
            self._want(self._at + steps[key] * self._step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._want(self._low if key == Qt.Key.Key_Home else self._high)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def _point(self, event: QMouseEvent) -> None:
        track = self._track()
        share = (event.position().x() - track.left()) / track.width()
        self._want(self._low + share * (self._high - self._low))

    def _want(self, value: float) -> None:
        """A whole number of steps from the low end, within both ends."""
        steps = round((max(self._low, min(self._high, value)) - self._low) / self._step)
        wanted = min(self._high, self._low + steps * self._step)
        if abs(wanted - self._at) > self._step / 1000:
            self.moved.emit(wanted)
