"""Of what is asked for faster than it can be done, the newest alone."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Calls `do` with one value at a time, from any thread.

    While it is at work, a call leaves its value and returns at once; of several the last is done next, by the thread
    that is at it, and the others never. What `do` raises reaches that thread, and what waited is dropped.
    """

    def __init__(self, do: Callable[[T], None]) -> None:
        self._do = do
        self._lock = threading.Lock()
        self._waiting: list[T] = []
        self._busy = False

    def __call__(self, value: T) -> None:
        with self._lock:
            self._waiting = [value]
            if self._busy:
                return
            self._busy = True
        try:
            while (wanted := self._next()) is not None:
                self._do(wanted[0])
        except BaseException:
            with self._lock:
                self._waiting, self._busy = [], False
            raise

    def _next(self) -> list[T] | None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
            if not waiting:
                self._busy = False
            return waiting or None
