"""Lines to choose from, one or many, under headings: each of the first nine under its digit, the rest by moving."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.badge import key_cap_width, paint_key_cap
from app.desktop.widgets.icons import draw_icon
from app.desktop.widgets.painted import TallWidget, fill_round, focus_ring
from app.desktop.widgets.tokens import Type


class ChoiceLine(NamedTuple):
    """`id` is what is told, `aside` stands muted at the right; `heading` over the first line of a group."""

    id: str
    text: str
    data: bool = False
    aside: str = ""
    heading: str = ""
    colour: str = "text"


class _Row(NamedTuple):
    heading: str
    line: int


class ChoiceLines(TallWidget):
    """Up, down, Home and End move, a digit or Space chooses, Enter tells `entered`. At most `most` rows are in sight;
    the rest follows the cursor."""

    accessible_role = accessible.LIST
    keeps_all = True

    picked = Signal(str)
    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ChoiceLine, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._rows: list[_Row] = []
        self._current = 0
        self._top = 0
        self._most = 9
        self._digits = True
        self.led = False
        """Whether a line of text beside it moves its cursor, which is then in sight all the time."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_lines(
        self,
        lines: Sequence[ChoiceLine],
        chosen: frozenset[str],
        *,
        name: str = "",
        most: int = 9,
        digits: bool = True,
        fresh: bool = False,
    ) -> None:
        """`fresh` puts the cursor on what is chosen, else on the first line."""
        before = self.current_id()
        self._lines, self._chosen = tuple(lines), chosen
        self._most, self._digits = most, digits
        self._rows = []
        heading = ""
        for number, line in enumerate(self._lines):
            if line.heading and line.heading != heading:
                heading = line.heading
                self._rows.append(_Row(heading, -1))
            self._rows.append(_Row("", number))
        wanted = next((line.id for line in self._lines if line.id in chosen), None) if fresh else before
        ids = [line.id for line in self._lines]
        self._current = ids.index(wanted) if wanted in ids else 0
        if fresh:
            self._top = 0
        self._follow()
        self.setAccessibleName(name)
        self.refilled()

    @property
    def lines(self) -> tuple[ChoiceLine, ...]:
        return self._lines

    def current_id(self) -> str | None:
        return self._lines[self._current].id if 0 <= self._current < len(self._lines) else None

    def move_cursor(self, step: int) -> None:
        if self._lines:
            self._current = max(0, min(len(self._lines) - 1, self._current + step))
            self._follow()
            self.update()

    def _room(self) -> int:
        """How many whole rows are in sight: fewer than `most` where there is less room than was asked for."""
        asked = min(self._most, len(self._rows))
        here = self.height() // self._high() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else asked
        return max(1, min(asked, here)) if here else max(1, asked)

    def _follow(self) -> None:
        """The cursor's row comes into sight, with its heading where that stands right above."""
        room = self._room()
        at = next((n for n, row in enumerate(self._rows) if row.line == self._current), 0)
        first = at - 1 if at and self._rows[at - 1].line < 0 else at
        self._top = min(self._top, first)
        self._top = max(self._top, at - room + 1, 0)
        self._top = max(0, min(self._top, len(self._rows) - room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def _high(self) -> int:
        return tokens.row(27)

    def height_at(self, width: int) -> int:
        return self._high() * min(self._most, len(self._rows))

    def _sight(self) -> list[tuple[_Row, QRect]]:
        high = self._high()
        shown = self._rows[self._top : self._top + self._room()]
        return [(row, QRect(0, n * high, self.width(), high)) for n, row in enumerate(shown)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = self._room()
        more = len(self._rows) > seen
        room = self.width() - (tokens.px(8) if more else 0)
        cap = key_cap_width("9") if self._digits else 0
        for row, box in self._sight():
            box = QRect(box.left(), box.top(), room, box.height())
            if row.line < 0:
                painter.setFont(tokens.font(Type.SMALL_STRONG))
                painter.setPen(tokens.colour("muted"))
                ink.draw_text(painter, box.adjusted(tokens.S1, 0, 0, 0), _MIDDLE, row.heading, elide=True)
                continue
            self._line(painter, row.line, box, cap)
        if more:
            high = self.height()
            tall = max(tokens.px(16), high * seen // len(self._rows))
            at = (high - tall) * self._top // max(1, len(self._rows) - seen)
            bar = QRect(self.width() - tokens.px(4), at, tokens.px(4), tall)
            fill_round(painter, bar, tokens.colour("line"), tokens.px(2))

    def _line(self, painter: QPainter, number: int, box: QRect, cap: int) -> None:
        line = self._lines[number]
        chosen = line.id in self._chosen
        if chosen:
            fill_round(painter, box.adjusted(0, 1, 0, -1), tokens.colour("accent_bg"), tokens.RADIUS_SMALL)
        if self.led and number == self._current and not self.hasFocus():
            # The focus, with its ring, is in the line that leads: one place at a time may look like it.
            if not chosen:
                fill_round(painter, box.adjusted(0, 1, 0, -1), tokens.colour("hover"), tokens.RADIUS_SMALL)
            painter.fillRect(QRect(box.left(), box.top() + 1, tokens.px(3), box.height() - 2), tokens.colour("accent"))
        left = box.left() + (tokens.S2 if self.led else tokens.S1)
        if self._digits:
            if number < 9:
                tall = tokens.px(17)
                place = QRect(left, box.top() + (box.height() - tall) // 2, cap, tall)
                paint_key_cap(painter, place, str(number + 1), "accent" if chosen else "muted")
            left += cap + tokens.S2
        right = box.right() - tokens.S1
        if chosen:
            size = tokens.px(13)
            draw_icon(
                painter,
                "check",
                QRectF(right - size, box.top() + (box.height() - size) / 2, size, size),
                tokens.colour("accent"),
                1.8,
            )
            right -= size + tokens.S1
        painter.setFont(tokens.font(Type.SMALL))
        if line.aside:
            wide = min(ink.text_width(painter, line.aside) + 2, (right - left) // 2)
            painter.setPen(tokens.colour("muted"))
            place = QRect(right - wide, box.top(), wide, box.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            ink.draw_text(painter, place, flags, line.aside, elide=True)
            right -= wide + tokens.S2
        painter.setFont(tokens.font(Type.STRONG if chosen else Type.BODY))
        painter.setPen(tokens.colour(line.colour))
        place = QRect(left, box.top(), right - left, box.height())
        ink.draw_text(painter, place, _MIDDLE, line.text, data=line.data, elide=True)
        if number == self._current and self.hasFocus():
            focus_ring(painter, box.adjusted(0, 1, 0, -1), tokens.RADIUS_SMALL)

    # --- hands ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self._most,
            Qt.Key.Key_PageUp: -self._most,
            Qt.Key.Key_Home: -len(self._lines),
            Qt.Key.Key_End: len(self._lines),
        }
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in moves:
            self.move_cursor(moves[Qt.Key(key)])
        elif plain and self._digits and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._pick(key - Qt.Key.Key_1)
        elif plain and key == Qt.Key.Key_Space:
            self._pick(self._current)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.current_id() or "")
        else:
            super().keyPressEvent(event)

    def _pick(self, number: int) -> None:
        if 0 <= number < len(self._lines):
            self._current = number
            self._follow()
            self.update()
            self.picked.emit(self._lines[number].id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for row, box in self._sight():
            if row.line >= 0 and box.contains(event.position().toPoint()):
                self._pick(row.line)
                return

    def wheelEvent(self, event: QWheelEvent) -> None:
        step = -1 if event.angleDelta().y() > 0 else 1
        self._top = max(0, min(len(self._rows) - self._room(), self._top + step))
        self.update()
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def accessible_parts(self) -> list[accessible.Part]:
        parts: list[accessible.Part] = []
        for row, box in self._sight():
            if row.line >= 0:
                line = self._lines[row.line]
                words = ", ".join(part for part in (line.heading, line.text, line.aside) if part)
                parts.append(accessible.Part(words, box, line.id in self._chosen, row.line == self._current))
        return parts


_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
