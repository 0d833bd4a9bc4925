"""The server's time as this seat knows it. The wall clock of the machine may jump; this one does not."""

import threading
import time
from collections.abc import Callable


def _wall() -> int:
    return time.time_ns() // 1_000_000


def _mono() -> int:
    return time.monotonic_ns() // 1_000_000


class ServerClock:
    """Server time = server time last seen + monotonic time since; before anything was seen, wall clock + the
    offset that the last run knew."""

    def __init__(self, offset_ms: int = 0, *, wall: Callable[[], int] = _wall, mono: Callable[[], int] = _mono) -> None:
        self._wall = wall
        self._mono = mono
        self._lock = threading.Lock()
        self._anchor = (wall() + offset_ms, mono())
        self._best_trip: int | None = None

    def observe(self, server_ms: int, sent_mono: int, got_mono: int) -> None:
        """Take in a server time from an answer that was asked for and received at these monotonic times. A
        faster round trip is the better witness; a slow one only counts when it contradicts."""
        trip = max(0, got_mono - sent_mono)
        moment = server_ms + trip // 2
        with self._lock:
            now = self._anchor[0] + (got_mono - self._anchor[1])
            better = self._best_trip is None or trip <= self._best_trip * 2
            if better or abs(moment - now) > trip:
                self._anchor = (moment, got_mono)
                self._best_trip = trip if self._best_trip is None else min(trip, self._best_trip)

    def now_ms(self) -> int:
        with self._lock:
            return self._anchor[0] + (self._mono() - self._anchor[1])

    def offset_ms(self) -> int:
        return self.now_ms() - self._wall()

    def mono_ms(self) -> int:
        return self._mono()

    def wall_ms(self) -> int:
        return self._wall()
