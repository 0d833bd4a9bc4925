"""What admins may change of the capability matrix, and what no house can: the rules that four eyes, Key Users, contact
centres and the audit stand on hold whatever the table says.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from app.domain.faults import Fault
from app.domain.roles import MATRIX, Capability, Held, Role

_C = Capability
_ONLY_SEES = frozenset(
    {
        _C.CASE_READ,
        _C.DOCUMENT_READ,
        _C.REVIEW_READ_ALL,
        _C.EXPORT_LABELS,
        _C.EXPORT_REVIEWS,
        _C.EXPORT_AUDIT,
        _C.EXPORT_TRAINING,
        _C.PEOPLE_READ,
        _C.STATS_MISSING,
        _C.STATS_BLIND_FIRST,
        _C.STATS_REVEALS,
        _C.STATS_CHECKS,
        _C.LICENCE_READ,
        _C.DEVICE_READ,
        _C.ROLE_READ,
        _C.SCORECARD_READ,
        _C.AGREEMENT_READ,
        _C.STATS_RECALL,
        _C.FEEDBACK_READ,
        _C.SOP_READ,
        _C.HUB_THRESHOLDS,
        _C.HUB_READ,
        _C.CALIBRATION_READ,
    }
)
# Whoever decides what people may do, lets services in or says where news goes, decides no case and moves none.
_RUNS_THE_HOUSE = frozenset({_C.ROLE_MANAGE, _C.SERVICE_MANAGE, _C.PERSON_MANAGE, _C.WEBHOOK_MANAGE})
_NOBODYS_ELSE = frozenset({_C.INTAKE_WRITE}) | _RUNS_THE_HOUSE
# The second pair of eyes, and the line above which it is needed.
_UPWARD = frozenset({_C.ESCALATION_RESOLVE, _C.CASE_BULK, _C.QUEUE_RULES, _C.QA_SAMPLE, _C.QA_ADJUDICATE})
# Figures of colleagues, and a word on what they are judged by.
_UPWARD |= {_C.SCORECARD_READ, _C.DISPUTE_RESOLVE, _C.AGREEMENT_READ, _C.SHIFT_READ, _C.FEEDBACK_READ}
# Who is licensed, and which cases have a known answer, is decided by those who answer for the people.
_ANSWERS = frozenset({_C.KEY_USER_SET, _C.LICENCE_MANAGE, _C.GOLD_MANAGE})
# What becomes of a finding is settled by whoever owns what it is about.
_MENDS = frozenset({_C.FEEDBACK_MANAGE, _C.TRAINING_MANAGE})
_ANSWERS |= _MENDS
# At which confidence the agent decides alone: whoever decides cases would otherwise set what comes to them.
_THRESHOLDS = frozenset({_C.HUB_PROPOSE, _C.HUB_APPROVE})
_ANSWERS |= _THRESHOLDS
# What the house's procedures say, by those who answer for it, and never by one alone.
_PROCEDURES = frozenset({_C.SOP_WRITE, _C.SOP_APPROVE})
_ANSWERS |= _PROCEDURES
_UPWARD |= {_C.HUB_READ, _C.HUB_THRESHOLDS}
# How the agent fares, and who leads the others through cases that were decided.
_CALIBRATES = frozenset({_C.CALIBRATION_ATTEND, _C.CALIBRATION_CHAIR})
_UPWARD |= {_C.CALIBRATION_READ, _C.CALIBRATION_CHAIR}
_DECIDES = frozenset(Capability) - _NOBODYS_ELSE - _UPWARD - _ANSWERS
GRANTABLE: Mapping[Role, frozenset[Capability]] = {
    # What colleagues decided would sway whoever decides the same case next.
    Role.REVIEWER: _DECIDES - {_C.REVIEW_READ_ALL},
    Role.SENIOR_AGENT: _DECIDES | _UPWARD | {_C.SOP_WRITE},
    Role.TEAM_LEAD: _DECIDES | _UPWARD | _ANSWERS | {_C.PERSON_MANAGE},
    # A contact centre sees its own work, masked, and takes nothing away.
    Role.BPO_AGENT: MATRIX[Role.BPO_AGENT],
    Role.SOP_EDITOR: _ONLY_SEES | {_C.FEEDBACK_MANAGE, _C.SOP_WRITE, _C.CALIBRATION_ATTEND},
    Role.RULES_OWNER: _ONLY_SEES | _MENDS | _THRESHOLDS | _CALIBRATES,
    Role.AUDITOR: _ONLY_SEES,
    Role.ADMIN: _ONLY_SEES | _RUNS_THE_HOUSE | {_C.DEVICE_MANAGE, _C.DIRECTIVE_SEND, _C.LICENCE_MANAGE},
    Role.AGENT_SERVICE: MATRIX[Role.AGENT_SERVICE],
}
"""What a role can be given at most."""
FIXED: Mapping[Role, frozenset[Capability]] = {Role.ADMIN: frozenset({_C.ROLE_READ, _C.ROLE_MANAGE})}
"""What nobody can take from a role: else no admin could give it back."""
ALONE = frozenset({Role.BPO_AGENT, Role.AUDITOR, Role.ADMIN, Role.AGENT_SERVICE})
"""Roles that nobody holds together with another: what the one may not see or do, the other would bring."""


class RoleChange(msgspec.Struct, frozen=True):
    """One cell of the matrix that a house has set otherwise than it began."""

    role: Role
    capability: Capability
    allowed: bool


class Matrix(msgspec.Struct, frozen=True):
    """The matrix in force; `rev` grows with every change."""

    rev: int = 0
    allowed: Mapping[Role, frozenset[Capability]] = msgspec.field(default_factory=lambda: MATRIX)

    def held(self, roles: Iterable[Role]) -> Held:
        """These roles with what they allow by this matrix."""
        named = frozenset(roles)
        return Held(named, frozenset().union(*(self.allowed[role] for role in named)))


AT_FIRST = Matrix()


def matrix(changes: Iterable[RoleChange], rev: int = 0) -> Matrix:
    """The matrix as a house begins, with its changes. One that the rules forbid has no effect, whoever wrote it."""
    allowed = {role: set(given) for role, given in MATRIX.items()}
    for change in changes:
        if change_fault(change) is None:
            (set.add if change.allowed else set.discard)(allowed[change.role], change.capability)
    return Matrix(rev, {role: frozenset(given) for role, given in allowed.items()})


def change_fault(change: RoleChange) -> Fault | None:
    """Why this change cannot be made: never_granted or never_withdrawn."""
    if change.allowed and change.capability not in GRANTABLE[change.role]:
        return Fault("never_granted")
    if not change.allowed and change.capability in FIXED.get(change.role, ()):
        return Fault("never_withdrawn")
    return None


def roles_fault(roles: Collection[Role], vendor: str | None) -> Fault | None:
    """Why nobody can hold these roles together: no_role, roles_apart (one of them is held alone), vendor_needed or
    vendor_unwanted (a person of a contact centre, and nobody else, belongs to a vendor)."""
    if not roles:
        return Fault("no_role")
    if len(roles) > 1 and not ALONE.isdisjoint(roles):
        return Fault("roles_apart")
    if Role.BPO_AGENT in roles and vendor is None:
        return Fault("vendor_needed")
    if Role.BPO_AGENT not in roles and vendor is not None:
        return Fault("vendor_unwanted")
    return None
