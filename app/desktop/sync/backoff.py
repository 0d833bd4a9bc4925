"""When to try again: full jitter, the server's Retry-After as a floor, a slow probe once the circuit is open."""

from collections.abc import Callable

BASE_MS = 500
MOST_MS = 60_000
OPEN_AFTER = 8


class Backoff:
    """Counts failures in a row. `random` gives a number in [0, 1)."""

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self.failures = 0

    @property
    def open(self) -> bool:
        """True once only a slow probe is worth the trouble."""
        return self.failures >= OPEN_AFTER

    def failed(self, retry_after_ms: int | None = None) -> int:
        """Note a failure; milliseconds until the next try."""
        self.failures += 1
        if self.open:
            wait = MOST_MS
        else:
            wait = int(self._random() * min(MOST_MS, BASE_MS * 2 ** (self.failures - 1)))
        return max(wait, retry_after_ms or 0, 50)

    def succeeded(self) -> None:
        self.failures = 0
