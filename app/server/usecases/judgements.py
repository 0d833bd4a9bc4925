"""Judgements one by one: a person's own, and somebody's for who leads. What is counted alone is not among them."""

from typing import Any

from sqlalchemy import Row

from app.contract.problems import Code, ProblemItem
from app.contract.scorecards import JudgementPage, JudgementView
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import judgements
from app.server.storage.cases import case_id
from app.server.storage.judgements import Span
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require
from app.server.usecases.scorecards import window


def listed(
    storage: Storage, who: Principal, days: int, before: str | None, limit: int, person: str | None
) -> JudgementPage:
    """The newest first. Raises Refused (forbidden, parameter)."""
    others = person is not None and person != who.user_id
    require(who, Capability.SCORECARD_READ if others else Capability.SCORECARD_OWN)
    start, end = window(storage, days)
    span = Span(to_ms(start), to_ms(end), person=person if others else who.user_id)
    after = _place(before) if before is not None else None
    with storage.read() as connection:
        found = judgements.listed(connection, span, who.user_id, after, limit + 1)
    shown = found[:limit]
    if others:
        note(storage, who, "judgement.read", "user", person or "", days=days, shown=len(shown))
    last = f"{shown[-1].judged_at}:{shown[-1].name}" if len(found) > limit else None
    return JudgementPage(tuple(_view(row, others) for row in shown), last)


def _place(before: str) -> tuple[int, str]:
    at, _, name = before.partition(":")
    if not (at.isascii() and at.isdecimal() and len(at) < 16 and name):
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/before", "invalid", "next_before of the page before"),))
    return int(at), name


def _view(row: Row[Any], others: bool) -> JudgementView:
    return JudgementView(
        judgement_id=row.name,
        source=row.source,
        review_id=row.review_id,
        case_id=case_id(row.case_number),
        case_type=row.case_type,
        decided_at=from_ms(row.decided_at),
        decision=row.decision,
        truth=row.truth,
        right=None if row.right_ is None else bool(row.right_),
        judged_at=from_ms(row.judged_at),
        error_class=row.error_class,
        reason=row.reason or "",
        reason_language=row.reason_language or "",
        disputable=not others and row.truth is not None and row.dispute_id is None,
        dispute_id=row.dispute_id,
        dispute_state=row.dispute_state,
        person_id=row.judged_id if others else None,
        person_name=row.judged_name if others else None,
    )
