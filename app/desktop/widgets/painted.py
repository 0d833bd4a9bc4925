"""Base of widgets that paint themselves: no input method, repaint on a new theme, height that follows width."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from app.desktop.widgets import tokens


class PaintedWidget(QWidget):
    """A widget without text input, so that an input method never swallows a key meant as a shortcut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.restyled()

    def restyled(self) -> None:
        """Called when the theme or the text size changed."""
        self.updateGeometry()
        self.update()


class TallWidget(PaintedWidget):
    """A painted widget whose height is a function of its width (wrapped text, a varying number of rows)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._heights_at: dict[int, int] = {}

    def restyled(self) -> None:
        self._heights_at.clear()
        super().restyled()

    def height_at(self, width: int) -> int:
        """The height wanted at this width, in pixels."""
        raise NotImplementedError

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Layouts ask the same thing a dozen times for one change, so the answer is kept until the content changes."""
        found = self._heights_at.get(width)
        if found is None:
            found = self._heights_at[width] = self.height_at(width)
        return found

    @property
    def measured(self) -> bool:
        """Whether its height at the width it has is known."""
        return self.width() in self._heights_at

    def sizeHint(self) -> QSize:
        # The width it has, once it has one: a layout asks for the height at the hinted width too, and wrapping the
        # text for a width that is never used costs as much as for the real one.
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else tokens.px(200)
        return QSize(width, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(tokens.px(80), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def refilled(self) -> None:
        """Called by setters after the content changed."""
        self._heights_at.clear()
        self.updateGeometry()
        self.update()


def heights_ahead(root: QWidget) -> Iterator[None]:
    """Works out, a widget at a time, the heights that the next layout of `root` will ask for; as wide as they stood,
    for that seldom changes."""
    for widget in root.findChildren(TallWidget):
        if widget.testAttribute(Qt.WidgetAttribute.WA_Resized) and widget.isVisibleTo(root) and not widget.measured:
            widget.heightForWidth(widget.width())
            yield


def metrics(font: QFont) -> QFontMetrics:
    return QFontMetrics(font)


def show_if(widget: QWidget, on: bool) -> None:
    """Shows or hides only where that changes something: Qt lays the parent out again either way."""
    # A child nobody has shown or hidden yet counts as hidden and still appears with its parent.
    told = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if not told or widget.isHidden() is on:
        widget.setVisible(on)


@contextmanager
def at_rest(*layouts: QLayout | None) -> Iterator[None]:
    """Holds layouts still while their widgets are filled: every single show would lay the whole tree out again."""
    held = [layout for layout in layouts if layout is not None]
    for layout in held:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in held:
            layout.setEnabled(True)
            layout.update()
            # Where events were dealt with meanwhile, a request was dropped that the layout still counts on.
            if (panel := layout.parentWidget()) is not None:
                QCoreApplication.postEvent(panel, QEvent(QEvent.Type.LayoutRequest))


def fill_round(painter: QPainter, rect: QRect | QRectF, colour: QColor, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)


def outline_round(painter: QPainter, rect: QRect, colour: QColor, radius: float, width: float = 1.0) -> None:
    """A crisp outline just inside `rect`."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    half = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)


def focus_ring(painter: QPainter, rect: QRect, radius: float) -> None:
    """The visible mark of keyboard focus, the same everywhere."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline_round(painter, rect, tokens.colour("accent"), radius, 2.0)
