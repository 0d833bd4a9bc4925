"""Escalations: a case sent upward with a rationale, decided there by somebody else."""

import enum
from collections.abc import Iterable

from app.domain.priority import is_key_user
from app.domain.roles import Capability, Role, can


class EscalationKind(enum.StrEnum):
    KEY_USER = "key_user"
    HIGH_RISK_PATTERN = "high_risk_pattern"
    UNSURE = "unsure"


def kind_for(priority: int) -> EscalationKind:
    """The kind of an escalation that one person raises on one case."""
    return EscalationKind.KEY_USER if is_key_user(priority) else EscalationKind.UNSURE


def may_resolve(roles: Iterable[Role], person: str, raised_by: str) -> bool:
    """Four eyes: whoever decides an escalated case may, and is not the one who escalated it."""
    return person != raised_by and can(roles, Capability.ESCALATION_RESOLVE)
