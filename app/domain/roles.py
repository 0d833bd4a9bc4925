"""Who may do what: a capability matrix held as data. The server checks every capability.

What stands here is how a house begins. Its admins change it row by row, within `app.domain.role_rules`; a person's
roles then travel together with what they allow at that moment (`Held`), so that every rule which asks `can` is answered
by the matrix in force.
"""

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
    DOCUMENT_READ = "document.read"
    REVIEW_SUBMIT = "review.submit"
    ESCALATION_PATTERN = "escalation.pattern"
    ESCALATION_RESOLVE = "escalation.resolve"
    REVIEW_READ_ALL = "review.read_all"
    EXPORT_LABELS = "export.labels"
    EXPORT_REVIEWS = "export.reviews"
    EXPORT_AUDIT = "export.audit"
    EXPORT_TRAINING = "export.training"
    LEDGER_AUDIT = "ledger.audit"
    WEBHOOK_MANAGE = "webhook.manage"
    INTAKE_WRITE = "intake.write"
    CASE_NOTE = "case.note"
    CASE_SNOOZE = "case.snooze"
    CASE_WAIT = "case.wait"
    CASE_TAG = "case.tag"
    CASE_MISSING = "case.missing"
    CASE_HAND_OVER = "case.hand_over"
    CASE_ASSIGN = "case.assign"
    CASE_PRIORITISE = "case.prioritise"
    KEY_USER_SET = "key_user.set"
    CASE_BULK = "case.bulk"
    QUEUE_RULES = "queue.rules"
    CASE_TAKE_ALONG = "case.take_along"
    PEOPLE_READ = "people.read"
    STATS_MISSING = "stats.missing"
    STATS_BLIND_FIRST = "stats.blind_first"
    STATS_REVEALS = "stats.reveals"
    STATS_CHECKS = "stats.checks"
    LICENCE_READ = "licence.read"
    LICENCE_MANAGE = "licence.manage"
    GOLD_MANAGE = "gold.manage"
    DEVICE_READ = "device.read"
    DEVICE_MANAGE = "device.manage"
    DIRECTIVE_SEND = "directive.send"
    ROLE_READ = "role.read"
    ROLE_MANAGE = "role.manage"
    SERVICE_MANAGE = "service.manage"
    PERSON_MANAGE = "person.manage"
    SCORECARD_OWN = "scorecard.own"
    SCORECARD_READ = "scorecard.read"
    JUDGEMENT_DISPUTE = "judgement.dispute"
    DISPUTE_RESOLVE = "dispute.resolve"
    AGREEMENT_READ = "agreement.read"
    STATS_RECALL = "stats.recall"
    SHIFT_READ = "shift.read"
    QA_SAMPLE = "qa.sample"
    QA_SCORE = "qa.score"
    QA_ADJUDICATE = "qa.adjudicate"
    HUB_THRESHOLDS = "hub.thresholds"
    HUB_READ = "hub.read"
    HUB_PROPOSE = "hub.propose"
    HUB_APPROVE = "hub.approve"
    FEEDBACK_RAISE = "feedback.raise"
    FEEDBACK_READ = "feedback.read"
    FEEDBACK_MANAGE = "feedback.manage"
    TRAINING_MANAGE = "training.manage"
    CALIBRATION_READ = "calibration.read"
    CALIBRATION_ATTEND = "calibration.attend"
    CALIBRATION_CHAIR = "calibration.chair"
    THRESHOLD_CHALLENGE = "threshold.challenge"
    SOP_READ = "sop.read"
    SOP_WRITE = "sop.write"
    SOP_APPROVE = "sop.approve"


