"""Work behind the window steps aside while the window's own thread is busy.

Python lets one thread run at a time, so a repaint beside a busy sync takes twice as long. Loops over many rows ask
`after_you` between two of them; it returns at once while the window waits for events.
"""

import os
import sys
import threading
import time
from contextlib import suppress

MOST_S = 0.1
"""A window that has been busy for longer than this is not waited for: work behind it is slowed, never stopped."""

BEHIND = 5
"""Niceness of work behind the window: with one core left the window's thread gets three quarters of it."""

_window_waits = threading.Event()
_window_waits.set()
_woke = 0.0


def step_back() -> None:
    """From here on this thread is given a core after the window's, where the system knows such a thing for a thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


def window_works() -> None:
    """The window's thread has woken up for events."""
    global _woke
    if _window_waits.is_set():
        _woke = time.monotonic()
        _window_waits.clear()


def window_waits() -> None:
    """The window's thread is about to wait for events."""
    _window_waits.set()


def after_you() -> None:
    """Wait for a moment in which the window has nothing to do; never on the window's own thread."""
    if not _window_waits.is_set():
        left = _woke + MOST_S - time.monotonic()
        if left > 0:
            _window_waits.wait(left)
