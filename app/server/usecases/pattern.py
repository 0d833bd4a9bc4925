"""Applying `escalation.pattern` and `escalation.resolve_pattern`: many cases, one rationale, an answer for each case.

A Key User case goes up with its pattern and stays up when the pattern is decided: it is decided alone."""

import secrets
from collections.abc import Sequence

import msgspec

from app.contract.catalogue import catalogue
from app.contract.changes import CASE
from app.contract.commands import CaseEffect, Command, CommandResult, Status
from app.contract.problems import Code, ProblemItem
from app.contract.views import may_see
from app.domain.case import CaseState
from app.domain.claim import is_live
from app.domain.escalation import EscalationKind, may_resolve
from app.domain.faults import Fault
from app.domain.ids import case_number, is_uuid7, uuid7
from app.domain.pattern import RaisePattern, ResolvePattern, raise_faults, resolve_faults, review_of
from app.domain.priority import is_key_user
from app.domain.review import review_faults
from app.server.security.principal import Principal
from app.server.storage import cases, claims, escalations, patterns
from app.server.storage.cases import StoredCase
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.casework import ended
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.review import Submitted, decide, facts_of
from app.server.usecases.sender import Sender, applied, read_body, rejected


def raise_pattern(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Send cases upward as one group. Those that cannot go are named with the reason; where fewer than two can, the
    command is refused as a whole and nothing happens."""
    who = sender.principal
    body = read_body(command, RaisePattern)
    if isinstance(body, CommandResult):
        return body
    if faults := raise_faults(body, catalogue().codes):
        return rejected(command, Code.REVIEW_INVALID, _items(faults))
    numbers = [case_number(name) for name in body.case_ids]
    cases.lock(work.connection, numbers)
    found = cases.load_many(work.connection, numbers)
    said = {"/rationale": body.rationale}
    for one in found.values():
        # One text for all of them: what it repeats of one case would stand at every other.
        if may_see(one.record, who.viewer) and (faults := repeated_faults(work, who.user_id, one, said)):
            return rejected(command, Code.REVIEW_INVALID, _items(faults))
    obstacles = {number: _no_way_up(work, who, found.get(number)) for number in numbers}
    if sum(1 for code in obstacles.values() if code is None) < 2:
        items = ((f"/body/case_ids/{n}", obstacles[number]) for n, number in enumerate(numbers))
        return rejected(
            command, Code.INVALID, tuple(ProblemItem(place, code.code) for place, code in items if code is not None)
        )
    pattern_id = uuid7(work.now_ms, secrets.token_bytes(10))
    patterns.add(
        work.connection,
        pattern_id=pattern_id,
        raised_by=who.user_id,
        raised_at=work.now_ms,
        rationale=body.rationale,
        rationale_language=body.rationale_language,
        code=body.code,
    )
    told = []
    for name, number in zip(body.case_ids, numbers, strict=True):
        code = obstacles[number]
        told.append(
            CaseEffect(name, code.code)
            if code is not None
            else CaseEffect(name, Status.APPLIED.value, _send_up(work, who, found[number], pattern_id, body))
        )
    done = sum(1 for effect in told if effect.code == Status.APPLIED.value)
    work.audit(who.user_id, "escalation.pattern", "pattern", pattern_id, asked=len(told), applied=done)
    return msgspec.structs.replace(applied(command), cases=tuple(told), pattern_id=pattern_id)


def _no_way_up(work: UnitOfWork, who: Principal, stored: StoredCase | None) -> Code | None:
    """Why this case cannot be escalated by this person now."""
    if stored is None or not may_see(stored.record, who.viewer):
        return Code.NOT_FOUND
    record = stored.record
    if record.state is CaseState.ESCALATED:
        return Code.ALREADY_ESCALATED
    if record.state is not CaseState.OPEN:
        return Code.CASE_WITHDRAWN if record.state is CaseState.WITHDRAWN else Code.CASE_CLOSED
    return _held_by_other(work, who, stored)


def _held_by_other(work: UnitOfWork, who: Principal, stored: StoredCase) -> Code | None:
    claim = stored.record.claim
    taken = claim is not None and claim.owner_id != who.user_id and is_live(claim, work.now)
    return Code.CLAIMED_BY_OTHER if taken else None


def _send_up(work: UnitOfWork, who: Principal, stored: StoredCase, pattern_id: str, body: RaisePattern) -> int:
    record, rev = stored.record, stored.record.rev + 1
    escalation_id = uuid7(work.now_ms, secrets.token_bytes(10))
    key_user = is_key_user(record.facts.priority)
    escalations.open_one(
        work,
        escalation_id=escalation_id,
        number=stored.number,
        kind=EscalationKind.KEY_USER if key_user else EscalationKind.HIGH_RISK_PATTERN,
        raised_by=who.user_id,
        rationale=body.rationale,
        rationale_language=body.rationale_language,
        pattern_id=pattern_id,
    )
    cases.change(
        work.connection,
        stored.number,
        rev=rev,
        state=CaseState.ESCALATED.value,
        escalation_id=escalation_id,
        back_from_snooze=False,
        # Whoever it was to do has sent it upward: it is another person's now, and put off no longer.
        assigned_to=None,
        **claims.NOBODY,
        **ended(stored, work.now_ms),
    )
    work.touch(CASE, record.case_id, rev, stored.vendor)
    return rev


def resolve_pattern(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Decide the waiting cases of a pattern, each with a review and a label of its own. What cannot be decided this way
    stays escalated and is named with the reason."""
    who = sender.principal
    body = read_body(command, ResolvePattern)
    if isinstance(body, CommandResult):
        return body
    if faults := resolve_faults(body, catalogue().codes):
        return rejected(command, Code.REVIEW_INVALID, _items(faults))
    if not is_uuid7(body.pattern_id) or not patterns.exists(work.connection, body.pattern_id):
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/pattern_id", "not_found"),))
    numbers = patterns.open_cases(work.connection, body.pattern_id)
    cases.lock(work.connection, numbers)
    found = [one for one in cases.load_many(work.connection, numbers).values() if may_see(one.record, who.viewer)]
    found = [one for one in found if one.record.case_id not in body.exclude]
    if not found:
        return rejected(command, Code.PATTERN_RESOLVED)
    for one in found:
        if faults := repeated_faults(work, who.user_id, one, {"/rationale": body.rationale}):
            return rejected(command, Code.REVIEW_INVALID, _items(faults))
    told = tuple(_decide_one(work, sender, command, body, one, len(found)) for one in sorted(found, key=_by_number))
    done = sum(1 for effect in told if effect.code == Status.APPLIED.value)
    if not done:
        items = tuple(ProblemItem("/body/pattern_id", effect.code, effect.case_id) for effect in told)
        return rejected(command, Code.REVIEW_INVALID, items)
    work.audit(
        who.user_id,
        "escalation.resolve_pattern",
        "pattern",
        body.pattern_id,
        decision=body.decision.value,
        asked=len(told),
        applied=done,
    )
    return msgspec.structs.replace(applied(command), cases=told, pattern_id=body.pattern_id)


def _by_number(stored: StoredCase) -> int:
    return stored.number


def _decide_one(
    work: UnitOfWork, sender: Sender, command: Command, body: ResolvePattern, stored: StoredCase, among: int
) -> CaseEffect:
    record, who = stored.record, sender.principal
    escalation = record.escalation
    # Looked at again under the lock: another person may have decided it in between.
    if record.state is not CaseState.ESCALATED or escalation is None or escalation.pattern_id != body.pattern_id:
        return CaseEffect(record.case_id, Code.CASE_CLOSED.code)
    if is_key_user(record.facts.priority):
        return CaseEffect(record.case_id, "key_user")
    if not may_resolve(who.roles, who.user_id, escalation.raised_by):
        return CaseEffect(record.case_id, Code.NOT_YOURS_TO_RESOLVE.code)
    if held := _held_by_other(work, who, stored):
        return CaseEffect(record.case_id, held.code)
    codes = catalogue().codes
    review = review_of(body, record.facts.assessment.verdict, escalation.escalation_id, among, codes)
    if faults := review_faults(review, facts_of(stored), codes):
        return CaseEffect(record.case_id, faults[0].code)
    own = msgspec.structs.replace(command, command_id=uuid7(work.now_ms, secrets.token_bytes(10)), base_rev=record.rev)
    sent = Submitted(who, sender.device_id, own, review, sender.past_epochs)
    result = decide(work, sent, stored)
    rev = result.entity.rev if result.entity else None
    return CaseEffect(record.case_id, Status.APPLIED.value, rev, result.label, result.review_id)


def _items(faults: Sequence[Fault]) -> tuple[ProblemItem, ...]:
    return tuple(
        ProblemItem(f"/body{fault.pointer}", fault.code, ", ".join(f"{k} {v}" for k, v in fault.params.items()))
        for fault in faults
    )
