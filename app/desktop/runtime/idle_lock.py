"""When a window has been left alone for too long. Asked once a second; it has no timer of its own."""

from collections.abc import Callable, Hashable
from typing import Any


class IdleWatch:
    """`signs` is anything that changes while a person is here (keys and clicks counted, the place of the pointer);
    `mono_ms` goes on while the machine sleeps, so that one who closed the lid finds the window locked."""

    def __init__(self, signs: Callable[[], Hashable], mono_ms: Callable[[], int]) -> None:
        self._signs, self._mono_ms = signs, mono_ms
        self._last: Any = None
        self._since = mono_ms()
        self.minutes = 0

    def begin(self, minutes: int) -> None:
        """Somebody is here now; 0 minutes for never."""
        self.minutes = minutes
        self._last, self._since = self._signs(), self._mono_ms()

    def left_alone(self) -> bool:
        """Whether nobody was here for that long."""
        now, signs = self._mono_ms(), self._signs()
        # A sign that comes after the time was over is that of whoever found the window open.
        over = self.minutes > 0 and now - self._since >= self.minutes * 60_000
        if signs != self._last and not over:
            self._last, self._since = signs, now
        return over
