"""How often something may be asked for."""

from enum import StrEnum

import msgspec


class Rate(msgspec.Struct, frozen=True):
    """`per_second` requests over time and `burst` at once; a rate of 0 is no limit."""

    per_second: int
    burst: int


class Kind(StrEnum):
    """What requests are counted together."""

    SYNC = "sync"  # following the feed, taking the snapshot, sending commands
    USUAL = "usual"  # everything else that a signed-in person asks
    OPEN = "open"  # what is asked from one address without a sign-in
