"""Whose window it is, faintly all over it: a picture taken of the screen says by whom and when."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.tokens import Type

STRENGTH = 0.10
"""So faint that every text beneath is read, and still found in a picture by drawing its tones apart."""
_TURN = -24.0


class Watermark(QWidget):
    """Lies over its parent, takes neither keys nor the pointer, and is spoken of to nobody who is read to. Painted from
    one tile, so that a repaint beneath costs next to nothing more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("watermark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = ""
        self._tile: QPixmap | None = None
        self._made_for: tuple[object, ...] = ()

    @property
    def text(self) -> str:
        return self._text

    def say(self, text: str) -> None:
        """`text` as data, such as "reviewer-07 · 2026-11-21 09:14"."""
        if text != self._text:
            self._text = text
            self.update()

    def lie_over(self) -> None:
        """As large as the parent, and above whatever came since."""
        parent = self.parentWidget()
        if parent is None:
            return
        if self.geometry() != parent.rect():
            self.setGeometry(parent.rect())
        if parent.children()[-1] is not self:
            self.raise_()
        if not self.isVisible():
            self.show()

    def tile(self) -> QPixmap:
        """One tile, with the text across it."""
        wanted = (self._text, tokens.scheme(), tokens.px(100), self.devicePixelRatioF())
        if self._tile is None or self._made_for != wanted:
            self._tile, self._made_for = self._drawn(), wanted
        return self._tile

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = QSize(tokens.px(340), tokens.px(190))
        tile = QPixmap(size * ratio)
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setFont(tokens.font(Type.STRONG))
        painter.setPen(tokens.colour("text"))
        painter.setOpacity(STRENGTH)
        middle = QTransform.fromTranslate(size.width() / 2, size.height() / 2)
        painter.setTransform(middle.rotate(_TURN))
        box = QRect(-size.width() // 2, -tokens.px(12), size.width(), tokens.px(24))
        ink.draw_text(painter, box, Qt.AlignmentFlag.AlignCenter, self._text, data=True, elide=True)
        painter.end()
        return tile

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        # From the window's corner on, whichever part is painted.
        painter.setClipRegion(event.region())
        painter.drawTiledPixmap(self.rect(), self.tile(), QPoint(0, 0))
        painter.end()
