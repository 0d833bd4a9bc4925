"""Rows of the exports."""

from datetime import datetime

import msgspec

from app.domain.root_cause import Attribution


class LabelRow(msgspec.Struct, frozen=True):
    """One label in force. `revision` counts a case's labels from 1; `source` says where this one comes from."""

    review_id: str
    case_id: str
    external_ref: str
    case_type: str
    model_version: str
    ai_verdict: str
    risk_score: float
    threshold: float
    decision: str
    label: str
    code: str | None
    code_kind: str | None
    attribution: Attribution | None
    route: str | None
    rationale: str
    rationale_language: str
    reviewer_id: str
    decided_at: datetime
    revision: int
    source: str
