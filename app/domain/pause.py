"""Putting a case off: a snooze leaves its clock running, waiting for somebody outside the team stops it.

A snoozed case is nobody's until its time: it leaves the served queue, no lease is given on it, and it comes back at the
top. It may be put off past its own deadline, which is then said out loud, but a Key User case may not, and none for
longer than a day. A waiting case leaves the served queue as well; it can still be taken up by name, and its clock goes
on when it is resumed, decided, or new evidence arrives.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from app.domain.case import Instant
from app.domain.faults import Fault
from app.domain.notes import note_faults
from app.domain.priority import is_key_user

MAX_SNOOZE = timedelta(hours=24)


class SnoozeBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `case.snooze`: away `until` then; null brings a snoozed case back at once. `reason` is a code."""

    until: Instant | None = None
    reason: str = ""
    note: str = ""


class WaitBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `case.wait`. `reason` is a code that says whom the case waits for."""

    reason: str
    note: str = ""


class ResumeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `case.resume`, which says all by its type."""


class SlaEffect(msgspec.Struct, frozen=True):
    """What a snooze does to a deadline that goes on running. `due_first`: the case falls due before it comes back;
    then `late_by` is by how much, else `left` is what remains."""

    due_first: bool
    late_by: timedelta
    left: timedelta


def sla_effect(effective_due: datetime, until: datetime) -> SlaEffect:
    """The effect of being away `until` then on a case that is due at `effective_due`."""
    gap = until - effective_due
    nothing = timedelta()
    return SlaEffect(gap >= nothing, max(gap, nothing), max(-gap, nothing))


def is_away(snoozed_until: datetime | None, now: datetime) -> bool:
    """True while a snoozed case is not to be served."""
    return snoozed_until is not None and now < snoozed_until


def is_back(snoozed_until: datetime | None, now: datetime) -> bool:
    """True from the moment a snoozed case is due back, until somebody deals with it."""
    return snoozed_until is not None and now >= snoozed_until


def paused_at(paused: timedelta, waiting_since: datetime | None, now: datetime) -> timedelta:
    """How long the clock has stood still in all, the wait that still runs included."""
    if waiting_since is None:
        return paused
    return paused + max(now - waiting_since, timedelta())


def snooze_faults(
    body: SnoozeBody, reasons: Collection[str], priority: int, effective_due: datetime, now: datetime
) -> tuple[Fault, ...]:
    """What is wrong with a snooze, in reading order. A time that has passed on its way is no fault: the case is then
    back at once."""
    if body.until is None:
        return note_faults(body.note, "/note", required=False)
    faults: list[Fault] = []
    if body.until > now + MAX_SNOOZE:
        faults.append(Fault("snooze_too_long", "/until", {"hours": MAX_SNOOZE // timedelta(hours=1)}))
    elif is_key_user(priority) and body.until > max(effective_due, now):
        faults.append(Fault("snooze_past_due", "/until"))
    if body.reason not in reasons:
        faults.append(Fault("reason_unknown", "/reason"))
    return (*faults, *note_faults(body.note, "/note", required=False))


def wait_faults(body: WaitBody, reasons: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with a wait, in reading order."""
    unknown = () if body.reason in reasons else (Fault("reason_unknown", "/reason"),)
    return (*unknown, *note_faults(body.note, "/note", required=False))
