"""The agent's reasoning, step by step: statement, its clause or the lack of one, and the reviewer's ✓ or ✗.

Keyboard: up and down move between steps, Y marks a step right, N wrong, 1 to 4 say what is wrong with one marked
wrong, Delete takes the mark away, Enter shows the step's evidence and Shift+Enter its clause, F flags that no clause
stands behind it (F is an action of the window).
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.icons import draw_icon
from app.desktop.widgets.painted import TallWidget, fill_round, focus_ring, outline_round
from app.desktop.widgets.runs import Paragraph, Run, paragraph, plain
from app.desktop.widgets.tokens import Type


class StepItem(NamedTuple):
    """`runs` hold the statement and, last, the clause when `clause` or `gap` says that it is one."""

    n: int
    runs: tuple[Run, ...]
    clause: bool
    gap: bool
    mark: str | None
    note: str = ""
    note_colour: str = "escalate"


class StepList(TallWidget):
    accessible_role = accessible.LIST

    marked = Signal(int, object)
    entered = Signal(bool)
    """Whether the keyboard has come here, or has gone."""
    pointed = Signal(QRect)
    """Where the cursor stands, when it moves or the focus comes."""
    error_picked = Signal(int, int)
    """(step, 1 to 4): what is wrong with it."""
    evidence_asked = Signal(int)
    clause_asked = Signal(int)
    gap_asked = Signal(int)
    keeps_enter = True

    @property
    def keeps_letters(self) -> frozenset[str]:
        """The digits are the list's while the step under its cursor is marked wrong, and the root cause's else."""
        step = self._steps[self._current] if self._steps else None
        wrong = step is not None and step.mark == "wrong"
        return frozenset({"Y", "N", "1", "2", "3", "4"}) if wrong else frozenset({"Y", "N"})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[StepItem, ...] = ()
        self._laid: tuple[int, list[tuple[Paragraph, Paragraph | None]]] | None = None
        self._current = 0
        self._hover: tuple[int, str] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def set_steps(self, steps: Sequence[StepItem]) -> None:
        self._steps = tuple(steps)
        self._laid = None
        self._current = max(0, min(self._current, len(self._steps) - 1))
        self.setAccessibleName("; ".join(f"{step.n}. {plain(step.runs)}" for step in self._steps))
        self.refilled()

    def reset_cursor(self) -> None:
        """A new case starts at its first step."""
        self._current = 0

    def current_step(self) -> int | None:
        return self._steps[self._current].n if self._steps else None

    def restyled(self) -> None:
        self._laid = None
        super().restyled()

    def _left(self) -> int:
        return tokens.px(28)

    def _marks_room(self) -> int:
        return tokens.px(50)

    def _lay(self, width: int) -> list[tuple[Paragraph, Paragraph | None]]:
        if self._laid is None or self._laid[0] != width:
            room = max(tokens.px(80), width - self._left() - self._marks_room())
            laid = [
                (
                    paragraph(step.runs, room),
                    paragraph((Run(step.note, step.note_colour),), room, Type.SMALL) if step.note else None,
                )
                for step in self._steps
            ]
            self._laid = (width, laid)
        return self._laid[1]

    def _heights(self, width: int) -> list[int]:
        return [text.height + (note.height if note else 0) + tokens.px(14) for text, note in self._lay(max(1, width))]

    def height_at(self, width: int) -> int:
        return sum(self._heights(width))

    def _mark_boxes(self, top: int) -> tuple[QRectF, QRectF]:
        size = tokens.px(20)
        right = self.width() - size
        y = top + tokens.px(5)
        return QRectF(right - size - 3, y, size, size), QRectF(right, y, size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width()
        y = 0
        heights = self._heights(width)
        for number, (step, (text, note), height) in enumerate(zip(self._steps, self._lay(width), heights, strict=True)):
            size = tokens.px(19)
            circle = QRect(0, y + tokens.px(6), size, size)
            outline_round(painter, circle, tokens.colour("line"), size / 2)
            painter.setFont(tokens.font(Type.CAPTION, tabular=True))
            painter.setPen(tokens.colour("muted"))
            ink.draw_text(painter, circle, Qt.AlignmentFlag.AlignCenter, str(step.n), data=True)
            text.draw(painter, self._left(), y + tokens.px(7))
            if note is not None:
                note.draw(painter, self._left(), y + tokens.px(7) + text.height)
            self._paint_marks(painter, number, step, y)
            painter.setPen(QPen(tokens.colour("line"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(0, y + height - 1, width, y + height - 1)
            if number == self._current and self.hasFocus():
                focus_ring(painter, QRect(0, y + 1, width, height - 3), tokens.RADIUS_SMALL)
            y += height

    def _paint_marks(self, painter: QPainter, number: int, step: StepItem, top: int) -> None:
        for box, name, mark, colour in zip(
            self._mark_boxes(top), ("check", "cross"), ("right", "wrong"), ("pass_", "block"), strict=True
        ):
            chosen = step.mark == mark
            if chosen:
                fill_round(painter, box, tokens.colour(f"{colour.rstrip('_')}_bg"), tokens.RADIUS_SMALL)
            elif self._hover == (number, mark):
                fill_round(painter, box, tokens.colour("hover"), tokens.RADIUS_SMALL)
            inner = box.adjusted(box.width() * 0.22, box.height() * 0.22, -box.width() * 0.22, -box.height() * 0.22)
            draw_icon(painter, name, inner, tokens.colour(colour if chosen else "muted"), 1.8 if chosen else 1.3)

    def _at(self, y: float) -> tuple[int, int] | None:
        top = 0
        for number, height in enumerate(self._heights(self.width())):
            if top <= y < top + height:
                return number, top
            top += height
        return None

    def _part(self, x: float, y: float) -> tuple[int, str] | None:
        found = self._at(y)
        if found is None:
            return None
        number, top = found
        for box, mark in zip(self._mark_boxes(top), ("right", "wrong"), strict=True):
            if box.contains(x, y):
                return number, mark
        text = self._lay(self.width())[number][0]
        run = text.run_at(x - self._left(), y - top - tokens.px(7))
        step = self._steps[number]
        if run is not None and run == len(step.runs) - 1 and (step.clause or step.gap):
            return number, "clause" if step.clause else "gap"
        return number, "statement"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        part = self._part(event.position().x(), event.position().y())
        if part != self._hover:
            self._hover = part
            hand = part is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        part = self._part(event.position().x(), event.position().y())
        if part is None:
            return
        self._current = part[0]
        step = self._steps[part[0]]
        if part[1] in ("right", "wrong"):
            self.marked.emit(step.n, None if step.mark == part[1] else part[1])
        elif part[1] == "clause":
            self.clause_asked.emit(step.n)
        elif part[1] == "gap":
            self.gap_asked.emit(step.n)
        else:
            self.evidence_asked.emit(step.n)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._steps:
            super().keyPressEvent(event)
            return
        step = self._steps[self._current]
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            move = 1 if key == Qt.Key.Key_Down else -1
            self._current = max(0, min(len(self._steps) - 1, self._current + move))
            self.update()
            self._point()
        elif key == Qt.Key.Key_Y:
            self.marked.emit(step.n, "right")
        elif key == Qt.Key.Key_N:
            self.marked.emit(step.n, "wrong")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.marked.emit(step.n, None)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_4 and step.mark == "wrong":
            self.error_picked.emit(step.n, key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                (self.clause_asked if step.clause else self.gap_asked).emit(step.n)
            else:
                self.evidence_asked.emit(step.n)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.entered.emit(True)
            self._point()

    def _point(self) -> None:
        heights = self._heights(self.width())
        if heights:
            top = sum(heights[: self._current])
            self.pointed.emit(QRect(0, top, self.width(), heights[self._current]))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.entered.emit(False)
        self.update()

    def accessible_parts(self) -> list[accessible.Part]:
        parts: list[accessible.Part] = []
        y = 0
        for number, (step, height) in enumerate(zip(self._steps, self._heights(self.width()), strict=True)):
            mark = {"right": "✓", "wrong": "✗"}.get(step.mark or "", "")
            words = " ".join(part for part in (f"{step.n}.", plain(step.runs), step.note, mark) if part)
            place = QRect(0, y, self.width(), height)
            parts.append(accessible.Part(words, place, number == self._current, number == self._current))
            y += height
        return parts
