"""The server's time on a seat that cannot ask: it runs by the clock that never jumps, and after a restart of the
machine by whichever guess is later, so that no lease ever seems longer than it is."""

import msgspec


class TimeMark(msgspec.Struct, frozen=True):
    """One moment in three clocks, all in milliseconds: the server's, the machine's wall clock, and the one that only
    runs forward (and on while the machine sleeps). `boot` names the start of the machine that the last one counts
    from; "" where the system does not tell, and then no two moments share a start."""

    server_ms: int
    wall_ms: int
    steady_ms: int
    boot: str = ""

    @property
    def offset_ms(self) -> int:
        """Server time minus wall clock."""
        return self.server_ms - self.wall_ms


def server_time(mark: TimeMark, wall_ms: int, steady_ms: int, boot: str = "") -> int:
    """The server's time now, as far as it can be known from `mark`.

    Within one start of the machine the steady clock alone counts, and a wall clock that jumps changes nothing. Across
    a restart there are two guesses: the wall clock with the offset it had, and the mark plus the time that this start
    has lasted. The later one counts. Never earlier than the mark."""
    if boot and boot == mark.boot and steady_ms >= mark.steady_ms:
        return mark.server_ms + (steady_ms - mark.steady_ms)
    by_wall = wall_ms + mark.offset_ms
    at_least = mark.server_ms + (max(0, steady_ms) if boot and boot != mark.boot else 0)
    return max(by_wall, at_least)


def time_left(until_ms: int, now_ms: int) -> int:
    """Milliseconds until a lease ends; 0 from then on."""
    return max(0, until_ms - now_ms)
