"""Where the window stands and how large it is, from one day to the next."""

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

SMALLEST = QSize(1024, 640)
FIRST_SIZE = QSize(1600, 1000)


def place_of(window: QWidget) -> dict[str, Any]:
    """Size, place and state, for `restore`."""
    normal = window.normalGeometry() if window.isMaximized() else window.geometry()
    # `move` takes the frame's corner; with the window's own it would sink by a title bar every day.
    corner = normal.topLeft() if window.isMaximized() else window.pos()
    return {
        "x": corner.x(), "y": corner.y(), "w": normal.width(), "h": normal.height(),
        "max": window.isMaximized(), "screen": window.screen().name(),
    }  # fmt: skip


def restore(window: QWidget, text: str) -> None:
    """As `place_of` gave it, in JSON; the first time as large as the screen sensibly allows. A place on a screen that
    is not there any more is forgotten."""
    try:
        kept = json.loads(text) if text else {}
        size = QSize(int(kept["w"]), int(kept["h"]))
        large = bool(kept.get("max"))
    except (ValueError, KeyError, TypeError):
        size, large = FIRST_SIZE, False
        kept = {}
    stood = _screen_of(kept)
    screen = stood or window.screen()
    room = screen.availableSize()
    # A size that leaves no room for the window's own frame would push the status line off the screen.
    large = large or size.width() >= room.width() or size.height() >= room.height()
    window.resize(size.boundedTo(room).expandedTo(SMALLEST.boundedTo(room)))
    if stood is not None:
        free = screen.availableGeometry()
        # Whole on its screen, however the screens have moved since.
        left = max(free.left(), min(int(kept["x"]), free.right() + 1 - window.width()))
        top = max(free.top(), min(int(kept["y"]), free.bottom() + 1 - window.height()))
        window.move(left, top)
    if large:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def _screen_of(kept: Mapping[str, Any]) -> QScreen | None:
    """The screen that the window stood on: by its name, else by the place; None where neither is here."""
    try:
        corner = QPoint(int(kept["x"]) + 40, int(kept["y"]) + 20)
    except (KeyError, TypeError, ValueError):
        return None
    named = next((one for one in QGuiApplication.screens() if one.name() == kept.get("screen")), None)
    at = QGuiApplication.screenAt(corner)
    return named if named is not None and named.geometry().contains(corner) else at
