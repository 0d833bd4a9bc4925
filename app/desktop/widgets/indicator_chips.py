"""Indicators as chips: the pattern's name and its figures, in words; choosing one points at its evidence."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.contract.context import IndicatorView
from app.desktop.widgets import accessible, context_words, ink, tokens
from app.desktop.widgets.painted import TallWidget, fill_round, focus_ring, metrics, outline_round
from app.desktop.widgets.tokens import Type

CENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class IndicatorChips(TallWidget):
    """Left and right walk the chips, Enter or a click chooses one (again: lets go of it)."""

    chosen = Signal(str)
    keeps_enter = True
    accessible_role = accessible.LIST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[IndicatorView, ...] = ()
        self._current, self._chosen = 0, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_indicators(self, found: Sequence[IndicatorView]) -> None:
        if {one.id for one in found} != {one.id for one in self._found}:
            self._current, self._chosen = 0, ""
        self._found = tuple(found)
        self.setAccessibleName("; ".join(self._text(one) for one in self._found))
        # A row of nothing is no place for the focus to stop at.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._found else Qt.FocusPolicy.NoFocus)
        self.refilled()

    @property
    def picked(self) -> IndicatorView | None:
        """The indicator whose evidence is pointed at."""
        return next((one for one in self._found if one.id == self._chosen), None)

    def pick(self, name: str) -> None:
        """Choose an indicator from outside; "" lets go of whichever is chosen. `chosen` is not emitted."""
        known = [one.id for one in self._found]
        self._chosen = name if name in known else ""
        if self._chosen:
            self._current = known.index(name)
        self.update()

    @staticmethod
    def _text(one: IndicatorView) -> str:
        words = (context_words.indicator(one.id)[0], context_words.figures(one))
        return context_words.SEPARATOR.join(part for part in words if part)

    def _rects(self, width: int) -> list[QRect]:
        strong, small = metrics(tokens.font(Type.SMALL_STRONG)), metrics(tokens.font(Type.SMALL))
        tall, gap, pad = strong.height() + tokens.px(10), tokens.px(8), tokens.px(10)
        x, y, found = 0, 0, list[QRect]()
        for one in self._found:
            words = strong.horizontalAdvance(context_words.indicator(one.id)[0])
            wide = words + small.horizontalAdvance(context_words.figures(one)) + 2 * pad + tokens.px(8)
            wide = min(wide, max(1, width))
            if x and x + wide > width:
                x, y = 0, y + tall + gap
            found.append(QRect(x, y, wide, tall))
            x += wide + gap
        return found

    def height_at(self, width: int) -> int:
        rects = self._rects(width)
        return rects[-1].bottom() + 1 if rects else 0

    def accessible_parts(self) -> list[accessible.Part]:
        rects = self._rects(self.width())
        return [
            accessible.Part(
                f"{self._text(one)}. {context_words.indicator_meaning(one.id)}",
                rect,
                one.id == self._chosen,
                number == self._current and self.hasFocus(),
            )
            for number, (one, rect) in enumerate(zip(self._found, rects, strict=True))
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = tokens.px(10)
        for number, (one, rect) in enumerate(zip(self._found, self._rects(self.width()), strict=True)):
            fill_round(painter, rect, tokens.colour("escalate_bg"), tokens.RADIUS_INPUT)
            if one.id == self._chosen:
                outline_round(painter, rect, tokens.colour("escalate"), tokens.RADIUS_INPUT, 1.6)
            painter.setFont(tokens.font(Type.SMALL_STRONG))
            painter.setPen(tokens.colour("escalate"))
            inner = rect.adjusted(pad, 0, -pad, 0)
            name, data = context_words.indicator(one.id)
            used = ink.draw_text(painter, inner, CENTRE, name, data=data, elide=True)
            painter.setFont(tokens.font(Type.SMALL))
            painter.setPen(tokens.colour("text"))
            rest = inner.adjusted(used + tokens.px(8), 0, 0, 0)
            ink.draw_text(painter, rest, CENTRE, context_words.figures(one), elide=True)
            if self.hasFocus() and number == self._current:
                focus_ring(painter, rect, tokens.RADIUS_INPUT)

    def _choose(self, number: int) -> None:
        self._current = number
        one = self._found[number].id
        self._chosen = "" if self._chosen == one else one
        self.update()
        self.chosen.emit(self._chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self._found:
            self._current = max(0, min(len(self._found) - 1, self._current + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._found:
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, rect in enumerate(self._rects(self.width())):
            if rect.contains(event.position().toPoint()):
                self._choose(number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
