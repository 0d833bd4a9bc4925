"""The icons, drawn with paths on a 20 × 20 grid so that they take any colour and any scale."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

Draw = Callable[[QPainterPath], None]


def _queue(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3, 3.5, 14, 13), 2, 2)
    for y in (7.8, 12.2):
        path.moveTo(3, y)
        path.lineTo(17, y)


def _day(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3.5, 4.5, 13, 12), 1.5, 1.5)
    path.moveTo(3.5, 8.2)
    path.lineTo(16.5, 8.2)
    for x in (7, 13):
        path.moveTo(x, 3)
        path.lineTo(x, 6)
    path.moveTo(7, 12.2)
    path.lineTo(9.2, 14.2)
    path.lineTo(13, 10.6)


def _team(path: QPainterPath) -> None:
    path.addEllipse(QPointF(7.5, 7), 2.6, 2.6)
    path.moveTo(2.8, 16)
    path.cubicTo(QPointF(3, 10.6), QPointF(12, 10.6), QPointF(12.2, 16))
    path.moveTo(12.6, 4.8)
    path.cubicTo(QPointF(15.8, 5), QPointF(15.8, 9.2), QPointF(12.8, 9.4))
    path.moveTo(13.8, 11.9)
    path.cubicTo(QPointF(16, 12.4), QPointF(17, 14), QPointF(17.2, 16))


def _qa(path: QPainterPath) -> None:
    path.addEllipse(QPointF(10, 10), 6.6, 6.6)
    path.addEllipse(QPointF(10, 10), 3.4, 3.4)
    path.moveTo(10, 10)
    path.lineTo(16.4, 3.6)


def _calibrate(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3, 4, 14, 12), 1.5, 1.5)
    path.moveTo(10, 4)
    path.lineTo(10, 16)
    path.moveTo(5.4, 12.6)
    path.lineTo(7.8, 10)
    path.moveTo(12.2, 9)
    path.lineTo(14.6, 6.6)


def _feedback(path: QPainterPath) -> None:
    for y, from_x, to_x, tip in ((7, 3.5, 16.5, -3), (13, 16.5, 3.5, 3)):
        path.moveTo(from_x, y)
        path.lineTo(to_x, y)
        path.moveTo(to_x + tip, y - 3)
        path.lineTo(to_x, y)
        path.lineTo(to_x + tip, y + 3)


def _sops(path: QPainterPath) -> None:
    for y in (5, 10, 15):
        path.addEllipse(QRectF(3.4, y - 0.8, 1.6, 1.6))
        path.moveTo(8, y)
        path.lineTo(16.6, y)


def _activity(path: QPainterPath) -> None:
    path.arcMoveTo(QRectF(4, 4, 12, 12), 120)
    path.arcTo(QRectF(4, 4, 12, 12), 120, -300)
    path.moveTo(3.6, 3.2)
    path.lineTo(6.8, 4.6)
    path.lineTo(5.4, 7.9)
    path.moveTo(10, 7)
    path.lineTo(10, 10.4)
    path.lineTo(12.4, 11.8)


def _settings(path: QPainterPath) -> None:
    for y, knob in ((5.0, 12.5), (10.0, 6.5), (15.0, 11.0)):
        path.moveTo(3, y)
        path.lineTo(knob - 2, y)
        path.addEllipse(QPointF(knob, y), 2, 2)
        path.moveTo(knob + 2, y)
        path.lineTo(17, y)


def _search(path: QPainterPath) -> None:
    path.addEllipse(QPointF(8.6, 8.6), 5, 5)
    path.moveTo(12.4, 12.4)
    path.lineTo(16.4, 16.4)


def _check(path: QPainterPath) -> None:
    path.moveTo(4, 10.6)
    path.lineTo(8, 14.6)
    path.lineTo(16, 5.6)


def _cross(path: QPainterPath) -> None:
    path.moveTo(5, 5)
    path.lineTo(15, 15)
    path.moveTo(15, 5)
    path.lineTo(5, 15)


def _down(path: QPainterPath) -> None:
    path.moveTo(5.5, 8)
    path.lineTo(10, 12.5)
    path.lineTo(14.5, 8)


def _lock(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(4.5, 9, 11, 8), 1.5, 1.5)
    path.moveTo(7, 9)
    path.lineTo(7, 6.5)
    path.arcTo(QRectF(7, 3.5, 6, 6), 180, -180)
    path.lineTo(13, 9)


def _warn(path: QPainterPath) -> None:
    path.moveTo(10, 3.2)
    path.lineTo(17.4, 16.4)
    path.lineTo(2.6, 16.4)
    path.closeSubpath()
    path.moveTo(10, 8)
    path.lineTo(10, 11.6)
    path.moveTo(10, 13.8)
    path.lineTo(10, 14.2)


def _document(path: QPainterPath) -> None:
    path.moveTo(5, 3)
    path.lineTo(12, 3)
    path.lineTo(15.5, 6.5)
    path.lineTo(15.5, 17)
    path.lineTo(5, 17)
    path.closeSubpath()
    path.moveTo(7.6, 9.6)
    path.lineTo(12.8, 9.6)
    path.moveTo(7.6, 12.8)
    path.lineTo(12.8, 12.8)


_DRAWINGS: dict[str, Draw] = {
    "review": _queue,
    "day": _day,
    "qa": _qa,
    "calibrate": _calibrate,
    "feedback": _feedback,
    "sops": _sops,
    "team": _team,
    "activity": _activity,
    "settings": _settings,
    "search": _search,
    "check": _check,
    "cross": _cross,
    "down": _down,
    "lock": _lock,
    "warn": _warn,
    "document": _document,
}
_paths: dict[str, QPainterPath] = {}


def names() -> tuple[str, ...]:
    return tuple(_DRAWINGS)


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor, stroke: float = 1.4) -> None:
    """Draws an icon into `rect`; an unknown name is a KeyError, since icons are not data."""
    path = _paths.get(name)
    if path is None:
        path = QPainterPath()
        _DRAWINGS[name](path)
        _paths[name] = path
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    scale = rect.width() / 20
    painter.scale(scale, scale)
    pen = QPen(colour, stroke / scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def window_icon(ground: QColor, ink: QColor) -> QIcon:
    """The program's mark: a step plate with two rails."""
    icon = QIcon()
    for size in (16, 32, 64, 128):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / 64, size / 64)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(2, 2, 60, 60), 14, 14)
        painter.setBrush(ink)
        for box in (QRectF(14, 16, 36, 7), QRectF(14, 29, 26, 7), QRectF(14, 42, 16, 7)):
            painter.drawRoundedRect(box, 3, 3)
        painter.end()
        icon.addPixmap(picture)
    return icon
