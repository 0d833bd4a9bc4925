"""Gold cases: past cases with a known answer, given out anew as cases like any other.

A person is given them in the blind-first form alone, mixed into the stream by lot, and is told how they went as counts
alone and late, so that no count tells which case it was. Blind-first is no tell: its share among ordinary cases is at
least twice that of gold cases and audits together, or none are mixed in.
"""

import enum
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

PER_MILLE = 1000
WINDOW, ALARM_ERRORS = 80, 5
"""Five errors in the last 80: a person of 2 % errors is named wrongly in 2.2 % of such windows, one of 8 % found in
78 %. With fewer than 80 nobody is named."""
USUAL_EXPOSURES = 10
"""So often an item is given out before it rests."""
LEAST_TOLD = 10
"""Fewer answered gold cases than that are not told, not even as counts."""
_RANGE = 1 << 64


def seeded(key: bytes, review_id: str, person: str, per_mille: int) -> bool:
    """Whether a gold case follows upon this ordinary review, so that `per_mille` of a thousand cases of the whole
    stream are gold. Drawn by a keyed hash: the same on every server, foreseen by nobody."""
    if per_mille <= 0:
        return False
    ordinary = PER_MILLE - min(per_mille, PER_MILLE // 2)
    return _draw(key, f"gold:{review_id}:{person}") * ordinary < min(per_mille, PER_MILLE // 2) * _RANGE


def place(key: bytes, item_id: str, person: str) -> int:
    """Where an item stands in the order in which a person may get it."""
    return _draw(key, f"item:{item_id}:{person}")


def _draw(key: bytes, text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), key=key[:64], digest_size=8).digest(), "big")


def is_no_tell(blind_per_mille: int, gold_per_mille: int, audit_per_mille: int) -> bool:
    """Whether blind-first is common enough among ordinary cases to say nothing of a case."""
    return blind_per_mille >= 2 * (gold_per_mille + audit_per_mille)


class AlarmState(enum.StrEnum):
    """`not_enough`: fewer than 80 answered; nobody is named."""

    NOT_ENOUGH = "not_enough"
    QUIET = "quiet"
    ALARM = "alarm"


class Alarm(msgspec.Struct, frozen=True):
    """The last `n` (80 at most) answered gold cases with `errors` wrong ones; `more` are needed before it can ring."""

    state: AlarmState
    n: int
    errors: int
    more: int = 0


def gold_alarm(wrong: Sequence[bool]) -> Alarm:
    """What the answers of one person say, the newest last. An answer that is neither right nor wrong (the case was sent
    upward) is not among them."""
    window = wrong[-WINDOW:]
    n, errors = len(window), sum(window)
    if n < WINDOW:
        return Alarm(AlarmState.NOT_ENOUGH, n, errors, WINDOW - n)
    return Alarm(AlarmState.ALARM if errors >= ALARM_ERRORS else AlarmState.QUIET, n, errors)


class Standing(enum.StrEnum):
    """Whether an item is given out."""

    IN_USE = "in_use"
    PRACTICE = "practice"
    RESTING = "resting"
    RETIRED = "retired"


def standing(practice: bool, retired: bool, exposures: int, most: int) -> Standing:
    """An item rests for good once it was given out `most` times: too many know it."""
    if retired:
        return Standing.RETIRED
    if practice:
        return Standing.PRACTICE
    return Standing.RESTING if exposures >= most else Standing.IN_USE


def told_before(now: datetime) -> datetime:
    """Only what was answered before this moment is told to a person: the beginning of the week (Monday, UTC)."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
