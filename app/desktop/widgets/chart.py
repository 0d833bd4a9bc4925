"""A chart on the screen: its points or bars can be walked by keys, and each is told to a screen reader."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.chart_paint import bars_height, paint_bars, paint_chart
from app.desktop.widgets.chart_spec import AnyChart, Bars
from app.desktop.widgets.painted import TallWidget, focus_ring


def paint(painter: QPainter, box: QRect, chart: AnyChart, current: int = -1) -> list[QRect]:
    """Draws a chart of either kind and gives the places of its points or bars."""
    if isinstance(chart, Bars):
        return paint_bars(painter, box, chart, current)
    return paint_chart(painter, box, chart, current)


class ChartView(TallWidget):
    """Arrows, Home and End move over the points; Enter and a click tell `chosen` where `opens`."""

    accessible_role = accessible.CHART

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, opens: bool = False) -> None:
        super().__init__(parent)
        self._chart: AnyChart | None = None
        self._current = -1
        self._places: list[QRect] = []
        self._tall = 0.46
        self.keeps_enter = self._opens = opens

    def set_chart(self, chart: AnyChart | None, *, tall: float = 0.46) -> None:
        """`tall`: the height of a plane as a part of its width."""
        self._chart, self._tall = chart, tall
        self._current = min(self._current, self._count() - 1)
        self.setAccessibleName(chart.name if chart is not None else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._count() else Qt.FocusPolicy.NoFocus)
        self.refilled()

    @property
    def chart(self) -> AnyChart | None:
        return self._chart

    @property
    def current(self) -> int:
        return self._current

    def _count(self) -> int:
        if self._chart is None:
            return 0
        return len(self._chart.bars) if isinstance(self._chart, Bars) else len(self._chart.dots)

    def height_at(self, width: int) -> int:
        if self._chart is None:
            return 0
        if isinstance(self._chart, Bars):
            return bars_height(self._chart) + 2 * tokens.S1
        return max(tokens.px(170), min(tokens.px(330), round(width * self._tall)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        painter = QPainter(self)
        self._places = paint(
            painter, self.rect().adjusted(tokens.S2, tokens.S1, -tokens.S2, -tokens.S1), self._chart, self._current
        )
        if self.hasFocus():
            focus_ring(painter, self.rect(), tokens.RADIUS_SMALL)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._current < 0 and self._count():
            self._current = self._order()[0]
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _order(self) -> list[int]:
        """Points from left to right; bars from the top."""
        if self._chart is None or isinstance(self._chart, Bars):
            return list(range(self._count()))
        dots = self._chart.dots
        return sorted(range(len(dots)), key=lambda number: (dots[number].x, dots[number].y))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, order = event.key(), self._order()
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        at = order.index(self._current) if self._current in order else -1
        if order and key in steps:
            self._move(order[max(0, min(len(order) - 1, at + steps[Qt.Key(key)]))])
        elif order and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(order[0 if key == Qt.Key.Key_Home else -1])
        elif self._opens and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _move(self, number: int) -> None:
        self._current = number
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        found = next((n for n, place in enumerate(self._places) if place.contains(point)), None)
        if found is not None:
            self._move(found)
            if self._opens:
                self.chosen.emit(found)

    def row_middle(self, number: int) -> QPoint:
        return self._places[number].center() if number < len(self._places) else QPoint(0, 0)

    def accessible_parts(self) -> list[accessible.Part]:
        chart = self._chart
        if chart is None:
            return []
        if isinstance(chart, Bars):
            told = [f"{bar.name}: {bar.shown}" for bar in chart.bars]
        else:
            told = [dot.told or dot.label for dot in chart.dots]
            if not told:
                return [accessible.Part(rule.text, self.rect()) for rule in chart.rules]
        places = self._places if len(self._places) == len(told) else [self.rect()] * len(told)
        return [
            accessible.Part(words, place, number == self._current, number == self._current)
            for number, (words, place) in enumerate(zip(told, places, strict=True))
        ]
