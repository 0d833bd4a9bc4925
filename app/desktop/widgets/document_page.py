"""One page on the screen: fit and zoom, pan, turn, loupe, boxes of fields, tools for the eye, and the blur that a
seat's policy asks for."""

import math

import msgspec
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.ports import PageBitmap
from app.desktop.widgets import ink, tokens
from app.desktop.widgets.document_tiles import PageTiles, turned_rect
from app.desktop.widgets.painted import PaintedWidget, fill_round, focus_ring, metrics, outline_round
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate

STEP = 1.25
CLOSEST = 8.0
LOUPE, LOUPE_TIMES = 120, 2.5
FIRST_EDGE, FULL_EDGE = 2048, 20_000
MOST_NAMES = 40
STILL_MS = 120
SMALLEST_LINE, READ_LINE = 11, 20
"""Height of a field's line in sight below which it cannot be read, and the one that it then gets, in pixels."""
"""So long after the last step a zoom is over and the page is drawn with smooth edges."""


class DocumentBox(msgspec.Struct, frozen=True):
    """A field on a page: `name` its id, `caption` what it is called (`data` where the case and not the catalogue
    says so); place and size as shares of the page."""

    name: str
    caption: str
    data: bool
    page: int
    x: float
    y: float
    w: float
    h: float


class PageTools(msgspec.Struct, frozen=True):
    """How pages are looked at; `contrast` in steps from 0 to 3."""

    boxes: bool = True
    grey: bool = False
    contrast: int = 0


