"""How people come to their cases: served one after another, or by their own choice.

Whoever is served sees the next case alone. It can be decided, put off or sent upward as ever, or skipped; a skip takes
a reason, is counted, and the case then goes to somebody else. So nobody leaves the hard ones to the others unseen.
"""

import enum
from collections.abc import Collection, Mapping
from datetime import timedelta

import msgspec

from app.domain.faults import Fault
from app.domain.notes import note_faults
from app.domain.roles import Capability, Role, can


class WorkMode(enum.StrEnum):
    SERVED = "served"
    PICK = "pick"


SERVED_HAND = 3
"""Leases of a served person at once: the case in sight, the one behind it, and one whose decision is on its way."""
SKIP_REST = timedelta(hours=4)
"""For so long a skipped case is not served again to whoever skipped it."""
OTHER = "skip_other"
"""The reason that says nothing without a note."""
USUAL_MODES: Mapping[Role, WorkMode] = {Role.BPO_AGENT: WorkMode.SERVED}


class SkipBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `case.skip`; `reason` is a code."""

    reason: str
    note: str = ""


def skip_faults(body: SkipBody, reasons: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with a skip, in reading order."""
    unknown = () if body.reason in reasons else (Fault("reason_unknown", "/reason"),)
    return (*unknown, *note_faults(body.note, "/note", required=body.reason == OTHER))


def work_mode(roles: Collection[Role], modes: Mapping[Role, WorkMode]) -> WorkMode:
    """How a person of these roles comes to cases: served where every role that claims cases at all is; a role that
    `modes` does not name picks."""
    claiming = [role for role in roles if can((role,), Capability.CASE_CLAIM)]
    served = claiming and all(modes.get(role, WorkMode.PICK) is WorkMode.SERVED for role in claiming)
    return WorkMode.SERVED if served else WorkMode.PICK
