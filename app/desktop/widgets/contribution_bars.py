"""Contributions in log-odds as diverging bars about one zero line: to the right towards block, left towards pass."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import TallWidget, fill_round
from app.desktop.widgets.tip import Tip
from app.desktop.widgets.tokens import Type


class Contribution(NamedTuple):
    """One bar: name, signed value in log-odds with its text, colour token; `mark` sets it off as attributed, `tip`
    says what the signal means."""

    name: str
    value: float
    text: str
    colour: str
    data: bool = False
    mark: bool = False
    tip: str = ""


class ContributionBars(TallWidget):
    """The bars share one scale, so lengths can be compared; figures end every row."""

    accessible_role = accessible.LIST

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Contribution, ...] = ()
        self._compact = False
        self._tip: Tip | None = None

    def set_compact(self, on: bool) -> None:
        """Closer rows, for a low window."""
        if on != self._compact:
            self._compact = on
            self.refilled()

    def set_bars(self, bars: Sequence[Contribution]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleName("; ".join(f"{bar.name} {bar.text}" for bar in self._bars))
        self.refilled()

    def _row(self) -> int:
        return tokens.px(20 if self._compact else 24)

    def height_at(self, width: int) -> int:
        return self._row() * len(self._bars)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // self._row())
        if 0 <= number < len(self._bars):
            self.chosen.emit(number)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = int(event.pos().y() // self._row())
            self._tip = self._tip or Tip(self)
            self._tip.tell(self._bars[number].tip if 0 <= number < len(self._bars) else "", event.globalPos())
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._tip is not None:
            self._tip.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = tokens.font(Type.BODY)
        figures = tokens.font(Type.BODY, tabular=True)
        painter.setFont(figures)
        figure_room = max(ink.text_width(painter, bar.text) for bar in self._bars)
        painter.setFont(body)
        widest = max(ink.text_width(painter, bar.name) for bar in self._bars) + tokens.S2
        # Names take what they need up to three fifths; what is left is shared by the bars.
        name_room = max(round(self.width() * 0.36), min(widest, round(self.width() * 0.6)))
        left = name_room + tokens.S2
        room = self.width() - figure_room - tokens.S3 - left
        high = max([bar.value for bar in self._bars] + [0.0])
        low = max([-bar.value for bar in self._bars] + [0.0])
        scale = room / (high + low) if high + low > 0 else 0.0
        zero = left + low * scale
        row = self._row()
        for number, bar in enumerate(self._bars):
            top = number * row
            if bar.mark:
                fill_round(painter, QRect(0, top, self.width(), row), tokens.colour("accent_bg"), tokens.RADIUS_SMALL)
            painter.setFont(body)
            painter.setPen(tokens.colour("text"))
            box = QRect(tokens.S1 if bar.mark else 0, top, name_room, row)
            ink.draw_text(painter, box, Qt.AlignmentFlag.AlignVCenter, bar.name, data=bar.data, elide=True)
            wide = max(2.0, abs(bar.value) * scale) if bar.value else 0.0
            start = zero if bar.value > 0 else zero - wide
            thick = tokens.px(9)
            if wide:
                box_bar = QRectF(start, top + (row - thick) / 2, wide, thick)
                fill_round(painter, box_bar, tokens.colour(bar.colour), 2)
            painter.setFont(figures)
            painter.setPen(tokens.colour("muted"))
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            ink.draw_text(painter, QRect(0, top, self.width() - (tokens.S1 if bar.mark else 0), row), end, bar.text)
        painter.setPen(tokens.colour("line"))
        painter.drawLine(round(zero), 2, round(zero), row * len(self._bars) - 2)

    def accessible_parts(self) -> list[accessible.Part]:
        row, wide = self._row(), self.width()
        return [
            accessible.Part(f"{bar.name} {bar.text}", QRect(0, number * row, wide, row), bar.mark)
            for number, bar in enumerate(self._bars)
        ]
