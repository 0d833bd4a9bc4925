"""A case as the server keeps it: the agent's facts and everything that has happened to them since."""

from datetime import datetime, timedelta

import msgspec

from app.domain.ask_again import AskReason
from app.domain.assessment import Assessment
from app.domain.case import CaseState, IntakeCase
from app.domain.claim import Claim
from app.domain.decision import Decision
from app.domain.escalation import EscalationKind
from app.domain.label import Label
from app.domain.pause import is_back, paused_at
from app.domain.queue_order import QueueFacts
from app.domain.work import Work


class Escalation(msgspec.Struct, frozen=True):
    """An escalation that is still open."""

    escalation_id: str
    kind: EscalationKind
    raised_by: str
    raised_by_name: str
    raised_at: datetime
    rationale: str
    rationale_language: str
    pattern_id: str | None = None


class AssessmentBeside(msgspec.Struct, frozen=True):
    """An assessment that is not the word in force; `reason` is the one it was asked for with, if it was."""

    assessment: Assessment
    received_at: datetime
    reason: AskReason | None = None


class Asked(msgspec.Struct, frozen=True):
    """A second look that was asked for and has not come yet."""

    request_id: str
    reason: AskReason
    asked_at: datetime


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
    """`rev` grows with every change, `material_rev` is the `rev` at which the evidence or the assessment last did.
    `only_for`: the one person who sees the case at all; `rule_flag`: what was wrong with the threshold that the agent
    used (a code), None where nothing was. `let_go`: it is closed and kept no longer, so that nothing of a person is in
    it."""

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
    asked: Asked | None = None
    beside: tuple[AssessmentBeside, ...] = ()
    work: Work = Work()
    only_for: str | None = None
    rule_flag: str | None = None
    let_go: bool = False

    @property
    def gone(self) -> bool:
        """Whether nothing more may be said on it: it was withdrawn, or is kept no longer."""
        return self.state is CaseState.WITHDRAWN or self.let_go

    def is_back(self, now: datetime) -> bool:
        """True where the case was put off and its time has come."""
        return self.back_from_snooze or is_back(self.work.snooze.until if self.work.snooze else None, now)

    def paused_at(self, now: datetime) -> timedelta:
        """How long its clock has stood still, the wait that still runs included."""
        return paused_at(self.paused, self.work.waiting.since if self.work.waiting else None, now)

    def queue_facts(self, now: datetime) -> QueueFacts:
        """What the served order at `now` depends on."""
        return QueueFacts(
            case_id=self.case_id,
            priority=self.facts.priority,
            due_at=self.due_at,
            routed_at=self.routed_at,
            paused=self.paused_at(now),
            back_from_snooze=self.is_back(now),
        )
