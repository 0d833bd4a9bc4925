"""Against pictures of the screen: whose window it is stands over every window, where the policy says so."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap.watermarks import Watermarks
from app.desktop.policy import MOST_RESTRICTIVE, Policy
from app.desktop.widgets.watermark import Watermark
from tests.desktop.bootstrap.test_lock import BPO, Seat, opened, seat
from tests.desktop.bootstrap.test_rows_first import MEI

__all__ = ["seat"]
NOON = 1_790_000_000.0


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(700, 400)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def marks(window: QWidget) -> list[Watermark]:
    return [one for one in window.findChildren(Watermark) if one.isVisible()]


def picture(window: QWidget) -> QImage:
    return window.grab().toImage()


def test_the_name_and_the_minute_stand_over_the_window(window: QWidget) -> None:
    plain = picture(window)
    made = Watermarks(Policy(watermark=True), clock=lambda: NOON)
    made.begin(MEI)
    (mark,) = marks(window)
    assert mark.text.startswith(f"{MEI.name} · 2026-")
    assert picture(window) != plain
    window.resize(900, 500)
    made.tick()
    assert mark.geometry() == window.rect()
    made.end()
    assert marks(window) == []
    assert picture(window).size() != plain.size()


def test_another_window_is_marked_too_and_the_mark_stays_above_what_came_later(window: QWidget, qtbot: QtBot) -> None:
    made = Watermarks(Policy(watermark=True), clock=lambda: NOON)
    made.begin(MEI)
    late = QPushButton("late", window)
    late.show()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    made.tick()
    assert window.children()[-1] is marks(window)[0]
    assert len(marks(other)) == 1
    pressed: list[bool] = []
    late.clicked.connect(lambda: pressed.append(True))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=late.geometry().center())
    assert pressed == [True], "it takes no press away"
    assert window.childAt(QPoint(5, 5)) is not marks(window)[0]


def test_without_the_policy_nothing_lies_over_the_window(window: QWidget) -> None:
    asked: list[int] = []
    made = Watermarks(Policy(), keep_out=lambda handle: bool(asked.append(handle)))
    made.begin(MEI)
    made.tick()
    assert (marks(window), asked) == ([], [])


def test_every_window_is_kept_out_of_captures_once(window: QWidget) -> None:
    asked: list[int] = []

    def keep_out(handle: int) -> bool:
        asked.append(handle)
        return True

    made = Watermarks(Policy(screen_capture=False), keep_out=keep_out)
    made.begin(MEI)
    made.tick()
    assert asked.count(int(window.winId())) == 1


def test_in_the_workstation_it_comes_with_the_person_and_goes_with_them(seat: Seat, qtbot: QtBot) -> None:
    station = seat(BPO, Policy(watermark=True))
    opened(station, qtbot)
    station.watermarks.tick()
    (mark,) = marks(station.window)
    assert mark.text.startswith(BPO.name)
    station.sign_out()
    qtbot.waitUntil(lambda: station.services is None, timeout=60_000)
    assert marks(station.window) == []
    assert MOST_RESTRICTIVE.watermark
