"""Badges, chips that wrap, and the cap of a key."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import PaintedWidget, fill_round, focus_ring, metrics, outline_round, show_if
from app.desktop.widgets.tokens import Type

CENTRE = Qt.AlignmentFlag.AlignCenter


def badge_width(painter: QPainter, text: str) -> int:
    """Width of a badge with the painter's font, in pixels."""
    return ink.text_width(painter, text) + tokens.px(14)


def paint_badge(painter: QPainter, rect: QRect, text: str, colour: str, data: bool = False) -> None:
    """A filled badge in the quiet ground of `colour`; the word carries the meaning, the colour supports it."""
    ground = "hover" if colour in ("muted", "text") else f"{colour.rstrip('_')}_bg"
    fill_round(painter, rect, tokens.colour(ground), tokens.RADIUS_SMALL)
    painter.setPen(tokens.colour(colour))
    ink.draw_text(painter, rect, CENTRE, text, data=data)


def key_cap_width(text: str) -> int:
    return metrics(tokens.font(Type.CAPTION)).horizontalAdvance(text) + tokens.px(10)


def paint_key_cap(painter: QPainter, rect: QRect, text: str, colour: str) -> None:
    """The outline of a key with its name, which is the same in every language."""
    painter.setFont(tokens.font(Type.CAPTION))
    outline_round(painter, rect, tokens.colour(colour), 3)
    painter.setPen(tokens.colour(colour))
    ink.draw_text(painter, rect, CENTRE, text, data=True)


class Badge(PaintedWidget):
    """One badge as a widget."""

    accessible_role = accessible.TEXT

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._colour = "", "key"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, text: str, colour: str) -> None:
        self._text, self._colour = text, colour
        self.setAccessibleName(text)
        show_if(self, bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        fm = metrics(tokens.font(Type.SMALL_STRONG))
        return QSize(fm.horizontalAdvance(self._text) + tokens.px(16), fm.height() + tokens.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tokens.font(Type.SMALL_STRONG))
        paint_badge(painter, self.rect(), self._text, self._colour)


class Chip(QAbstractButton):
    """A view of the queue with its live count; the chosen one is filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._font_type = Type.SMALL

    def set_chip(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        fm = metrics(tokens.font(self._font_type, tabular=True))
        return QSize(fm.horizontalAdvance(self.text()) + tokens.px(20), fm.height() + tokens.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.height() / 2
        chosen = self.isChecked()
        if chosen:
            fill_round(painter, self.rect(), tokens.colour("accent"), radius)
        else:
            if self.underMouse():
                fill_round(painter, self.rect(), tokens.colour("hover"), radius)
            outline_round(painter, self.rect(), tokens.colour("line"), radius)
        painter.setFont(tokens.font(self._font_type, tabular=True))
        painter.setPen(tokens.colour("on_accent" if chosen else "muted"))
        ink.draw_text(painter, self.rect(), CENTRE, self.text())
        if self.hasFocus() and chosen:
            # On its own colour the mark stands inside.
            inner = self.rect().adjusted(2, 2, -2, -2)
            outline_round(painter, inner, tokens.colour("on_accent"), inner.height() / 2, 1.5)
        elif self.hasFocus():
            focus_ring(painter, self.rect(), radius)


class FlowLayout(QLayout):
    """Left to right, wrapping to the next line; height follows width."""

    def __init__(self, gap: int = tokens.S2, margins: QMargins | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(margins or QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, move: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        x, y, line = area.x(), area.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > area.x() and x + size.width() > area.right() + 1:
                x, y, line = area.x(), y + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - rect.y() + margins.bottom()
