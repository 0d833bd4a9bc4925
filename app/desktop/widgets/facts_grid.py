"""Facts in columns, a small caption over each value, as many columns as fit."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.painted import TallWidget
from app.desktop.widgets.runs import Paragraph, Run, paragraph, plain
from app.desktop.widgets.tokens import Type


class Fact(NamedTuple):
    """A caption and its value as runs; `caption_data` where the caption itself is not from the catalogue."""

    caption: str
    value: tuple[Run, ...]
    caption_data: bool = False


class FactsGrid(TallWidget):
    """Rows of equal columns; a value wraps inside its column and the row grows with the tallest."""

    accessible_role = accessible.LIST

    def __init__(self, columns: int = 4, least: int = 112, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = columns
        self._least = least
        self._facts: tuple[Fact, ...] = ()
        self._laid: tuple[int, list[tuple[Paragraph, Paragraph]]] | None = None

    def set_facts(self, facts: Sequence[Fact]) -> None:
        self._facts = tuple(facts)
        self._laid = None
        self.setAccessibleName("; ".join(f"{fact.caption}: {plain(fact.value)}" for fact in self._facts))
        self.refilled()

    def restyled(self) -> None:
        self._laid = None
        super().restyled()

    def _columns(self, width: int) -> int:
        return max(1, min(self._most, width // tokens.px(self._least)))

    def _lay(self, width: int) -> list[tuple[Paragraph, Paragraph]]:
        if self._laid is None or self._laid[0] != width:
            room = width // self._columns(width) - tokens.S3
            self._laid = (
                width,
                [
                    (
                        paragraph((Run(fact.caption, "muted", None, fact.caption_data),), room, Type.SMALL),
                        paragraph(fact.value, room),
                    )
                    for fact in self._facts
                ],
            )
        return self._laid[1]

    def _row_heights(self, width: int) -> list[int]:
        columns = self._columns(width)
        laid = self._lay(width)
        rows = [laid[start : start + columns] for start in range(0, len(laid), columns)]
        return [max(c.height for c, _ in row) + max(v.height for _, v in row) for row in rows]

    def height_at(self, width: int) -> int:
        heights = self._row_heights(max(1, width))
        return sum(heights) + tokens.S3 * max(0, len(heights) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width()
        columns = self._columns(width)
        laid = self._lay(width)
        step = width // columns
        y = 0
        for row, height in enumerate(self._row_heights(width)):
            pairs = laid[row * columns : (row + 1) * columns]
            tallest = max(caption.height for caption, _ in pairs)
            for column, (caption, value) in enumerate(pairs):
                # A caption of one line beside one of two keeps next to its value.
                caption.draw(painter, column * step, y + tallest - caption.height)
                value.draw(painter, column * step, y + tallest)
            y += height + tokens.S3

    def accessible_parts(self) -> list[accessible.Part]:
        columns = self._columns(self.width())
        step, heights = self.width() // columns, self._row_heights(max(1, self.width()))
        tops = [sum(heights[:row]) + tokens.S3 * row for row in range(len(heights))]
        return [
            accessible.Part(
                f"{fact.caption}: {plain(fact.value)}",
                QRect(n % columns * step, tops[n // columns], step, heights[n // columns]),
            )
            for n, fact in enumerate(self._facts)
        ]
