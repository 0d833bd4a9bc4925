"""The queue: a list view whose delegate draws a whole row itself from one prepared value."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.badge import badge_width, paint_badge
from app.desktop.widgets.confidence_bar import paint_bar
from app.desktop.widgets.icons import draw_icon
from app.desktop.widgets.painted import fill_round, outline_round
from app.desktop.widgets.tokens import Type

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 78
LEAST_BAR = 64
"""What marks leave of the row to the confidence bar, in pixels."""


class Mark(NamedTuple):
    """A small chip in a row: `colour` is a token, `data` marks a person's own words (a tag)."""

    text: str
    colour: str = "muted"
    data: bool = False


class QueueCell(NamedTuple):
    """Everything one row shows, in words. `time_colour` is a token; `badge` is empty or a badge's text and then
    `badge_colour` its token; `plain` is what stands there without a badge (the priority). `marks` stand before the
    confidence, which a row without one (blind) leaves out. Where `kind` does not fit, `short` takes its place."""

    kind: str
    time: str
    time_colour: str
    ident: str
    subject: str
    badge: str
    badge_colour: str
    plain: str
    confidence: float | None
    confidence_text: str
    threshold: float | None
    note: str = ""
    marks: tuple[Mark, ...] = ()
    picked: bool = False
    short: str = ""


KEPT_ROWS = 40
"""Rows of a high screen and some more; a painted row takes some 80 KB."""


