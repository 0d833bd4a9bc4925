"""Applying `review.submit`: the rules of the review, then the one table of settlement, then what follows from it."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import msgspec

from app.contract.catalogue import catalogue
from app.contract.changes import CASE, REVIEW
from app.contract.commands import Command, CommandResult, EntityRev, Status
from app.contract.problems import BY_CODE, Code, ProblemItem
from app.contract.views import InForceView, Viewer, in_force_view, may_see
from app.domain.blind_first import CODE_OWED, blind_faults, with_fitting_code
from app.domain.case import CaseState
from app.domain.case_record import CaseRecord
from app.domain.claim import MOST_FENCE, is_live
from app.domain.decision import Decision
from app.domain.escalation import kind_for, may_resolve
from app.domain.faults import Fault
from app.domain.ids import CASE_ID, case_number, uuid7
from app.domain.label import Label, can_follow, derive_label
from app.domain.procedures import OLDER_CLAUSE
from app.domain.review import MOST_LEFT, ReviewedFacts, ReviewSubmission, review_faults, route_of
from app.domain.roles import Capability
from app.domain.settlement import Attempt, CaseStanding, Settled, settle
from app.server.security.principal import Principal
from app.server.storage import audits, cases, claims, escalations, reviews
from app.server.storage.cases import StoredCase
from app.server.storage.labels import NewLabel
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.casework import ended
from app.server.usecases.licences import draw_look
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.review_checks import check as checked
from app.server.usecases.sender import Sender, held_back, read_body, rejected
from app.server.usecases.shown import blind_key, gets_blind, is_withheld
from app.server.usecases.sop_readers import is_older

SOURCE, AUDIT = "review", "audit"
NO_LEASE = -1
# What can be judged without the evidence that the author saw.
_OWN_FAULTS = frozenset(
    {
        "rationale_required",
        "rationale_too_long",
        "rationale_sentences",
        "rationale_characters",
        "personal_data",
        "rationale_language",
        "active_time",
        "code_required",
        "step_kind_without_error",
    }
)
_REFUSALS = (Settled.MUST_ESCALATE, Settled.ALREADY_ESCALATED, Settled.NOT_YOURS_TO_RESOLVE)


class Submitted(msgspec.Struct, frozen=True):
    """One review on its way: who sent it from where, what it says, and whether without the agent's word. `first`: the
    case is known to have no other."""

    principal: Principal
    device_id: str
    command: Command
    body: ReviewSubmission
    past_epochs: frozenset[str]
    blind: bool = False
    first: bool = False


def submit(work: UnitOfWork, sender: Sender, command: Command, unreviewed: StoredCase | None = None) -> CommandResult:
    """Apply one review; needs a writing transaction. Never raises for what the author sent. `unreviewed`: its case,
    where that was locked and read and found without any review."""
    principal = sender.principal
    body = read_body(command, ReviewSubmission)
    if isinstance(body, CommandResult):
        return body
    missing = [name for name in ("case_id", "base_rev") if getattr(command, name) is None]
    if missing:
        return rejected(command, Code.INVALID, tuple(ProblemItem(f"/{name}", "required") for name in missing))
    name = command.case_id or ""
    stored = unreviewed
    if stored is None and CASE_ID.match(name):
        stored = cases.load(work.connection, case_number(name), for_update=True)
    if stored is None or not may_see(stored.record, principal.viewer):
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/case_id", "not_found"),))
    first = unreviewed is not None
    sent = Submitted(principal, sender.device_id, command, body, sender.past_epochs, first=first)
    return _judge(work, sent, stored)


def _judge(work: UnitOfWork, sent: Submitted, stored: StoredCase) -> CommandResult:
    record = stored.record
    facts = facts_of(stored)
    if _is_blind(work, sent, stored):
        sent = msgspec.structs.replace(sent, blind=True)
        faults = blind_faults(sent.body, facts.case_type, catalogue().codes)
    else:
        faults = review_faults(sent.body, facts, catalogue().codes)
    if not sent.blind and (sent.command.base_rev or 0) < record.material_rev:
        # The agent's word may be another one by now: its author is told so, not that the review contradicts it.
        own = tuple(fault for fault in faults if fault.code in _OWN_FAULTS)
        faults = own if can_follow(sent.body.label, sent.body.decision) else faults
    said = {"/rationale": sent.body.rationale}
    if faults := faults or repeated_faults(work, sent.principal.user_id, stored, said):
        return faulty(sent.command, faults)
    if sent.blind:
        # From here on the review is committed, and what it says may be held against the agent's word.
        fitting = with_fitting_code(sent.body, facts, catalogue().codes)
        sent = msgspec.structs.replace(sent, body=fitting)
    settled = settle(_standing(stored, work.now), _attempt(sent, stored))
    if settled in _REFUSALS:
        return rejected(sent.command, BY_CODE[settled.value])
    if settled.takes_effect:
        return _take_effect(work, sent, stored, settled)
    return _keep_beside(work, sent, stored, settled)


def facts_of(stored: StoredCase) -> ReviewedFacts:
    """What the rules of a review need to know of a case."""
    word = stored.record.facts.assessment
    return ReviewedFacts(
        stored.record.facts.case_type,
        word.verdict,
        frozenset(signal.name for signal in word.signals),
        frozenset(step.n for step in word.steps),
        frozenset(catalogue().indicators_for(stored.record.facts.case_type)),
    )


def _is_blind(work: UnitOfWork, sent: Submitted, stored: StoredCase) -> bool:
    """Whether the author wrote without the agent's word: it is kept back still, or it was until somebody else ended
    the case while this review was on its way. Whoever resolves an escalation has read all of it."""
    key, viewer = work.once(blind_key), sent.principal.viewer
    if is_withheld(key, viewer, stored):
        return True
    if not sent.body.blind_first or sent.body.escalation_id is not None:
        return False
    return gets_blind(key, viewer, stored.number, stored.blind_per_mille)


def faulty(command: Command, faults: Sequence[Fault]) -> CommandResult:
    """The refusal of a review that breaks rules, each with its place."""
    contradicts = any(fault.code == Code.LABEL_CONTRADICTS_DECISION.code for fault in faults)
    items = tuple(
        ProblemItem(
            f"/body{fault.pointer}", fault.code, ", ".join(f"{key} {value}" for key, value in fault.params.items())
        )
        for fault in faults
    )
    return rejected(command, Code.LABEL_CONTRADICTS_DECISION if contradicts else Code.REVIEW_INVALID, items)


def _standing(stored: StoredCase, now: datetime) -> CaseStanding:
    record = stored.record
    return CaseStanding(
        state=CaseState.WITHDRAWN if record.gone else record.state,
        priority=record.facts.priority,
        rev=record.rev,
        fence=stored.fence,
        lease_live=record.claim is not None and is_live(record.claim, now),
        material_rev=record.material_rev,
        decided=record.outcome.decision if record.outcome else None,
        open_escalation_id=record.escalation.escalation_id if record.escalation else None,
        lowered_by=stored.lowered_by,
    )


def _attempt(sent: Submitted, stored: StoredCase) -> Attempt:
    command, escalation = sent.command, stored.record.escalation
    return Attempt(
        decision=sent.body.decision,
        fence=_fence(sent, stored),
        base_rev=command.base_rev or 0,
        escalation_id=sent.body.escalation_id,
        may_resolve=escalation is not None
        and may_resolve(sent.principal.roles, sent.principal.user_id, escalation.raised_by),
        older_epoch=command.epoch in sent.past_epochs,
        author=sent.principal.user_id,
    )


def _fence(sent: Submitted, stored: StoredCase) -> int:
    """The fencing number that the author may speak for. A number is easily guessed, so the lease must be the author's
    own as well; one from before a restore is not known here any more and counts by its number."""
    command = sent.command
    if command.fence is None:
        return NO_LEASE
    if command.fence > stored.fence:
        return command.fence if command.fence <= MOST_FENCE else NO_LEASE
    if stored.claim_owner is not None and stored.claim_owner != sent.principal.user_id:
        return NO_LEASE
    if command.claim_id is not None:
        return command.fence if command.claim_id == stored.claim_id else NO_LEASE
    return command.fence if stored.claim_owner == sent.principal.user_id else NO_LEASE


def _take_effect(work: UnitOfWork, sent: Submitted, stored: StoredCase, settled: Settled) -> CommandResult:
    record, command, body = stored.record, sent.command, sent.body
    review_id = uuid7(work.now_ms, secrets.token_bytes(10))
    label = derive_label(record.facts.assessment.verdict, body.decision)
    flags: tuple[str, ...] = () if settled is Settled.APPLIED else (settled.value,)
    flags += (OLDER_CLAUSE,) if is_older(work, body.sop) else ()
    owed = (CODE_OWED,) if sent.blind and label is not None and body.code is None else ()
    rev = record.rev + 1
    change: dict[str, object] = {"rev": rev, **claims.NOBODY, "back_from_snooze": False, **ended(stored, work.now_ms)}
    if settled is Settled.RESTORED:
        change["fence"] = command.fence
    standing = reviews.IN_FORCE
    escalation_id = record.escalation.escalation_id if record.escalation else None
    if label is None:
        standing = reviews.ESCALATION
        escalation_id = uuid7(work.now_ms, secrets.token_bytes(10))
        escalations.open_one(
            work,
            escalation_id=escalation_id,
            number=stored.number,
            kind=kind_for(record.facts.priority),
            raised_by=sent.principal.user_id,
            rationale=body.rationale,
            rationale_language=body.rationale_language,
        )
        # Whoever it was to do has sent it upward: it is another person's now.
        change |= {"state": CaseState.ESCALATED.value, "escalation_id": escalation_id, "assigned_to": None}
    _store(work, sent, stored, review_id, standing, flags, label, escalation_id)
    if label is not None:
        change |= {
            "state": CaseState.CLOSED.value,
            "outcome_review_id": review_id,
            "closed_at": work.now_ms,
            "escalation_id": None,
        }
        if stored.only_for is None:
            # A gold case has no label: nothing of it leaves the house or enters a figure.
            source, release_at = _source(work, stored), held_back(command, work.now_ms)
            work.label(NewLabel(stored.number, review_id, label, source, release_at))
            draw_look(work, stored, sent.principal.user_id, review_id)
        if escalation_id is not None:
            escalations.resolve(work.connection, escalation_id, review_id, work.now_ms)
        if not sent.first:
            _tell_others(work, sent, stored)
    cases.put(work, stored.number, change)
    work.touch(CASE, record.case_id, rev, stored.vendor)
    work.touch(REVIEW, review_id, 1, stored.vendor)
    return _applied(command, record.case_id, rev, review_id, label, (*flags, *owed))


def _tell_others(work: UnitOfWork, sent: Submitted, stored: StoredCase) -> None:
    """The authors of reviews that came too early or too late learn what stands, whoever sent the case upward what came
    of it, and those who had it blind the labels that were kept back."""
    reviews.agree(work.connection, stored.number, sent.body.decision.value, Settled.LEASE_LOST.value)
    for other, other_rev in reviews.renew_beside(work.connection, stored.number):
        work.touch(REVIEW, other, other_rev, stored.vendor)


def decide(work: UnitOfWork, sent: Submitted, stored: StoredCase) -> CommandResult:
    """Let a review take effect that was found to be in order: the case is locked, rules and four eyes were asked."""
    return _take_effect(work, sent, stored, Settled.APPLIED)


def _applied(
    command: Command, case_id: str, rev: int, review_id: str, label: Label | None, flags: tuple[str, ...]
) -> CommandResult:
    return CommandResult(
        command_id=command.command_id,
        command_seq=command.command_seq,
        status=Status.APPLIED,
        code=Status.APPLIED.value,
        http=200,
        entity=EntityRev(CASE, case_id, rev),
        label=label.value if label else None,
        review_id=review_id,
        flags=flags,
    )


def _keep_beside(work: UnitOfWork, sent: Submitted, stored: StoredCase, settled: Settled) -> CommandResult:
    """A review that changes nothing, kept for agreement or for a person to settle."""
    record, command = stored.record, sent.command
    review_id = uuid7(work.now_ms, secrets.token_bytes(10))
    label = derive_label(record.facts.assessment.verdict, sent.body.decision)
    if settled is Settled.STALE_EVIDENCE:
        label = sent.body.label  # what followed from the word that the author had before the eyes
    told = _may_be_told(work, sent, stored)
    if not told and settled is Settled.CONCURRING:
        settled = Settled.CONTESTED
    agrees = settled is Settled.CONCURRING
    standing = reviews.CONCURRING if agrees else reviews.CONTESTED
    flags: tuple[str, ...] = (settled.value,) if told else (settled.value, reviews.UNCLAIMED)
    flags += (OLDER_CLAUSE,) if is_older(work, sent.body.sop) else ()
    _store(work, sent, stored, review_id, standing, flags, label, None)
    work.touch(REVIEW, review_id, 1, stored.vendor)
    if record.state is CaseState.CLOSED:
        # Only now, after the own decision, does the author of the one in force learn that another was made.
        for other, other_rev in reviews.renew_in_force(work.connection, stored.number):
            work.touch(REVIEW, other, other_rev, stored.vendor)
    if agrees:
        return _applied(command, record.case_id, record.rev, review_id, label, (settled.value,))
    code = BY_CODE[settled.value]
    stands = _stands(record, sent.principal.viewer) if told else None
    if sent.blind and record.state is CaseState.OPEN:
        label = None  # the case is still to be decided, perhaps by this very person
    return CommandResult(
        command_id=command.command_id,
        command_seq=command.command_seq,
        status=Status.CONFLICT,
        code=code.code,
        http=code.status,
        entity=EntityRev(CASE, record.case_id, record.rev),
        label=label.value if label else None,
        review_id=review_id,
        in_force=None if stands is None else msgspec.to_builtins(stands, str_keys=True),
    )


def _source(work: UnitOfWork, stored: StoredCase) -> str:
    """What a label comes from. Cases of an audit are blind for everybody, so that no others have to be asked."""
    ref = stored.record.facts.external_ref
    return AUDIT if stored.blind_per_mille >= 1000 and audits.asked_for(work.connection, (ref,)) else SOURCE


def _may_be_told(work: UnitOfWork, sent: Submitted, stored: StoredCase) -> bool:
    """Whether the author may learn what came of the case: by the work on it, or as one who reads all reviews."""
    principal = sent.principal
    if principal.can(Capability.REVIEW_READ_ALL):
        return True
    return claims.was_held(work.connection, stored.number, principal.user_id)


def _stands(record: CaseRecord, viewer: Viewer) -> InForceView | None:
    """The decision in force, as its rival's author may read it: both have committed."""
    fact = record.outcome
    if fact is None:
        return None
    stands = InForceView(
        decision=fact.decision.value,
        decided_at=fact.decided_at,
        label=fact.label.value,
        code=fact.code,
        route=fact.route,
        rationale=fact.rationale,
        decided_by_name=fact.decided_by_name,
        yours=fact.decided_by == viewer.user_id,
    )
    return in_force_view(stands, viewer)


