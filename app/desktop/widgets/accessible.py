"""What a screen reader is told of widgets that paint themselves: their role, and each row or bar as a part of its own.

A widget says so by shape: `accessible_role` names its role, `accessible_parts()` gives its parts. Everything is asked
for when somebody listens; while nobody does, nothing is made.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class Part(NamedTuple):
    """One painted row, bar, event or figure: its words, its place in the widget in pixels, whether it is chosen, and
    whether the cursor of the widget stands on it."""

    name: str
    rect: QRect
    selected: bool = False
    focused: bool = False


LIST = QAccessible.Role.List
ITEM = QAccessible.Role.ListItem
TABS = QAccessible.Role.PageTabList
TAB = QAccessible.Role.PageTab
GROUP = QAccessible.Role.Grouping
CHART = QAccessible.Role.Chart
HEADING = QAccessible.Role.Heading
NOTE = QAccessible.Role.Notification
TEXT = QAccessible.Role.StaticText
DIALOG = QAccessible.Role.Dialog
SLIDER = QAccessible.Role.Slider

_PART_ROLES = {TABS: TAB, LIST: ITEM, CHART: ITEM, GROUP: TEXT}


class PaintedInterface(QAccessibleWidget):
    """The widget itself, with its parts as children."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)
        self._widget = widget
        self._parts: list[PartInterface] = []

    def _current(self) -> Sequence[Part]:
        parts = getattr(self._widget, "accessible_parts", None)
        return parts() if parts is not None else ()

    def childCount(self) -> int:
        return len(self._current()) or super().childCount()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt takes none
        count = len(self._current())
        if not count:
            return super().child(index)
        if not 0 <= index < count:
            return None
        while len(self._parts) < count:
            part = PartInterface(self, self._widget, len(self._parts))
            QAccessible.registerAccessibleInterface(part)
            self._parts.append(part)
        return self._parts[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        for number, part in enumerate(self._parts):
            if part is child:
                return number
        return super().indexOfChild(child)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt takes none
        point = self._widget.mapFromGlobal(QPoint(x, y))
        for number, part in enumerate(self._current()):
            if part.rect.contains(point):
                return self.child(number)
        return super().childAt(x, y)


class PartInterface(QAccessibleInterface):
    """The part at one place of a widget, asked for anew each time: the widget may have been filled again."""

    def __init__(self, parent: PaintedInterface, widget: QWidget, number: int) -> None:
        super().__init__()
        self._parent, self._widget, self._number = parent, widget, number

    def _part(self) -> Part | None:
        parts = self._parent._current()
        return parts[self._number] if self._number < len(parts) else None

    def isValid(self) -> bool:
        return self._part() is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # Qt takes none
        return None

    def window(self) -> Any:
        return self._widget.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt takes none
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt takes none
        return None

    def rect(self) -> QRect:
        part = self._part()
        if part is None:
            return QRect()
        return QRect(self._widget.mapToGlobal(part.rect.topLeft()), part.rect.size())

    def text(self, kind: QAccessible.Text) -> str:
        part = self._part()
        return part.name if part is not None and kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        return

    def role(self) -> QAccessible.Role:
        return _PART_ROLES.get(self._parent.role(), TEXT)

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        part = self._part()
        if part is None:
            state.invalid = True
            return state
        state.selectable = self.role() in (ITEM, TAB)
        state.selected = part.selected
        state.focused = part.focused and self._widget.hasFocus()
        state.invisible = not self._widget.isVisible()
        return state

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()


_made: dict[int, PaintedInterface] = {}


def _factory(_key: str, found: QObject) -> QAccessibleInterface | None:
    role = getattr(found, "accessible_role", None)
    if role is None or not isinstance(found, QWidget):
        return None
    made = PaintedInterface(found, role)
    number = id(found)
    # Python must keep what Qt holds; both go with the widget.
    _made[number] = made
    found.destroyed.connect(lambda *_: _made.pop(number, None))
    return made


_installed: list[bool] = []


def install() -> None:
    """Before the first window is shown; a second call does nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_factory)
