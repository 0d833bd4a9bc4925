"""Steps of a ladder, one beside the other: those that are behind, the one a person stands on, and those ahead."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import TallWidget, fill_round, metrics, outline_round
from app.desktop.widgets.tokens import Type

_CENTRE = Qt.AlignmentFlag.AlignCenter


class RungStep(NamedTuple):
    """`name` over `under`, both words."""

    name: str
    under: str


class RungStrip(TallWidget):
    accessible_role = accessible.GROUP

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[RungStep, ...] = ()
        self._here = 0

    def set_steps(self, steps: Sequence[RungStep], here: int, name: str) -> None:
        """`here` is the number of the step a person stands on; `name` says all of it in words."""
        self._steps, self._here = tuple(steps), here
        self.setAccessibleName(name)
        self.refilled()

    def height_at(self, width: int) -> int:
        strong, small = metrics(tokens.font(Type.STRONG)).height(), metrics(tokens.font(Type.SMALL)).height()
        return strong + small + tokens.px(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = tokens.S2
        wide = (self.width() - gap * (len(self._steps) - 1)) / len(self._steps)
        for number, step in enumerate(self._steps):
            left = round(number * (wide + gap))
            box = QRect(left, 0, round(number * (wide + gap) + wide) - left, self.height() - tokens.S1)
            self._step(painter, box, number, step)

    def _step(self, painter: QPainter, box: QRect, number: int, step: RungStep) -> None:
        here, behind = number == self._here, number < self._here
        # Where one stands is said by an edge and a strong word as well as by the colour.
        if here or behind:
            fill_round(painter, box, tokens.colour("accent_bg" if here else "hover"), tokens.RADIUS_INPUT)
        outline_round(painter, box, tokens.colour("accent" if here else "line"), tokens.RADIUS_INPUT, 2 if here else 1)
        inner = box.adjusted(tokens.S1, tokens.px(7), -tokens.S1, -tokens.px(7))
        painter.setFont(tokens.font(Type.STRONG if here else Type.BODY))
        painter.setPen(tokens.colour("accent" if here else "text" if behind else "muted"))
        line = painter.fontMetrics().height()
        ink.draw_text(painter, QRect(inner.left(), inner.top(), inner.width(), line), _CENTRE, step.name, elide=True)
        painter.setFont(tokens.font(Type.SMALL, tabular=True))
        painter.setPen(tokens.colour("text" if here else "muted"))
        rest = QRect(inner.left(), inner.top() + line, inner.width(), inner.height() - line)
        ink.draw_text(painter, rest, _CENTRE, step.under, elide=True)
