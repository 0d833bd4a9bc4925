"""The pill in the top bar: the state of the connection in words, its colour only in support."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.buttons import PaintedButton
from app.desktop.widgets.painted import fill_round, focus_ring, metrics, outline_round
from app.desktop.widgets.tip import Tip
from app.desktop.widgets.tokens import Type


class StatusPill(PaintedButton):
    """A filled dot stands for connected, a ring for not; pressing it opens the activity."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = "muted"
        self._filled = False
        self._tip: Tip | None = None
        # In a narrow window it gives way and ends in "…"; its hint has the whole of it.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(tokens.px(120))

    def set_status(self, text: str, colour: str, filled: bool) -> None:
        if (text, colour, filled) != (self.text(), self._colour, self._filled):
            self._colour, self._filled = colour, filled
            self.setText(text)
            self.setAccessibleName(text)
            self.setMaximumWidth(self.sizeHint().width())
            self.updateGeometry()
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tip = self._tip or Tip(self)
            self._tip.tell(self.text() if self.width() < self.sizeHint().width() else "", event.globalPos())
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._tip is not None:
            self._tip.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setMaximumWidth(self.sizeHint().width())

    def sizeHint(self) -> QSize:
        fm = metrics(tokens.font(Type.SMALL, tabular=True))
        return QSize(fm.horizontalAdvance(self.text()) + tokens.px(34), tokens.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        ground = "raised" if self._colour == "muted" else f"{self._colour.rstrip('_')}_bg"
        fill_round(painter, rect, tokens.colour(ground), rect.height() / 2)
        dot = QPointF(tokens.px(13), rect.height() / 2)
        painter.setPen(QPen(tokens.colour(self._colour), 1.4))
        painter.setBrush(tokens.colour(self._colour) if self._filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot, 3.6, 3.6)
        painter.setFont(tokens.font(Type.SMALL, tabular=True))
        painter.setPen(tokens.colour(self._colour))
        room = rect.adjusted(tokens.px(22), 0, -tokens.px(6), 0)
        ink.draw_text(painter, room, Qt.AlignmentFlag.AlignVCenter, self.text(), elide=True)
        if self.hasFocus():
            focus_ring(painter, rect, rect.height() / 2)


class LanguageSwitch(PaintedButton):
    """EN | 中: both names stand in their own language, the one in force is strong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = "en"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_language(self, language: str) -> None:
        self._language = language
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(68), tokens.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        if self.underMouse():
            fill_round(painter, rect, tokens.colour("hover"), rect.height() / 2)
        outline_round(painter, rect, tokens.colour("line"), rect.height() / 2)
        half = rect.width() // 2
        for number, (code, text) in enumerate((("en", "EN"), ("zh", "中"))):
            on = code == self._language
            painter.setFont(tokens.font(Type.SMALL_STRONG if on else Type.SMALL))
            painter.setPen(tokens.colour("text" if on else "muted"))
            box = QRect(half * number, 0, half, rect.height())
            ink.draw_text(painter, box, Qt.AlignmentFlag.AlignCenter, text, data=True)
        painter.setPen(tokens.colour("line"))
        painter.drawLine(half, tokens.px(7), half, rect.height() - tokens.px(7))
        if self.hasFocus():
            focus_ring(painter, rect, rect.height() / 2)


class SearchField(PaintedButton):
    """Looks like a field and opens the palette, where the typing is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_content(self, text: str, key: str) -> None:
        self._key = key
        self.setText(text)
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(420), tokens.px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(tokens.px(160), tokens.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect()
        fill_round(painter, rect, tokens.colour("raised"), tokens.RADIUS_INPUT)
        outline_round(painter, rect, tokens.colour("line"), tokens.RADIUS_INPUT)
        painter.setFont(tokens.font(Type.BODY))
        painter.setPen(tokens.colour("muted"))
        cap = key_cap_width(self._key)
        room = rect.adjusted(tokens.px(10), 0, -cap - tokens.S4, 0)
        used = ink.draw_text(painter, room, Qt.AlignmentFlag.AlignVCenter, self.text(), elide=True)
        tall = tokens.px(17)
        box = QRect(room.left() + used + tokens.px(9), (rect.height() - tall) // 2, cap, tall)
        paint_key_cap(painter, box, self._key, "muted")
        if self.hasFocus():
            focus_ring(painter, rect, tokens.RADIUS_INPUT)
