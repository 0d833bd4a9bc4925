"""Cases taken along: leases that are asked for ahead and hold without the server, bounded by the house's policy."""

import enum
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from app.domain.claim import MAX_HARD_LEASE, MAX_WANTED, OFFLINE_MARGIN
from app.domain.priority import is_key_user


class OfflinePolicy(msgspec.Struct, frozen=True):
    """How long, how many at once, and whether Key User cases may leave the house's reach as well. `margin` is what
    stays between the end of a lease and the moment its case is due, for whoever has to finish it then. `only`: the case
    types that go along, None for all."""

    longest: timedelta = MAX_HARD_LEASE
    margin: timedelta = OFFLINE_MARGIN
    most: int = MAX_WANTED
    key_users: bool = False
    only: frozenset[str] | None = None


class OfflineRefusal(enum.StrEnum):
    """Why a case does not go along; codes of the wire."""

    NOT_ALLOWED = "offline_not_allowed"
    KEY_USER = "offline_key_user"
    TOO_LATE = "offline_too_late"
    FULL = "offline_full"


USUAL = OfflinePolicy()


def lease_end(now: datetime, effective_due: datetime, policy: OfflinePolicy = USUAL, qa: bool = False) -> datetime:
    """When an offline lease taken at `now` ends, never before `now`. A case of a QA packet (`qa`) was decided long
    ago, so no deadline bounds it."""
    longest = now + policy.longest
    return max(now, longest if qa else min(longest, effective_due - policy.margin))


def offline_refusal(
    now: datetime,
    effective_due: datetime,
    priority: int,
    policy: OfflinePolicy = USUAL,
    qa: bool = False,
) -> OfflineRefusal | None:
    """Why this one case cannot be taken along; None where it can."""
    if is_key_user(priority) and not policy.key_users and not qa:
        return OfflineRefusal.KEY_USER
    if lease_end(now, effective_due, policy, qa) <= now:
        return OfflineRefusal.TOO_LATE
    return None


def room_left(held: int, policy: OfflinePolicy = USUAL) -> int:
    """How many more cases a person may take along who has `held` of them."""
    return max(0, policy.most - held)


def first_end(ends: Sequence[int], now_ms: int) -> int | None:
    """When the first of these leases runs out, of those that still run; server milliseconds."""
    return min((end for end in ends if end > now_ms), default=None)
