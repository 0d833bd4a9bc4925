"""The one way painted widgets put words on the screen.

A test can listen: every text drawn is told to the observers with its place and the width it needs, so that
"no English is left" and "nothing is clipped" are questions about what was really painted.
"""

import functools
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGlyphRun, QPainter, QTextLayout, QTextOption


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


_KEPT = 1536
"""Lines that are kept shaped, a kilobyte each: some screens full."""
_LONGEST = 400
"""Characters of a line that is worth keeping."""
_ENDLESS = 1e6
_TURNS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Scripts from right to left, whose pieces only a whole layout puts in order."""


class Line(NamedTuple):
    """One line of text as its font shapes it: pixels of its width, and its glyphs around a baseline at nothing;
    None where they must be laid out each time."""

    width: int
    glyphs: tuple[QGlyphRun, ...] | None


class Measures(NamedTuple):
    """Of a font, in pixels."""

    ascent: int
    descent: int
    height: int


def shapes_alone(text: str) -> bool:
    """Whether the glyphs of a text may be drawn one stretch after the other, without its layout."""
    return text.isprintable() and not _TURNS.search(text)


@functools.lru_cache(maxsize=_KEPT)
def _line(text: str, font: QFont) -> Line:
    """To shape a text takes longer than to put its glyphs on the screen, and most of it is painted again and again."""
    width = QFontMetrics(font).horizontalAdvance(text)
    if len(text) > _LONGEST or not shapes_alone(text):
        return Line(width, None)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_ENDLESS)
    line.setPosition(QPointF(0, -line.ascent()))
    layout.endLayout()
    return Line(width, tuple(layout.glyphRuns()))


@functools.lru_cache(maxsize=_KEPT // 4)
def _elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


@functools.lru_cache(maxsize=64)
def _measures(font: QFont) -> Measures:
    metrics = QFontMetrics(font)
    return Measures(metrics.ascent(), metrics.descent(), metrics.height())


class _Form:
    """How texts are handed to what is painted on."""

    letters: bool = False


@contextmanager
def as_letters() -> Iterator[None]:
    """Texts go over as letters and not as the shapes of their glyphs: a file of vectors keeps them as text."""
    before, _Form.letters = _Form.letters, True
    try:
        yield
    finally:
        _Form.letters = before


def forget_lines() -> None:
    """For a text that must not be kept anywhere."""
    _line.cache_clear()
    _elided.cache_clear()


def text_width(painter: QPainter, text: str) -> int:
    return _line(text, painter.font()).width


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
    if number & _WRAP or "\n" in text:
        metrics = painter.fontMetrics()
        wraps = bool(number & _WRAP)
        needed = wrapped_width(metrics, box.width(), text) if wraps else metrics.horizontalAdvance(text)
        elided = elide and not wraps and needed > box.width()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()) if elided else text
        painter.drawText(box, number, shown)
    else:
        font = painter.font()
        line = _line(text, font)
        needed = line.width
        shown = text
        if elide and needed > box.width():
            shown = _elided(text, font, box.width())
            line = _line(shown, font)
        start = _start(_measures(font), box, number, line.width)
        if line.glyphs is None or _Form.letters:
            painter.drawText(start, shown)
        else:
            for glyphs in line.glyphs:
                painter.drawGlyphRun(start, glyphs)
    if observers:
        place = painter.combinedTransform().mapRect(box)
        for observer in observers:
            observer(Painted(text, place, needed, data, elide))
    return min(needed, box.width()) if elide else needed


def whole(place: float) -> int:
    """The pixel a place falls on. Halves go up: `round` sends every other one down, and rows would dance."""
    return math.floor(place + 0.5)


def _start(metrics: Measures, box: QRect, flags: int, width: int) -> QPointF:
    """Where the baseline of one line begins. By the font's own measures and not by the glyphs', so that Latin and
    Chinese words on one row stand on one line although they come from different fonts."""
    x: float = box.left()
    if flags & _RIGHT:
        x = box.left() + box.width() - width
    elif flags & _MIDDLE:
        x = box.left() + (box.width() - width) / 2
    y: float = box.top() + metrics.ascent
    if flags & _CENTRE:
        y = box.top() + (box.height() - metrics.height) / 2 + metrics.ascent
    elif flags & _BOTTOM:
        y = box.top() + box.height() - metrics.descent
    return QPointF(whole(x), whole(y))


def wrapped_width(metrics: QFontMetrics, width: int, text: str) -> int:
    """The width of the widest line when `text` is wrapped into `width` pixels."""
    flags = Qt.TextFlag.TextWordWrap.value
    return metrics.boundingRect(QRect(0, 0, width, 100_000), flags, text).width()
