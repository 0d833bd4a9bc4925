"""The one way painted widgets put words on the screen.

A test can listen: every text drawn is told to the observers with its place and the width it needs, so that
"no English is left" and "nothing is clipped" are questions about what was really painted.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter


class Painted(NamedTuple):
    """One text as painted: `rect` in device pixels of the painted surface, `needed` the width it asks for.

    `data` marks text that comes from a case or a person (id, address, name, ROCA's words) and not from the
    catalogue; `elided` that the painter may shorten it with an ellipsis by design.
    """

    text: str
    rect: QRect
    needed: int
    data: bool
    elided: bool


Observer = Callable[[Painted], None]
observers: list[Observer] = []

# Plain numbers: on a road walked a hundred times per repaint, flags as enums cost more than the drawing.
_WRAP = Qt.TextFlag.TextWordWrap.value
_RIGHT = Qt.AlignmentFlag.AlignRight.value
_MIDDLE = Qt.AlignmentFlag.AlignHCenter.value
_CENTRE = Qt.AlignmentFlag.AlignVCenter.value
_BOTTOM = Qt.AlignmentFlag.AlignBottom.value


def text_width(painter: QPainter, text: str) -> int:
    return painter.fontMetrics().horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    rect: QRect | QRectF,
    flags: int | Qt.AlignmentFlag | Qt.TextFlag,
    text: str,
    *,
    data: bool = False,
    elide: bool = False,
) -> int:
    """Draws plain text with the painter's font and pen and returns the width used, in pixels.

    With `elide` a text too wide for `rect` ends in an ellipsis; otherwise it is drawn as it is.
    """
    if not text:
        return 0
    box = rect.toRect() if isinstance(rect, QRectF) else rect
    number = int(flags)
    metrics = painter.fontMetrics()
    wraps = bool(number & _WRAP)
    needed = wrapped_width(metrics, box.width(), text) if wraps else metrics.horizontalAdvance(text)
    shown = text
    if elide and not wraps and needed > box.width():
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    if wraps or "\n" in shown:
        painter.drawText(box, number, shown)
    else:
        width = needed if shown is text else metrics.horizontalAdvance(shown)
        painter.drawText(_start(metrics, box, number, width), shown)
    if observers:
        place = painter.combinedTransform().mapRect(box)
        for observer in observers:
            observer(Painted(text, place, needed, data, elide))
    return min(needed, box.width()) if elide else needed


def whole(place: float) -> int:
    """The pixel a place falls on. Halves go up: `round` sends every other one down, and rows would dance."""
    return math.floor(place + 0.5)


def _start(metrics: QFontMetrics, box: QRect, flags: int, width: int) -> QPointF:
    """Where the baseline of one line begins. By the font's own measures and not by the glyphs', so that Latin and
    Chinese words on one row stand on one line although they come from different fonts."""
    x: float = box.left()
    if flags & _RIGHT:
        x = box.left() + box.width() - width
    elif flags & _MIDDLE:
        x = box.left() + (box.width() - width) / 2
    y: float = box.top() + metrics.ascent()
    if flags & _CENTRE:
        y = box.top() + (box.height() - metrics.height()) / 2 + metrics.ascent()
    elif flags & _BOTTOM:
        y = box.top() + box.height() - metrics.descent()
    return QPointF(whole(x), whole(y))


def wrapped_width(metrics: QFontMetrics, width: int, text: str) -> int:
    """The width of the widest line when `text` is wrapped into `width` pixels."""
    flags = Qt.TextFlag.TextWordWrap.value
    return metrics.boundingRect(QRect(0, 0, width, 100_000), flags, text).width()
