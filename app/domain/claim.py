"""Claims: leases on cases, with a fencing number that only grows."""

import enum
from datetime import datetime, timedelta

import msgspec

ONLINE_LEASE = timedelta(minutes=30)
RENEW_EVERY = timedelta(minutes=5)
MAX_HARD_LEASE = timedelta(hours=8)
OFFLINE_MARGIN = timedelta(minutes=15)
HAND_SIZE = 5  # the open case and the next four
MAX_WANTED = 20
# No case comes to this number one claim at a time; a review that names a higher one was never given it. Every number
# that follows from it can still be told on the wire (2^53 - 1).
MOST_FENCE = 2**52


class ClaimMode(enum.StrEnum):
    ONLINE = "online"
    OFFLINE = "offline"


class Claim(msgspec.Struct, frozen=True):
    """A lease: it may be renewed until `hard_until`; `fence` grows with every new claim on the case. `device_id` is the
    seat that holds it, `from_device` the seat of the same person that it was taken over from."""

    case_id: str
    claim_id: str
    owner_id: str
    fence: int
    expires_at: datetime
    hard_until: datetime
    mode: ClaimMode = ClaimMode.ONLINE
    device_id: str | None = None
    from_device: str | None = None


def is_live(claim: Claim, now: datetime) -> bool:
    """True until the lease runs out by the server's time."""
    return now < claim.expires_at


def first_expiry(now: datetime, hard_until: datetime) -> datetime:
    """When a lease taken or renewed at `now` runs out."""
    return min(now + ONLINE_LEASE, hard_until)


def hard_limit(now: datetime) -> datetime:
    """The latest moment to which an online lease may be renewed. It may outlive the deadline, since somebody has to
    finish the late ones; those taken along end earlier (app.domain.offline_lease)."""
    return now + MAX_HARD_LEASE
