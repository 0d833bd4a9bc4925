"""Every text that a window really shows: what painted widgets drew, and what Qt's own widgets hold.

with PaintedTexts(window) as texts:
    ...
texts.all()      each text with its place, the width it needs, whether it is data, whether it may end in "…"
"""

import html
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from app.desktop.widgets import ink


@dataclass(frozen=True)
class Shown:
    """One text in sight. `needed` and `rect` in pixels; `source` names where it was found."""

    text: str
    rect: QRect
    needed: int
    data: bool
    elided: bool
    source: str

    @property
    def clipped(self) -> bool:
        """Whether a part of it cannot be read. One pixel is the rounding of the metrics."""
        return self.needed > self.rect.width() + 1


def _unwrapped(hint: str) -> str:
    """A hint as it is read: hints are escaped and stand in one element, so that nothing in them is ever markup."""
    return html.unescape(hint.removeprefix("<span>").removesuffix("</span>"))


class PaintedTexts:
    """Listens to the ink while it is entered; `collect` repaints everything visible and walks Qt's widgets."""

    def __init__(self, *roots: QWidget) -> None:
        self._roots = roots
        self._found: list[Shown] = []

    def __enter__(self) -> "PaintedTexts":
        ink.observers.append(self._painted)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ink.observers.remove(self._painted)

    def _painted(self, painted: ink.Painted) -> None:
        self._found.append(Shown(painted.text, painted.rect, painted.needed, painted.data, painted.elided, "painted"))

    def collect(self) -> list[Shown]:
        """Paints each root once into memory and returns every text found."""
        self._found.clear()
        for root in self._roots:
            root.grab()
            self._walk(root)
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QMenu) and widget.isVisible():
                for action in widget.actions():
                    is_data = isinstance(action.data(), tuple) and bool(action.data()[1])
                    rect = widget.actionGeometry(action)
                    need = widget.fontMetrics().horizontalAdvance(action.text())
                    self._found.append(Shown(action.text().replace("&&", "&"), rect, need, is_data, False, "QMenu"))
        return list(self._found)

    def _walk(self, root: QWidget) -> None:
        for widget in [root, *root.findChildren(QWidget)]:
            if not widget.isVisibleTo(root):
                continue
            name = type(widget).__name__
            if isinstance(widget, QLabel) and name == "QLabel":
                self._keep(widget, widget.text(), False, name)
            elif isinstance(widget, QLineEdit):
                self._keep(widget, widget.text(), True, name)
                self._keep(widget, widget.placeholderText(), False, name)
            elif isinstance(widget, QPlainTextEdit):
                self._keep(widget, widget.toPlainText(), True, name, measured=False)
                if not widget.toPlainText():
                    # Qt wraps it into the field.
                    self._keep(widget, widget.placeholderText(), False, name, measured=False)
            elif isinstance(widget, QComboBox):
                self._keep(widget, widget.currentText(), False, name)
            elif isinstance(widget, QDockWidget) and widget.titleBarWidget() is None:
                self._keep(widget, widget.windowTitle(), False, name, measured=False)
            elif isinstance(widget, QAbstractButton) and name in ("QPushButton", "QToolButton", "QCheckBox"):
                self._keep(widget, widget.text(), False, name)
            if widget.toolTip():
                self._keep(widget, _unwrapped(widget.toolTip()), False, "tooltip", measured=False)

    def _keep(self, widget: QWidget, text: str, data: bool, source: str, measured: bool = True) -> None:
        if not text:
            return
        rect = QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
        need = widget.fontMetrics().horizontalAdvance(text) if measured else 0
        self._found.append(Shown(text, rect, need, data, False, source))
