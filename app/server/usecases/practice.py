"""Practice cases: disclosed, with the agent's word in sight, and explained once they are answered."""

from datetime import timedelta

from app.contract.catalogue import catalogue
from app.contract.gold import PracticeAnswer, PracticeCase, PracticePage, PracticeResult
from app.contract.problems import Code
from app.contract.views import case_view
from app.domain.case import CaseState
from app.domain.case_record import CaseRecord
from app.domain.disguise import disguise
from app.domain.licence import Rung
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import cases, gold, licences
from app.server.storage.gold import Candidate
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases.licences import begin, licence_view, record
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import blind_key

MOST = 10
_AGO = timedelta(minutes=30)


def cases_to_do(storage: Storage, who: Principal, case_type: str) -> PracticePage:
    """Practice cases of a type. Raises Refused (forbidden, not_found)."""
    require(who, Capability.REVIEW_SUBMIT)
    if case_type not in catalogue().case_types:
        raise Refused(Code.NOT_FOUND)
    with storage.read() as connection:
        found = gold.candidates(connection, who.user_id, who.viewer.confined_to, [case_type], practice=True)
        work = UnitOfWork(connection, storage.clock(), storage.policy)
        shown = tuple(_shown(work, who, one) for one in found[:MOST])
    return PracticePage(shown)


def _shown(work: UnitOfWork, who: Principal, item: Candidate) -> PracticeCase:
    source = cases.load(work.connection, item.case_number)
    assert source is not None
    facts = source.record.facts
    kind, routed = catalogue().case_types.get(facts.case_type), work.now - _AGO
    key = blind_key(work.connection) + item.item_id.encode()[:30]
    copy = disguise(facts, kind, key, f"practice-{item.item_id[-8:]}", routed)
    due = routed + timedelta(minutes=kind.sla_minutes if kind else 60)
    record_ = CaseRecord("P-" + item.item_id[-12:], 1, 1, CaseState.OPEN, copy, routed, routed, due)
    return PracticeCase(item.item_id, case_view(record_, who.viewer, catalogue(), work.now))


def answer(storage: Storage, who: Principal, item_id: str, told: PracticeAnswer) -> PracticeResult:
    """Say what one would decide, once for each case, and read the answer. Raises Refused (forbidden, not_found)."""
    require(who, Capability.REVIEW_SUBMIT)
    with storage.write() as work:
        found = gold.item(work.connection, item_id)
        types = [found.case_type] if found is not None else []
        vendor = who.viewer.confined_to
        offered = gold.candidates(work.connection, who.user_id, vendor, types, practice=True) if types else []
        if found is None or item_id not in {one.item_id for one in offered}:
            raise Refused(Code.NOT_FOUND)
        right = told.decision.value == found.truth
        gold.add_practice(
            work.connection,
            user_id=who.user_id,
            item_id=item_id,
            decision=told.decision.value,
            right_=right,
            at=work.now_ms,
        )
        begin(work, who.user_id, always=True)
        held = licences.of_person(work.connection, who.user_id)[found.case_type]
        if held.licence.rung is Rung.LEARN:
            held = record(work, who.user_id, found.case_type, wrong=not right)
        work.audit(who.user_id, "practice.answer", "gold_item", item_id, right=right)
    return PracticeResult(right, found.truth, found.reason, found.reason_language, licence_view(found.case_type, held))
