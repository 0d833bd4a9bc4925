"""Escalations: opened with a review, resolved by another one."""

from sqlalchemy import Connection, update

from app.domain.escalation import EscalationKind
from app.server.storage import tables as t
from app.server.storage.unit_of_work import UnitOfWork


def open_one(
    work: UnitOfWork,
    *,
    escalation_id: str,
    number: int,
    kind: EscalationKind,
    raised_by: str,
    rationale: str,
    rationale_language: str,
    pattern_id: str | None = None,
) -> None:
    """Write down that a case was sent upward."""
    work.add(
        t.escalations,
        escalation_id=escalation_id,
        case_number=number,
        kind=kind.value,
        raised_by=raised_by,
        raised_at=work.now_ms,
        rationale=rationale,
        rationale_language=rationale_language,
        pattern_id=pattern_id,
    )


def resolve(connection: Connection, escalation_id: str, review_id: str | None, at_ms: int) -> None:
    """Close an escalation by the review that decided the case; by none where nobody has to decide it any more."""
    connection.execute(
        update(t.escalations)
        .where(t.escalations.c.escalation_id == escalation_id)
        .values(resolved_at=at_ms, resolved_review_id=review_id)
    )