def _store(
    work: UnitOfWork,
    sent: Submitted,
    stored: StoredCase,
    review_id: str,
    standing: str,
    flags: tuple[str, ...],
    label: Label | None,
    escalation_id: str | None,
) -> None:
    body, word, command = sent.body, stored.record.facts.assessment, sent.command
    known = catalogue().code(body.code) if body.code else None
    amendable = sent.blind and label is not None and standing == reviews.IN_FORCE
    route = None if body.decision is Decision.ESCALATE else route_of(body, catalogue().codes)
    withdrawn = stored.record.gone
    reviews.add(
        work,
        review_id=review_id,
        case_number=stored.number,
        command_id=command.command_id,
        reviewer_id=sent.principal.user_id,
        device_id=sent.device_id,
        standing=standing,
        flags=msgspec.json.encode(flags).decode(),
        decision=body.decision.value,
        label=label.value if label else None,
        code=known.code if known else None,
        code_kind=known.code_kind.value if known else None,
        attribution_kind=body.attribution.kind.value if body.attribution else None,
        attribution_ref=body.attribution.ref if body.attribution else None,
        route=route.value if route else None,
        # Words on a case that is gone may speak of a person whose data had to go.
        rationale="" if withdrawn else body.rationale,
        rationale_language=body.rationale_language,
        steps=msgspec.json.encode(body.steps).decode(),
        sop=msgspec.json.encode(body.sop).decode() if body.sop else None,
        active_ms=body.active_ms,
        blind_first=sent.blind,
        amend_until=work.now_ms + work.policy.second_thought_ms if amendable else None,
        escalation_id=escalation_id,
        decided_at=work.now_ms,
        created_wall=command.created_wall,
        fence=command.fence or 0,
        base_rev=command.base_rev or 0,
        ai_verdict=word.verdict.value,
        risk_score=word.risk_score,
        threshold=word.threshold,
        model_version=word.model_version,
    )
    if not withdrawn:
        checked(work, stored, sent.principal.user_id, review_id, body, flags)
    if body.left_window is not None and stored.only_for is None:
        work.count_left(stored.record.facts.case_type, min(max(body.left_window, 0), MOST_LEFT))