class DocumentPage(PaintedWidget):
    """Shows one bitmap at a time. `sharper` asks for the page with a longer side of so many pixels; `pointed` says
    which field the pointer rests on, "" for none; `touched` that the pointer was pressed, `moved` that another size or
    turn is in sight."""

    sharper = Signal(int)
    pointed = Signal(str)
    touched = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._tiles: PageTiles | None = None
        self._page = 1
        self._boxes: tuple[DocumentBox, ...] = ()
        self._tools = PageTools()
        self._words = ""
        self._lit = self._pointed = ""
        self._turns = 0
        self._zoom: float | None = None  # logical pixels per pixel of the page; None fits it
        self._centre = QPointF(0.5, 0.5)  # the share of the turned page that stands in the middle
        self._blurred = self._peeking = self._loupe = self._active = self._by_hand = False
        self._drag: QPointF | None = None
        self._asked = 0
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(STILL_MS)
        self._still.timeout.connect(self.update)

    # --- what is shown

    def show_page(self, bitmap: PageBitmap) -> None:
        """A page, or the one in sight at another size."""
        same = self._tiles is not None and self._page == bitmap.page
        if same and self._tiles is not None and self._tiles.full == QSizeF(bitmap.full_width, bitmap.full_height):
            self._tiles.add(bitmap)
        else:
            self._tiles, self._page = PageTiles(bitmap), bitmap.page
            self._asked = 0
        self._words = ""
        self.update()

    def clear(self, words: str) -> None:
        """No page; `words` say why."""
        self._tiles, self._words, self._asked = None, words, 0
        self.update()

    def start_over(self) -> None:
        """Another document: upright and whole again."""
        self._turns, self._zoom, self._centre = 0, None, QPointF(0.5, 0.5)

    def set_boxes(self, boxes: tuple[DocumentBox, ...], lit: str) -> None:
        if (boxes, lit) != (self._boxes, self._lit):
            self._boxes, self._lit, self._by_hand = boxes, lit, False
            self.update()

    def bring(self, name: str, legible: bool = False) -> None:
        """Move so that the box of this field stands in sight; `legible` also goes closer where its line is too small
        to be read."""
        box = next((box for box in self._boxes if box.name == name and box.page == self._page), None)
        if box is not None and self._tiles is not None:
            high = min(self._place(box).height(), self._place(box).width())
            if legible and self._zoom is None and 0 < high < tokens.px(SMALLEST_LINE):
                self._zoom = min(CLOSEST, self._scale() * tokens.px(READ_LINE) / high)
            full = self._tiles.full
            own = QRectF(box.x * full.width(), box.y * full.height(), box.w * full.width(), box.h * full.height())
            middle, size = turned_rect(full, self._turns, own).center(), self._tiles.size_at(1.0, self._turns)
            self._centre = QPointF(middle.x() / size.width(), middle.y() / size.height())
            self._settle()

    def set_tools(self, tools: PageTools) -> None:
        if tools != self._tools:
            self._tools = tools
            self.update()

    def set_blurred(self, on: bool) -> None:
        if on != self._blurred:
            self._blurred = on
            self.update()

    def peek(self, on: bool) -> None:
        """Show a blurred page for as long as the key is held."""
        if on != self._peeking:
            self._peeking = on
            self.update()

    def set_loupe(self, on: bool) -> None:
        if on != self._loupe:
            self._loupe = on
            self.update()

    def set_active(self, on: bool) -> None:
        """The mark of the page that the keys go to."""
        if on != self._active:
            self._active = on
            self.update()

    @property
    def page(self) -> int:
        return self._page

    @property
    def words(self) -> str:
        """What stands in the place of a page, "" where there is one."""
        return self._words

    @property
    def covered(self) -> bool:
        return self._blurred and not self._peeking

    @property
    def percent(self) -> int:
        return round(self._scale() * self.devicePixelRatioF() * 100)

    # --- moving about

    def zoom(self, steps: int, at: QPointF | None = None) -> None:
        """Closer (positive) or farther, keeping the point under `at` where it is."""
        if self._tiles is None:
            return
        before, spot = self._scale(), at or QRectF(self.rect()).center()
        share = self._share_at(spot)
        after = min(CLOSEST, max(self._fit() * 0.5, before * STEP**steps))
        fit = self._fit()
        self._zoom = None if math.isclose(after, fit, rel_tol=0.06) else after
        self._still.start()
        away = spot - QRectF(self.rect()).center()
        size = self._size()
        self._centre = QPointF(share.x() - away.x() / size.width(), share.y() - away.y() / size.height())
        self._settle()

    def fit(self) -> None:
        self._zoom, self._centre = None, QPointF(0.5, 0.5)
        self._settle()

    def turn(self, quarters: int) -> None:
        """Clockwise by quarters."""
        self._turns = (self._turns + quarters) % 4
        x, y = self._centre.x(), self._centre.y()
        self._centre = (
            QPointF(1 - y, x) if quarters % 4 == 1 else QPointF(y, 1 - x) if quarters % 4 == 3 else self._centre
        )
        self._settle()

    def pan(self, across: int, down: int) -> None:
        """By so many pixels of the window."""
        if self._tiles is not None:
            size = self._size()
            self._centre += QPointF(across / size.width(), down / size.height())
            self._settle()

    def _settle(self) -> None:
        """Keep the page in sight: centred where it is smaller than the window, else without a gap at the rim."""
        if self._tiles is not None:
            size = self._size()
            self._centre = QPointF(
                _held(self._centre.x(), self.width() / size.width()),
                _held(self._centre.y(), self.height() / size.height()),
            )
        self.update()
        self.moved.emit()

    def _fit(self) -> float:
        if self._tiles is None:
            return 1.0
        size = self._tiles.size_at(1.0, self._turns)
        room = QSizeF(max(1, self.width() - 2 * tokens.S2), max(1, self.height() - 2 * tokens.S2))
        return min(room.width() / size.width(), room.height() / size.height(), 2.0)

    def _scale(self) -> float:
        return self._zoom if self._zoom is not None else self._fit()

    def _size(self) -> QSizeF:
        assert self._tiles is not None
        return self._tiles.size_at(self._scale(), self._turns)

    def _origin(self) -> QPointF:
        size = self._size()
        middle = QRectF(self.rect()).center()
        return QPointF(middle.x() - self._centre.x() * size.width(), middle.y() - self._centre.y() * size.height())

    def _share_at(self, spot: QPointF) -> QPointF:
        size, origin = self._size(), self._origin()
        return QPointF((spot.x() - origin.x()) / size.width(), (spot.y() - origin.y()) / size.height())

    # --- events

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(420), tokens.px(420))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y()
        if notches:
            self.zoom(1 if notches > 0 else -1, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()
            self.touched.emit()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.zoom(3, event.position()) if self._zoom is None else self.fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._by_hand = True
        if self._drag is not None:
            moved = event.position() - self._drag
            self._drag = event.position()
            self.pan(-round(moved.x()), -round(moved.y()))
            return
        found = "" if self.covered else self._box_at(event.position())
        if found != self._pointed:
            self._pointed = found
            self.pointed.emit(found)
            self.update()
        if self._loupe:
            self.update()

    def _box_at(self, spot: QPointF) -> str:
        if self._tiles is None or not self._tools.boxes:
            return ""
        hit = [box for box in self._boxes if box.page == self._page and self._place(box).contains(spot)]
        return min(hit, key=lambda box: box.w * box.h).name if hit else ""

    def _place(self, box: DocumentBox) -> QRectF:
        """Where a box stands in the window."""
        assert self._tiles is not None
        full, scale = self._tiles.full, self._scale()
        own = QRectF(box.x * full.width(), box.y * full.height(), box.w * full.width(), box.h * full.height())
        turned = turned_rect(full, self._turns, own)
        origin = self._origin()
        return QRectF(origin + turned.topLeft() * scale, turned.size() * scale)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_round(painter, self.rect(), tokens.colour("bg"), tokens.RADIUS_INPUT)
        if self._tiles is None:
            self._say(painter, self._words)
        else:
            self._paint_page(painter, self._tiles, event.rect())
            if self.covered:
                self._say(painter, translate("Documents", "Blurred on this computer. Hold Space to see."))
            else:
                self._paint_boxes(painter)
                if self._loupe:
                    self._paint_loupe(painter, self._tiles)
        if self._active:
            focus_ring(painter, self.rect(), tokens.RADIUS_INPUT)

    def _paint_page(self, painter: QPainter, tiles: PageTiles, dirty: QRect) -> None:
        ratio = self.devicePixelRatioF()
        if self.covered:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            spot = QRectF(self._origin(), self._size())
            painter.drawImage(spot, tiles.veil.transformed(_quarter(self._turns)) if self._turns else tiles.veil)
            return
        scale = self._scale() * ratio
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        origin = self._origin() * ratio
        seen = QRectF(dirty.x() * ratio, dirty.y() * ratio, dirty.width() * ratio, dirty.height() * ratio)
        tools, quick = self._tools, self._still.isActive()
        tiles.paint(painter, origin, seen.toAlignedRect(), scale, self._turns, tools.grey, tools.contrast, quick)
        painter.restore()
        if not tiles.sharp_at(scale):
            self._ask(FULL_EDGE)

    def _ask(self, edge: int) -> None:
        if edge > self._asked:
            self._asked = edge
            self.sharper.emit(edge)

    def _paint_boxes(self, painter: QPainter) -> None:
        if not self._tools.boxes:
            return
        here = [box for box in self._boxes if box.page == self._page]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in here:
            lit = box.name in (self._lit, self._pointed)
            place = self._place(box).adjusted(-2, -2, 2, 2)
            if lit:
                painter.setOpacity(0.16)
                fill_round(painter, place, tokens.colour("accent"), tokens.RADIUS_SMALL)
                painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.colour("accent"), 2.5 if lit else 1.2))
            painter.drawRoundedRect(place, 3, 3)
        taken: list[QRect] = []
        # The one that is pointed at speaks first; a name that would lie over another or over a value is left out.
        for box in sorted(here, key=lambda box: box.name not in (self._lit, self._pointed))[:MOST_NAMES]:
            self._paint_name(painter, box, taken)

    def _paint_name(self, painter: QPainter, box: DocumentBox, taken: list[QRect]) -> None:
        lit = box.name in (self._lit, self._pointed)
        place = self._place(box)
        font = tokens.font(Type.BADGE if lit else Type.CAPTION)
        painter.setFont(font)
        wide = metrics(font).horizontalAdvance(box.caption) + tokens.px(8)
        tall = tokens.px(15)
        left = min(max(0.0, place.left() - 2), max(0.0, self.width() - wide))
        tag = QRect(round(left), round(max(0.0, place.top() - tall - 3)), wide, tall)
        others = (self._place(other).toRect() for other in self._boxes if other.page == box.page and other is not box)
        hides = any(tag.intersects(other) for other in others)
        if hides and lit:
            # The one that is pointed at is always named: beside its box where its name would lie over a value.
            tag.moveTo(
                round(min(place.right() + tokens.S1, self.width() - wide)), round(place.center().y()) - tall // 2
            )
        if (hides and not lit) or any(tag.intersects(other) for other in taken) or not tag.intersects(self.rect()):
            return
        taken.append(tag)
        fill_round(painter, tag, tokens.colour("accent" if lit else "accent_bg"), tokens.RADIUS_SMALL)
        painter.setPen(tokens.colour("on_accent" if lit else "accent"))
        ink.draw_text(painter, tag, Qt.AlignmentFlag.AlignCenter, box.caption, data=box.data)

    def _looked_at(self) -> QPointF:
        """Where the loupe stands: at the pointer, or on the field that a key chose after the pointer moved last."""
        lit = next((box for box in self._boxes if (box.name, box.page) == (self._lit, self._page)), None)
        if lit is not None and not self._by_hand:
            return self._place(lit).center()
        spot = QPointF(self.mapFromGlobal(self.cursor().pos()))
        return spot if self.rect().contains(spot.toPoint()) else QRectF(self.rect()).center()

    def _paint_loupe(self, painter: QPainter, tiles: PageTiles) -> None:
        spot = self._looked_at()
        radius = tokens.px(LOUPE)
        ring = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
        path = QPainterPath()
        path.addEllipse(ring)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(ring, tokens.colour("bg"))
        share, size = self._share_at(spot), tiles.size_at(1.0, self._turns)
        centre = QPointF(share.x() * size.width(), share.y() * size.height())
        closer, tools = max(self._scale() * LOUPE_TIMES, 0.5), self._tools
        tiles.magnify(painter, ring, centre, closer, self._turns, tools.grey, tools.contrast)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.colour("accent"), 2.0))
        painter.drawEllipse(ring)
        if not tiles.sharp_at(self._scale() * LOUPE_TIMES * self.devicePixelRatioF()):
            self._ask(FULL_EDGE)

    def _say(self, painter: QPainter, words: str) -> None:
        if not words:
            return
        painter.setFont(tokens.font(Type.BODY))
        fm = painter.fontMetrics()
        most = min(self.width() - 2 * tokens.S4, tokens.px(420))
        flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
        need = fm.boundingRect(QRect(0, 0, most, 10_000), flags, words).size()
        box = QRect(QPoint(), need + QSize(2 * tokens.S4, 2 * tokens.S2))
        box.moveCenter(self.rect().center())
        fill_round(painter, box, tokens.colour("surface"), tokens.RADIUS_CARD)
        outline_round(painter, box, tokens.colour("line"), tokens.RADIUS_CARD)
        painter.setPen(tokens.colour("text"))
        ink.draw_text(painter, box.adjusted(tokens.S4, 0, -tokens.S4, 0), flags, words)


def _held(share: float, seen: float) -> float:
    """The middle of the window, as a share of the page, so that no gap opens; `seen` is the share that fits."""
    return 0.5 if seen >= 1 else min(1 - seen / 2, max(seen / 2, share))


def _quarter(turns: int) -> QTransform:
    return QTransform().rotate(90 * turns)
