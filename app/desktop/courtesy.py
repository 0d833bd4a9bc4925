"""Work behind the window steps aside while the window's own thread is busy, or a person's hands are.

Python lets one thread run at a time, so a repaint beside a busy sync takes twice as long. Loops over many rows ask
`after_you` between two of them; it returns at once while the window waits for events. Work that nobody waits for, and
that keeps the disk and the writer busy, asks `hands_rest_in_ms` first: who is writing a rationale is about to press
Ctrl+Enter, and what is then in the middle of something would be waited for.

Once, it is the other way round: when a decision has been sent, the window has its next case to paint, which can be done
while the disk works, and the writer has the decision to make, which can not. `give_way` lets the writer come first.
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

HANDS_S = 2.0
"""So long after a key or a click the next one is likely."""
MOST_HANDS_S = 600.0
"""Hands that have not rested for longer than this are not waited for: what waits for them is never stopped for good."""

GIVE_WAY_S = 0.003
"""What the window gives up at most for what a person waits for."""

_window_waits = threading.Event()
_window_waits.set()
_only_the_disk = threading.Event()
_only_the_disk.set()
_woke = 0.0
_moved = _began = float("-inf")


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


def hands_moved() -> None:
    """A person pressed, clicked or turned something."""
    global _moved, _began
    now = time.monotonic()
    if now - _moved >= HANDS_S:
        _began = now
    _moved = now


def hands_rest_in_ms() -> int:
    """For how long what nobody waits for had better wait; 0: its turn. Callable from any thread."""
    now = time.monotonic()
    left = _moved + HANDS_S - now
    return 0 if left <= 0 or now - _began >= MOST_HANDS_S else max(1, round(left * 1000))


def something_to_write() -> None:
    """The writer was given something."""
    _only_the_disk.clear()


def only_the_disk() -> None:
    """From here on the writer waits for the disk alone, or has nothing to do."""
    _only_the_disk.set()


def give_way() -> None:
    """On the window's thread, right after something was given to the writer: both would slow each other down, so the
    window stands aside until only the disk is left to be waited for, and never for longer than `GIVE_WAY_S`."""
    _only_the_disk.wait(GIVE_WAY_S)
