"""A row of bars with a limit line; bars over the limit take the warning colour. The tallest has its figure by it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import TallWidget, fill_round
from app.desktop.widgets.tokens import Type


class BarChart(TallWidget):
    accessible_role = accessible.CHART

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self._limit: float | None = None
        self._limit_text = self._peak_text = ""

    def set_values(
        self, values: Sequence[float], limit: float | None = None, limit_text: str = "", peak_text: str = ""
    ) -> None:
        """Values in one unit, oldest first; `limit` in the same unit. Both texts carry the unit."""
        self._values = tuple(max(0.0, value) for value in values)
        self._limit, self._limit_text, self._peak_text = limit, limit_text, peak_text
        self.setAccessibleName(f"{peak_text}. {limit_text}")
        self.refilled()

    def height_at(self, width: int) -> int:
        return tokens.px(112) if self._values else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tokens.font(Type.CAPTION, tabular=True))
        line = painter.fontMetrics().height()
        base = self.height() - 2
        # A single flight to the far side of the world must not flatten the other bars: what passes the limit
        # by more than a third is cut there, and its figure is written beside it.
        peak = max(self._values)
        top = peak
        if self._limit:
            top = max(min(peak, self._limit * 1.35), self._limit * 1.1)
        room = base - line - 2
        scale = room / top if top else 0.0
        count = len(self._values)
        slot = min(tokens.px(26), self.width() / count)
        wide = max(2.0, slot * 0.64)
        for number, value in enumerate(self._values):
            tall = max(2.0, min(value, top) * scale)
            over = self._limit is not None and value > self._limit
            box = QRectF(number * slot, base - tall, wide, tall)
            fill_round(painter, box, tokens.colour("block" if over else "bar"), 2)
        if self._limit:
            y = base - self._limit * scale
            painter.setPen(QPen(tokens.colour("escalate"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0, y), QPointF(max(count * slot, tokens.px(160)), y))
            painter.setPen(tokens.colour("escalate"))
            place = QRect(tokens.S1, round(y) - line - 1, self.width(), line)
            ink.draw_text(painter, place, Qt.AlignmentFlag.AlignLeft, self._limit_text)
        over = self._limit is not None and peak > self._limit
        if self._peak_text and peak and (over or self._limit is None):
            at = round(self._values.index(peak) * slot + wide + 4)
            painter.setFont(tokens.font(Type.SMALL_STRONG if over else Type.CAPTION, tabular=True))
            painter.setPen(tokens.colour("block" if over else "muted"))
            need = ink.text_width(painter, self._peak_text)
            if at + need > self.width():
                at = round(self._values.index(peak) * slot) - need - 4
            ink.draw_text(painter, QRect(at, 0, need + 1, line + 2), Qt.AlignmentFlag.AlignVCenter, self._peak_text)
