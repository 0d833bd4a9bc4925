"""Painting of charts onto whatever takes paint: a widget, a picture, a file of vectors."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.chart_spec import Axis, Bars, Chart, Dot, Level
from app.desktop.widgets.painted import fill_round
from app.desktop.widgets.tokens import Type

_LEFT, _RIGHT, _CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def _pen(colour: str, width: float = 1.0, dashed: bool = False) -> QPen:
    pen = QPen(tokens.colour(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen


class Plane:
    """Where the figures of a chart fall on its paper, in pixels."""

    def __init__(self, painter: QPainter, box: QRect, chart: Chart) -> None:
        self.line = painter.fontMetrics().height()
        widest = max((ink.text_width(painter, words) for _, words in chart.y.ticks), default=0)
        # Far enough below for the lowest words at the left, whose lower half hangs beneath the plane.
        foot = self.line + tokens.S2 + (self.line + tokens.S0 if chart.x.title else 0)
        self.strip = tokens.px(30) if chart.bins else 0
        top = self.line + tokens.S2 if chart.y.title else tokens.S2
        last = max((ink.text_width(painter, words) for _, words in chart.x.ticks[-1:]), default=0)
        self.box = QRectF(
            box.left() + widest + tokens.S2,
            box.top() + top,
            max(tokens.px(40), box.width() - widest - tokens.S2 - max(tokens.S2, last // 2)),
            max(tokens.px(40), box.height() - top - foot - self.strip),
        )
        self._x, self._y = chart.x, chart.y

    def x(self, value: float) -> float:
        span = self._x.high - self._x.low or 1.0
        return self.box.left() + (value - self._x.low) / span * self.box.width()

    def y(self, value: float) -> float:
        span = self._y.high - self._y.low or 1.0
        share = (value - self._y.low) / span
        return self.box.bottom() - max(0.0, min(1.0, share)) * self.box.height()


def paint_chart(painter: QPainter, box: QRect, chart: Chart, current: int = -1) -> list[QRect]:
    """Draws into `box` and gives the place of every dot, in pixels. `current`: the dot that the keys stand on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(tokens.font(Type.CAPTION, tabular=True))
    plane = Plane(painter, box, chart)
    _axes(painter, box, plane, chart)
    painter.save()
    painter.setClipRect(plane.box.adjusted(-1, -tokens.S1, 1, 1))
    for band in chart.bands:
        there = [QPointF(plane.x(x), plane.y(low)) for x, low, _ in band.points]
        back = [QPointF(plane.x(x), plane.y(high)) for x, _, high in reversed(band.points)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour(band.colour))
        painter.drawPolygon(QPolygonF(there + back))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for curve in chart.curves:
        path = QPainterPath()
        for number, (x, y) in enumerate(curve.points):
            (path.lineTo if number else path.moveTo)(QPointF(plane.x(x), plane.y(y)))
        painter.setPen(_pen(curve.colour, 1.0 if curve.dashed else tokens.px(2), curve.dashed))
        painter.drawPath(path)
    painter.restore()
    taken: list[QRect] = []
    dots = [_round(plane.x(dot.x), plane.y(dot.y), tokens.px(6)).toAlignedRect() for dot in chart.dots]
    for level in chart.levels:
        taken.append(_level(painter, plane, level, dots))
    for rule in chart.rules:
        painter.setPen(_pen(rule.colour, 1.0, dashed=True))
        painter.drawLine(QPointF(plane.x(rule.x), plane.box.bottom()), QPointF(plane.x(rule.x), plane.y(rule.y)))
        fill_round(painter, _round(plane.x(rule.x), plane.y(rule.y), tokens.px(3)), tokens.colour(rule.colour), 9)
        painter.setPen(tokens.colour(rule.colour))
        place = _beside(painter, plane, rule.text, plane.x(rule.x), plane.y(rule.y) - plane.line / 2)
        taken.append(place)
        _words(painter, place, rule.text, rule.colour)
    return _dots(painter, plane, chart.dots, current, taken)


