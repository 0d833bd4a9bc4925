"""Every widget of the program at once, for news that concern them all: another theme, another way to tell times."""

import gc
from collections.abc import Callable, Iterator

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget


def every_widget() -> Iterator[QWidget]:
    """The widgets alive now, one after the other; what goes away meanwhile is left out.

    PySide makes a Python object for each while it walks a list of bare addresses. A collection of garbage in between
    may free a closed sheet that was kept by a circle alone, whose address comes later in that list: the program would
    end with a segmentation fault.
    """
    return _alive(QApplication.allWidgets)


def every_window() -> Iterator[QWidget]:
    """The same of windows alone, seen or not."""
    return _alive(QApplication.topLevelWidgets)


def _alive(listed: Callable[[], list[QWidget]]) -> Iterator[QWidget]:
    collecting = gc.isenabled()
    gc.disable()
    try:
        found = listed()
    finally:
        if collecting:
            gc.enable()
    # Whoever hears the news may build itself anew.
    return (widget for widget in found if shiboken6.isValid(widget))
