"""Whose a case is to do: assignment, hand-over and priority, and who may change them."""

from collections.abc import Collection

import msgspec

from app.domain.faults import Fault
from app.domain.notes import note_faults
from app.domain.priority import MAX_PRIORITY, MIN_PRIORITY, is_key_user
from app.domain.roles import Capability, Role, can


class AssignBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `case.assign`: whose the case is to do from now on; null gives it back to its queue."""

    assignee: str | None


class HandOverBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `case.hand_over`: `to` a person, or null for the queue of the case's type. The note goes with it."""

    to: str | None
    note: str


class PriorityBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `case.priority`."""

    priority: int


class Assignee(msgspec.Struct, frozen=True):
    """What the rules need to know of the person a case is to go to."""

    user_id: str
    roles: frozenset[Role]
    vendor: str | None
    active: bool = True


def may_assign(roles: Collection[Role], person: str, current: str | None, to: str | None) -> bool:
    """Whoever assigns for others may; everybody who claims may take a case that is nobody's, or give an own one
    back."""
    if can(roles, Capability.CASE_ASSIGN):
        return True
    if not can(roles, Capability.CASE_CLAIM):
        return False
    return (current is None and to == person) or (current == person and to is None)


def fits_case(assignee: Assignee | None, case_vendor: str | None) -> bool:
    """True for an active person who decides cases and may see this one: an outside person those of the own vendor."""
    if assignee is None or not assignee.active or not can(assignee.roles, Capability.REVIEW_SUBMIT):
        return False
    outside = Role.BPO_AGENT in assignee.roles
    return not outside or (assignee.vendor is not None and assignee.vendor == case_vendor)


def hand_over_faults(body: HandOverBody, person: str) -> tuple[Fault, ...]:
    """What is wrong with a hand-over, in reading order."""
    to_self = (Fault("hand_over_to_self", "/to"),) if body.to == person else ()
    return (*to_self, *note_faults(body.note, "/note"))


def priority_faults(body: PriorityBody) -> tuple[Fault, ...]:
    """What is wrong with a new priority."""
    if MIN_PRIORITY <= body.priority <= MAX_PRIORITY:
        return ()
    return (Fault("priority_range", "/priority", {"least": MIN_PRIORITY, "most": MAX_PRIORITY}),)


def may_set_priority(roles: Collection[Role], old: int, new: int) -> bool:
    """Making a case a Key User case, or one no longer, moves the line of two people's decision: that is the lead's in
    both directions. Any other change is open to whoever sets priorities."""
    if is_key_user(old) != is_key_user(new):
        return can(roles, Capability.KEY_USER_SET)
    return can(roles, Capability.CASE_PRIORITISE)
