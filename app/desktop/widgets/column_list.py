"""Texts beside one another, row by row: two languages of a clause, or what several people made of the same words."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.badge import badge_width, paint_badge
from app.desktop.widgets.painted import TallWidget, fill_round, focus_ring
from app.desktop.widgets.runs import Paragraph, Run, broken, paragraph, plain
from app.desktop.widgets.tokens import Type

Text = tuple[Run, ...]


class ColumnRow(NamedTuple):
    """`heading` over the texts, with a badge that says how the row stands; `picked` is the column that was chosen for
    it, -1 for none."""

    heading: str
    cells: tuple[Text, ...]
    heading_data: bool = False
    badge: str = ""
    tone: str = "muted"
    picked: int = -1


class ColumnList(TallWidget):
    """Up and down, J and K move, Home and End go to the ends, Enter chooses. `moved` tells the row that the keys came
    to."""

    accessible_role = accessible.LIST
    keeps_enter = True
    keeps_letters = ("J", "K")

    chosen = Signal(int)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._captions: tuple[str, ...] = ()
        self._rows: tuple[ColumnRow, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_rows(self, captions: Sequence[str], rows: Sequence[ColumnRow], current: int, name: str) -> None:
        """`captions` stand over the columns, `name` is what a screen reader calls the whole."""
        self._captions, self._rows = tuple(captions), tuple(rows)
        self._current = max(0, min(current, len(self._rows) - 1))
        self.setAccessibleName(name)
        self.refilled()

    @property
    def rows(self) -> tuple[ColumnRow, ...]:
        return self._rows

    @property
    def captions(self) -> tuple[str, ...]:
        return self._captions

    @property
    def current(self) -> int:
        return self._current

    def row_rect(self, number: int) -> QRect:
        """Where a row stands, in the widget's own pixels."""
        top = self._head()
        for at, row in enumerate(self._rows):
            high = self._height(row, self.width())
            if at == number:
                return QRect(0, top, self.width(), high)
            top += high
        return QRect()

    def row_middle(self, number: int) -> QPoint:
        return self.row_rect(number).center()

    # --- measures -----------------------------------------------------------------------------------

    def _head(self) -> int:
        return tokens.px(24) if any(self._captions) else 0

    def _column(self, width: int) -> int:
        count = max(1, len(self._captions))
        return max(1, (width - 2 * tokens.S2 - (count - 1) * tokens.S5) // count)

    def _laid(self, row: ColumnRow, width: int) -> list[Paragraph]:
        return [paragraph(broken(cell), self._column(width)) for cell in row.cells]

    def _height(self, row: ColumnRow, width: int) -> int:
        texts = max((laid.height for laid in self._laid(row, width)), default=0)
        return texts + 2 * tokens.S2 + (tokens.px(22) if row.heading or row.badge else 0)

    def height_at(self, width: int) -> int:
        return self._head() + sum(self._height(row, width) for row in self._rows)

    # --- painting -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, step = self._column(self.width()), self._column(self.width()) + tokens.S5
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if self._head():
            painter.setFont(tokens.font(Type.SMALL_STRONG))
            painter.setPen(tokens.colour("muted"))
            for number, caption in enumerate(self._captions):
                box = QRect(tokens.S2 + number * step, 0, wide, self._head())
                ink.draw_text(painter, box, flags, caption, elide=True)
        top = self._head()
        for number, row in enumerate(self._rows):
            high = self._height(row, self.width())
            place = QRect(0, top, self.width(), high)
            top += high
            if place.intersects(event.rect()):
                self._paint(painter, number, row, place)

    def _paint(self, painter: QPainter, number: int, row: ColumnRow, place: QRect) -> None:
        band = place.adjusted(0, 1, 0, 0)
        here = number == self._current and self.hasFocus()
        if here:
            fill_round(painter, band, tokens.colour("accent_bg"), tokens.RADIUS_SMALL)
        painter.setPen(tokens.colour("line"))
        painter.drawLine(0, place.top(), place.width(), place.top())
        top = place.top() + tokens.S2
        if row.heading or row.badge:
            line = QRect(tokens.S2, top, place.width() - 2 * tokens.S2, tokens.px(18))
            painter.setFont(tokens.font(Type.STRONG))
            painter.setPen(tokens.colour("text"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            used = ink.draw_text(painter, line, flags, row.heading, data=row.heading_data, elide=True)
            if row.badge:
                painter.setFont(tokens.font(Type.SMALL_STRONG))
                wide = badge_width(painter, row.badge)
                paint_badge(
                    painter, QRect(line.left() + used + tokens.S2, top, wide, tokens.px(18)), row.badge, row.tone
                )
            top += tokens.px(22)
        step = self._column(self.width()) + tokens.S5
        for at, laid in enumerate(self._laid(row, self.width())):
            x = tokens.S2 + at * step
            if at == row.picked:
                # Beside the column that was chosen stands a bar, besides the word in the badge.
                bar = QRect(x - tokens.S2, top, tokens.S0, laid.height)
                painter.fillRect(bar, tokens.colour("accent"))
            laid.draw(painter, x, top)
        if here:
            focus_ring(painter, band, tokens.RADIUS_SMALL)

    # --- hands --------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        found = next((n for n in range(len(self._rows)) if self.row_rect(n).contains(spot)), -1)
        if found >= 0:
            self._go(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self._rows) - 1
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
        if key in steps and self._rows:
            self._go(max(0, min(last, self._current + steps[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._rows:
            self._go(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        self._current = number
        self.update()
        self.moved.emit(number)

    def accessible_parts(self) -> list[accessible.Part]:
        parts: list[accessible.Part] = []
        for number, row in enumerate(self._rows):
            texts = [
                f"{caption}: {spoken(cell)}" if caption else spoken(cell)
                for caption, cell in zip(self._captions, row.cells, strict=False)
            ]
            words = "; ".join(part for part in (row.heading, row.badge, *texts) if part)
            parts.append(
                accessible.Part(words, self.row_rect(number), number == self._current, number == self._current)
            )
        return parts


def spoken(cell: Sequence[Run]) -> str:
    """A text for whoever hears it: what is struck out stands in brackets with a minus, what is new with a plus."""
    if not any(run.line for run in cell):
        return plain(cell)
    signs = {"through": "[−{}]", "under": "[+{}]"}
    return "".join(signs[run.line].format(run.text) if run.line else run.text for run in cell)
