"""Hover texts of painted widgets: a plain label over the window. Qt's own tips read markup, so they are not used."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.widgets import tokens
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import PaintedWidget, fill_round, outline_round
from app.desktop.widgets.tokens import Type


class Tip(PaintedWidget):
    """Lies over the window of the widget that it explains; made when first needed."""

    WIDTH = 260

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = Label(kind=Type.SMALL, wrap=True, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.S2, tokens.S1 + 2, tokens.S2, tokens.S1 + 2)
        layout.addWidget(self._label)
        self.hide()

    def tell(self, text: str, at: QPoint) -> None:
        """Shows `text` below the point `at` of the screen and inside the window; an empty text hides the tip."""
        if not text:
            self.hide()
            return
        window = self._owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._label.set_text(text)
        width = min(tokens.px(self.WIDTH), tokens.advance(text, Type.SMALL) + 2 * tokens.S2 + 2)
        corner = window.mapFromGlobal(at) + QPoint(tokens.S3, tokens.S4)
        place = QRect(corner, QSize(width, self.heightForWidth(width)))
        place.moveRight(min(place.right(), window.width() - 1))
        place.moveBottom(min(place.bottom(), window.height() - 1))
        self.setGeometry(place)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRect(self.rect())
        fill_round(painter, rect, tokens.colour("surface"), 0)
        outline_round(painter, rect, tokens.colour("line"), 0)
