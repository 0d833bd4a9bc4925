"""When garbage is looked for. A round of Python's collector over everything that lives here holds every thread for
some fifty milliseconds, and by itself it would come in the middle of a sync, under somebody's fingers."""

import ctypes
import gc
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

EVERY_MS = 2_000
SETTLED_MS = 4_000
"""So long after the start everything it needed for a moment only has been let go."""
YOUNG = (10_000, 50, 1_000_000)
"""Only what is very young is looked through in between; the oldest never by itself."""


class Litter(QObject):
    """Every two seconds what was made since is looked through and then left alone; all of it is looked through when
    the person has turned to another window. Begins with `begin`, on the GUI thread."""

    def __init__(self, app: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first: Callable[[], None] = lambda: None
        """What others let go before anything is given back; on a thread of its own."""
        self._before: tuple[int, int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._behind)
        self._app = app

    def begin(self) -> None:
        """What the start made stays for good, and from here on garbage is collected."""
        if self._before is None:
            self._before = gc.get_threshold()
            self._app.applicationStateChanged.connect(self._turned)
        gc.freeze()
        gc.set_threshold(*YOUNG)
        gc.enable()
        self._timer.start()
        self._settled.start()

    def end(self) -> None:
        self._timer.stop()
        self._settled.stop()
        if self._before is not None:
            gc.set_threshold(*self._before)
            self._before = None
            self._app.applicationStateChanged.disconnect(self._turned)

    def give_back_soon(self) -> None:
        """Much was needed for a moment only: what was freed is given back once it is calm."""
        if self._before is not None:
            self._settled.start()

    @staticmethod
    def much_went() -> None:
        """What was left alone as kept for good may be garbage by now: the next round looks through all of it."""
        gc.unfreeze()

    @staticmethod
    def _look() -> None:
        gc.collect()
        gc.freeze()

    def _behind(self) -> None:
        """The window does not wait for it."""
        threading.Thread(target=_give_back, args=(self.first,), name="give-back", daemon=True).start()

    def _turned(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            gc.unfreeze()
            self._look()


def _give_back(first: Callable[[], None]) -> None:
    """What was freed goes back to the system, where the C library keeps it and can be asked: some 20 MB, which the
    queue's making took for a moment, would stay with the window for the day."""
    first()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)
