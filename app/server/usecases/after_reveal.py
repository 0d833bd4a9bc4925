"""Applying `review.amend_after_reveal`: what the author of a blind review says once the agent's word is seen.

See app.domain.blind_first for the flow. One amendment per review; the first decision is kept for ever."""

import secrets
from typing import Any

import msgspec
from sqlalchemy import Row

from app.contract.catalogue import catalogue
from app.contract.changes import CASE, REVIEW
from app.contract.commands import Command, CommandResult, EntityRev
from app.contract.problems import Code, ProblemItem
from app.domain.blind_first import AFTER_REVEAL, AmendAfterReveal, FirstReview, amend_faults, amended, shift_of
from app.domain.decision import Decision, Verdict
from app.domain.ids import is_uuid7, uuid7
from app.domain.label import derive_label
from app.domain.review import ReviewSubmission, route_of
from app.server.storage import after_reveal, cases, reviews
from app.server.storage.cases import StoredCase
from app.server.storage.labels import NewLabel
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.review import facts_of, faulty
from app.server.usecases.sender import Sender, applied, held_back, read_body, rejected


def amend(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """The code that a blind review owes, and the second decision if there is one. Never raises for what was sent."""
    principal = sender.principal
    body = read_body(command, AmendAfterReveal)
    if isinstance(body, CommandResult):
        return body
    wanted = (body.review_id,) if is_uuid7(body.review_id) else ()
    first = reviews.load_many(work.connection, wanted).get(body.review_id)
    if first is None or first.reviewer_id != principal.user_id:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/review_id", "not_found"),))
    if command.case_id != cases.case_id(first.case_number):
        return rejected(command, Code.INVALID, (ProblemItem("/case_id", "case_id", "not the case of this review"),))
    stored = cases.load(work.connection, first.case_number, for_update=True)
    # Looked at again under the lock of its case: another seat of the same person may have been first.
    first = reviews.load_many(work.connection, (body.review_id,))[body.review_id]
    if stored is None or not first.blind_first or first.revealed_at is not None or first.standing != reviews.IN_FORCE:
        return rejected(command, Code.NOT_AMENDABLE)
    return _amend(work, sender, command, body, stored, first)


def _amend(
    work: UnitOfWork, sender: Sender, command: Command, body: AmendAfterReveal, stored: StoredCase, first: Row[Any]
) -> CommandResult:
    decided = FirstReview(Decision(first.decision), first.rationale, first.rationale_language)
    changes = body.decision is not None and body.decision is not decided.decision
    if changes and work.now_ms > (first.amend_until or 0):
        return rejected(command, Code.WINDOW_CLOSED, (ProblemItem("/body/decision", "window_closed"),))
    counts = changes and work.policy.second_counts and first.executed_at is None
    faults = amend_faults(decided, body, facts_of(stored), catalogue().codes, second_counts=counts)
    said = {"/rationale": body.rationale or ""}
    if faults := faults or repeated_faults(work, sender.principal.user_id, stored, said):
        return faulty(command, faults)
    now = amended(decided, body, second_counts=counts)
    label = derive_label(Verdict(first.ai_verdict), now.decision)
    assert label is not None
    review_id = uuid7(work.now_ms, secrets.token_bytes(10)) if counts else body.review_id
    shift = shift_of(Verdict(first.ai_verdict), decided.decision, body.decision)
    after_reveal.add(
        work.connection,
        review_id=body.review_id,
        command_id=command.command_id,
        at=work.now_ms,
        ai_verdict=first.ai_verdict,
        first_decision=decided.decision.value,
        first_rationale=decided.rationale,
        second_decision=(body.decision or decided.decision).value,
        shift=shift.value,
        second_review_id=review_id if counts else None,
    )
    explained = _explanation(now)
    if counts:
        reviews.change(work.connection, body.review_id, standing=reviews.SUPERSEDED, rev=first.rev + 1)
        kept = {name: getattr(first, name) for name in _AS_BEFORE}
        reviews.add(
            work,
            **kept
            | explained
            | {
                "review_id": review_id,
                "command_id": command.command_id,
                "device_id": sender.device_id,
                "decision": now.decision.value,
                "label": label.value,
                "standing": reviews.IN_FORCE,
                "flags": msgspec.json.encode((AFTER_REVEAL,)).decode(),
                "blind_first": False,
                "active_ms": body.active_ms,
                "decided_at": work.now_ms,
                "created_wall": command.created_wall,
            },
        )
        work.touch(REVIEW, review_id, 1, stored.vendor)
    else:
        reviews.change(work.connection, body.review_id, rev=first.rev + 1, **explained)
    rev = stored.record.rev + 1
    if stored.only_for is None:
        work.label(NewLabel(stored.number, review_id, label, AFTER_REVEAL, held_back(command, work.now_ms)))
    cases.change(work.connection, stored.number, rev=rev, outcome_review_id=review_id)
    # Those whose reviews stand beside it were told what is in force, and that is another one now.
    for other, other_rev in reviews.renew_beside(work.connection, stored.number):
        work.touch(REVIEW, other, other_rev, stored.vendor)
    work.touch(REVIEW, body.review_id, first.rev + 1, stored.vendor)
    work.touch(CASE, stored.record.case_id, rev, stored.vendor)
    work.audit(
        sender.principal.user_id, "review.after_reveal", "review", body.review_id, shift=shift.value, counts=counts
    )
    return applied(command, EntityRev(CASE, stored.record.case_id, rev), label=label.value, review_id=review_id)


# What the second review takes over from the first: the case, the person, and the agent's word that was judged.
_AS_BEFORE = (
    "case_number",
    "reviewer_id",
    "escalation_id",
    "fence",
    "base_rev",
    "ai_verdict",
    "risk_score",
    "threshold",
    "model_version",
    "sop",
)


def _explanation(now: ReviewSubmission) -> dict[str, Any]:
    """The columns that say why."""
    known = catalogue().code(now.code) if now.code else None
    route = route_of(now, catalogue().codes)
    told: dict[str, Any] = {"sop": msgspec.json.encode(now.sop).decode()} if now.sop else {}
    return told | {
        "code": known.code if known else None,
        "code_kind": known.code_kind.value if known else None,
        "attribution_kind": now.attribution.kind.value if now.attribution else None,
        "attribution_ref": now.attribution.ref if now.attribution else None,
        "route": route.value if route else None,
        "rationale": now.rationale,
        "rationale_language": now.rationale_language,
        "steps": msgspec.json.encode(now.steps).decode(),
    }
