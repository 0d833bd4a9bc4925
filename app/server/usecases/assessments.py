"""Assessments of known cases: a new word of the champion, a challenger's, or the answer to a person who asked."""

import msgspec

from app.contract.catalogue import catalogue
from app.contract.changes import CASE
from app.contract.intake import IntakeAnswer, IntakeAssessment, IntakeResult, Taken
from app.contract.limits import CASE_BYTES, INTAKE_CASES
from app.contract.problems import Code
from app.domain.assessment import Assessment, AssessmentRole
from app.domain.case import CaseState, IntakeCase
from app.domain.quoted import covered_assessment
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import assessments, boundary, intake
from app.server.storage.cases import case_id
from app.server.storage.intake import KnownCase
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import batch
from app.server.usecases.batch import BadItem
from app.server.usecases.intake import check_assessment, refuse_finished, resumed
from app.server.usecases.refusal import require
from app.server.usecases.rules_at_intake import RulesAtIntake, slice_row
from app.server.usecases.session import new_id

AT_ONCE = 20
"""So many are written in one transaction: each asks the database several times, and others write meanwhile."""


def take_assessments(storage: Storage, who: Principal, body: bytes, *, lines: bool) -> IntakeAnswer:
    """Take assessments of known cases. Each is kept; none ever changes a submitted review. A champion's becomes the
    word in force where the case is still to be decided; on a closed case it is taken only as an answer to a person
    who asked, and stands beside. A challenger's is only kept. Each stands alone, so that a large batch is written in
    parts and nobody waits for all of it; what is sent again after a part was kept is a duplicate."""
    require(who, Capability.INTAKE_WRITE)
    raws = batch.split(body, lines=lines, most=INTAKE_CASES)
    results: list[IntakeResult | None] = [None] * len(raws)
    items: list[tuple[int, IntakeAssessment]] = []
    for index, raw in enumerate(raws):
        try:
            told = batch.read(raw, IntakeAssessment, CASE_BYTES)
            check_assessment(told.assessment)
            items.append((index, told))
        except BadItem as error:
            results[index] = batch.rejected(index, error, raw)
    for start in range(0, len(items), AT_ONCE):
        part = items[start : start + AT_ONCE]
        with storage.write() as work:
            intake.one_batch_at_a_time(work.connection)
            known = intake.known_cases(work.connection, [told.external_ref for _, told in part])
            for index, told in part:
                try:
                    results[index] = _assess(work, who, index, told, known.get(told.external_ref))
                except BadItem as error:
                    results[index] = batch.rejected(index, error, ref=told.external_ref)
    return batch.answer(results)


def _assess(
    work: UnitOfWork, who: Principal, index: int, told: IntakeAssessment, known: KnownCase | None
) -> IntakeResult:
    if known is None:
        raise BadItem(Code.UNKNOWN_CASE, "/external_ref")
    if known.let_go_at is not None:
        raise BadItem(Code.CASE_WITHDRAWN, "/external_ref")
    number, ref = known.case_number, told.external_ref
    facts = intake.facts_of(work.connection, number)
    word = covered_assessment(told.assessment, facts, catalogue().case_types.get(facts.case_type))
    content_hash = batch.content(word)[1]
    champion = word.role is AssessmentRole.CHAMPION
    request_id = _request(work, number, told) if champion else None
    if request_id is None:
        if champion and facts.assessment == word:
            return IntakeResult(index, Taken.DUPLICATE, ref, case_id(number), known.rev)
        if not champion and intake.assessment_known(work.connection, number, word.role.value, content_hash):
            return IntakeResult(index, Taken.DUPLICATE, ref, case_id(number), known.rev)
    if champion and not (known.state is CaseState.CLOSED and request_id is not None):
        refuse_finished(known)
    if champion:
        _keep(work, number, facts.assessment, known.received_at)
    _keep(work, number, word, work.now_ms, request_id)
    _tell(work, known, facts, word, request_id)
    work.audit(
        who.user_id, "intake.assessment", "case", case_id(number), role=word.role.value, rev=known.rev, asked=request_id
    )
    return IntakeResult(index, Taken.ACCEPTED, ref, case_id(number), known.rev)


def _request(work: UnitOfWork, number: int, told: IntakeAssessment) -> str | None:
    """The open request that this answers; raises BadItem for one that isn't this case's or has its answer."""
    waiting = assessments.open_request_of(work.connection, number)
    if told.request_id is not None and told.request_id != waiting:
        raise BadItem(Code.INVALID, "/request_id", "unknown_request", "no such request waits on this case")
    return waiting


def _keep(work: UnitOfWork, number: int, word: Assessment, at_ms: int, request_id: str | None = None) -> None:
    body, content_hash = batch.content(word)
    if request_id is None and intake.assessment_known(work.connection, number, word.role.value, content_hash):
        return
    intake.add_assessment(
        work.connection,
        {
            "assessment_id": new_id(work.now_ms),
            "case_number": number,
            "role": word.role.value,
            "content_hash": content_hash,
            "received_at": at_ms,
            "body": body,
            "request_id": request_id,
        },
    )


def _tell(work: UnitOfWork, known: KnownCase, facts: IntakeCase, word: Assessment, request_id: str | None) -> None:
    """Bring the case up to date, and everybody who follows it."""
    number, undecided = known.case_number, known.state in (CaseState.OPEN, CaseState.ESCALATED)
    change: dict[str, object] = {"assessments_beside": assessments.count(work.connection, number)}
    if request_id is not None:
        assessments.answered(work.connection, request_id, work.now_ms)
        change["asked_request_id"] = None
    champion = word.role is AssessmentRole.CHAMPION
    if champion or not undecided or work.policy.challengers_shown:
        # A challenger's word on an undecided case is nobody's news: a new rev would only make seats read it again.
        known.rev += 1
        change["rev"] = known.rev
        work.touch(CASE, case_id(number), known.rev, known.vendor)
    if champion and undecided:
        renewed = msgspec.structs.replace(facts, assessment=word)
        change["rule_flag"] = RulesAtIntake(work).to_people(renewed, work.now_ms, audit=False, new=False)
        row = slice_row(number, renewed, known.routed_at, audit=False)
        boundary.put(work.connection, [row])
        change["facts"] = msgspec.json.encode(renewed, order="deterministic")
        if _rests_on(word) != _rests_on(facts.assessment):
            change["material_rev"] = known.rev
            # What a waiting case waited for may well be this.
            change |= resumed(known, known.due_at, work.now_ms)
    intake.change_case(work.connection, number, **change)


def _rests_on(word: Assessment) -> tuple[object, ...]:
    """What a review in hand rests on; a new version name alone makes no draft stale."""
    return (word.verdict, word.risk_score, word.threshold, word.base_value, word.signals, word.other, word.steps)
