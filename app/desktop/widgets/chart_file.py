"""A chart as a file to put into a report: a picture at twice the size, or vectors whose words stay words.

Both are drawn on white whatever theme the window wears, with the chart's name above and a note beneath (what it rests
on, and when).
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.chart import paint
from app.desktop.widgets.chart_paint import bars_height
from app.desktop.widgets.chart_spec import AnyChart, Bars
from app.desktop.widgets.tokens import Scheme, Type

WIDTH, TALL, SCALE = 960, 440, 2


def as_png(chart: AnyChart, note: str = "") -> bytes:
    """A PNG, 1920 pixels wide."""
    size = _size(chart)
    picture = QImage(size * SCALE, QImage.Format.Format_ARGB32)
    picture.setDevicePixelRatio(SCALE)
    with tokens.drawn_in(Scheme.LIGHT):
        picture.fill(tokens.colour("surface"))
        painter = QPainter(picture)
        _sheet(painter, size, chart, note)
        painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def as_svg(chart: AnyChart, note: str = "") -> bytes:
    """An SVG 960 wide; its texts can be searched and changed."""
    # Only who saves a chart needs it.
    from PySide6.QtSvg import QSvgGenerator

    size = _size(chart)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(size)
    made.setViewBox(QRect(0, 0, size.width(), size.height()))
    made.setTitle(chart.name)
    made.setDescription(note)
    with tokens.drawn_in(Scheme.LIGHT), ink.as_letters():
        painter = QPainter(made)
        painter.fillRect(QRect(0, 0, size.width(), size.height()), tokens.colour("surface"))
        _sheet(painter, size, chart, note)
        painter.end()
    return bytes(data.data())


def _size(chart: AnyChart) -> QSize:
    tall = bars_height(chart) + tokens.px(90) if isinstance(chart, Bars) else tokens.px(TALL)
    return QSize(tokens.px(WIDTH), tall)


def _sheet(painter: QPainter, size: QSize, chart: AnyChart, note: str) -> None:
    edge, line = tokens.S5, tokens.px(20)
    inner = QRect(edge, edge, size.width() - 2 * edge, size.height() - 2 * edge)
    painter.setFont(tokens.font(Type.STRONG))
    painter.setPen(tokens.colour("text"))
    ink.draw_text(painter, QRect(inner.left(), inner.top(), inner.width(), line), 0, chart.name, elide=True)
    paint(painter, inner.adjusted(0, line + tokens.S2, 0, -(line if note else 0)), chart)
    if note:
        painter.setFont(tokens.font(Type.CAPTION))
        painter.setPen(tokens.colour("muted"))
        place = QRect(inner.left(), inner.bottom() - line + 1, inner.width(), line)
        ink.draw_text(painter, place, Qt.AlignmentFlag.AlignBottom, note, elide=True)
