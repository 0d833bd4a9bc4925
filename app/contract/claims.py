"""Asking for leases, keeping them and giving them back."""

from datetime import datetime

import msgspec

from app.domain.claim import MAX_WANTED, ClaimMode


class ClaimRequest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Either `case_ids` (these, in this order) or a `queue` ("" for every case type, a case type, or "senior") of
    which the next `want` in the served order are given. One's own live claim on a wanted case comes back as it is."""

    case_ids: tuple[str, ...] = ()
    queue: str | None = None
    want: int = 1
    mode: ClaimMode = ClaimMode.ONLINE

    def __post_init__(self) -> None:
        if len(self.case_ids) > MAX_WANTED or not 1 <= self.want <= MAX_WANTED:
            raise ValueError(f"between 1 and {MAX_WANTED} cases at a time")
        if bool(self.case_ids) == (self.queue is not None):
            raise ValueError("name either case_ids or a queue")


class ClaimView(msgspec.Struct, frozen=True):
    """`mode` is "offline" for a lease that holds without the server until `hard_until`."""

    case_id: str
    claim_id: str
    fence: int
    expires_at: datetime
    hard_until: datetime
    mode: str = "online"


class ClaimRefused(msgspec.Struct, frozen=True):
    case_id: str
    code: str


class ClaimAnswer(msgspec.Struct, frozen=True):
    claims: tuple[ClaimView, ...]
    refused: tuple[ClaimRefused, ...] = ()


class HeldClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    claim_id: str
    fence: int


class ClaimTurn(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fate of one claim in a renewal or release: `code` is "renewed", "released" or a problem code."""

    claim_id: str
    code: str
    expires_at: datetime | None = None
