"""Runs: one paragraph of plain text in which stretches differ in colour or weight, wrapped together.

Laid out by QTextLayout, which takes formats by position and parses nothing.
"""

import functools
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.tokens import Type

LEADING = 2
"""Pixels between two lines of a paragraph."""


class Run(NamedTuple):
    """A stretch of text: colour token, type (None: the paragraph's), and whether it is data. One that is `whole` goes
    to the next line rather than be broken, as long as it fits there. `line`: "under" or "through" it, for what is to be
    told apart without its colour. `found`: the places in it (from, to, in characters) that somebody looks for."""

    text: str
    colour: str = "text"
    kind: Type | None = None
    data: bool = False
    whole: bool = False
    line: str = ""
    found: tuple[tuple[int, int], ...] = ()


_JOIN = "\u2060"
"""Between two characters it keeps a line from breaking there, and shows nothing."""
_BREAKS = re.compile("[\u2010-\u2015\u2e80-\uffff]")
"""Dashes and Chinese characters, at which a line may break without a space."""


NO_SPACE = "\u200b"
_CLAUSE = re.compile(r"(?<=[，。；])|(?<=[,.;])(?=\s)")
"""Where one clause of a line ends and the next begins."""


def _held(text: str) -> str:
    """The text as it is laid out so that it does not break."""
    held = _BREAKS.sub(rf"{_JOIN}\g<0>{_JOIN}", text.strip().replace(" ", "\u00a0"))
    return text[: len(text) - len(text.lstrip())] + held + text[len(text.rstrip()) :]


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _stretches(run: Run, shown: str) -> list[tuple[int, int, bool]]:
    """The stretches of a run (from, to, whether they are looked for) as Qt counts."""
    if not run.found or run.whole:
        return [(0, _utf16(shown), False)]
    edges = sorted({0, len(shown), *(edge for place in run.found for edge in place if edge <= len(shown))})
    return [
        (_utf16(shown[:start]), _utf16(shown[:end]), any(a <= start and end <= b for a, b in run.found))
        for start, end in itertools.pairwise(edges)
    ]


def _found(form: QTextCharFormat) -> QTextCharFormat:
    """What is looked for is set off by its ground and by a line under it, since colour alone says nothing to
    everybody."""
    marked = QTextCharFormat(form)
    marked.setBackground(tokens.colour("escalate_bg"))
    marked.setFontUnderline(True)
    return marked


class Paragraph:
    """Runs laid out for one width; `height` in pixels."""

    def __init__(self, runs: Sequence[Run], width: int, kind: Type = Type.BODY, align_right: bool = False) -> None:
        self.runs = tuple(runs)
        texts = [_held(run.text) if run.whole else run.text for run in self.runs]
        text = "".join(texts)
        layout = QTextLayout(text, tokens.font(kind))
        # Painted many times, with what was shaped for the laying out.
        layout.setCacheEnabled(True)
        option = QTextOption(Qt.AlignmentFlag.AlignRight if align_right else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats: list[QTextLayout.FormatRange] = []
        at = 0
        self._spans: list[tuple[int, int]] = []
        for run, shown in zip(self.runs, texts, strict=True):
            length = _utf16(shown)
            form = QTextCharFormat()
            form.setForeground(tokens.colour(run.colour))
            if run.kind is not None and run.kind is not kind:
                form.setFont(tokens.font(run.kind))
            if run.line:
                form.setFontUnderline(run.line == "under")
                form.setFontStrikeOut(run.line == "through")
            for start, end, found in _stretches(run, shown):
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = at + start, end - start, _found(form) if found else form
                formats.append(span)
            self._spans.append((at, at + length))
            at += length
        layout.setFormats(formats)
        layout.beginLayout()
        # Lines step by the paragraph's own font: a Chinese glyph from another font must not move its baseline.
        measures = QFontMetricsF(tokens.font(kind))
        step = round(measures.height()) + LEADING
        height = 0.0
        natural = 0.0
        self.lines = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height + measures.ascent() + LEADING / 2 - line.ascent()))
            height += step
            natural = max(natural, line.naturalTextWidth())
            self.lines += 1
        layout.endLayout()
        self._layout = layout
        self._step = step
        self.height = round(height)
        self.natural_width = round(natural)
        self.width = width

    def draw(self, painter: QPainter, x: int, y: int) -> None:
        self._layout.draw(painter, QPointF(x, y))
        if ink.observers:
            place = painter.combinedTransform().mapRect(QRect(x, y, self.width, self.height))
            for run in self.runs:
                if run.text.strip() and run.text != NO_SPACE:
                    for observer in ink.observers:
                        observer(ink.Painted(run.text, place, self.natural_width, run.data, False))

    def run_at(self, x: float, y: float) -> int | None:
        """Which run lies under a point relative to the paragraph's corner, or None."""
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            if number * self._step <= y < (number + 1) * self._step:
                if x > line.naturalTextWidth():
                    return None
                position = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
                for index, (start, end) in enumerate(self._spans):
                    if start <= position < end:
                        return index
        return None


@functools.lru_cache(maxsize=1024)
def _kept(runs: tuple[Run, ...], width: int, kind: Type, _generation: int) -> Paragraph:
    return Paragraph(runs, width, kind)


def paragraph(runs: Sequence[Run], width: int, kind: Type = Type.BODY) -> Paragraph:
    """A laid-out paragraph; layouts ask for the same one many times, so it is kept."""
    return _kept(tuple(runs), width, kind, tokens.generation())


def forget_paragraphs() -> None:
    """For a text that must not be kept anywhere."""
    _kept.cache_clear()


def clauses(text: str, colour: str = "muted") -> tuple[Run, ...]:
    """A line of short clauses, "Enter sends, Esc closes", that breaks between them and not within one."""
    result: list[Run] = []
    for part in _CLAUSE.split(text):
        held = part.strip()
        # Chinese clauses meet without a space: the break is offered by a character that shows nothing.
        result += [Run(" " if part != held else NO_SPACE, colour)] if result else []
        result.append(Run(held, colour, whole=True))
    return tuple(result)


def broken(runs: Sequence[Run]) -> tuple[Run, ...]:
    """With the line ends of a text as ends of lines within one paragraph."""
    return tuple(run._replace(text=run.text.replace("\n", "\u2028")) if "\n" in run.text else run for run in runs)


def plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs if run.text != NO_SPACE)
