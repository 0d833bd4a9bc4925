"""Hears that the session of the desktop was locked, or that the machine goes to sleep.

On Linux over D-Bus: the screen savers of the desktops tell when they cover the screen, and logind when a session is to
be locked and before sleep. Where there is no bus, and on Windows and macOS, nothing is heard and only the time without
a person counts.
"""

import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver", "org.cinnamon.ScreenSaver")
_LOGIN = "org.freedesktop.login1"
# The stubs say bytes, and bytes are refused.
_COVERED: Any = SLOT("_covered(bool)")
_TOLD: Any = SLOT("_told()")


def session_path(session_id: str) -> str:
    """The object of a session of logind: what is no letter or digit, and a first digit, is written in hexadecimal."""
    coded = "".join(
        c if c.isascii() and c.isalnum() and not (n == 0 and c.isdigit()) else f"_{ord(c):02x}"
        for n, c in enumerate(session_id)
    )
    return f"/org/freedesktop/login1/session/{coded}"


class SessionLock(QObject):
    """`locked` on the GUI thread. `listen` may be called where no bus is."""

    locked = Signal()

    def listen(self) -> None:
        if not sys.platform.startswith("linux"):
            return
        from PySide6.QtDBus import QDBusConnection

        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if session.isConnected():
            for saver in _SAVERS:
                session.connect("", "", saver, "ActiveChanged", self, _COVERED)
        if system.isConnected():
            system.connect(_LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep", self, _COVERED)
            own = os.environ.get("XDG_SESSION_ID", "")
            if own:
                system.connect(_LOGIN, session_path(own), f"{_LOGIN}.Session", "Lock", self, _TOLD)

    @Slot(bool)
    def _covered(self, on: bool) -> None:
        if on:
            self.locked.emit()

    @Slot()
    def _told(self) -> None:
        self.locked.emit()
