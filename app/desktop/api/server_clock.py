"""The server's time as this seat knows it. The wall clock of the machine may jump; this one does not."""

import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from app.domain.seat_clock import TimeMark, server_time

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def _wall() -> int:
    return time.time_ns() // 1_000_000


# Python's own one stands still on Linux and macOS while the machine sleeps; these run on.
_STEADY: int | None = getattr(
    time, {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}.get(sys.platform, ""), None
)


def _mono() -> int:
    steady = time.monotonic_ns() if _STEADY is None else time.clock_gettime_ns(_STEADY)
    return steady // 1_000_000


@cache
def boot_id() -> str:
    """Which start of the machine this is; "" where the system does not tell."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


class ServerClock:
    """Server time = server time last seen + time since by the clock that never jumps. Before the server was seen in
    this run: what `mark`, a moment of an earlier run, says by `app.domain.seat_clock`, else wall clock + `offset_ms`.
    """

    def __init__(
        self,
        offset_ms: int = 0,
        *,
        wall: Callable[[], int] = _wall,
        mono: Callable[[], int] = _mono,
        boot: Callable[[], str] = boot_id,
        mark: TimeMark | None = None,
    ) -> None:
        self._wall = wall
        self._mono = mono
        self._boot = boot
        self._lock = threading.Lock()
        now = wall() + offset_ms if mark is None else server_time(mark, wall(), mono(), boot())
        self._anchor = (now, mono())
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

    def mark(self) -> TimeMark:
        """This moment, for the next run to go on from."""
        return TimeMark(self.now_ms(), self._wall(), self._mono(), self._boot())
