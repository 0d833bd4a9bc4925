"""One priority for a whole part of the queue, however many cases wait there."""

from collections.abc import Collection
from typing import Annotated

import msgspec

from app.domain.faults import Fault
from app.domain.priority import KEY_USER_PRIORITY, MAX_PRIORITY, MIN_PRIORITY, is_key_user
from app.domain.roles import Capability, Role, can

MAX_WORDS = 50
Priority = Annotated[int, msgspec.Meta(ge=MIN_PRIORITY, le=MAX_PRIORITY)]


class QueuePriorityBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `queue.prioritise`: the open cases in the queue get this `priority`, of the types and vendors named
    (none: of all; "" is the house) whose priority now lies between `least` and `most`."""

    priority: Priority
    case_types: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    least: Priority = MIN_PRIORITY
    most: Priority = MAX_PRIORITY


def queue_priority_faults(body: QueuePriorityBody, case_types: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with it, in reading order."""
    faults = [
        Fault("priority_range", f"/{name}", {"least": MIN_PRIORITY, "most": MAX_PRIORITY})
        for name in ("priority", "least", "most")
        if not MIN_PRIORITY <= getattr(body, name) <= MAX_PRIORITY
    ]
    if body.least > body.most:
        faults.append(Fault("priority_range", "/least", {"least": MIN_PRIORITY, "most": MAX_PRIORITY}))
    faults += [
        Fault("unknown_case_type", f"/case_types/{n}")
        for n, case_type in enumerate(body.case_types)
        if case_type not in case_types or n >= MAX_WORDS
    ]
    if len(body.vendors) > MAX_WORDS:
        faults.append(Fault("rule_words", "/vendors"))
    return tuple(faults)


def reach(body: QueuePriorityBody, roles: Collection[Role]) -> tuple[int, int]:
    """The range of present priorities that this person moves with it: whether a case is a Key User's is the lead's to
    say in both directions, so for all others the line is not crossed. Empty (the first beyond the second) where
    nothing is left."""
    if can(roles, Capability.KEY_USER_SET):
        return body.least, body.most
    if is_key_user(body.priority):
        return max(body.least, KEY_USER_PRIORITY), body.most
    return body.least, min(body.most, KEY_USER_PRIORITY - 1)
