"""How long somebody has to wait who keeps giving wrong passwords: a few tries are free, then every further one doubles
the wait. Counted for the name at one address, for the name wherever it is tried, and for the address."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

MINUTE_MS = 60_000
FORGET_MS = 60 * MINUTE_MS
"""So long after the last failure they are forgotten."""


class Counted(StrEnum):
    """What failures are counted by."""

    PAIR = "pair"
    NAME = "name"
    ADDRESS = "address"


class Failures(msgspec.Struct, frozen=True):
    """How many in a row, the last of them and the end of the wait, in UTC milliseconds."""

    count: int = 0
    last_at: int = 0
    locked_until: int = 0


FREE: Mapping[Counted, int] = {Counted.PAIR: 5, Counted.NAME: 20, Counted.ADDRESS: 100}
"""Tries before the first wait. A whole contact centre may come from one address, and whoever knows a name can try it:
so those two are wide, and their longest wait is short."""
LONGEST_MS: Mapping[Counted, int] = {
    Counted.PAIR: 30 * MINUTE_MS,
    Counted.NAME: 15 * MINUTE_MS,
    Counted.ADDRESS: 15 * MINUTE_MS,
}


def wait_ms(found: Failures, now: int) -> int:
    """How long there is still to wait before another try; 0 where there is none."""
    return max(0, found.locked_until - now)


def counted(kind: Counted, before: Failures, now: int, free: int) -> Failures:
    """One more try, counted before it is known whether it is right, so that many at once are not one. `free`: how many
    there are before the first wait."""
    forgotten = now - before.last_at >= FORGET_MS
    count = 1 if forgotten else before.count + 1
    beyond = count - free
    if beyond < 0:
        return Failures(count, now)
    delay = min(LONGEST_MS[kind], MINUTE_MS << min(beyond, 20))
    return Failures(count, now, now + delay)
