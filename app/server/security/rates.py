"""How much one seat may ask for: a bucket of tokens for each, filled at a steady rate; and for a service, how many
bytes may be on their way at once.

The counts live in the memory of one process: the servers share nothing but the database, and asking that at every
request to protect it would cost more than it saves. So N processes let through at most N times the rate, and a process
started anew begins with full buckets. Reveals must be counted exactly, and are, in the audit trail.
"""

import threading
from collections.abc import Callable

from app.domain.rates import Kind, Rate

MOST_KEYS = 10_000
_ROUNDING = 1e-9  # who waits as long as was told finds a token


class Buckets:
    """The buckets of everybody. `clock` gives the seconds of a steady clock."""

    def __init__(self, rates: dict[Kind, Rate], clock: Callable[[], float]) -> None:
        self._rates, self._clock = rates, clock
        self._lock = threading.Lock()
        # (tokens left, when that was so); who is not in here has a full bucket
        self._left: dict[tuple[str, Kind], tuple[float, float]] = {}

    def take(self, who: str, kind: Kind) -> float:
        """Take one token; 0.0 where there was one, else the seconds until there is."""
        rate = self._rates[kind]
        if not rate.per_second:
            return 0.0
        now = self._clock()
        with self._lock:
            left, since = self._left.get((who, kind), (float(rate.burst), now))
            left = min(rate.burst, left + (now - since) * rate.per_second)
            if left < 1 - _ROUNDING:
                self._left[who, kind] = (left, now)
                return (1 - left) / rate.per_second
            self._left[who, kind] = (max(0.0, left - 1), now)
            if len(self._left) > MOST_KEYS:
                self._forget_the_full(now)
        return 0.0

    def _forget_the_full(self, now: float) -> None:
        """Who has not asked for a while has a full bucket again, and need not be remembered."""
        kept = {}
        for (who, kind), (left, since) in self._left.items():
            rate = self._rates[kind]
            if left + (now - since) * rate.per_second < rate.burst:
                kept[who, kind] = (left, since)
        self._left = kept


class InFlight:
    """The bytes that each service has on their way. One request is let through whatever its size."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._now: dict[str, int] = {}

    def enter(self, who: str, size: int) -> bool:
        """True where `size` bytes more may come; `leave` them afterwards."""
        with self._lock:
            there = self._now.get(who, 0)
            if self._most and there and there + size > self._most:
                return False
            self._now[who] = there + size
            return True

    def leave(self, who: str, size: int) -> None:
        with self._lock:
            left = self._now[who] - size
            if left > 0:
                self._now[who] = left
            else:
                del self._now[who]


class Uses:
    """Which tokens of services were used, told at most once a minute each. `clock` gives the seconds of a steady
    clock."""

    EVERY_S = 60.0

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told: dict[str, float] = {}

    def is_due(self, token_id: str) -> bool:
        """Whether this use is to be written down; the next one within the minute is not."""
        now = self._clock()
        with self._lock:
            before = self._told.get(token_id)
            if before is not None and now - before < self.EVERY_S:
                return False
            self._told[token_id] = now
        return True
