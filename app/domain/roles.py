"""Who may do what: a capability matrix held as data. The server checks every capability."""

import enum
from collections.abc import Iterable


class Role(enum.StrEnum):
    REVIEWER = "reviewer"
    SENIOR_AGENT = "senior_agent"
    TEAM_LEAD = "team_lead"
    BPO_AGENT = "bpo_agent"
    SOP_EDITOR = "sop_editor"
    RULES_OWNER = "rules_owner"
    AUDITOR = "auditor"
    ADMIN = "admin"
    AGENT_SERVICE = "agent_service"


class Capability(enum.StrEnum):
    CASE_READ = "case.read"
    CASE_CLAIM = "case.claim"
    PII_REVEAL = "pii.reveal"
    REVIEW_SUBMIT = "review.submit"
    ESCALATION_RESOLVE = "escalation.resolve"
    REVIEW_READ_ALL = "review.read_all"
    EXPORT_LABELS = "export.labels"
    EXPORT_REVIEWS = "export.reviews"
    EXPORT_AUDIT = "export.audit"
    INTAKE_WRITE = "intake.write"


_C = Capability
MATRIX: dict[Role, frozenset[Capability]] = {
    Role.REVIEWER: frozenset({_C.CASE_READ, _C.CASE_CLAIM, _C.PII_REVEAL, _C.REVIEW_SUBMIT}),
    Role.SENIOR_AGENT: frozenset({_C.CASE_READ, _C.CASE_CLAIM, _C.PII_REVEAL, _C.REVIEW_SUBMIT, _C.ESCALATION_RESOLVE}),
    Role.TEAM_LEAD: frozenset(
        {
            _C.CASE_READ,
            _C.CASE_CLAIM,
            _C.PII_REVEAL,
            _C.REVIEW_SUBMIT,
            _C.ESCALATION_RESOLVE,
            _C.REVIEW_READ_ALL,
            _C.EXPORT_LABELS,
            _C.EXPORT_REVIEWS,
        }
    ),
    Role.BPO_AGENT: frozenset({_C.CASE_READ, _C.CASE_CLAIM, _C.REVIEW_SUBMIT}),
    Role.SOP_EDITOR: frozenset({_C.CASE_READ, _C.REVIEW_READ_ALL}),
    Role.RULES_OWNER: frozenset({_C.CASE_READ, _C.REVIEW_READ_ALL, _C.EXPORT_LABELS}),
    Role.AUDITOR: frozenset({_C.CASE_READ, _C.REVIEW_READ_ALL, _C.EXPORT_LABELS, _C.EXPORT_REVIEWS, _C.EXPORT_AUDIT}),
    Role.ADMIN: frozenset({_C.EXPORT_AUDIT}),
    Role.AGENT_SERVICE: frozenset({_C.INTAKE_WRITE, _C.EXPORT_LABELS}),
}


def capabilities(roles: Iterable[Role]) -> frozenset[Capability]:
    """Everything that any of `roles` allows."""
    return frozenset().union(*(MATRIX[role] for role in roles))


def can(roles: Iterable[Role], capability: Capability) -> bool:
    """True where one of `roles` allows `capability`."""
    return any(capability in MATRIX[role] for role in roles)
