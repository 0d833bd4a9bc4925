"""Facts in columns, a small caption over each value, as many columns as fit."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.painted import TallWidget, metrics
from app.desktop.widgets.runs import Paragraph, Run, plain
from app.desktop.widgets.tokens import Type


class Fact(NamedTuple):
    """A caption and its value as runs; `caption_data` where the caption itself is not from the catalogue."""

    caption: str
    value: tuple[Run, ...]
    caption_data: bool = False


class FactsGrid(TallWidget):
    """Rows of equal columns; a value wraps inside its column and the row grows with the tallest."""

    def __init__(self, columns: int = 4, least: int = 132, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = columns
        self._least = least
        self._facts: tuple[Fact, ...] = ()
        self._laid: tuple[int, list[Paragraph]] | None = None

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

    def _lay(self, width: int) -> list[Paragraph]:
        if self._laid is None or self._laid[0] != width:
            room = width // self._columns(width) - tokens.S4
            self._laid = (width, [Paragraph(fact.value, room) for fact in self._facts])
        return self._laid[1]

    def _row_heights(self, width: int) -> list[int]:
        columns = self._columns(width)
        laid = self._lay(width)
        caption = metrics(tokens.font(Type.SMALL)).height() + 2
        return [
            caption + max(paragraph.height for paragraph in laid[start : start + columns])
            for start in range(0, len(laid), columns)
        ]

    def height_at(self, width: int) -> int:
        heights = self._row_heights(max(1, width))
        return sum(heights) + tokens.S3 * max(0, len(heights) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width()
        columns = self._columns(width)
        laid = self._lay(width)
        step = width // columns
        small = tokens.font(Type.SMALL)
        caption_height = metrics(small).height()
        y = 0
        for row, height in enumerate(self._row_heights(width)):
            for column in range(columns):
                number = row * columns + column
                if number >= len(self._facts):
                    break
                fact = self._facts[number]
                painter.setFont(small)
                painter.setPen(tokens.colour("muted"))
                box = QRect(column * step, y, step - tokens.S4, caption_height)
                ink.draw_text(
                    painter, box, Qt.AlignmentFlag.AlignLeft, fact.caption, data=fact.caption_data, elide=True
                )
                laid[number].draw(painter, column * step, y + caption_height + 2)
            y += height + tokens.S3
