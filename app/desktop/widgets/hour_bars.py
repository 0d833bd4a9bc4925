"""One bar for each hour, with its count above and its hour beneath."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import TallWidget, fill_round
from app.desktop.widgets.tokens import Type

CENTRE = Qt.AlignmentFlag.AlignCenter


class HourBar(NamedTuple):
    """`hour` and `shown` are words; `value` is what the bar measures, `colour` a token."""

    hour: str
    value: int
    shown: str
    colour: str = "accent"


class HourBars(TallWidget):
    accessible_role = accessible.CHART

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[HourBar, ...] = ()

    def set_bars(self, bars: Sequence[HourBar], name: str) -> None:
        self._bars = tuple(bars)
        told = "; ".join(f"{bar.hour} {bar.shown}" for bar in self._bars if bar.value)
        self.setAccessibleName(f"{name}. {told}" if told else name)
        self.refilled()

    def height_at(self, width: int) -> int:
        return tokens.px(132) if self._bars else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tokens.font(Type.CAPTION, tabular=True))
        line = painter.fontMetrics().height()
        # Half an hour's gap between bars, and hours left out where their words would touch.
        slot = min(tokens.px(96), self.width() / len(self._bars))
        widest = max(ink.text_width(painter, bar.hour) for bar in self._bars) + tokens.S2
        every = max(1, -(-widest // max(1, int(slot))))
        base = self.height() - line - tokens.S1
        room = base - line - tokens.S1
        most = max(1, *(bar.value for bar in self._bars)) if len(self._bars) > 1 else max(1, self._bars[0].value)
        painter.setPen(tokens.colour("line"))
        painter.drawLine(0, base, self.width(), base)
        for number, bar in enumerate(self._bars):
            left = number * slot
            tall = room * bar.value / most
            if bar.value:
                wide = max(4.0, min(slot * 0.56, tokens.px(36)))
                box = QRectF(left + (slot - wide) / 2, base - tall, wide, tall)
                fill_round(painter, box, tokens.colour(bar.colour), 3)
                painter.setPen(tokens.colour("text"))
                place = QRect(round(left), round(base - tall) - line - 1, round(slot), line)
                ink.draw_text(painter, place, CENTRE, bar.shown)
            if number % every == 0:
                painter.setPen(tokens.colour("muted"))
                place = QRect(round(left + slot / 2) - widest // 2, base + tokens.S1, widest, line)
                ink.draw_text(painter, place, CENTRE, bar.hour)