class QueueDelegate(QStyledItemDelegate):
    """Three lines: type and time left, id and subject and badge, confidence bar and its figure. A row that was painted
    is kept: the list is filled anew for every page that comes in, and most of what it shows stays the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._painted: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(tokens.px(200), tokens.row(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Any = index.data(ROW_ROLE)
        if not isinstance(cell, QueueCell):
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        under = not chosen and bool(state & QStyle.StateFlag.State_MouseOver)
        if ink.observers:
            # Whoever listens to what is painted must hear of every word.
            self._paint(painter, cell, rect, chosen, focused, under)
            return
        scale = painter.device().devicePixelRatioF()
        base = option.palette.base().color()  # type: ignore[attr-defined]
        key = (cell, rect.width(), rect.height(), scale, chosen, focused, under, tokens.generation(), base.rgba())
        row = self._painted.get(key)
        if row is None:
            row = QPixmap(round(rect.width() * scale), round(rect.height() * scale))
            row.setDevicePixelRatio(scale)
            row.fill(base)
            inner = QPainter(row)
            self._paint(inner, cell, QRect(0, 0, rect.width(), rect.height()), chosen, focused, under)
            inner.end()
            self._painted[key] = row
            if len(self._painted) > KEPT_ROWS:
                self._painted.popitem(last=False)
        else:
            self._painted.move_to_end(key)
        painter.drawPixmap(rect.topLeft(), row)

    def _paint(self, painter: QPainter, cell: QueueCell, rect: QRect, chosen: bool, focused: bool, under: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, tokens.colour("accent_bg"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.colour("accent"))
        elif under:
            painter.fillRect(rect, tokens.colour("hover"))
        painter.setPen(tokens.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        left, right = rect.left() + tokens.S3, rect.right() - tokens.S3
        if cell.picked:
            left = self._tick(painter, rect)
        self._first_line(painter, cell, left, right, rect.top() + tokens.px(9))
        self._second_line(painter, cell, left, right, rect.top() + tokens.px(29))
        self._third_line(painter, cell, left, right, rect.top() + tokens.px(50))
        if focused:
            painter.setPen(tokens.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    @staticmethod
    def _tick(painter: QPainter, rect: QRect) -> int:
        """The mark of a row that is chosen among many: a ticked box before its words."""
        size = tokens.px(16)
        box = QRect(rect.left() + tokens.S3, rect.top() + tokens.px(11), size, size)
        fill_round(painter, box, tokens.colour("accent"), tokens.RADIUS_SMALL)
        outline_round(painter, box, tokens.colour("accent"), tokens.RADIUS_SMALL)
        draw_icon(painter, "check", QRectF(box), tokens.colour("on_accent"))
        return box.right() + tokens.S2

    def _first_line(self, painter: QPainter, cell: QueueCell, left: int, right: int, y: int) -> None:
        painter.setFont(tokens.font(Type.STRONG, tabular=True))
        line = tokens.px(20)
        need = ink.text_width(painter, cell.time)
        painter.setPen(tokens.colour(cell.time_colour))
        centre = Qt.AlignmentFlag.AlignVCenter
        ink.draw_text(painter, QRect(right - need - 1, y, need + 2, line), centre, cell.time)
        painter.setPen(tokens.colour("text"))
        painter.setFont(tokens.font(Type.STRONG))
        room = QRect(left, y, right - need - left - tokens.S2, line)
        fits = not cell.short or ink.text_width(painter, cell.kind) <= room.width()
        ink.draw_text(painter, room, centre, cell.kind if fits else cell.short, elide=True)

    def _second_line(self, painter: QPainter, cell: QueueCell, left: int, right: int, y: int) -> None:
        centre = Qt.AlignmentFlag.AlignVCenter
        line = tokens.px(18)
        if cell.badge:
            painter.setFont(tokens.font(Type.BADGE, tabular=True))
            wide = badge_width(painter, cell.badge)
            paint_badge(painter, QRect(right - wide, y, wide, tokens.px(17)), cell.badge, cell.badge_colour)
        else:
            painter.setFont(tokens.font(Type.SMALL, tabular=True))
            wide = ink.text_width(painter, cell.plain) + 1
            painter.setPen(tokens.colour("muted"))
            ink.draw_text(painter, QRect(right - wide, y, wide + 1, line), centre, cell.plain)
        painter.setFont(tokens.font(Type.SMALL, tabular=True))
        painter.setPen(tokens.colour("muted"))
        text = f"{cell.ident} · {cell.subject}" if cell.subject else cell.ident
        room = QRect(left, y, right - wide - left - tokens.S2, line)
        used = ink.draw_text(painter, room, centre, text, data=True, elide=True)
        if cell.note:
            painter.setPen(tokens.colour("accent"))
            rest = room.adjusted(used + tokens.S2, 0, 0, 0)
            ink.draw_text(painter, rest, centre, cell.note, elide=True)

    def _third_line(self, painter: QPainter, cell: QueueCell, left: int, right: int, y: int) -> None:
        line = tokens.px(18)
        wide = 0
        if cell.confidence is not None:
            painter.setFont(tokens.font(Type.SMALL, tabular=True))
            wide = max(tokens.px(30), ink.text_width(painter, cell.confidence_text) + 1)
            painter.setPen(tokens.colour("muted"))
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            ink.draw_text(painter, QRect(right - wide, y, wide + 1, line), end, cell.confidence_text)
        if cell.marks:
            least = tokens.px(LEAST_BAR) if cell.confidence is not None else 0
            left = self._marks(painter, cell, left, right - wide - tokens.S2 - least, y)
        if cell.confidence is None:
            return
        thick = tokens.px(4)
        bar = QRect(left, y + (line - thick) // 2, right - wide - tokens.S2 - left, thick)
        paint_bar(painter, bar, cell.confidence, cell.threshold, "accent", tokens.px(3))

    def _marks(self, painter: QPainter, cell: QueueCell, left: int, right: int, y: int) -> int:
        """As many as fit, the first in any case; what does not fit is counted. Where the next thing may stand."""
        painter.setFont(tokens.font(Type.CAPTION))
        high = tokens.px(17)
        more = ink.text_width(painter, "+9") + tokens.S2
        for number, mark in enumerate(cell.marks):
            rest = len(cell.marks) - number - 1
            room = right - left - (more if rest else 0)
            wide = badge_width(painter, mark.text)
            if number and wide > room:
                painter.setPen(tokens.colour("muted"))
                ink.draw_text(painter, QRect(left, y, more, high), Qt.AlignmentFlag.AlignVCenter, f"+{rest + 1}")
                return left + more
            wide = min(wide, room)
            box = QRect(left, y, wide, high)
            ground = "hover" if mark.colour in ("muted", "text") else f"{mark.colour.rstrip('_')}_bg"
            fill_round(painter, box, tokens.colour(ground), tokens.RADIUS_SMALL)
            painter.setPen(tokens.colour(mark.colour))
            inside = box.adjusted(tokens.px(6), 0, -tokens.px(6), 0)
            ink.draw_text(painter, inside, Qt.AlignmentFlag.AlignCenter, mark.text, data=mark.data, elide=True)
            left += wide + tokens.S1
        return left + tokens.S1


class QueueList(QTableView):
    """Rows of one height, so a million scroll as ten do. Enter opens; letters are left to the window."""

    opened = Signal(int)
    current_row = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(QueueDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMouseTracking(True)
        self._unmarked = False
        self.activated.connect(lambda index: self.opened.emit(index.row()))
        self._measure()

    def _measure(self) -> None:
        height = tokens.row(ROW_HEIGHT)
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._measure()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        self.current_row.emit(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self._mark_focus():
            super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self._mark_focus():
            super().focusOutEvent(event)

    def _mark_focus(self) -> bool:
        """The focus shows in the row it stands on, and that one alone is painted: the view would paint all of them,
        just when the next case is waited for. Whether there is such a row."""
        current = self.currentIndex()
        if not self._unmarked:
            self.viewport().update(self.visualRect(current))
        return current.isValid()

    @contextmanager
    def unmarked(self) -> Iterator[None]:
        """The focus that comes now leaves the row as it is painted: another one is about to take its place."""
        self._unmarked = True
        try:
            yield
        finally:
            self._unmarked = False

    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts of the window, never a search in the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
