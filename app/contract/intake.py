"""What the agent's intake answers, item by item."""

import enum
from datetime import datetime

import msgspec

from app.contract.problems import Problem
from app.domain.assessment import Assessment


class Taken(enum.StrEnum):
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class IntakeResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """`index` counts items of the request from 0 (lines of NDJSON, blank ones not counted)."""

    index: int
    status: Taken
    external_ref: str | None = None
    case_id: str | None = None
    rev: int | None = None
    problem: Problem | None = None


class IntakeAnswer(msgspec.Struct, frozen=True):
    accepted: int
    duplicate: int
    rejected: int
    results: tuple[IntakeResult, ...]


class IntakeAssessment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new or a challenger's assessment of a case that the server knows. `request_id` is the request that it answers;
    without one it answers whatever was asked of the case."""

    external_ref: str
    assessment: Assessment
    request_id: str | None = None


class AssessmentRequestView(msgspec.Struct, frozen=True):
    """A person wants a second look at a case, for a reason (a code) and with a note."""

    request_id: str
    case_id: str
    external_ref: str
    case_type: str
    reason: str
    note: str
    asked_at: datetime


class AssessmentRequestPage(msgspec.Struct, frozen=True):
    """Requests without an answer, oldest first; `next_after` continues the list, null at its end."""

    requests: tuple[AssessmentRequestView, ...]
    next_after: str | None


class WithdrawalReason(enum.StrEnum):
    RESOLVED_ELSEWHERE = "resolved_elsewhere"
    DUPLICATE = "duplicate"
    OPENED_IN_ERROR = "opened_in_error"
    SUBJECT_REQUEST = "subject_request"
    ERASURE = "erasure"


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case that nobody has to decide any more. What it says of a person goes with it, and does not come back."""

    external_ref: str
    reason: WithdrawalReason


class AuditWanted(msgspec.Struct, frozen=True):
    """A row of the ledger whose full case is wanted, under the same external_ref."""

    request_id: str
    external_ref: str
    case_type: str
    asked_at: datetime


class AuditWantedPage(msgspec.Struct, frozen=True):
    """Requests without an answer, oldest first; `next_after` continues the list, null at its end."""

    requests: tuple[AuditWanted, ...]
    next_after: str | None


class Execution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`decision.executed`: the system that acts says that it did. `ref` is the review_id or the external_ref."""

    ref: str
    at: datetime
    result: str
