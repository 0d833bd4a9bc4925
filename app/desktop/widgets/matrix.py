"""A square of pairs, painted: how any two of a row of people stand to one another. Arrows move, Enter opens a pair."""

from collections.abc import Callable, Mapping, Sequence

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import TallWidget, focus_ring
from app.desktop.widgets.tokens import Type

_CENTRE = Qt.AlignmentFlag.AlignCenter
_SMALLEST, _WIDEST, _ROW = 5, 88, 28


class Pair(msgspec.Struct, frozen=True):
    """`number` is what is told when it is opened; `text` stands in its field, `told` says all of it in words to whoever
    asks. `ground` and `colour` are tokens."""

    number: int
    text: str
    told: Callable[[], str]
    ground: str = "surface"
    colour: str = "text"


class PairMatrix(TallWidget):
    """`chosen` tells the number of a pair, `moved` that the keys came to one (-1: nothing in common)."""

    accessible_role = accessible.CHART

    chosen = Signal(int)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keeps_enter = True
        self._names: tuple[str, ...] = ()
        self._pairs: dict[tuple[int, int], Pair] = {}
        self._at = (0, 1)
        self._widest: int | None = None
        self._grounds: frozenset[str] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_pairs(self, names: Sequence[str], pairs: Mapping[tuple[int, int], Pair], name: str) -> None:
        """`pairs` by (first, second), the first before the second."""
        self._names, self._pairs, self._widest = tuple(names), dict(pairs), None
        self._grounds = frozenset(pair.ground for pair in pairs.values())
        if max(self._at) >= len(names) or not names:
            self._at = (0, 1 if len(names) > 1 else 0)
        self.setAccessibleName(name)
        self.refilled()

    @property
    def current(self) -> int:
        """The number of the pair that the keys stand on, -1 for none."""
        pair = self._pair(*self._at)
        return pair.number if pair is not None else -1

    def _pair(self, row: int, column: int) -> Pair | None:
        return self._pairs.get((min(row, column), max(row, column)))

    def restyled(self) -> None:
        self._widest = None
        super().restyled()

    def _heads(self) -> int:
        if self._widest is None:
            heads = (tokens.advance(f"{n + 1}  {name}", Type.SMALL) for n, name in enumerate(self._names))
            self._widest = max(heads, default=0)
        return min(self._widest + tokens.S3, tokens.px(180))

    def _sizes(self, width: int) -> tuple[int, int, int]:
        """(pixels for the names, width and height of a field); without names where fields are too small for words."""
        many = max(1, len(self._names))
        wide = min(tokens.px(_WIDEST), (width - self._heads()) // many)
        if wide >= tokens.px(40):
            return self._heads(), wide, tokens.row(_ROW)
        small = max(_SMALLEST, min(tokens.px(16), width // many))
        return 0, small, small

    def height_at(self, width: int) -> int:
        if not self._names:
            return 0
        heads, _, tall = self._sizes(max(1, width))
        return (tokens.row(_ROW) if heads else 0) + tall * len(self._names) + 2

    def _field(self, row: int, column: int) -> QRect:
        return self._fields()(row, column)

    def _fields(self) -> Callable[[int, int], QRect]:
        """Where each field stands, for the size that there is now."""
        heads, wide, tall = self._sizes(max(1, self.width()))
        top = tokens.row(_ROW) if heads else 0
        return lambda row, column: QRect(heads + column * wide, top + row * tall, wide, tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._names:
            return
        painter = QPainter(self)
        heads, wide, tall = self._sizes(max(1, self.width()))
        field_of, many, painted = self._fields(), len(self._names), event.rect()
        painter.setFont(tokens.font(Type.SMALL, tabular=True))
        if heads:
            painter.setPen(tokens.colour("muted"))
            for number, name in enumerate(self._names):
                top = field_of(0, number)
                place = QRect(top.left(), 0, wide, tokens.row(_ROW))
                ink.draw_text(painter, place, _CENTRE, str(number + 1), data=True)
                side = QRect(0, field_of(number, 0).top(), heads - tokens.S2, tall)
                flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                ink.draw_text(painter, side, flags, f"{number + 1}  {name}", data=True, elide=True)
        gap = 1 if tall > 8 else 0
        grounds = {name: tokens.colour(name) for name in ("hover", "raised", *self._grounds)}
        rows = [row for row in range(many) if field_of(row, 0).bottom() >= painted.top()]
        for row in rows:
            if field_of(row, 0).top() > painted.bottom():
                break
            for column in range(many):
                field = field_of(row, column)
                if not field.intersects(painted):
                    continue
                pair = self._pair(row, column)
                ground = "hover" if row == column else pair.ground if pair is not None else "raised"
                painter.fillRect(field.adjusted(0, 0, -gap, -gap), grounds[ground])
                if heads and pair is not None and row != column:
                    painter.setPen(tokens.colour(pair.colour))
                    ink.draw_text(painter, field, _CENTRE, pair.text, elide=True)
        if self.hasFocus():
            ring = field_of(*self._at)
            focus_ring(painter, ring.adjusted(0, 0, -gap, -gap) if heads else ring.adjusted(-2, -2, 2, 2), 3)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.moved.emit(self.current)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Left: (0, -1),
        }
        key = Qt.Key(event.key())
        if key in steps and self._names:
            row, column = (here + step for here, step in zip(self._at, steps[key], strict=True))
            last = len(self._names) - 1
            self._move(max(0, min(last, row)), max(0, min(last, column)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current >= 0:
                self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _move(self, row: int, column: int) -> None:
        self._at = (row, column)
        self.moved.emit(self.current if row != column else -1)
        self.update()

    def field_middle(self) -> QPoint:
        """The middle of the field that the keys stand on, for whoever scrolls to it."""
        return self._field(*self._at).center()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        heads, wide, tall = self._sizes(max(1, self.width()))
        top = tokens.row(_ROW) if heads else 0
        column, row = (int(event.position().x()) - heads) // wide, (int(event.position().y()) - top) // tall
        if 0 <= row < len(self._names) and 0 <= column < len(self._names):
            self._move(row, column)
            if self.current >= 0 and row != column:
                self.chosen.emit(self.current)

    def accessible_parts(self) -> list[accessible.Part]:
        here, field_of = self.current, self._fields()
        return [
            accessible.Part(pair.told(), field_of(*place), pair.number == here, pair.number == here)
            for place, pair in self._pairs.items()
        ]
