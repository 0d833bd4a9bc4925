"""Tabs as words on one line; left and right move, the chosen one carries the accent and a line."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import PaintedWidget, focus_ring, metrics
from app.desktop.widgets.tokens import Type

EDGE = 3
"""Room for the mark of the focus around the first and the last tab."""


def _shortened(wide: list[int], room: int) -> list[int]:
    """Where words do not fit the longest ones are cut, until all of them do."""
    most = max(wide)
    while sum(min(one, most) for one in wide) > room and most > tokens.px(24):
        most -= 1
    return [min(one, most) for one in wide]


class TabStrip(PaintedWidget):
    accessible_role = accessible.TABS

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[tuple[str, bool], ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_tabs(self, tabs: Sequence[tuple[str, bool]], current: int = 0) -> None:
        """(text, is data) of each tab; texts carry their own counts."""
        self._tabs = tuple(tabs)
        self._current = max(0, min(current, len(self._tabs) - 1))
        self._name()
        self.update()

    @property
    def current(self) -> int:
        return self._current

    @property
    def count(self) -> int:
        return len(self._tabs)

    def choose(self, number: int) -> None:
        if 0 <= number < len(self._tabs) and number != self._current:
            self._current = number
            self._name()
            self.update()
            self.chosen.emit(number)

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(200), metrics(tokens.font(Type.STRONG)).height() + tokens.px(14))

    def _boxes(self) -> list[QRect]:
        boxes: list[QRect] = []
        x = tokens.px(EDGE)
        strong = metrics(tokens.font(Type.STRONG))
        plain = metrics(tokens.font(Type.BODY))
        # In some scripts the plain words are the wider ones.
        natural = [max(strong.horizontalAdvance(text), plain.horizontalAdvance(text)) + 1 for text, _ in self._tabs]
        gap = tokens.px(18)
        whole = self.width() - 2 * x
        room = whole - gap * max(0, len(natural) - 1)
        # A narrow window shortens the gaps before it shortens a word.
        if sum(natural) > room and natural:
            gap = max(tokens.px(8), (whole - sum(natural)) // max(1, len(natural) - 1))
            natural = _shortened(natural, whole - gap * (len(natural) - 1))
        for wide in natural:
            boxes.append(QRect(x, 0, wide, self.height() - 1))
            x += wide + gap
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(tokens.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for number, ((text, data), box) in enumerate(zip(self._tabs, self._boxes(), strict=True)):
            on = number == self._current
            painter.setFont(tokens.font(Type.STRONG if on else Type.BODY))
            painter.setPen(tokens.colour("accent" if on else "muted"))
            line = box.adjusted(0, 0, 0, -tokens.px(8))
            ink.draw_text(painter, line, Qt.AlignmentFlag.AlignVCenter, text, data=data, elide=True)
            if on:
                painter.fillRect(QRect(box.left(), self.height() - 2, box.width(), 2), tokens.colour("accent"))
                if self.hasFocus():
                    ring = box.adjusted(-tokens.px(EDGE), 0, tokens.px(EDGE), -tokens.px(5)).intersected(self.rect())
                    focus_ring(painter, ring, tokens.RADIUS_SMALL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for number, box in enumerate(self._boxes()):
            if box.adjusted(-tokens.px(8), 0, tokens.px(8), 0).contains(point):
                self.choose(number)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right:
            self.choose(self._current + 1)
        elif event.key() == Qt.Key.Key_Left:
            self.choose(self._current - 1)
        else:
            super().keyPressEvent(event)

    def _name(self) -> None:
        self.setAccessibleName(self._tabs[self._current][0] if self._tabs else "")

    def accessible_parts(self) -> list[accessible.Part]:
        return [
            accessible.Part(text, box, number == self._current, number == self._current)
            for number, ((text, _), box) in enumerate(zip(self._tabs, self._boxes(), strict=True))
        ]
