"""The window comes back where it stood, and never where nobody can see it."""

import json

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.desktop.shell.main_window import MainWindow
from app.desktop.shell.window_place import place_of, restore


@pytest.fixture
def window(qapp: QApplication) -> MainWindow:
    return MainWindow(qapp)


def test_size_and_place_come_back(qapp: QApplication, window: MainWindow) -> None:
    free = QGuiApplication.primaryScreen().availableGeometry()
    told = {"x": free.x() + 3, "y": free.y() + 2, "w": free.width() - 20, "h": free.height() - 20, "max": False}
    restore(window, json.dumps(told))
    # A screen smaller than the window may be leaves it no other place than its corner.
    assert window.width() == max(told["w"], window.minimumWidth())
    assert window.height() == max(told["h"], window.minimumHeight())
    assert window.x() == (told["x"] if window.width() == told["w"] else free.x())
    assert window.y() == (told["y"] if window.height() == told["h"] else free.y())
    assert place_of(window)["screen"] == QGuiApplication.primaryScreen().name()


def test_a_place_on_a_screen_that_is_gone_is_forgotten(window: MainWindow) -> None:
    restore(window, json.dumps({"x": 90_000, "y": -70_000, "w": 1200, "h": 700, "max": False, "screen": "GONE"}))
    assert QGuiApplication.primaryScreen().geometry().intersects(window.geometry())


@pytest.mark.parametrize("text", ["", "{}", "nonsense", '{"x": "a", "y": 1, "w": 1200, "h": 700}', "[1]", "null"])
def test_a_remembered_place_that_makes_no_sense_is_left_alone(window: MainWindow, text: str) -> None:
    restore(window, text)
    assert window.width() >= min(window.minimumWidth(), QGuiApplication.primaryScreen().availableSize().width())
