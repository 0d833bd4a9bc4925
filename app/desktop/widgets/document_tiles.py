"""A page as tiles at the size on the screen, so that panning copies pixels and zooming draws only what is seen.

Tiles are 512 × 512 device pixels of the turned and scaled page. They are made from the smallest of the bitmaps at hand
that is sharp enough, kept until another size, turn or tool is asked for. While the size changes they are made quickly,
and once more with smooth edges when it is still.
"""

from collections import OrderedDict

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from app.desktop.ports import PageBitmap

TILE = 512
KEPT = 48
PAPER = 0xFFFFFFFF  # what lies under a page is white in every theme
_VEIL = 14
"""Longer side in pixels of what is left of a blurred page: shapes, and no letter."""

Key = tuple[int, int]


class PageTiles:
    """The pixels of one page. Sizes: `full` in the page's own pixels, unturned; `scale` in device pixels per own
    pixel; `turns` in quarters clockwise."""

    def __init__(self, bitmap: PageBitmap) -> None:
        self.full = QSizeF(bitmap.full_width, bitmap.full_height)
        self._levels: list[QImage] = []
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._of: tuple[float, int, bool, int, bool] = (0.0, 0, False, 0, False)
        self._lut: np.ndarray | None = None
        self.add(bitmap)
        small = self._levels[0]
        self.veil = small.scaled(
            _VEIL, _VEIL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def add(self, bitmap: PageBitmap) -> None:
        """Take in the page at another size."""
        image = QImage(bitmap.pixels, bitmap.width, bitmap.height, bitmap.width * 4, QImage.Format.Format_RGB32)
        # The image looks into the bitmap's memory and does not own it.
        image.owner = bitmap.pixels  # type: ignore[attr-defined]
        self._levels = sorted([*self._levels, image], key=QImage.width)
        self._kept.clear()

    def edge(self) -> int:
        """The longer side in pixels of the largest bitmap at hand."""
        largest = self._levels[-1]
        return max(largest.width(), largest.height())

    def sharp_at(self, scale: float) -> bool:
        """Whether nothing more is to be gained from a larger bitmap at this scale."""
        largest = self._levels[-1]
        return largest.width() >= min(self.full.width(), self.full.width() * scale) - 1

    def size_at(self, scale: float, turns: int) -> QSizeF:
        """Width and height of the turned page in device pixels."""
        size = self.full * scale
        return size.transposed() if turns % 2 else size

    def paint(
        self,
        painter: QPainter,
        origin: QPointF,
        seen: QRect,
        scale: float,
        turns: int,
        grey: bool,
        contrast: int,
        quick: bool = False,
    ) -> int:
        """Draw what lies in `seen` with the page's corner at `origin`, both in device pixels of a painter that is
        scaled to them; `quick` while another size is about to be asked for. The number of tiles that had to be
        made."""
        self._use(scale, turns, grey, contrast, quick)
        size = self.size_at(scale, turns)
        left, top = round(origin.x()), round(origin.y())
        page = QRect(left, top, max(1, round(size.width())), max(1, round(size.height()))).intersected(seen)
        if page.isEmpty():
            return 0
        made = 0
        for row in range((page.top() - top) // TILE, (page.bottom() - top) // TILE + 1):
            for column in range((page.left() - left) // TILE, (page.right() - left) // TILE + 1):
                tile = self._kept.get((column, row))
                if tile is None:
                    tile = self._make(column, row, size)
                    made += 1
                else:
                    self._kept.move_to_end((column, row))
                painter.drawImage(left + column * TILE, top + row * TILE, tile)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made

    def magnify(
        self, painter: QPainter, target: QRectF, centre: QPointF, scale: float, turns: int, grey: bool, contrast: int
    ) -> None:
        """Draw the surroundings of `centre` (device pixels of the turned page at `scale` 1) into `target`, through the
        same tools as the page."""
        ratio = painter.device().devicePixelRatioF()
        size = (target.size() * ratio).toSize()
        found = QImage(size, QImage.Format.Format_RGB32)
        found.fill(PAPER)
        inner = QPainter(found)
        inner.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inner.translate(QPointF(size.width() / 2, size.height() / 2))
        inner.scale(scale * ratio, scale * ratio)
        inner.translate(-centre)
        inner.setTransform(_turn(self.full, turns), True)
        self._draw_level(inner, self._levels[-1])
        inner.end()
        painter.drawImage(target, _through_tools(found, grey, _curve(contrast) if contrast else None))

    def _use(self, scale: float, turns: int, grey: bool, contrast: int, quick: bool) -> None:
        wanted = (scale, turns % 4, grey, contrast, quick)
        smooth_enough = wanted[:4] == self._of[:4] and quick
        if wanted != self._of and not smooth_enough:
            self._of = wanted
            self._kept.clear()
            self._lut = _curve(contrast) if contrast else None

    def _make(self, column: int, row: int, size: QSizeF) -> QImage:
        scale, turns, grey, _, quick = self._of
        wide = min(TILE, max(1, round(size.width()) - column * TILE))
        tall = min(TILE, max(1, round(size.height()) - row * TILE))
        tile = QImage(wide, tall, QImage.Format.Format_RGB32)
        tile.fill(PAPER)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not quick)
        painter.translate(QPointF(-column * TILE, -row * TILE))
        painter.scale(scale, scale)
        painter.setTransform(_turn(self.full, turns), True)
        self._draw_level(painter, self._level_for(scale))
        painter.end()
        tile = _through_tools(tile, grey, self._lut)
        self._kept[(column, row)] = tile
        return tile

    def _draw_level(self, painter: QPainter, level: QImage) -> None:
        painter.scale(self.full.width() / level.width(), self.full.height() / level.height())
        painter.drawImage(0, 0, level)

    def _level_for(self, scale: float) -> QImage:
        need = self.full.width() * scale
        return next((level for level in self._levels if level.width() >= need - 1), self._levels[-1])


def _through_tools(image: QImage, grey: bool, lut: np.ndarray | None) -> QImage:
    """Without its colours, and with the contrast of `lut`, as far as that is wanted."""
    if grey:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(QImage.Format.Format_RGB32)
    if lut is not None:
        bits = np.frombuffer(image.bits(), dtype=np.uint8)
        np.take(lut, bits, out=bits)
    return image


def _turn(full: QSizeF, turns: int) -> QTransform:
    """From the page's own pixels to those of the turned page."""
    wide, tall = full.width(), full.height()
    return {
        0: QTransform(),
        1: QTransform(0, 1, -1, 0, tall, 0),
        2: QTransform(-1, 0, 0, -1, wide, tall),
        3: QTransform(0, -1, 1, 0, 0, wide),
    }[turns % 4]


def turned_rect(full: QSizeF, turns: int, box: QRectF) -> QRectF:
    """A rectangle of the page (own pixels) where it stands on the turned page."""
    return _turn(full, turns).mapRect(box)


def _curve(steps: int) -> np.ndarray:
    """256 levels with the middle drawn apart; `steps` 1 to 3."""
    levels = np.arange(256, dtype=np.float64)
    return np.clip((levels - 128) * (1 + 0.6 * steps) + 128, 0, 255).astype(np.uint8)
