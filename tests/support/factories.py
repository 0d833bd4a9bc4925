"""Valid domain values with defaults, so that a test names only what it is about."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.assessment import (
    Assessment,
    AssessmentRole,
    Direction,
    OtherSignals,
    Signal,
    Step,
    sigmoid,
    verdict_confidence,
)
from app.domain.case import CaseState, Evidence, IntakeCase, Link
from app.domain.case_record import CaseRecord
from app.domain.decision import Decision, Disposition, Verdict
from app.domain.review import ReviewSubmission
from app.domain.root_cause import Attribution, AttributionKind
from app.domain.text import Bilingual

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def signal(name: str = "impossible_travel", contribution: float = 0.9, value: Any = 14100.0) -> Signal:
    return Signal(name, value, contribution, Direction.RISK if contribution >= 0 else Direction.SAFE)


def assessment(
    signals: tuple[Signal, ...] = (signal(), signal("account_age", -0.4, 1210)),
    base_value: float = -1.3,
    other: float = 1.7,
    verdict: Verdict | None = None,
    disposition: Disposition = Disposition.TO_REVIEW,
    steps: tuple[Step, ...] | None = None,
    **more: Any,
) -> Assessment:
    score = sigmoid(math.fsum([base_value, other, *(s.contribution for s in signals)]))
    verdict = verdict or (Verdict.BLOCK if score >= 0.5 else Verdict.PASS)
    if steps is None:
        steps = (
            Step(
                1,
                Bilingual("Two sign-ins too far apart.", "两次登录相距过远。"),
                ("e1",),
                (signals[0].name,),
                "ATO-12 §3",
            ),
            Step(2, Bilingual("Reset by e-mail only.", "仅凭邮件重置。"), (), (), None),
        )
    values: dict[str, Any] = {
        "agent": "ROCA",
        "model_version": "roca-4.1",
        "verdict": verdict,
        "risk_score": score,
        "confidence": verdict_confidence(verdict, score),
        "threshold": 0.85,
        "rule_version": "rules-7",
        "role": AssessmentRole.CHAMPION,
        "disposition": disposition,
        "base_value": base_value,
        "signals": signals,
        "other": OtherSignals(24, other),
        "steps": steps,
    }
    return Assessment(**(values | more))


def intake_case(external_ref: str = "ATO-1", **more: Any) -> IntakeCase:
    values: dict[str, Any] = {
        "external_ref": external_ref,
        "case_type": "ato_investigation",
        "opened_at": NOON - timedelta(hours=1),
        "routed_at": NOON - timedelta(minutes=50),
        "priority": 40,
        "subject": {"account": "u-83572491", "account_age_days": 1210, "country": "SG", "kyc_level": 2},
        "evidence": (
            Evidence(
                "e1",
                "signin_timeline",
                Bilingual("Sign-ins", "登录记录"),
                rows=({"at": "2026-11-21T08:59:00Z", "event": "sign_in", "city": "bucharest", "tone": "unusual"},),
            ),
        ),
        "assessment": assessment(),
        "links": (Link("device", "d-448812aa"),),
    }
    return IntakeCase(**(values | more))


def case_record(case_id: str = "C-200001", **more: Any) -> CaseRecord:
    facts = more.pop("facts", None) or intake_case()
    routed = facts.routed_at or NOON
    values: dict[str, Any] = {
        "case_id": case_id,
        "rev": 1,
        "material_rev": 1,
        "state": CaseState.OPEN,
        "facts": facts,
        "received_at": NOON,
        "routed_at": routed,
        "due_at": routed + timedelta(hours=4),
    }
    return CaseRecord(**(values | more))


def review(decision: Decision = Decision.BLOCK, **more: Any) -> ReviewSubmission:
    """A review that is valid on `intake_case()`, whose agent says block."""
    values: dict[str, Any] = {
        "decision": decision,
        "rationale": "The owner was in Singapore; the second device was not his.",
        "rationale_language": "en",
        "active_ms": 61_000,
    }
    if decision is Decision.BLOCK:
        values |= {"code": "thin_history"}
    elif decision is Decision.PASS:
        values |= {
            "code": "signal_overweighted",
            "attribution": Attribution(AttributionKind.SIGNAL, "impossible_travel"),
        }
    return ReviewSubmission(**(values | more))
