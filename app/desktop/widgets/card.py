"""Surfaces and their headings."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import PaintedWidget, fill_round, metrics, outline_round
from app.desktop.widgets.tokens import Type


class Section(PaintedWidget):
    """A small heading in capitals where the script has them."""

    accessible_role = accessible.HEADING

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._data = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, data: bool = False) -> None:
        if text != self._text:
            self._text, self._data = text, data
            self.setAccessibleName(text)
            self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        fm = metrics(tokens.font(Type.SECTION))
        return QSize(fm.horizontalAdvance(self._text.upper()), fm.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(tokens.px(40), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(tokens.font(Type.SECTION))
        painter.setPen(tokens.colour("muted"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        ink.draw_text(painter, self.rect(), flags, self._text.upper(), data=self._data, elide=True)


class Card(PaintedWidget):
    """A white surface with an outline and a heading; add content to `body`."""

    def __init__(self, parent: QWidget | None = None, heading: bool = True) -> None:
        super().__init__(parent)
        self.heading = Section(self)
        self.heading.setVisible(heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.S3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.S4, tokens.S4 - 2, tokens.S4, tokens.S4)
        outer.setSpacing(tokens.S3)
        if heading:
            outer.addWidget(self.heading)
        outer.addLayout(self.body, 1)
        self._edge = "line"

    def set_edge(self, colour: str) -> None:
        self._edge = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(self.rect())
        fill_round(painter, rect, tokens.colour("surface"), tokens.RADIUS_CARD)
        outline_round(painter, rect, tokens.colour(self._edge), tokens.RADIUS_CARD)


class Surface(PaintedWidget):
    """A plain ground in one token, with lines on the sides named ("left", "right", "top", "bottom")."""

    def __init__(self, ground: str = "surface", lines: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._lines = lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), tokens.colour(self._ground))
        painter.setPen(tokens.colour("line"))
        rect = self.rect()
        sides = {
            "left": (rect.topLeft(), rect.bottomLeft()),
            "right": (rect.topRight(), rect.bottomRight()),
            "top": (rect.topLeft(), rect.topRight()),
            "bottom": (rect.bottomLeft(), rect.bottomRight()),
        }
        for line in self._lines:
            painter.drawLine(*sides[line])


class Scroll(QScrollArea):
    """A scroll area without a frame whose content follows its width; `resized` tells that its room changed."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(content)
        content.setAutoFillBackground(False)
