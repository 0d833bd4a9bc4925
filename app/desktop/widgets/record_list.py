"""Rows and columns of plain text, painted; only what is in sight is drawn."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.badge import badge_width, paint_badge
from app.desktop.widgets.painted import TallWidget, fill_round, focus_ring, metrics
from app.desktop.widgets.tokens import Type


class Column(NamedTuple):
    """`share` is the column's part of the width that is left once every column has its least, in pixels; one that
    `gives` way is cut where it is narrow, before any other."""

    title: str
    share: float = 1.0
    least: int = 60
    right: bool = False
    title_data: bool = False
    gives: bool = False


class Cell(NamedTuple):
    """`badge` names the colour of a badge that holds the text ("pass_", "key"…), or is empty; `marks` are the places
    inside the text (from, to, in characters) that are set off by a ground and a line beneath."""

    text: str
    colour: str = "text"
    data: bool = False
    badge: str = ""
    strong: bool = False
    marks: tuple[tuple[int, int], ...] = ()


def _baseline(font: QFontMetrics, box: QRect) -> int:
    """Where a text in the middle of `box` stands, in pixels from the top, as `ink` places it."""
    return ink.whole(box.top() + (box.height() - font.height()) / 2 + font.ascent())


def _told(cell: Cell) -> bool:
    """Whether a cell says anything."""
    return cell.text not in ("", "–")


def paint_marks(painter: QPainter, text: str, marks: Sequence[tuple[int, int]], box: QRect) -> None:
    """What differs in a text that is drawn into `box` from the left with the painter's font: by its ground and by a
    line, since colour alone says nothing to everybody."""
    measures = painter.fontMetrics()
    base = _baseline(measures, box)
    for start, end in marks:
        left = box.left() + measures.horizontalAdvance(text[:start])
        right = min(box.left() + measures.horizontalAdvance(text[:end]), box.right())
        if left >= right:
            continue
        ground = QRect(left, base - measures.ascent(), right - left, measures.height())
        fill_round(painter, ground, tokens.colour("escalate_bg"), 2)
        painter.fillRect(QRect(left, base + 2, right - left, tokens.px(2)), tokens.colour("escalate"))


def _squeezed(wants: list[int], gives: list[bool], width: int) -> list[int]:
    """The widths of columns that do not all fit: those that give way take what the others leave."""
    least = tokens.px(40)
    firm = sum(want for want, soft in zip(wants, gives, strict=True) if not soft)
    soft = sum(wants) - firm
    if soft and width - firm >= least * sum(gives):
        wide = [round(want * (width - firm) / soft) if g else want for want, g in zip(wants, gives, strict=True)]
        return [max(least, size) for size in wide]
    return [max(least, round(want * width / (firm + soft))) for want in wants]


def _begun(column: Column) -> Column:
    """A title begins with a capital, whatever else the same words stand for in a sentence."""
    title = column.title
    if column.title_data or len(title) < 2:
        return column
    return column._replace(title=title[0].upper() + title[1:])


class RecordList(TallWidget):
    """A table that can be read by keyboard when `selectable`: up and down move, Enter chooses; with `letters` J and K
    move as well while it has the focus. One that `folds` puts columns for which it is too narrow under the others,
    each with its title, before it cuts a word. `moved` tells the row that the keys came to."""

    accessible_role = accessible.LIST

    chosen = Signal(int)
    moved = Signal(int)

    def __init__(
        self, selectable: bool = False, parent: QWidget | None = None, *, folds: bool = False, letters: bool = False
    ) -> None:
        super().__init__(parent)
        self._folds = folds
        self._folded: tuple[int, ...] = ()
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()
        self._marked: frozenset[int] = frozenset()
        self._current = -1
        self._selectable = selectable
        self.keeps_enter = selectable
        self.keeps_letters = ("J", "K") if letters else ()
        self._edges: tuple[int, list[tuple[int, int]]] | None = None
        self._tops: list[int] = []
        """Where every row begins, and where the last one ends."""
        self._pad = tokens.S2
        if selectable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], marked: frozenset[int] = frozenset()
    ) -> None:
        self._columns = tuple(map(_begun, columns))
        self._rows = tuple(tuple(row) for row in rows)
        self._marked = marked
        self._current = min(self._current, len(self._rows) - 1)
        self._edges = None
        # Whoever shows more than one table names it better than its columns can, afterwards.
        self.setAccessibleName(", ".join(column.title for column in self._columns))
        self.refilled()

    def table(self) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
        """What it shows."""
        return self._columns, self._rows

    def restyled(self) -> None:
        self._edges = None
        super().restyled()

    @property
    def current(self) -> int:
        return self._current

    def set_current(self, number: int) -> None:
        """The row on which the keys stand, -1 for none."""
        if number != self._current:
            self._current = max(-1, min(number, len(self._rows) - 1))
            self.update()

    def row_middle(self, number: int) -> QPoint:
        """The middle of a row, for whoever scrolls to it."""
        self._lay(max(1, self.width()))
        return self._row_rect(number).center()

    def _line_height(self) -> int:
        return tokens.row(31)

    def _row_rect(self, number: int) -> QRect:
        return QRect(0, self._tops[number], self.width(), self._tops[number + 1] - self._tops[number])

    def _row_at(self, y: int) -> int:
        """The row under a height; -1 for the titles, and the number of rows beyond the last one."""
        return bisect_right(self._tops, y) - 1

    def height_at(self, width: int) -> int:
        self._lay(max(1, width))
        return self._tops[-1] if self._columns else 0

    def _stack(self) -> list[int]:
        """Rows with something folded under them are higher than the others."""
        line, under = self._line_height(), tokens.px(18)
        tops = [line]
        for row in self._rows:
            tops.append(tops[-1] + line + (under if any(map(_told, self._under(row))) else 0))
        return tops

    def _under(self, row: tuple[Cell, ...]) -> list[Cell]:
        return [row[number] for number in self._folded if number < len(row)]

    def _wants(self, gap: int, *, titles: bool, least: bool = True) -> list[int]:
        """The width at which nothing of a column is cut, `gap` included."""
        wants: list[int] = []
        for number, column in enumerate(self._columns):
            widest = tokens.advance(column.title, Type.SMALL_STRONG) if titles else 0
            for row in self._rows[:60]:
                if number < len(row):
                    extra = tokens.px(14) if row[number].badge else 0
                    kind = Type.STRONG if row[number].strong else Type.BODY
                    widest = max(widest, tokens.advance(row[number].text, kind, tabular=True) + extra)
            wants.append(max(tokens.px(column.least) if least else 0, widest + gap + self._behind(number)))
        return wants

    def _behind(self, number: int) -> int:
        """Figures at the right of their column keep a distance from the words at the left of the next one."""
        return tokens.S2 if self._columns[number].right and number + 1 < len(self._columns) else 0

    def _lay(self, width: int) -> list[tuple[int, int]]:
        if self._edges is not None and self._edges[0] == width:
            return self._edges[1]
        # Where it gets narrow the gaps give way first, then columns fold, then the titles give way, and what the rows
        # say last of all.
        whole = width
        self._pad, self._folded = tokens.S2, ()
        width = whole - 2 * self._start()
        wants = self._wants(tokens.S5, titles=True)
        for titles in (True, False):
            if sum(wants) > width:
                self._pad = tokens.S1
                width = whole - 2 * self._start()
                wants = self._wants(tokens.S2 + tokens.px(2), titles=titles, least=False)
            if titles and self._folds and sum(wants) > width:
                self._folded = self._to_fold(wants, width)
                wants = [0 if number in self._folded else want for number, want in enumerate(wants)]
        total = sum(wants)
        if total <= width:
            shares = [0.0 if number in self._folded else c.share for number, c in enumerate(self._columns)]
            rest, all_shares = width - total, sum(shares) or 1.0
            sizes = [want + round(rest * share / all_shares) for want, share in zip(wants, shares, strict=True)]
        else:
            sizes = _squeezed(wants, [column.gives for column in self._columns], width)
        edges: list[tuple[int, int]] = []
        x = self._start()
        for size in sizes:
            edges.append((x, size))
            x += size
        self._edges, self._tops = (whole, edges), self._stack()
        return edges

    def _start(self) -> int:
        """Where no row is lit or ringed, the words begin at the very edge, as those above and below the table do."""
        return 0 if self._selectable or self._marked else -self._pad

    def _to_fold(self, wants: list[int], width: int) -> tuple[int, ...]:
        """Plain columns from the right until the others fit; not the first two, which say what a row is."""
        folded: list[int] = []
        over = sum(wants) - width
        for number in range(len(wants) - 1, 1, -1):
            if over <= 0:
                break
            if not any(row[number].badge for row in self._rows if number < len(row)):
                folded.insert(0, number)
                over -= wants[number]
        return tuple(folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, line = self.width(), self._line_height()
        edges = self._lay(width)
        sight = event.rect()
        painter.setFont(tokens.font(Type.SMALL_STRONG))
        painter.setPen(tokens.colour("muted"))
        for number, (column, (x, size)) in enumerate(zip(self._columns, edges, strict=True)):
            end = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            if not size:
                continue
            box = QRect(x + self._pad, 0, size - 2 * self._pad - self._behind(number), line)
            ink.draw_text(
                painter, box, end | Qt.AlignmentFlag.AlignVCenter, column.title, data=column.title_data, elide=True
            )
        for number in range(max(0, self._row_at(sight.top())), min(len(self._rows), self._row_at(sight.bottom()) + 1)):
            place = self._row_rect(number)
            top, band = place.top(), place.adjusted(0, 1, 0, 0)
            if number in self._marked or (number == self._current and self._selectable):
                fill_round(painter, band, tokens.colour("accent_bg"), tokens.RADIUS_SMALL)
            painter.setPen(tokens.colour("line"))
            painter.drawLine(0, top, width, top)
            cells = zip(self._rows[number], self._columns, edges, strict=False)
            for at, (cell, column, (x, size)) in enumerate(cells):
                if size:
                    wide = size - 2 * self._pad - self._behind(at)
                    self._cell(painter, cell, column, QRect(x + self._pad, top, wide, line))
            if self._folded:
                self._fold(painter, self._rows[number], place.adjusted(self._start() + self._pad, 0, -self._pad, 0))
            if number == self._current and self.hasFocus():
                focus_ring(painter, band, tokens.RADIUS_SMALL)

    def _fold(self, painter: QPainter, row: tuple[Cell, ...], box: QRect) -> None:
        """The folded columns of a row along its foot: titles muted, values as they are."""
        foot = box.adjusted(0, box.height() - tokens.px(22), 0, -tokens.px(4))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for number in self._folded:
            if number >= len(row) or not _told(row[number]):
                continue
            column, cell = self._columns[number], row[number]
            for text, data, colour, gap in (
                (column.title, column.title_data, "muted", tokens.S1),
                (cell.text, cell.data, cell.colour, tokens.S4),
            ):
                painter.setFont(tokens.font(Type.SMALL, tabular=True))
                painter.setPen(tokens.colour(colour))
                used = ink.draw_text(painter, foot, flags, text, data=data, elide=True)
                foot = foot.adjusted(used + gap, 0, 0, 0)

    def _cell(self, painter: QPainter, cell: Cell, column: Column, box: QRect) -> None:
        if cell.badge:
            painter.setFont(tokens.font(Type.SMALL_STRONG))
            wide = min(badge_width(painter, cell.text), box.width() + tokens.S2)
            tall = tokens.px(18)
            place = QRect(box.left(), box.top() + (box.height() - tall) // 2, wide, tall)
            row = metrics(tokens.font(Type.BODY, tabular=True))
            place = place.translated(0, _baseline(row, box) - _baseline(painter.fontMetrics(), place))
            paint_badge(painter, place, cell.text, cell.badge)
            return
        end = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(tokens.font(Type.STRONG if cell.strong else Type.BODY, tabular=True))
        if cell.marks:
            wide = ink.text_width(painter, cell.text)
            ends = box.adjusted(box.width() - wide, 0, 0, 0) if column.right and wide < box.width() else box
            paint_marks(painter, cell.text, cell.marks, ends)
        painter.setPen(tokens.colour(cell.colour))
        ink.draw_text(painter, box, end | Qt.AlignmentFlag.AlignVCenter, cell.text, data=cell.data, elide=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._current < 0 and self._rows:
            # The mark of the focus stands on a row, so there has to be one.
            self._current = 0
        super().focusInEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._lay(self.width())
        number = self._row_at(int(event.position().y()))
        if self._selectable and 0 <= number < len(self._rows):
            self._current = number
            self.update()
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if self.keeps_letters:
            steps |= {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        step = steps.get(Qt.Key(event.key()))
        if self._selectable and step is not None and self._rows:
            self._current = max(0, min(len(self._rows) - 1, self._current + step))
            self.update()
            self.moved.emit(self._current)
        elif self._selectable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def accessible_parts(self) -> list[accessible.Part]:
        self._lay(max(1, self.width()))
        titles = [column.title for column in self._columns]
        return [
            accessible.Part(
                "; ".join(f"{title}: {cell.text}" for title, cell in zip(titles, row, strict=False) if cell.text),
                self._row_rect(number),
                number in self._marked or number == self._current,
                number == self._current,
            )
            for number, row in enumerate(self._rows)
        ]
