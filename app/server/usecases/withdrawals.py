"""Withdrawing cases: nobody has to decide them any more, and what they say of a person goes."""

import msgspec

from app.contract.changes import CASE
from app.contract.intake import IntakeAnswer, IntakeResult, Taken, Withdrawal
from app.contract.limits import INTAKE_CASES
from app.contract.problems import Code
from app.contract.webhooks import CaseWithdrawn
from app.domain.case import CaseState, IntakeCase
from app.domain.roles import Capability
from app.domain.webhook import EventType
from app.server.security.principal import Principal
from app.server.storage import assessments, case_documents, claims, escalations, intake, ties
from app.server.storage import work as around
from app.server.storage.cases import case_id
from app.server.storage.intake import KnownCase
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import batch
from app.server.usecases.batch import BadItem
from app.server.usecases.outgoing import announce
from app.server.usecases.refusal import require

WITHDRAWAL_BYTES = 4 * 1024


def take_withdrawals(storage: Storage, who: Principal, body: bytes, *, lines: bool) -> IntakeAnswer:
    """Withdraw cases. One that is closed stays as it is; one that is withdrawn already is a duplicate. Every seat is
    told by the feed, and a review that arrives afterwards is kept and told case_withdrawn."""
    require(who, Capability.INTAKE_WRITE)
    raws = batch.split(body, lines=lines, most=INTAKE_CASES)
    results: list[IntakeResult | None] = [None] * len(raws)
    items: list[tuple[int, Withdrawal]] = []
    for index, raw in enumerate(raws):
        try:
            items.append((index, batch.read(raw, Withdrawal, WITHDRAWAL_BYTES)))
        except BadItem as error:
            results[index] = batch.rejected(index, error, raw)
    if items:
        with storage.write() as work:
            intake.one_batch_at_a_time(work.connection)
            known = intake.known_cases(work.connection, [told.external_ref for _, told in items])
            for index, told in items:
                try:
                    results[index] = _withdraw(work, who, index, told, known.get(told.external_ref))
                except BadItem as error:
                    results[index] = batch.rejected(index, error, ref=told.external_ref[:200])
    return batch.answer(results)


def _withdraw(work: UnitOfWork, who: Principal, index: int, told: Withdrawal, known: KnownCase | None) -> IntakeResult:
    if known is None:
        raise BadItem(Code.UNKNOWN_CASE, "/external_ref")
    name = case_id(known.case_number)
    if known.state is CaseState.WITHDRAWN:
        return IntakeResult(index, Taken.DUPLICATE, told.external_ref, name, known.rev)
    if known.state is CaseState.CLOSED:
        raise BadItem(Code.CASE_CLOSED, "/external_ref")
    number, rev = known.case_number, known.rev + 1
    facts = take_out(work, number, rev, known.escalation_id)
    work.touch(CASE, name, rev, known.vendor)
    work.audit(who.user_id, "intake.case_withdrawn", "case", name, rev=rev, reason=told.reason.value)
    announce(work, EventType.CASE_WITHDRAWN, CaseWithdrawn(name, told.external_ref, facts.case_type, told.reason.value))
    known.state, known.rev = CaseState.WITHDRAWN, rev
    return IntakeResult(index, Taken.ACCEPTED, told.external_ref, name, rev)


def take_out(work: UnitOfWork, number: int, rev: int, escalation_id: str | None) -> IntakeCase:
    """Make an undecided case a withdrawn one; the facts that it had. Telling of it is left to the caller."""
    facts = intake.facts_of(work.connection, number)
    # The agent's own word stays, so that the case can be counted; of a person nothing does.
    bare = msgspec.structs.replace(facts, subject={}, evidence=(), links=())
    if escalation_id is not None:
        escalations.resolve(work.connection, escalation_id, None, work.now_ms)
    request_id = assessments.open_request_of(work.connection, number)
    if request_id is not None:
        assessments.answered(work.connection, request_id, work.now_ms)
    case_documents.empty(work, number, rev)
    intake.change_case(
        work.connection,
        number,
        state=CaseState.WITHDRAWN.value,
        rev=rev,
        material_rev=rev,
        facts=msgspec.json.encode(bare, order="deterministic"),
        escalation_id=None,
        asked_request_id=None,
        assigned_to=None,
        back_from_snooze=False,
        **claims.NOBODY,
        **around.NOT_PUT_OFF,
        **around.NOT_WAITING,
        **ties.untie(work.connection, number),
    )
    return facts
