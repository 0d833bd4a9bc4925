"""What else the agent tells: what it decided alone, and what was carried out."""

from typing import Any

import msgspec

from app.contract.catalogue import catalogue
from app.contract.changes import CASE
from app.contract.intake import Execution, IntakeAnswer, IntakeResult, Taken
from app.contract.limits import INTAKE_CASES, INTAKE_DECISIONS
from app.contract.problems import Code
from app.domain.case import IntakeDecision
from app.domain.quoted import covered_text
from app.domain.roles import Capability
from app.domain.text import unwelcome_characters
from app.server.security.principal import Principal
from app.server.storage import intake
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import Storage, UnitOfWork, to_ms
from app.server.usecases import audits, batch
from app.server.usecases.batch import BadItem
from app.server.usecases.intake import LONGEST_VERSION, check_moment
from app.server.usecases.refusal import require
from app.server.usecases.rules_at_intake import RulesAtIntake
from app.server.usecases.session import new_id

DECISION_BYTES, EXECUTION_BYTES = 16 * 1024, 4 * 1024
LONGEST_RESULT = 200


def take_decisions(storage: Storage, who: Principal, body: bytes, *, lines: bool) -> IntakeAnswer:
    """Take rows of the ledger; a row sent again with other content replaces the first, and the trail says so."""
    require(who, Capability.INTAKE_WRITE)
    raws = batch.split(body, lines=lines, most=INTAKE_DECISIONS)
    results: list[IntakeResult | None] = [None] * len(raws)
    rows: list[tuple[int, IntakeDecision, dict[str, Any]]] = []
    for index, raw in enumerate(raws):
        try:
            rows.append((index, *_ledger_row(raw)))
        except BadItem as error:
            results[index] = batch.rejected(index, error, raw)
    if rows:
        with storage.write() as work:
            _store_ledger(work, who, rows, results)
    return batch.answer(results)


def _ledger_row(raw: bytes) -> tuple[IntakeDecision, dict[str, Any]]:
    told = batch.read(raw, IntakeDecision, DECISION_BYTES)
    if told.case_type not in catalogue().case_types:
        raise BadItem(Code.UNKNOWN_CASE_TYPE, "/case_type")
    check_moment(told.decided_at, "/decided_at")
    if not 0 < len(told.rule_version) <= LONGEST_VERSION:
        raise BadItem(Code.INVALID, "/rule_version", "length", f"1 to {LONGEST_VERSION} characters")
    return told, {
        "external_ref": told.external_ref,
        "content_hash": batch.content(told)[1],
        "case_type": told.case_type,
        "verdict": told.verdict.value,
        "risk_score": told.risk_score,
        "confidence": told.confidence,
        "threshold": told.threshold,
        "rule_version": told.rule_version,
        "segment": msgspec.json.encode(told.segment, order="deterministic").decode(),
        "decided_at": to_ms(told.decided_at),
    }


def _store_ledger(
    work: UnitOfWork,
    who: Principal,
    rows: list[tuple[int, IntakeDecision, dict[str, Any]]],
    results: list[IntakeResult | None],
) -> None:
    intake.one_batch_at_a_time(work.connection)
    known = intake.ledger_hashes(work.connection, [row["external_ref"] for _, _, row in rows])
    rules = RulesAtIntake(work)
    new: dict[str, dict[str, Any]] = {}
    replaced: dict[str, dict[str, Any]] = {}
    wanted: dict[str, str] = {}
    for index, told, row in rows:
        ref = row["external_ref"]
        row["received_at"] = work.now_ms
        taken = Taken.DUPLICATE if known.get(ref) == row["content_hash"] else Taken.ACCEPTED
        if taken is Taken.ACCEPTED:
            row["rule_flag"], looked_at = rules.decided_alone(ref, told)
            if looked_at:
                wanted[ref] = told.case_type
            (replaced if ref in known and ref not in new else new)[ref] = row
            known[ref] = row["content_hash"]
        results[index] = IntakeResult(index, taken, ref)
    intake.add_ledger(work.connection, list(new.values()))
    for ref, row in replaced.items():
        intake.change_ledger(work.connection, row)
        work.audit(who.user_id, "intake.decision_replaced", "ledger", ref)
    rules.keep()
    if wanted:
        audits.want(work, who, wanted)
    if new:
        work.audit(who.user_id, "intake.decisions", "batch", new_id(work.now_ms), accepted=len(new))


def take_executions(storage: Storage, who: Principal, body: bytes, *, lines: bool) -> IntakeAnswer:
    """Take word that decisions were carried out. `ref` is the review, or the case whose decision is in force."""
    require(who, Capability.INTAKE_WRITE)
    raws = batch.split(body, lines=lines, most=INTAKE_CASES)
    results: list[IntakeResult | None] = [None] * len(raws)
    items: list[tuple[int, Execution]] = []
    for index, raw in enumerate(raws):
        try:
            told = batch.read(raw, Execution, EXECUTION_BYTES)
            check_moment(told.at, "/at")
            if not 0 < len(told.result) <= LONGEST_RESULT or unwelcome_characters(told.result):
                raise BadItem(Code.INVALID, "/result", "length", f"1 to {LONGEST_RESULT} characters")
            items.append((index, told))
        except BadItem as error:
            results[index] = batch.rejected(index, error, raw)
    if items:
        with storage.write() as work:
            for index, told in items:
                try:
                    results[index] = _execute(work, who, index, told)
                except BadItem as error:
                    results[index] = batch.rejected(index, error, ref=told.ref[:200])
    return batch.answer(results)


def _execute(work: UnitOfWork, who: Principal, index: int, told: Execution) -> IntakeResult:
    found = intake.decided_review(work.connection, told.ref)
    if found is None:
        raise BadItem(Code.UNKNOWN_CASE, "/ref", detail="no decision in force under this ref")
    name, at = case_id(found.case_number), to_ms(told.at)
    facts = intake.facts_of(work.connection, found.case_number)
    result = covered_text(told.result, facts, catalogue().case_types.get(facts.case_type))
    if (found.executed_at, found.executed_result) == (at, result):
        return IntakeResult(index, Taken.DUPLICATE, told.ref, name, found.case_rev)
    rev = found.case_rev + 1
    intake.set_executed(work.connection, found.review_id, at, result)
    intake.change_case(work.connection, found.case_number, rev=rev)
    work.touch(CASE, name, rev, found.vendor)
    work.audit(who.user_id, "decision.executed", "review", found.review_id)
    return IntakeResult(index, Taken.ACCEPTED, told.ref, name, rev)
