"""Files into pages of 32-bit pixels: pictures by Qt's readers, PDF by PDFium (no scripts, no forms), text by hand."""

import ctypes
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QImageReader, QPainter

MOST_PIXELS = 40_000_000
ALLOCATION_MB = 192  # 40 megapixels of 32 bits, and what a reader needs beside them
MOST_PAGES = 50
PDF_FULL_EDGE = 4200  # A4 at 360 dots an inch
PAPER = 0xFFFFFFFF
TEXT_PIXELS, TEXT_WIDTH, TEXT_HEIGHT, TEXT_LINES, TEXT_COLUMNS = 18, 1240, 1754, 64, 96
_FORMATS = {"image/png": b"png", "image/jpeg": b"jpeg", "image/webp": b"webp"}


class Unreadable(Exception):
    """`code` is one of those of ports.CannotShow."""

    def __init__(self, code: str = "document_unreadable") -> None:
        super().__init__(code)
        self.code = code


class Drawn:
    """A page: `pixels` holds rows of `width` × 4 bytes."""

    def __init__(self, image: QImage, pages: int, full: QSize) -> None:
        plain = image.convertToFormat(QImage.Format.Format_RGB32)
        self.width, self.height, self.pages = plain.width(), plain.height(), pages
        self.full_width, self.full_height = full.width(), full.height()
        self.image = plain
        self.pixels = plain.constBits()


def prepare() -> None:
    """Load every reader and font while files can still be opened."""
    QImageReader.setAllocationLimit(ALLOCATION_MB)
    small = QImage(8, 8, QImage.Format.Format_RGB32)
    small.fill(PAPER)
    for name in _FORMATS.values():
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        small.save(buffer, name.decode())  # type: ignore[call-overload]
        buffer.close()
        if kept.size():
            draw(bytes(kept.data()), f"image/{name.decode()}", 1, 8)
    draw("Aa 09 ÄéŁж 中文 かな 한글".encode(), "text/plain", 1, 64)
    pypdfium2.PdfDocument.new().close()


def draw(data: bytes, media_type: str, page: int, edge: int) -> Drawn:
    """Page `page` (from 1), its longer side `edge` pixels at most. Raises Unreadable."""
    if media_type in _FORMATS:
        return _picture(data, _FORMATS[media_type], page, edge)
    if media_type == "application/pdf":
        return _pdf(data, page, edge)
    if media_type == "text/plain":
        return _text(data, page, edge)
    raise Unreadable("document_no_viewer")


def _picture(data: bytes, kind: bytes, page: int, edge: int) -> Drawn:
    if page != 1:
        raise Unreadable("document_no_page")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    # The named format and no other: a picture in disguise is refused rather than guessed at.
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise Unreadable
    if size.width() * size.height() > MOST_PIXELS:
        raise Unreadable("document_too_large")
    small = _halved(size, edge) if kind == b"jpeg" else _fitted(size, edge)
    if small != size:
        reader.setScaledSize(small)
    turned = reader.transformation().value & 4  # one of the four that exchange width and height
    image = reader.read()
    if image.isNull():
        raise Unreadable
    return Drawn(_on_white(image), 1, size.transposed() if turned else size)


def _halved(size: QSize, edge: int) -> QSize:
    """A half, quarter or eighth where that comes near to `edge`: a JPEG is then decoded at that size from the
    beginning, in a fraction of the time."""
    longer = max(size.width(), size.height())
    for part in (2, 4, 8):
        if longer > edge and 0.75 * edge <= longer / part <= edge:
            return QSize(-(-size.width() // part), -(-size.height() // part))
    return _fitted(size, edge)


def _on_white(image: QImage) -> QImage:
    if not image.hasAlphaChannel():
        return image
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(PAPER)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground


def _pdf(data: bytes, page: int, edge: int) -> Drawn:
    with _opened(data) as document:
        pages = len(document)
        if not 1 <= page <= pages or page > MOST_PAGES:
            raise Unreadable("document_no_page")
        with closing(document[page - 1]) as sheet:
            wide, tall = sheet.get_size()
            if not (0 < wide < 20_000 and 0 < tall < 20_000):
                raise Unreadable("document_too_large")
            full = _fitted(QSize(round(wide * 100), round(tall * 100)), PDF_FULL_EDGE)
            size = _fitted(full, edge)
            image = QImage(size, QImage.Format.Format_RGB32)
            image.fill(PAPER)
            bits: Any = image.bits()
            bitmap = pypdfium2.PdfBitmap.new_native(
                size.width(), size.height(), pdfium.FPDFBitmap_BGRx, buffer=_array(bits)
            )
            pdfium.FPDF_RenderPageBitmap(bitmap.raw, sheet.raw, 0, 0, size.width(), size.height(), 0, pdfium.FPDF_ANNOT)
            bitmap.close()
            return Drawn(image, min(pages, MOST_PAGES), full)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise Unreadable from error
    finally:
        document.close()


def _array(bits: Any) -> Any:
    return (ctypes.c_ubyte * len(bits)).from_buffer(bits)


def _text(data: bytes, page: int, edge: int) -> Drawn:
    lines = [
        line[n : n + TEXT_COLUMNS]
        for line in data.decode("utf-8-sig", "replace").expandtabs(4).splitlines()[: MOST_PAGES * TEXT_LINES]
        for n in range(0, max(1, len(line)), TEXT_COLUMNS)
    ]
    pages = max(1, min(MOST_PAGES, -(-len(lines) // TEXT_LINES)))
    if page > pages:
        raise Unreadable("document_no_page")
    image = QImage(TEXT_WIDTH, TEXT_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    painter = QPainter(image)
    font = QFont()
    font.setFamilies(["Noto Sans Mono CJK SC", "Noto Sans Mono", "DejaVu Sans Mono", "monospace"])
    font.setPixelSize(TEXT_PIXELS)
    painter.setFont(font)
    for n, line in enumerate(lines[(page - 1) * TEXT_LINES : page * TEXT_LINES]):
        shown = "".join(c if c.isprintable() else "·" for c in line)
        painter.drawText(QRect(48, 40 + n * 26, TEXT_WIDTH - 96, 26), Qt.AlignmentFlag.AlignVCenter.value, shown)
    painter.end()
    size = _fitted(image.size(), edge)
    if size != image.size():
        image = image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
    return Drawn(image, pages, QSize(TEXT_WIDTH, TEXT_HEIGHT))


def _fitted(size: QSize, edge: int) -> QSize:
    """`size` with its longer side at most `edge`, and no side below one pixel."""
    longer = max(size.width(), size.height())
    if longer <= edge:
        return size
    return QSize(max(1, round(size.width() * edge / longer)), max(1, round(size.height() * edge / longer)))