def _axes(painter: QPainter, box: QRect, plane: Plane, chart: Chart) -> None:
    area = plane.box
    for value, words in chart.y.ticks:
        y = round(plane.y(value)) + 0.5
        painter.setPen(_pen("line"))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(tokens.colour("muted"))
        place = QRect(box.left(), round(y) - plane.line // 2, round(area.left()) - tokens.S2 - box.left(), plane.line)
        ink.draw_text(painter, place, _RIGHT | _MIDDLE, words)
    painter.setPen(_pen("muted"))
    foot = round(area.bottom()) + 0.5
    painter.drawLine(QPointF(area.left(), foot), QPointF(area.right(), foot))
    under = round(area.bottom()) + plane.strip + tokens.S2
    for start, end, height in chart.bins:
        left, right = plane.x(start), plane.x(end)
        tall = max(0.0, min(1.0, height)) * (plane.strip - tokens.S1)
        spot = QRectF(left + 1, area.bottom() + plane.strip - tall, max(1.0, right - left - 2), tall)
        fill_round(painter, spot, tokens.colour("line"), 1)
    painter.setPen(tokens.colour("muted"))
    end = box.left()
    for value, words in chart.x.ticks:
        wide = ink.text_width(painter, words)
        place = QRect(round(plane.x(value)) - wide // 2 - 1, under, wide + 2, plane.line)
        if place.left() < end:
            continue  # its words would touch those before
        ink.draw_text(painter, place, _CENTRE, words)
        end = place.right() + tokens.S2
    if chart.x.title:
        place = QRect(round(area.left()), under + plane.line + tokens.S0, round(area.width()), plane.line)
        ink.draw_text(painter, place, _CENTRE, chart.x.title, elide=True)
    if chart.y.title:
        place = QRect(box.left(), box.top(), box.width(), plane.line)
        ink.draw_text(painter, place, _LEFT, chart.y.title, elide=True)


def _level(painter: QPainter, plane: Plane, level: Level, dots: Sequence[QRect]) -> QRect:
    y = round(plane.y(level.y)) + 0.5
    painter.setPen(_pen(level.colour, 1.0, dashed=True))
    painter.drawLine(QPointF(plane.box.left(), y), QPointF(plane.box.right(), y))
    wide = ink.text_width(painter, level.text)
    top = round(y) - plane.line - 1
    if top < plane.box.top() - plane.line:
        top = round(y) + 1
    right, left = round(plane.box.right()) - wide, round(plane.box.left()) + tokens.S1
    # At the right end, or wherever else no point lies under the words.
    starts = (right, *range(right - tokens.S5, left, -tokens.S5), left)
    places = (QRect(start, top, wide, plane.line) for start in starts)
    free = (place for place in places if not any(place.intersects(dot) for dot in dots))
    place = next(free, QRect(right, top, wide, plane.line))
    _words(painter, place, level.text, level.colour)
    return place


def _words(painter: QPainter, place: QRect, text: str, colour: str) -> None:
    """On a patch of the paper, so that no line runs through them."""
    fill_round(painter, QRectF(place).adjusted(-2, 0, 2, 0), tokens.colour("surface"), 2)
    painter.setPen(tokens.colour(colour))
    ink.draw_text(painter, place, _LEFT | _MIDDLE, text)


def _round(x: float, y: float, radius: float) -> QRectF:
    return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)


def _beside(painter: QPainter, plane: Plane, text: str, x: float, y: float) -> QRect:
    """To the right of a place where there is room, else as far right as there is."""
    wide = ink.text_width(painter, text) + 1
    left = min(x + tokens.S2, plane.box.right() - wide)
    top = max(plane.box.top() - plane.line / 2, min(y - plane.line / 2, plane.box.bottom() - plane.line))
    return QRect(round(max(plane.box.left(), left)), round(top), wide, plane.line)


def _dots(painter: QPainter, plane: Plane, dots: Sequence[Dot], current: int, taken: list[QRect]) -> list[QRect]:
    radius = tokens.px(4)
    places: list[QRect] = []
    for dot in dots:
        x, y = plane.x(dot.x), plane.y(dot.y)
        if dot.low is not None and dot.high is not None:
            painter.setPen(_pen(dot.colour, tokens.px(2)))
            painter.drawLine(QPointF(x, plane.y(dot.low)), QPointF(x, plane.y(dot.high)))
        fill_round(painter, _round(x, y, radius), tokens.colour(dot.colour), radius)
        places.append(_round(x, y, radius + 3).toAlignedRect())
    taken = [*taken, *places]
    # The one that the keys stand on first: its words are always there.
    order = sorted(range(len(dots)), key=lambda number: (number != current, number))
    for number in order:
        dot, spot = dots[number], places[number]
        if number == current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(_pen("text", tokens.px(2)))
            painter.drawEllipse(QRectF(spot))
        if not dot.label or not (dot.named or number == current):
            continue
        place = _free(painter, plane, dot.label, spot, [other for other in taken if other is not spot])
        if place is None and number != current:
            continue
        place = place or _beside(painter, plane, dot.label, spot.right(), spot.center().y())
        taken.append(place)
        if number == current:
            fill_round(painter, place.adjusted(-1, -1, 3, 1), tokens.colour("surface"), 3)
        painter.setPen(tokens.colour("text"))
        ink.draw_text(painter, place, _LEFT | _MIDDLE, dot.label, data=dot.data)
    return places


def _free(painter: QPainter, plane: Plane, text: str, spot: QRect, taken: Sequence[QRect]) -> QRect | None:
    """A place beside a dot where no other words stand: at the right, at the left, above or below."""
    wide = ink.text_width(painter, text) + 1
    middle = spot.center().y() - plane.line // 2
    centre = spot.center().x() - wide // 2
    tries = (
        (spot.right() + 2, middle),
        (spot.left() - wide - 2, middle),
        (centre, spot.top() - plane.line),
        (centre, spot.bottom() + 1),
    )
    area = plane.box.toAlignedRect().adjusted(0, -plane.line, plane.line, 0)
    for left, top in tries:
        place = QRect(left, top, wide, plane.line)
        if area.contains(place) and not any(place.intersects(other) for other in taken):
            return place
    return None


BAR_ROW = 26


def bars_height(bars: Bars) -> int:
    """Pixels that these bars want."""
    line = tokens.px(16)
    return tokens.row(BAR_ROW) * len(bars.bars) + (line * (3 if bars.level else 2) + tokens.S2 if bars.bars else 0)


def paint_bars(painter: QPainter, box: QRect, bars: Bars, current: int = -1) -> list[QRect]:
    """As `paint_chart`; the place of every bar's row."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(tokens.font(Type.SMALL, tabular=True))
    names = max((ink.text_width(painter, bar.name) for bar in bars.bars), default=0)
    shown = max((ink.text_width(painter, bar.shown) for bar in bars.bars), default=0)
    shown = min(shown, round(box.width() * 0.4))
    # A name keeps its end as long as the bars keep a third.
    names = min(names, max(round(box.width() * 0.3), round(box.width() * 0.64) - shown - 2 * tokens.S3))
    left = box.left() + names + tokens.S3
    room = max(tokens.px(40), box.width() - names - shown - 2 * tokens.S3)
    high = tokens.row(BAR_ROW)
    line = tokens.px(16)
    top = box.top() + (line if bars.level else 0)
    span = bars.axis.high - bars.axis.low or 1.0

    def at(value: float) -> float:
        return left + max(0.0, min(1.0, (value - bars.axis.low) / span)) * room

    foot = top + high * len(bars.bars)
    _bar_axis(painter, bars.axis, at, top, foot, line, left + room)
    places: list[QRect] = []
    painter.setFont(tokens.font(Type.SMALL, tabular=True))
    for number, bar in enumerate(bars.bars):
        row = QRect(box.left(), top + number * high, box.width(), high)
        places.append(row)
        if number == current:
            fill_round(painter, row.adjusted(-tokens.S1, 1, tokens.S1, -1), tokens.colour("accent_bg"), 4)
        painter.setPen(tokens.colour("text"))
        ink.draw_text(
            painter, QRect(row.left(), row.top(), names, high), _LEFT | _MIDDLE, bar.name, data=bar.data, elide=True
        )
        if bar.value is not None:
            thick = high * 0.46
            wide = max(1.0, at(bar.value) - left)
            fill_round(painter, QRectF(left, row.center().y() - thick / 2, wide, thick), tokens.colour(bar.colour), 2)
        if bar.low is not None and bar.high is not None:
            y, tip = row.center().y() + 0.5, tokens.px(4)
            painter.setPen(_pen("text", 1.5))
            painter.drawLine(QPointF(at(bar.low), y), QPointF(at(bar.high), y))
            for end in (at(bar.low), at(bar.high)):
                painter.drawLine(QPointF(end, y - tip), QPointF(end, y + tip))
        painter.setPen(tokens.colour("text" if bar.value is not None else "muted"))
        words = QRect(left + room + tokens.S3, row.top(), shown + 1, high)
        ink.draw_text(painter, words, _LEFT | _MIDDLE, bar.shown, elide=True)
    if bars.level is not None and bars.bars:
        x = at(bars.level.y)
        painter.setPen(_pen(bars.level.colour, 1.5, dashed=True))
        painter.drawLine(QPointF(x, top), QPointF(x, foot))
        painter.setFont(tokens.font(Type.CAPTION, tabular=True))
        painter.setPen(tokens.colour(bars.level.colour))
        wide = ink.text_width(painter, bars.level.text)
        start = max(box.left(), min(round(x) - wide // 2, box.right() - wide))
        ink.draw_text(painter, QRect(start, box.top(), wide + 1, line), _LEFT, bars.level.text)
    return places


def _bar_axis(
    painter: QPainter, axis: Axis, at: Callable[[float], float], top: int, foot: int, line: int, end: float
) -> None:
    painter.setFont(tokens.font(Type.CAPTION, tabular=True))
    last = -1
    for value, words in axis.ticks:
        x = round(at(value)) + 0.5
        painter.setPen(_pen("line"))
        painter.drawLine(QPointF(x, top), QPointF(x, foot))
        wide = ink.text_width(painter, words)
        place = QRect(round(x) - wide // 2, foot + tokens.S1, wide + 1, line)
        if place.left() > last:
            painter.setPen(tokens.colour("muted"))
            ink.draw_text(painter, place, _LEFT, words)
            last = place.right() + tokens.S2
    if axis.title:
        painter.setPen(tokens.colour("muted"))
        left = round(at(axis.low))
        place = QRect(left, foot + tokens.S1 + line, round(end) - left, line)
        ink.draw_text(painter, place, _CENTRE, axis.title, elide=True)
