"""Declared against document in a narrow column: a field a row, both values one under the other, what differs marked.
It stands beside a document, whose box of the current field is in sight."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.badge import badge_width, paint_badge
from app.desktop.widgets.field_diff import DiffRow
from app.desktop.widgets.painted import TallWidget, fill_round, outline_round
from app.desktop.widgets.record_list import paint_marks
from app.desktop.widgets.tokens import Type

LINE = 20
BADGE = 18


class CompareList(TallWidget):
    """`chosen(key)` says that a row was pressed. Where it `alone` has little height it shows the current row only. It
    takes no focus: the document beside it has the keys."""

    accessible_role = accessible.LIST

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DiffRow, ...] = ()
        self._captions = ("", "", "")
        self._current = ""
        self._alone = False

    def set_rows(self, rows: Sequence[DiffRow], captions: tuple[str, str, str], current: str) -> None:
        """`captions` stand before the declared value, the document's, and the kind of difference; `current` is the key
        of the row that is pointed at, "" for none."""
        self._rows, self._captions, self._current = tuple(rows), captions, current
        self.setAccessibleName(", ".join(captions[:2]))
        self.refilled()

    def set_current(self, key: str) -> None:
        if key != self._current:
            self._current = key
            self.refilled()

    def set_alone(self, on: bool) -> None:
        """Whether only the current row is in sight."""
        if on != self._alone:
            self._alone = on
            self.refilled()

    @property
    def current(self) -> str:
        return self._current

    @property
    def rows(self) -> tuple[DiffRow, ...]:
        return self._rows

    def step(self, by: int) -> str:
        """The key of the row so many further, the first or the last one at most; "" where there are none."""
        keys = [row.key for row in self._rows]
        if not keys:
            return ""
        if self._current not in keys:
            return keys[0]
        return keys[max(0, min(len(keys) - 1, keys.index(self._current) + by))]

    def place_of(self, key: str) -> QRect:
        """Where a row stands, in the widget's own pixels; empty where it is not in sight."""
        return next((place for row, place in self._places() if row.key == key), QRect())

    def _shown(self) -> tuple[DiffRow, ...]:
        if not self._alone:
            return self._rows
        found = tuple(row for row in self._rows if row.key == self._current)
        return found or self._rows[:1]

    @staticmethod
    def _height(row: DiffRow) -> int:
        return tokens.px(LINE) * (4 if row.how else 3) + 2 * tokens.S2

    def _places(self) -> list[tuple[DiffRow, QRect]]:
        result: list[tuple[DiffRow, QRect]] = []
        y = 0
        for row in self._shown():
            high = self._height(row)
            result.append((row, QRect(0, y, self.width(), high)))
            y += high + tokens.S1
        return result

    def height_at(self, width: int) -> int:
        return sum(self._height(row) + tokens.S1 for row in self._shown())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, place in self._places():
            if place.intersects(event.rect()):
                self._paint(painter, row, place)

    def _paint(self, painter: QPainter, row: DiffRow, place: QRect) -> None:
        if row.key == self._current:
            fill_round(painter, place, tokens.colour("accent_bg"), tokens.RADIUS_INPUT)
            outline_round(painter, place, tokens.colour("accent"), tokens.RADIUS_INPUT, 1.5)
        inner = place.adjusted(tokens.S3, tokens.S2, -tokens.S3, -tokens.S2)
        line = QRect(inner.left(), inner.top(), inner.width(), tokens.px(LINE))
        painter.setFont(tokens.font(Type.SMALL_STRONG))
        badge = badge_width(painter, row.result) if row.result else 0
        painter.setFont(tokens.font(Type.STRONG))
        painter.setPen(tokens.colour("text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        room = line.adjusted(0, 0, -badge - tokens.S2, 0)
        ink.draw_text(painter, room, flags, row.field, data=row.field_data, elide=True)
        if badge:
            painter.setFont(tokens.font(Type.SMALL_STRONG))
            tall = tokens.px(BADGE)
            at = QRect(line.right() - badge + 1, line.top() + (line.height() - tall) // 2, badge, tall)
            paint_badge(painter, at, row.result, row.tone)
        left = max(tokens.advance(caption, Type.SMALL) for caption in self._captions) + tokens.S3
        lines = [(row.declared, True, row.declared_marks), (row.document, True, row.document_marks)]
        if row.how:
            lines.append((row.how, False, ()))
        for caption, (text, data, marks) in zip(self._captions, lines, strict=False):
            line = line.translated(0, tokens.px(LINE))
            painter.setFont(tokens.font(Type.SMALL))
            painter.setPen(tokens.colour("muted"))
            ink.draw_text(painter, line, flags, caption)
            box = line.adjusted(left, 0, 0, 0)
            painter.setFont(tokens.font(Type.BODY, tabular=True))
            paint_marks(painter, text, marks, box)
            painter.setPen(tokens.colour("text" if data else "muted"))
            ink.draw_text(painter, box, flags, text, data=data, elide=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        found = next((row.key for row, place in self._places() if place.contains(spot)), "")
        if found:
            self.chosen.emit(found)

    def accessible_parts(self) -> list[accessible.Part]:
        declared, document, how = self._captions
        parts: list[accessible.Part] = []
        for row, place in self._places():
            words = f"{row.field}; {declared}: {row.declared}; {document}: {row.document}; {row.result}"
            words += f"; {how}: {row.how}" if row.how else ""
            parts.append(accessible.Part(words, place, row.key == self._current))
        return parts
