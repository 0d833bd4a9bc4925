"""The real workstation inside a benchmark's own process: real stores, real threads, keys sent to the focus window."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # Its own screen has 800 × 800 pixels, and no window gets larger than its screen.
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('screen.json')}"

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.desktop.bootstrap import _application
from app.desktop.bootstrap.workstation import Workstation
from app.desktop.policy import Policy
from app.desktop.settings import SettingsStore
from tests.bench.profiles import key_pipe

Milliseconds = float


def now_ms() -> Milliseconds:
    return time.perf_counter() * 1000


def waited_ms() -> Milliseconds:
    """How long this thread has stood ready while every core was busy with something else, perhaps not ours."""
    return int(_SCHEDULER.read_text().split()[1]) / 1e6 if _SCHEDULER.exists() else 0.0


_SCHEDULER = Path("/proc/thread-self/schedstat")


class Painted(QObject):
    """Counts the repaints of a widget, or of several as one."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


class Bench:
    """One open workstation on `folder`, at 1600 × 1000, until `close`."""

    def __init__(self, folder: Path, server: str, credentials: tuple[str, str] | None = None) -> None:
        self.app = _application()
        policy = Policy()
        self.station = Workstation(
            self.app, folder=folder, policy=policy, settings=SettingsStore(folder, policy), server=server, language="en"
        )
        self.window = self.station.window
        self.window.resize(1600, 1000)
        self.station.show()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow, "the window to become active")
        if self.window.width() < 1500:
            raise SystemExit(f"the window is {self.window.width()} pixels wide: not what is to be measured")
        self.station.start(key_pipe(credentials))
        self.until(lambda: self.station.services is not None and self.window.has_room("review"), "the Review room")
        self.room: Any = self.window.room("review")

    @property
    def services(self) -> Any:
        return self.station.services

    @property
    def presenter(self) -> Any:
        return self.room.presenter

    def until(self, so: Callable[[], Any], what: str = "it", seconds: float = 120.0) -> None:
        """Run the event loop until `so`; sleeps between events."""
        end = time.monotonic() + seconds
        alarm = QTimer()
        alarm.start(1000)
        while not so():
            if time.monotonic() > end:
                raise SystemExit(f"waited {seconds:.0f} s for {what}")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        alarm.stop()

    def quiet(self, seconds: float = 0.08) -> None:
        """Until nothing is under way and no news came for `seconds` (the hub joins news for 30 ms)."""
        still = time.monotonic()
        beat = QTimer()
        beat.start(5)
        while time.monotonic() - still < seconds:
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if not self.station._tasks.idle:
                still = time.monotonic()
        beat.stop()

    def press(self, key: str) -> None:
        """At the window that has the focus, as a person's keyboard does."""
        focused = QGuiApplication.focusWindow()
        if focused is None:
            raise SystemExit("no window has the focus")
        combined: Any = QKeySequence(key)[0]  # type: ignore[index]
        QTest.keyClick(focused, combined.key(), combined.keyboardModifiers())

    def close(self) -> None:
        self.window.close()
        self.station.finish()
        self.app.processEvents()
