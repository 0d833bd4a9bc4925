"""Counting failures in a sliding minute, in memory of this process."""

import threading
from collections import deque

MOST_KEYS = 10_000


class Throttle:
    """At most `most` failures per key within `window_s` seconds."""

    def __init__(self, most: int, window_s: float = 60.0) -> None:
        self._most, self._window = most, window_s
        self._failures: dict[tuple[str, ...], deque[float]] = {}
        self._lock = threading.Lock()

    def wait_s(self, key: tuple[str, ...], now: float) -> int:
        """Seconds to wait before the next attempt; 0 where it may be made. `now` in seconds of a steady clock."""
        with self._lock:
            times = self._recent(key, now)
            return 0 if len(times) < self._most else max(1, int(times[0] + self._window - now + 0.999))

    def failed(self, key: tuple[str, ...], now: float) -> None:
        with self._lock:
            self._recent(key, now).append(now)
            if len(self._failures) > MOST_KEYS:
                # The oldest names go first; an attacker gains nothing that more addresses would not give.
                for old in list(self._failures)[: MOST_KEYS // 10]:
                    del self._failures[old]

    def _recent(self, key: tuple[str, ...], now: float) -> deque[float]:
        times = self._failures.setdefault(key, deque())
        while times and times[0] <= now - self._window:
            times.popleft()
        return times
