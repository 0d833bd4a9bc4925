"""Events in the order they happened: time, a dot whose colour is backed by a word, what it was, a note."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import TallWidget, fill_round
from app.desktop.widgets.runs import Paragraph, Run, plain
from app.desktop.widgets.tokens import Type

LEAST_TEXT = 150
"""The least room for what happened beside its time, in pixels at 100 %."""


class Event(NamedTuple):
    """`tone` is a colour token (pass_, block, escalate, muted), and that of the note as well unless it has its own;
    `mark` highlights it as cited evidence."""

    when: str
    tone: str
    what: tuple[Run, ...]
    note: str = ""
    note_data: bool = False
    mark: bool = False
    note_tone: str = ""


class Timeline(TallWidget):
    accessible_role = accessible.LIST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events: tuple[Event, ...] = ()
        self._laid: tuple[int, list[Paragraph]] | None = None

    def set_events(self, events: Sequence[Event]) -> None:
        self._events = tuple(events)
        self._laid = None
        self.setAccessibleName("; ".join(f"{e.when} {plain(e.what)} {e.note}" for e in self._events))
        self.refilled()

    def restyled(self) -> None:
        self._laid = None
        super().restyled()

    def _narrow(self, width: int) -> bool:
        """Where there is too little room beside the times, the texts stand beneath them."""
        return bool(self._events) and width - self._times() - tokens.px(34) < tokens.px(LEAST_TEXT)

    def _times(self) -> int:
        return max((tokens.advance(e.when, Type.BODY, True) for e in self._events), default=0)

    def _edges(self, width: int) -> tuple[int, int, int]:
        """Left of the times, left of the texts, left of the notes."""
        notes = max((tokens.advance(e.note, Type.STRONG) for e in self._events), default=0)
        if self._narrow(width):
            left = tokens.px(18)
            return left, left, max(left + self._times() + tokens.S3, width - notes)
        notes = min(notes, width * 2 // 5)
        text_left = self._times() + tokens.px(52 if width > tokens.px(640) else 34)
        return 0, text_left, width - notes

    def _lay(self, width: int) -> list[Paragraph]:
        if self._laid is None or self._laid[0] != width:
            _, left, note_left = self._edges(width)
            beside = max(tokens.px(80), note_left - left - tokens.S3)
            under = self._narrow(width)
            self._laid = (
                width,
                [Paragraph(event.what, beside if event.note and not under else width - left) for event in self._events],
            )
        return self._laid[1]

    def _heights(self, width: int) -> list[int]:
        head = tokens.px(22) if self._narrow(width) else 0
        return [max(tokens.px(28), paragraph.height + tokens.px(9)) + head for paragraph in self._lay(width)]

    def height_at(self, width: int) -> int:
        return sum(self._heights(max(1, width)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width()
        laid = self._lay(width)
        at, left, note_left = self._edges(width)
        times, narrow = self._times(), self._narrow(width)
        dot = tokens.px(5) if narrow else (times + left) / 2 + 1
        y = 0
        centre = Qt.AlignmentFlag.AlignVCenter
        for item, paragraph, height in zip(self._events, laid, self._heights(width), strict=True):
            if item.mark:
                band = QRect(0, y + 1, width, height - 2)
                fill_round(painter, band, tokens.colour("accent_bg"), tokens.RADIUS_SMALL)
            first = QRect(at, y, times + 2, min(height, tokens.px(28)))
            painter.setFont(tokens.font(Type.BODY, tabular=True))
            painter.setPen(tokens.colour("muted"))
            ink.draw_text(painter, first, centre, item.when)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour(item.tone))
            painter.drawEllipse(QPointF(dot, y + first.height() / 2), 4, 4)
            top = tokens.px(22) if narrow else 0
            paragraph.draw(painter, left, y + top + (first.height() - paragraph.height // paragraph.lines) // 2)
            if item.note:
                painter.setFont(tokens.font(Type.STRONG))
                painter.setPen(tokens.colour(item.note_tone or item.tone))
                box = QRect(note_left, y, width - note_left, first.height())
                ink.draw_text(painter, box, centre, item.note, data=item.note_data, elide=True)
            y += height

    def accessible_parts(self) -> list[accessible.Part]:
        parts: list[accessible.Part] = []
        y = 0
        for item, height in zip(self._events, self._heights(self.width()), strict=True):
            words = " ".join(part for part in (item.when, plain(item.what), item.note) if part)
            parts.append(accessible.Part(words, QRect(0, y, self.width(), height), item.mark))
            y += height
        return parts
