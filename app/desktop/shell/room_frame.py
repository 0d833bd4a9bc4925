"""One room on screen: its middle with its panels docked left and right, as the person arranged them."""

import base64
import binascii
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QLayout, QMainWindow, QScrollArea, QWidget

from app.desktop.shell.room import Room
from app.desktop.widgets import tokens

_AREAS = {"left": Qt.DockWidgetArea.LeftDockWidgetArea, "right": Qt.DockWidgetArea.RightDockWidgetArea}
_WIDTHS = {"left": tokens.QUEUE_WIDTH, "right": tokens.ASSESSMENT_WIDTH}
_LOCKED = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures
_LOOSE = QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable
# What the panels keep and the middle should have where the window is narrow.
_LEAST = {"left": 260, "right": 320}
_LEAST_MIDDLE = 420
LAYOUT_VERSION = 1


class RoomFrame(QMainWindow):
    """Panels have no title bars until the person asks to move them; their edges can always be dragged."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self.room = room
        self._docks: dict[str, QDockWidget] = {}
        self._arranging = False
        self.setDockNestingEnabled(True)
        for corner, area in (
            (Qt.Corner.TopLeftCorner, _AREAS["left"]),
            (Qt.Corner.BottomLeftCorner, _AREAS["left"]),
            (Qt.Corner.TopRightCorner, _AREAS["right"]),
            (Qt.Corner.BottomRightCorner, _AREAS["right"]),
        ):
            self.setCorner(corner, area)
        self.setCentralWidget(room.widget)
        for name, panel in room.panels.items():
            dock = QDockWidget(self)
            dock.setObjectName(name)
            dock.setWidget(panel)
            dock.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
            self.addDockWidget(_AREAS[name], dock)
            self._docks[name] = dock
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.arrange(False)
        self._first = self.saveState(LAYOUT_VERSION)
        self._kept = ""
        self._placed = False
        # The widths that the person, or the design, gave the panels; and those they have while they give way.
        self._wanted: list[int] = []
        self._lent: list[int] = []
        self._name()

    def order_tabs(self) -> None:
        """Tab goes as one reads: left panel, middle, right panel. Call it once the room stands in its window."""
        parts = [self.room.panels.get("left"), self.room.widget, self.room.panels.get("right")]
        stops = [
            widget
            for part in parts
            if part is not None
            for widget in _in_reading_order(part)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        ]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    @property
    def arranging(self) -> bool:
        return self._arranging

    def arrange(self, on: bool) -> None:
        """Shows or hides the panels' title bars, by which they are moved, split and floated."""
        self._arranging = on
        for dock in self._docks.values():
            dock.setFeatures(_LOOSE if on else _LOCKED)
            if on:
                old = dock.titleBarWidget()
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]
                if old is not None:
                    old.deleteLater()
            elif dock.titleBarWidget() is None:
                bare = QWidget(dock)
                bare.setFixedHeight(0)
                dock.setTitleBarWidget(bare)

    def reset_widths(self) -> None:
        self._wanted = [tokens.px(_WIDTHS[name]) for name in self._docks]
        # As they stand now they are nobody's choice.
        self._lent = [dock.width() for dock in self._docks.values()]
        self._give_way(self.width())

    def reset(self) -> None:
        """Puts the panels where they were at first."""
        self.restoreState(self._first, LAYOUT_VERSION)
        self.reset_widths()

    def layout_text(self) -> str:
        if not self._placed:
            return self._kept
        return base64.b64encode(self.saveState(LAYOUT_VERSION).data()).decode("ascii")

    def restore_layout(self, text: str) -> None:
        """`text` as `layout_text` gave it; put in force when the room first comes into sight."""
        self._kept = text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Docks take a width only once the room has one, so the first place is found here.
        if not self._placed and self._docks and event.size().width() >= sum(_WIDTHS.values()):
            self._placed = True
            if not self._restored():
                self.reset_widths()
        elif self._placed:
            self._give_way(event.size().width())

    def _give_way(self, width: int) -> None:
        """Where the middle would be left too little, the panels at its sides lend it some, and take it back once there
        is room. Panels that were moved elsewhere stay as they are."""
        docks = list(self._docks.items())
        if any(dock.isFloating() or self.dockWidgetArea(dock) is not _AREAS[name] for name, dock in docks):
            return
        now = [dock.width() for _, dock in docks]
        middle = self.room.widget
        if now != self._lent and (not self._wanted or middle.width() > middle.minimumSizeHint().width()):
            # The person moved an edge. A middle at its very least was squeezed by the window alone.
            self._wanted = now
        least = [min(want, tokens.px(_LEAST[name])) for want, (name, _) in zip(self._wanted, docks, strict=True)]
        spare = sum(self._wanted) - sum(least)
        lend = min(spare, max(0, sum(self._wanted) + tokens.px(_LEAST_MIDDLE) - width))
        share = lend / spare if spare else 0.0
        sizes = [want - round((want - low) * share) for want, low in zip(self._wanted, least, strict=True)]
        if sizes != now or now == self._lent:
            self.resizeDocks([dock for _, dock in docks], sizes, Qt.Orientation.Horizontal)
        self._lent = sizes

    def _restored(self) -> bool:
        try:
            raw = base64.b64decode(self._kept, validate=True)
        except (binascii.Error, ValueError):
            return False
        return bool(raw) and self.restoreState(QByteArray(raw), LAYOUT_VERSION)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name()

    def _name(self) -> None:
        names = {"left": self.tr("Queue"), "right": self.tr("Assessment and decision")}
        for name, dock in self._docks.items():
            dock.setWindowTitle(names[name])


def _in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """The widget and everything in it as the layouts place them; children outside a layout come last."""
    yield widget
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        if content is not None:
            yield from _in_reading_order(content)
        return
    layout = widget.layout()
    placed = list(_placed_by(layout)) if layout is not None else []
    loose = [child for child in widget.children() if isinstance(child, QWidget) and child not in placed]
    for child in (*placed, *loose):
        if not child.isWindow():
            yield from _in_reading_order(child)


def _placed_by(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed_by(inner)
