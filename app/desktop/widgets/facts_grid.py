"""Facts in columns, a small caption over each value, as many columns as fit; or in lines, where height is dear."""

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


class _Placed(NamedTuple):
    """A fact where it stands: its caption, if that is set by itself, and its value, each with its top."""

    rect: QRect
    caption: Paragraph | None
    caption_top: int
    value: Paragraph
    value_top: int


class FactsGrid(TallWidget):
    """Rows of columns; a value wraps inside its column and the row grows with the tallest. The columns are equal where
    everything fits into equal ones; where it does not, each takes what it needs. `set_dense` puts caption and value
    side by side and one fact after the other."""

    accessible_role = accessible.LIST

    def __init__(self, columns: int = 4, least: int = 112, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = columns
        self._least = least
        self._dense = False
        self._facts: tuple[Fact, ...] = ()
        self._laid: tuple[int, list[_Placed], int] | None = None

    def set_facts(self, facts: Sequence[Fact]) -> None:
        self._facts = tuple(facts)
        self._laid = None
        self.setAccessibleName("; ".join(f"{fact.caption}: {plain(fact.value)}" for fact in self._facts))
        self.refilled()

    def set_dense(self, on: bool) -> None:
        if on != self._dense:
            self._dense = on
            self._laid = None
            self.refilled()

    def restyled(self) -> None:
        self._laid = None
        super().restyled()

    def _lay(self, width: int) -> tuple[list[_Placed], int]:
        """Where everything stands at this width, and how high that is."""
        if self._laid is None or self._laid[0] != width:
            found, height = self._in_lines(width) if self._dense else self._in_columns(width)
            self._laid = (width, found, height)
        return self._laid[1], self._laid[2]

    def _in_lines(self, width: int) -> tuple[list[_Placed], int]:
        gap, between = tokens.S5, tokens.S1
        placed: list[_Placed] = []
        x = y = tall = 0
        for fact in self._facts:
            caption = Run(f"{fact.caption}  ", "muted", Type.SMALL, fact.caption_data)
            value = paragraph((caption, *fact.value), width)
            wide = value.natural_width
            if x and x + wide > width:
                x, y, tall = 0, y + tall + between, 0
            placed.append(_Placed(QRect(x, y, wide, value.height), None, y, value, y))
            x += wide + gap
            tall = max(tall, value.height)
        return placed, y + tall

    def _in_columns(self, width: int) -> tuple[list[_Placed], int]:
        steps = self._steps(width)
        placed: list[_Placed] = []
        y = 0
        for start in range(0, len(self._facts), len(steps)):
            pairs = [
                (
                    paragraph((Run(fact.caption, "muted", None, fact.caption_data),), step - tokens.S3, Type.SMALL),
                    paragraph(fact.value, step - tokens.S3),
                )
                for fact, step in zip(self._facts[start:], steps, strict=False)
            ]
            if y:
                y += tokens.S3
            # A caption of one line beside one of two keeps next to its value.
            over = max(caption.height for caption, _ in pairs)
            height = over + max(value.height for _, value in pairs)
            x = 0
            for (caption, value), step in zip(pairs, steps, strict=False):
                placed.append(_Placed(QRect(x, y, step, height), caption, y + over - caption.height, value, y + over))
                x += step
            y += height
        return placed, y

    def _steps(self, width: int) -> list[int]:
        """The widths of the columns: as many as may be, in which nothing wraps; else as many as may be."""
        most = max(1, min(self._most, width // tokens.px(self._least)))
        needs = [
            max(
                tokens.advance(fact.caption, Type.SMALL),
                sum(tokens.advance(run.text, run.kind or Type.BODY) for run in fact.value),
            )
            + tokens.S3
            + 2
            for fact in self._facts
        ]
        for columns in range(most, max(1, most - 2), -1):
            if max(needs, default=0) <= width // columns:
                break
            widest = [max(needs[column::columns], default=0) for column in range(columns)]
            spare = width - sum(widest)
            if spare >= 0:
                return [wide + spare // columns for wide in widest]
        else:
            columns = most
        return [width // columns] * columns

    def height_at(self, width: int) -> int:
        return self._lay(max(1, width))[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for one in self._lay(self.width())[0]:
            if one.caption is not None:
                one.caption.draw(painter, one.rect.x(), one.caption_top)
            one.value.draw(painter, one.rect.x(), one.value_top)

    def accessible_parts(self) -> list[accessible.Part]:
        placed = self._lay(max(1, self.width()))[0]
        return [
            accessible.Part(f"{fact.caption}: {plain(fact.value)}", one.rect)
            for fact, one in zip(self._facts, placed, strict=True)
        ]
