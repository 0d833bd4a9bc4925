"""Who and what surrounds a case, as a calm picture: the subject, what it uses, who shares it, where money went.

Columns by distance, every node a small box with its own lines, so that no two texts can meet. What moved along an edge
stands in the box at its far end; a hit on a watch-list is a word and a colour.
"""

from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.contract.context import EdgeView, GraphView, HitView
from app.desktop.widgets import accessible, captions, context_words, ink, tokens
from app.desktop.widgets.graph_layout import Layout, Place, lay_out
from app.desktop.widgets.painted import TallWidget, fill_round, focus_ring, metrics, outline_round
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.TextFlag.TextWordWrap
MOST_ROWS = 12
_SEEN_FIRST = 240  # pixels of the graph that are in sight without scrolling, where it is low
_LEAST_WIDTH, _MOST_WIDTH, _GAP, _PAD = 82, 220, 16, 6
_LEAST_GAP, _MOST_GAP = 8, 110
_FOOT_LINES = 2


class Line(NamedTuple):
    """One line of a box: its words, its colour, whether they are data."""

    text: str
    colour: str
    data: bool = False
    strong: bool = False

    @property
    def kind(self) -> Type:
        return Type.SMALL_STRONG if self.strong or self.colour == "block" else Type.SMALL


class Graph(TallWidget):
    """Arrow keys walk the nodes, Enter (or a double click) opens the case behind one."""

    opened = Signal(str)
    keeps_enter = True
    walked = Signal(QRect)
    """Where the node in focus stands now, so that whoever scrolls can follow."""
    accessible_role = accessible.LIST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._graph = GraphView()
        self._hits: dict[str, HitView] = {}
        self._marked: frozenset[str] = frozenset()
        self._layout: tuple[int, Layout] | None = None
        self._boxes: tuple[int, dict[str, QRect]] | None = None
        self._current = ""

    def set_graph(self, graph: GraphView, marked: Collection[str] = ()) -> None:
        """`marked`: the nodes and edges that an indicator in sight rests on."""
        self._graph, self._marked = graph, frozenset(marked)
        self._hits = {}
        for hit in graph.hits:
            self._hits.setdefault(hit.node, hit)
        self._layout = self._boxes = None
        if self._current not in {node.id for node in graph.nodes}:
            self._current = next((node.id for node in graph.nodes if node.kind == "subject"), "")
        self._tell()
        self.refilled()

    def mark(self, marked: Collection[str]) -> None:
        """Point at the evidence of an indicator."""
        self.set_graph(self._graph, marked)

    @property
    def current(self) -> str:
        """The id of the node in focus."""
        return self._current

    def restyled(self) -> None:
        self._layout = self._boxes = None
        super().restyled()

    # --- places

    def _lay(self, width: int) -> Layout:
        if self._layout is None or self._layout[0] != width:
            least, gap = tokens.px(_LEAST_WIDTH), tokens.px(_GAP)
            most = max(1, (width + gap) // (least + gap))
            self._layout = (width, lay_out(self._graph, most, MOST_ROWS, self._marked))
        return self._layout[1]

    def _line(self) -> int:
        return metrics(tokens.font(Type.SMALL)).height()

    def _wides(self, width: int) -> dict[int, int]:
        """The width of every column in sight: what its words need. Where that is too much together, lines break, then
        the columns move together, and at last the wide ones give way."""
        layout, wides = self._lay(width), dict[int, int]()
        left, wants = width, dict[int, int]()
        for line, gap in ((tokens.px(_MOST_WIDTH), _GAP), (0, _GAP), (0, _LEAST_GAP)):
            left = width - tokens.px(gap) * (len(layout.columns) - 1)
            wants = {c: max(self._wants(place, line) for place in self._in(layout, c)) for c in layout.columns}
            if sum(wants.values()) <= left:
                break
        for number, (column, want) in enumerate(sorted(wants.items(), key=lambda one: one[1])):
            wides[column] = max(1, min(want, left // (len(wants) - number)))
            left -= wides[column]
        return wides

    def _wants(self, place: Place, line: int) -> int:
        """The width at which nothing in a box is cut when its lines are made for `line` pixels."""
        lines = self.lines_of(place, line)
        widest = max(tokens.advance(line.text, line.kind, tabular=True) for line in lines) + 2 * tokens.px(_PAD)
        return min(widest + tokens.S0, tokens.px(_MOST_WIDTH))

    @staticmethod
    def _in(layout: Layout, column: int) -> list[Place]:
        return [place for place in layout.places if place.column == column]

    def _tall(self, place: Place, wide: int) -> int:
        return self._line() * len(self.lines_of(place, wide - 2 * tokens.px(_PAD))) + tokens.px(8)

    def _rects(self, width: int) -> dict[str, QRect]:
        if self._boxes is not None and self._boxes[0] == width:
            return self._boxes[1]
        layout, found = self._lay(width), dict[str, QRect]()
        wides = self._wides(width)
        deepest = max((self._column_tall(layout, column, wide) for column, wide in wides.items()), default=0)
        # Columns are no wider than they need be; what is left goes between them, as far as they still belong together.
        between, rest = tokens.px(7), width - sum(wides.values())
        gap = min(tokens.px(_MOST_GAP), rest / (len(wides) - 1)) if len(wides) > 1 else 0.0
        at = 0.0 if len(wides) > 1 else rest / 2
        for column in layout.columns:
            wide, x = wides[column], int(at)
            # Short columns stand beside the middle of what is seen first, not of what is scrolled to.
            tall = self._column_tall(layout, column, wide)
            y = max(0, (min(deepest, tokens.px(_SEEN_FIRST)) - tall) // 2)
            for place in self._in(layout, column):
                found[place.node.id] = QRect(x, y, wide, self._tall(place, wide))
                y += self._tall(place, wide) + between
            if layout.hidden.get(column):
                found[f"more {column}"] = QRect(x, y, wide, self._line())
            at += wide + gap
        self._boxes = (width, found)
        return found

    def _column_tall(self, layout: Layout, column: int, wide: int) -> int:
        between = tokens.px(7)
        more = self._line() + between if layout.hidden.get(column) else 0
        return sum(self._tall(place, wide) + between for place in self._in(layout, column)) - between + more

    def height_at(self, width: int) -> int:
        layout = self._lay(max(1, width))
        if not layout.columns:
            return 0
        wides = self._wides(max(1, width))
        deepest = max(self._column_tall(layout, column, wide) for column, wide in wides.items())
        return deepest + tokens.px(10) + _FOOT_LINES * self._line()

    # --- words

    def lines_of(self, place: Place, wide: int) -> list[Line]:
        """The lines of a box that is `wide` inside: its name; what moved, or what became of the case, or what kind of
        thing it is; and the list it stands on. What does not fit in one line takes two."""
        node, edge, hit = place.node, place.edge, self._hits.get(place.node.id)
        # A thing without a value is named by its kind, which is a word of ours.
        found = [Line(self.title_of(place), "text", bool(node.case_id or node.label), True)]
        if edge is not None and edge.kind == "transfer":
            moved = (context_words.moved(edge, toward=edge.target == node.id), context_words.moved_when(edge))
            found += _fitted(moved, wide, "muted", Type.SMALL, data=True)
        elif node.kind == "case":
            told = captions.decision_title(node.decision)[0] if node.decision else captions.case_state("open")[0]
            found += _fitted((node.label, told), wide, "muted", Type.SMALL, data=True)
        else:
            word, data = context_words.thing(node.kind)
            found += [Line(word, "muted", data)]
        if hit is not None:
            parts = (context_words.category(hit.category)[0], hit.list, context_words.list_date(hit.list_date))
            found += _fitted(parts, wide, "block", Type.SMALL_STRONG, data=True)
        return found

    def title_of(self, place: Place) -> str:
        node = place.node
        return node.case_id or node.label if node.kind == "case" else node.label or context_words.thing(node.kind)[0]

    def described(self, place: Place) -> str:
        """A node in full: what it is, what list it is on, and everything that joins it to others."""
        return "; ".join(self._parts_of(place))

    def _parts_of(self, place: Place) -> list[str]:
        node = place.node
        parts = [context_words.node(node)]
        parts += [context_words.hit(hit) for hit in self._graph.hits if hit.node == node.id]
        others = {one.id: one for one in self._graph.nodes}
        for edge in self._graph.edges:
            if edge.kind == "transfer" and node.id in (edge.source, edge.target):
                toward = edge.target == node.id
                other = others.get(edge.source if toward else edge.target)
                if other is not None and len(parts) < 8:
                    told = context_words.transfer(edge, toward=not toward)
                    parts.append(f"{told}{context_words.SEPARATOR}{context_words.node(other)}")
        if not self._graph.edges:
            parts.append(translate("Graph", "nothing else here is linked with it"))
        return parts

    def _tell(self) -> None:
        place = self._place_of(self._current)
        self.setAccessibleName(self.described(place) if place else "")

    def _place_of(self, name: str) -> Place | None:
        return next((place for place in self._lay(max(1, self.width())).places if place.node.id == name), None)

    def accessible_parts(self) -> list[accessible.Part]:
        width = self.width()
        rects = self._rects(width)
        return [
            accessible.Part(
                self.described(place),
                rects[place.node.id],
                place.node.id in self._marked,
                place.node.id == self._current,
            )
            for place in self._lay(width).places
        ]

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        width = self.width()
        layout, rects = self._lay(width), self._rects(width)
        if not layout.columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for last in (False, True):
            for edge in self._graph.edges:
                if edge.source in rects and edge.target in rects and self._stands_out(edge) is last:
                    self._edge(painter, edge, rects[edge.source], rects[edge.target], last)
        for place in layout.places:
            self._box(painter, place, rects[place.node.id])
        painter.setFont(tokens.font(Type.CAPTION))
        painter.setPen(tokens.colour("muted"))
        for column, count in layout.hidden.items():
            ink.draw_text(painter, rects[f"more {column}"], LEFT, _more(count))
        self._foot(painter, layout, width)

    def _stands_out(self, edge: EdgeView) -> bool:
        return edge.id in self._marked or (self.hasFocus() and self._current in (edge.source, edge.target))

    def _edge(self, painter: QPainter, edge: EdgeView, source: QRect, target: QRect, out: bool) -> None:
        name = "escalate" if edge.id in self._marked else "accent" if out else "line"
        painter.setPen(QPen(tokens.colour(name), 1.8 if out else 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        right = source.center().x() < target.center().x()
        if source.left() == target.left():
            start = QPointF(source.right(), source.center().y())
            end = QPointF(target.right() + 1, target.center().y())
            bend = tokens.px(_GAP) * 0.6
            first, second = QPointF(start.x() + bend, start.y()), QPointF(end.x() + bend, end.y())
        else:
            start = QPointF(source.right() if right else source.left(), source.center().y())
            end = QPointF(target.left() - 1 if right else target.right() + 1, target.center().y())
            bend = (end.x() - start.x()) / 2
            first, second = QPointF(start.x() + bend, start.y()), QPointF(end.x() - bend, end.y())
        path = QPainterPath(start)
        path.cubicTo(first, second, end)
        painter.drawPath(path)
        if edge.kind == "transfer":
            size = tokens.px(5)
            back = -size if end.x() >= second.x() else size
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour(name if name != "line" else "muted"))
            tip = [end, QPointF(end.x() + back, end.y() - size * 0.6), QPointF(end.x() + back, end.y() + size * 0.6)]
            painter.drawPolygon(QPolygonF(tip))

    def _box(self, painter: QPainter, place: Place, box: QRect) -> None:
        node = place.node
        hit = self._hits.get(node.id)
        ground = "block_bg" if hit else "accent_bg" if node.kind == "subject" else "raised"
        fill_round(painter, QRectF(box), tokens.colour(ground), tokens.RADIUS_SMALL)
        marked = node.id in self._marked
        outline = "escalate" if marked else "block" if hit else "line"
        outline_round(painter, box, tokens.colour(outline), tokens.RADIUS_SMALL, 1.6 if marked else 1.0)
        line, pad = self._line(), tokens.px(_PAD)
        row = QRect(box.left() + pad, box.top() + tokens.px(4), box.width() - 2 * pad, line)
        for number, text in enumerate(self.lines_of(place, row.width())):
            painter.setFont(tokens.font(text.kind, tabular=True))
            painter.setPen(tokens.colour(text.colour))
            ink.draw_text(painter, row.translated(0, number * line), LEFT, text.text, data=text.data, elide=True)
        if self.hasFocus() and node.id == self._current:
            focus_ring(painter, box.adjusted(-1, -1, 1, 1), tokens.RADIUS_SMALL)

    def _foot(self, painter: QPainter, layout: Layout, width: int) -> None:
        """What the node in focus is, in full, and how much is not drawn."""
        line = self._line()
        foot = QRect(0, self.height() - _FOOT_LINES * line, width, _FOOT_LINES * line)
        painter.setFont(tokens.font(Type.SMALL))
        left = layout.beyond + self._graph.more_nodes
        more = _more(left) if left else ""
        beside = ink.text_width(painter, more) + tokens.S3 if more else 0
        place = self._place_of(self._current)
        if place is not None:
            painter.setPen(tokens.colour("text"))
            box = foot.adjusted(0, 0, -beside, 0)
            parts, between = self._parts_of(place), translate("Graph", "; ")
            while len(parts) > 1 and _lines(painter, between.join(parts), box.width()) > _FOOT_LINES:
                parts = [*parts[:-2], parts[-2].removesuffix(" …") + " …"]
            ink.draw_text(painter, box, _WRAPPED, between.join(parts), data=True)
        if more:
            painter.setPen(tokens.colour("muted"))
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            ink.draw_text(painter, foot.adjusted(width - beside, 0, 0, 0), end, more)

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in steps:
            self._walk(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._open(self._current):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _walk(self, aside: int, down: int) -> None:
        here = self._place_of(self._current)
        layout = self._lay(self.width())
        if here is None:
            self._go(next((place.node.id for place in layout.places), ""))
            return
        rects = self._rects(self.width())
        if down:
            column = [place for place in layout.places if place.column == here.column]
            row = max(0, min(len(column) - 1, here.row + down))
            self._go(next(place.node.id for place in column if place.row == row))
            return
        at = layout.columns.index(here.column) + aside
        if 0 <= at < len(layout.columns):
            level = rects[here.node.id].center().y()
            beside = [place for place in layout.places if place.column == layout.columns[at]]
            self._go(min(beside, key=lambda place: (abs(rects[place.node.id].center().y() - level), place.row)).node.id)

    def _go(self, name: str) -> None:
        self._current = name
        self._tell()
        self.update()
        if name in (rects := self._rects(self.width())):
            self.walked.emit(rects[name])

    def _open(self, name: str) -> bool:
        place = self._place_of(name)
        if place is None or place.node.case_id is None:
            return False
        self.opened.emit(place.node.case_id)
        return True

    def _at(self, event: QMouseEvent) -> str:
        point = event.position().toPoint()
        places = self._lay(self.width()).places
        rects = self._rects(self.width())
        return next((place.node.id for place in places if rects[place.node.id].contains(point)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if name := self._at(event):
            self._go(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._open(self._at(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _fitted(parts: tuple[str, ...], wide: int, colour: str, kind: Type, *, data: bool) -> list[Line]:
    """The parts on as few lines as they fit."""
    lines: list[str] = []
    for part in filter(None, parts):
        together = f"{lines[-1]}{context_words.SEPARATOR}{part}" if lines else part
        if lines and tokens.advance(together, kind, tabular=True) <= wide:
            lines[-1] = together
        else:
            lines.append(part)
    return [Line(text, colour, data) for text in lines]


def _lines(painter: QPainter, text: str, width: int) -> int:
    """How many lines a text takes when it is wrapped into `width` pixels."""
    metrics = painter.fontMetrics()
    high = metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAPPED.value, text).height()
    return -(-high // metrics.lineSpacing())


def _more(count: int) -> str:
    return context_words.translate("Context", "%n more", "", count)
