"""A case as the server keeps it: the agent's facts and everything that has happened to them since."""

from datetime import datetime, timedelta

import msgspec

from app.domain.case import CaseState, IntakeCase
from app.domain.claim import Claim
from app.domain.decision import Decision
from app.domain.escalation import EscalationKind
from app.domain.label import Label
from app.domain.queue_order import QueueFacts


class Escalation(msgspec.Struct, frozen=True):
    """An escalation that is still open."""

    escalation_id: str
    kind: EscalationKind
    raised_by: str
    raised_by_name: str
    raised_at: datetime
    rationale: str
    rationale_language: str


class Outcome(msgspec.Struct, frozen=True):
    """The decision in force on a closed case."""

    review_id: str
    decision: Decision
    label: Label
    decided_by: str
    decided_by_name: str
    decided_at: datetime
    code: str | None
    route: str | None
    rationale: str
    executed_at: datetime | None = None
    executed_result: str | None = None


class CaseRecord(msgspec.Struct, frozen=True):
    """`rev` grows with every change, `material_rev` is the `rev` at which the evidence or the assessment last did."""

    case_id: str
    rev: int
    material_rev: int
    state: CaseState
    facts: IntakeCase
    received_at: datetime
    routed_at: datetime
    due_at: datetime
    paused: timedelta = timedelta()
    back_from_snooze: bool = False
    claim: Claim | None = None
    claim_owner_name: str = ""
    escalation: Escalation | None = None
    outcome: Outcome | None = None

    def queue_facts(self) -> QueueFacts:
        return QueueFacts(
            case_id=self.case_id,
            priority=self.facts.priority,
            due_at=self.due_at,
            routed_at=self.routed_at,
            paused=self.paused,
            back_from_snooze=self.back_from_snooze,
        )
