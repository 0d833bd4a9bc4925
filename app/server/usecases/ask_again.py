"""Asking the agent for a second look: the person's command, and the list that the agent reads."""

import secrets

from app.contract.changes import CASE
from app.contract.commands import Command, CommandResult, EntityRev
from app.contract.intake import AssessmentRequestPage, AssessmentRequestView
from app.contract.problems import Code, ProblemItem
from app.contract.views import may_see
from app.contract.webhooks import AssessmentRequested
from app.domain.ask_again import AssessmentRequest, request_faults
from app.domain.ids import CASE_ID, case_number, uuid7
from app.domain.roles import Capability
from app.domain.webhook import EventType
from app.server.security.principal import Principal
from app.server.storage import assessments, cases
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases.outgoing import announce
from app.server.usecases.refusal import require
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.sender import Sender, applied, read_body, rejected
from app.server.usecases.shown import blind_key, is_withheld

USUAL = 100


def ask(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Write a request down for the agent; one waits per case. Nothing of a review changes by it, then or later."""
    principal = sender.principal
    body = read_body(command, AssessmentRequest)
    if isinstance(body, CommandResult):
        return body
    faults = request_faults(body)
    if faults:
        return rejected(command, Code.INVALID, tuple(ProblemItem(f"/body{f.pointer}", f.code) for f in faults))
    name = command.case_id or ""
    stored = cases.load(work.connection, case_number(name), for_update=True) if CASE_ID.match(name) else None
    if stored is None or not may_see(stored.record, principal.viewer):
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/case_id", "not_found"),))
    if faults := repeated_faults(work, principal.user_id, stored, {"/note": body.note}):
        return rejected(command, Code.INVALID, tuple(ProblemItem(f"/body{f.pointer}", f.code) for f in faults))
    if stored.record.gone:
        return rejected(command, Code.CASE_WITHDRAWN)
    if is_withheld(blind_key(work.connection), principal.viewer, stored):
        return rejected(command, Code.WITHHELD)
    if stored.record.asked is not None:
        return rejected(command, Code.ALREADY_ASKED)
    request_id, rev = uuid7(work.now_ms, secrets.token_bytes(10)), stored.record.rev + 1
    assessments.ask(
        work.connection,
        request_id=request_id,
        case_number=stored.number,
        asked_by=principal.user_id,
        asked_at=work.now_ms,
        reason=body.reason.value,
        note=body.note.strip(),
    )
    cases.change(work.connection, stored.number, rev=rev, asked_request_id=request_id)
    work.touch(CASE, name, rev, stored.vendor)
    work.audit(principal.user_id, "assessment.request", "case", name, reason=body.reason.value, request=request_id)
    kind, facts = EventType.ASSESSMENT_REQUESTED, stored.record.facts
    told = AssessmentRequested(request_id, name, facts.external_ref, facts.case_type, body.reason.value)
    if stored.only_for is None:
        announce(work, kind, told)
    return applied(command, EntityRev(CASE, name, rev))


def open_requests(storage: Storage, who: Principal, after: str | None, limit: int | None) -> AssessmentRequestPage:
    """The second looks that the agent still owes, oldest first. Raises Refused (forbidden)."""
    require(who, Capability.INTAKE_WRITE)
    limit = USUAL if limit is None else limit
    with storage.read() as connection:
        found = assessments.open_requests(connection, after or "", limit + 1)
    shown = found[:limit]
    return AssessmentRequestPage(
        tuple(
            AssessmentRequestView(
                one.request_id,
                cases.case_id(one.case_number),
                one.external_ref,
                one.case_type,
                one.reason,
                one.note,
                from_ms(one.asked_at),
            )
            for one in shown
        ),
        next_after=shown[-1].request_id if len(found) > limit else None,
    )
