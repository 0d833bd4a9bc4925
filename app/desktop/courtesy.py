"""Work behind the window steps aside while the window's own thread is busy.

Python lets one thread run at a time, so a repaint beside a busy sync takes twice as long. Loops over many rows ask
`after_you` between two of them; it returns at once while the window waits for events.
"""

import threading
import time

MOST_S = 0.1
"""A window that has been busy for longer than this is not waited for: work behind it is slowed, never stopped."""

_window_waits = threading.Event()
_window_waits.set()
_woke = 0.0


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