_C = Capability
# What everybody who decides cases may do around one. Colleagues are named inside the house only, so an outside person
# hands nothing over to a person; nor is it told what links cases, so it sends none upward as a pattern.
_AROUND = frozenset({_C.CASE_NOTE, _C.CASE_SNOOZE, _C.CASE_WAIT, _C.CASE_TAG, _C.CASE_MISSING})
# Their own figures, and a word against what they are judged by.
_AROUND |= {_C.SCORECARD_OWN, _C.JUDGEMENT_DISPUTE}
# And what they found goes on to whoever can mend it.
_AROUND |= {_C.FEEDBACK_RAISE, _C.THRESHOLD_CHALLENGE}
_IN_HOUSE = _AROUND | {_C.CASE_HAND_OVER, _C.PEOPLE_READ, _C.ESCALATION_PATTERN, _C.SOP_READ}
_IN_HOUSE |= {_C.CALIBRATION_ATTEND}
_SENIOR = _IN_HOUSE | {_C.CASE_ASSIGN, _C.CASE_PRIORITISE, _C.CASE_BULK, _C.QA_SCORE, _C.SHIFT_READ}
_SENIOR |= {_C.FEEDBACK_READ}
# The thresholds at which the agent decides alone; whoever proposes one is not who approves it.
_HUB_SEEN = frozenset({_C.HUB_THRESHOLDS, _C.HUB_READ})
_HUB = _HUB_SEEN | {_C.HUB_PROPOSE, _C.HUB_APPROVE}
# How the agent fares, and sessions in which people decide the same cases.
_CALIBRATES = frozenset({_C.CALIBRATION_READ, _C.CALIBRATION_ATTEND, _C.CALIBRATION_CHAIR})
# Other people's seats. Who carries a directive need not be trusted: it is signed elsewhere.
_SEATS = frozenset({_C.DEVICE_READ, _C.DEVICE_MANAGE, _C.DIRECTIVE_SEND})
_PEOPLE = frozenset({_C.ROLE_READ, _C.ROLE_MANAGE, _C.SERVICE_MANAGE, _C.PERSON_MANAGE})
MATRIX: dict[Role, frozenset[Capability]] = {
    Role.REVIEWER: frozenset({_C.CASE_READ, _C.CASE_CLAIM, _C.PII_REVEAL, _C.DOCUMENT_READ, _C.REVIEW_SUBMIT})
    | _IN_HOUSE,
    Role.SENIOR_AGENT: frozenset(
        {_C.CASE_READ, _C.CASE_CLAIM, _C.PII_REVEAL, _C.DOCUMENT_READ, _C.REVIEW_SUBMIT, _C.ESCALATION_RESOLVE}
    )
    | _SENIOR,
    Role.TEAM_LEAD: frozenset(
        {
            _C.CASE_READ,
            _C.CASE_CLAIM,
            _C.PII_REVEAL,
            _C.DOCUMENT_READ,
            _C.REVIEW_SUBMIT,
            _C.ESCALATION_RESOLVE,
            _C.REVIEW_READ_ALL,
            _C.EXPORT_LABELS,
            _C.EXPORT_REVIEWS,
            _C.EXPORT_TRAINING,
            _C.LEDGER_AUDIT,
        }
    )
    | _SENIOR
    | {_C.STATS_CHECKS, _C.LICENCE_READ, _C.LICENCE_MANAGE, _C.GOLD_MANAGE}
    | {_C.CASE_TAKE_ALONG, _C.KEY_USER_SET, _C.QUEUE_RULES, _C.STATS_MISSING, _C.STATS_BLIND_FIRST, _C.STATS_REVEALS}
    | {_C.QA_SAMPLE, _C.QA_ADJUDICATE, _C.FEEDBACK_MANAGE, _C.TRAINING_MANAGE}
    | {_C.SOP_WRITE, _C.SOP_APPROVE}
    | _HUB
    | _CALIBRATES
    | {_C.SCORECARD_READ, _C.DISPUTE_RESOLVE, _C.AGREEMENT_READ, _C.STATS_RECALL, _C.SHIFT_READ}
    | _SEATS,
    Role.BPO_AGENT: frozenset({_C.CASE_READ, _C.CASE_CLAIM, _C.DOCUMENT_READ, _C.REVIEW_SUBMIT}) | _AROUND,
    Role.SOP_EDITOR: frozenset({_C.CASE_READ, _C.REVIEW_READ_ALL, _C.FEEDBACK_READ, _C.FEEDBACK_MANAGE})
    | {_C.SOP_READ, _C.SOP_WRITE, _C.CALIBRATION_ATTEND},
    Role.RULES_OWNER: frozenset({_C.CASE_READ, _C.REVIEW_READ_ALL, _C.EXPORT_LABELS})
    | {_C.EXPORT_TRAINING, _C.STATS_MISSING, _C.STATS_BLIND_FIRST, _C.STATS_RECALL}
    | {_C.FEEDBACK_READ, _C.FEEDBACK_MANAGE, _C.TRAINING_MANAGE, _C.SOP_READ}
    | _HUB
    | _CALIBRATES,
    Role.AUDITOR: frozenset(
        {_C.CASE_READ, _C.DOCUMENT_READ, _C.REVIEW_READ_ALL, _C.EXPORT_LABELS, _C.EXPORT_REVIEWS, _C.EXPORT_AUDIT}
    )
    | {
        _C.STATS_MISSING,
        _C.STATS_BLIND_FIRST,
        _C.STATS_REVEALS,
        _C.STATS_CHECKS,
        _C.LICENCE_READ,
        _C.DEVICE_READ,
        _C.ROLE_READ,
    }
    | {_C.SCORECARD_READ, _C.AGREEMENT_READ, _C.STATS_RECALL, _C.FEEDBACK_READ, _C.SOP_READ, _C.CALIBRATION_READ}
    | _HUB_SEEN,
    Role.ADMIN: frozenset({_C.EXPORT_AUDIT, _C.WEBHOOK_MANAGE, _C.LICENCE_READ, _C.LICENCE_MANAGE}) | _SEATS | _PEOPLE,
    Role.AGENT_SERVICE: frozenset({_C.INTAKE_WRITE, _C.EXPORT_LABELS, _C.EXPORT_TRAINING, _C.HUB_THRESHOLDS}),
}


class Held(frozenset[Role]):
    """The roles of one person or service together with what they allow now, by the matrix in force."""

    rights: frozenset[Capability]

    def __new__(cls, roles: Iterable[Role], rights: Iterable[Capability]) -> "Held":
        held = super().__new__(cls, roles)
        held.rights = frozenset(rights)
        return held


def capabilities(roles: Iterable[Role]) -> frozenset[Capability]:
    """Everything that any of `roles` allows: as held, else as a house begins."""
    if isinstance(roles, Held):
        return roles.rights
    return frozenset().union(*(MATRIX[role] for role in roles))


def can(roles: Iterable[Role], capability: Capability) -> bool:
    """True where one of `roles` allows `capability`: as held, else as a house begins."""
    if isinstance(roles, Held):
        return capability in roles.rights
    return any(capability in MATRIX[role] for role in roles)
