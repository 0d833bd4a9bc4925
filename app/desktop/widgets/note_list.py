"""Notes under each other: who, when and of what kind over the text; one that is not sent yet says so."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.painted import TallWidget
from app.desktop.widgets.runs import Run, paragraph, plain
from app.desktop.widgets.tokens import Type


class NoteLine(NamedTuple):
    """`head` says who, when and what kind, as runs; `text` is what the person wrote."""

    head: tuple[Run, ...]
    text: str


class NoteList(TallWidget):
    """Takes no input; each note is a part for assistive programs."""

    accessible_role = accessible.LIST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[NoteLine, ...] = ()

    def set_notes(self, notes: Sequence[NoteLine], name: str) -> None:
        self._notes = tuple(notes)
        self.setAccessibleName(name)
        self.refilled()

    def _rects(self, width: int) -> list[QRect]:
        found: list[QRect] = []
        y = 0
        for note in self._notes:
            head = paragraph(note.head, width, Type.SMALL).height
            text = paragraph((Run(note.text, data=True),), width).height
            found.append(QRect(0, y, width, head + tokens.S0 + text))
            y += head + tokens.S0 + text + tokens.S4
        return found

    def height_at(self, width: int) -> int:
        rects = self._rects(max(1, width))
        return rects[-1].bottom() + 1 if rects else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rects = self._rects(max(1, self.width()))
        for number, (note, rect) in enumerate(zip(self._notes, rects, strict=True)):
            if number:
                painter.setPen(tokens.colour("line"))
                top = rect.top() - tokens.S4 // 2
                painter.drawLine(0, top, rect.width(), top)
            head = paragraph(note.head, rect.width(), Type.SMALL)
            head.draw(painter, 0, rect.top())
            paragraph((Run(note.text, data=True),), rect.width()).draw(painter, 0, rect.top() + head.height + tokens.S0)

    def accessible_parts(self) -> list[accessible.Part]:
        rects = self._rects(max(1, self.width()))
        return [
            accessible.Part(f"{plain(note.head)}: {note.text}", rect)
            for note, rect in zip(self._notes, rects, strict=True)
        ]
