"""When a window counts as left alone, and whom it hears of a locked session."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.desktop.runtime.idle_lock import IdleWatch
from app.desktop.runtime.session_lock import SessionLock, session_path


class Room:
    """Somebody who acts, and a clock."""

    def __init__(self) -> None:
        self.acts, self.now = 0, 0
        self.watch = IdleWatch(lambda: self.acts, lambda: self.now)

    def wait(self, seconds: int, acts: int = 0) -> bool:
        self.now += seconds * 1000
        self.acts += acts
        return self.watch.left_alone()


def test_it_is_left_alone_after_the_minutes_and_not_a_second_before() -> None:
    room = Room()
    room.watch.begin(5)
    assert not room.wait(299)
    assert room.wait(1)


def test_every_sign_of_a_person_begins_the_minutes_anew() -> None:
    room = Room()
    room.watch.begin(5)
    assert not room.wait(200, acts=1)
    assert not room.wait(299)
    assert room.wait(1)


def test_who_touches_the_mouse_after_a_sleep_finds_it_locked() -> None:
    room = Room()
    room.watch.begin(5)
    assert room.wait(3600, acts=1)


def test_zero_minutes_mean_never() -> None:
    room = Room()
    room.watch.begin(0)
    assert not room.wait(10_000_000)


def test_a_session_of_logind_is_named_as_logind_names_it() -> None:
    assert session_path("2") == "/org/freedesktop/login1/session/_32"
    assert session_path("c1") == "/org/freedesktop/login1/session/c1"
    assert session_path("12-a") == "/org/freedesktop/login1/session/_312_2da"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A session bus of our own. Qt joins a session bus once in the life of a program, so another process tells."""
    if shutil.which("dbus-daemon") is None or shutil.which("dbus-send") is None:
        pytest.skip("needs dbus-daemon and dbus-send")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    yield address
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


LISTENER = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from app.desktop.runtime.session_lock import SessionLock
app = QCoreApplication([])
lock = SessionLock()
lock.locked.connect(lambda: (print("locked", flush=True), app.quit()))
lock.listen()
QTimer.singleShot(0, lambda: print("listening", flush=True))
QTimer.singleShot(60_000, app.quit)
app.exec()
"""


def test_a_screen_saver_that_covers_the_screen_is_heard(bus: str) -> None:
    import sys

    environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus, "DBUS_SYSTEM_BUS_ADDRESS": bus}
    child = subprocess.Popen([sys.executable, "-c", LISTENER], stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    try:
        assert child.stdout.readline().strip() == "listening"
        for on in ("false", "true"):
            subprocess.run(
                [
                    "dbus-send", "--session", "--type=signal", "/org/freedesktop/ScreenSaver",
                    "org.freedesktop.ScreenSaver.ActiveChanged", f"boolean:{on}",
                ],
                env=environment, check=True, timeout=30,
            )  # fmt: skip
        assert child.stdout.readline().strip() == "locked"
    finally:
        child.kill()
        child.wait(10)
        child.stdout.close()


def test_without_a_bus_nothing_is_heard_and_nothing_breaks(qtbot: QtBot) -> None:
    lock = SessionLock()
    heard: list[bool] = []
    lock.locked.connect(lambda: heard.append(True))
    lock._covered(False)
    assert heard == []
    lock._covered(True)
    lock._told()
    assert heard == [True, True]
    assert QCoreApplication.instance() is not None
