"""The ladder of licences: who may decide what, which reviews are looked at again, and what that leads to.

A house asks for licences or it does not (`FOOTPLATE_LICENCES`). Where it does, a person without one is given no case of
the type; people who decided such cases before begin near the top of the ladder, everybody else at its foot.
"""

from app.contract.catalogue import catalogue
from app.contract.licence_words import licence_words
from app.contract.licences import (
    LicencePage,
    LicencePlace,
    LicenceView,
    LookJudged,
    LookJudgement,
    LookPage,
    LookView,
    OwnLicences,
    PersonLicence,
    RungView,
    StepView,
    WhyView,
)
from app.contract.problems import Code, ProblemItem
from app.contract.qa_rubric import rubric
from app.domain.blind_first import drawn_blind
from app.domain.licence import EXPERIENCED, Licence, Rung, Why, is_higher, judged, placed, right_ones_to_go
from app.domain.pii_check import personal_data_faults
from app.domain.qa_rubric import Severity
from app.domain.roles import Capability, can
from app.server.security.principal import Principal
from app.server.storage import licences, people
from app.server.storage.cases import StoredCase, case_id
from app.server.storage.licences import Held
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id
from app.server.usecases.shown import blind_key

FIRST = Licence()


def begin(work: UnitOfWork, user_id: str, *, always: bool = False) -> None:
    """Write down where a person begins, once, where the house asks for licences, or `always`."""
    if not (work.policy.licences or always) or licences.of_person(work.connection, user_id):
        return
    people.lock(work.connection, user_id)
    if licences.of_person(work.connection, user_id):
        return
    known = licences.experienced(work.connection, user_id)
    for case_type in catalogue().case_types:
        held = _first(case_type in known, work.now_ms)
        licences.add(work.connection, user_id, case_type, held)
    work.audit(user_id, "licence.began", "person", user_id, experienced=len(known))


def _first(experienced: bool, at_ms: int) -> Held:
    return Held(EXPERIENCED, Why.EXPERIENCE.value, at_ms) if experienced else Held(FIRST, Why.BEGAN.value, at_ms)


def draw_look(work: UnitOfWork, stored: StoredCase, user_id: str, review_id: str) -> None:
    """Draw by lot whether this review, which took effect, is looked at again, by its author's share."""
    if not work.policy.licences:
        return
    case_type = stored.record.facts.case_type
    held = licences.of_person(work.connection, user_id).get(case_type)
    per_mille = (held.licence if held is not None else FIRST).per_mille
    if drawn_blind(work.once(blind_key), stored.number, f"look:{user_id}", per_mille):
        licences.add_look(
            work,
            review_id=review_id,
            case_number=stored.number,
            user_id=user_id,
            case_type=case_type,
            per_mille=per_mille,
            drawn_at=work.now_ms,
        )


def record(work: UnitOfWork, user_id: str, case_type: str, *, wrong: bool) -> Held:
    """One more judged case of a person: the running test goes on, and a step follows where it says so."""
    begin(work, user_id, always=True)
    before = licences.lock(work.connection, user_id, case_type)
    if before is None:
        before = Held(FIRST, Why.BEGAN.value, work.now_ms)
        licences.add(work.connection, user_id, case_type, before)
    now, why = judged(before.licence, wrong)
    if why is None:
        held = Held(now, before.why, before.since, before.by, before.reason)
        licences.put(work.connection, user_id, case_type, held)
        return held
    run = (before.licence.n + 1, before.licence.errors + wrong)
    return _step(work, user_id, case_type, before, Held(now, why.value, work.now_ms), run)


def _step(work: UnitOfWork, user_id: str, case_type: str, before: Held, now: Held, run: tuple[int, int]) -> Held:
    licences.put(work.connection, user_id, case_type, now)
    licences.add_step(
        work.connection,
        step_id=new_id(work.now_ms),
        user_id=user_id,
        case_type=case_type,
        at=work.now_ms,
        from_rung=before.licence.rung.value,
        from_per_mille=before.licence.per_mille,
        to_rung=now.licence.rung.value,
        to_per_mille=now.licence.per_mille,
        n=run[0],
        errors=run[1],
        why=now.why,
        by=now.by,
        reason=now.reason,
    )
    work.audit(
        now.by or user_id,
        "licence.step",
        "person",
        user_id,
        case_type=case_type,
        rung=now.licence.rung.value,
        per_mille=now.licence.per_mille,
        why=now.why,
    )
    return now


def place(storage: Storage, who: Principal, user_id: str, case_type: str, told: LicencePlace) -> LicenceView:
    """Grant a rung or step somebody back, with a reason. Raises Refused (forbidden, not_found, invalid)."""
    require(who, Capability.LICENCE_MANAGE)
    wanted = placed(told.rung, told.per_mille)
    if wanted is None:
        raise Refused(Code.INVALID, errors=(ProblemItem("/per_mille", "share", "no such share on this rung"),))
    if faults := personal_data_faults(told.reason, "/reason"):
        raise Refused(Code.INVALID, errors=tuple(ProblemItem(one.pointer, one.code) for one in faults))
    if user_id == who.user_id:
        raise Refused(Code.FORBIDDEN, "nobody grants their own licence")
    with storage.write() as work:
        person = people.user_by_id(work.connection, user_id)
        decides = person is not None and not person.disabled and can(person.roles, Capability.REVIEW_SUBMIT)
        if not decides or case_type not in catalogue().case_types:
            raise Refused(Code.NOT_FOUND)
        begin(work, user_id, always=True)
        before = licences.lock(work.connection, user_id, case_type)
        if before is None:
            before = Held(FIRST, Why.BEGAN.value, work.now_ms)
            licences.add(work.connection, user_id, case_type, before)
        why = Why.STEPPED_BACK if is_higher(before.licence, wanted) else Why.GRANTED
        now = Held(wanted, why.value, work.now_ms, who.user_id, told.reason)
        _step(work, user_id, case_type, before, now, (before.licence.n, before.licence.errors))
    return licence_view(case_type, now)


def own(storage: Storage, who: Principal) -> OwnLicences:
    """Where one stands and why. Raises Refused (forbidden)."""
    require(who, Capability.REVIEW_SUBMIT)
    with storage.read() as connection:
        held = licences.of_person(connection, who.user_id)
        if not held:
            known = licences.experienced(connection, who.user_id)
            held = {one: _first(one in known, 0) for one in catalogue().case_types}
        steps = licences.steps(connection, who.user_id)
    words = licence_words()
    return OwnLicences(
        storage.policy.licences,
        tuple(licence_view(case_type, held[case_type]) for case_type in catalogue().case_types if case_type in held),
        tuple(
            StepView(
                row.case_type,
                from_ms(row.at),
                row.from_rung,
                row.from_per_mille,
                row.to_rung,
                row.to_per_mille,
                row.n,
                row.errors,
                row.why,
                # Colleagues are named inside the house only.
                None if who.viewer.outside else row.by_name,
                row.reason,
            )
            for row in steps
        ),
        tuple(RungView(one.code.value, one.name, one.meaning) for one in words.rungs),
        tuple(WhyView(one.code.value, one.text) for one in words.whys),
    )


def licence_view(case_type: str, held: Held) -> LicenceView:
    """As its person may read it: an examination is told at its end, and not case by case."""
    one = held.licence
    if one.rung is Rung.CERTIFY:
        one = Licence(one.rung, one.per_mille)
    since = from_ms(held.since) if held.since else None
    return LicenceView(
        case_type, one.rung.value, one.per_mille, one.n, one.errors, right_ones_to_go(one), held.why, since, held.reason
    )


def everybody(storage: Storage, who: Principal) -> LicencePage:
    """The licences of the house. Raises Refused (forbidden)."""
    require(who, Capability.LICENCE_READ)
    with storage.read() as connection:
        found = licences.everybody(connection)
        waiting = licences.count_waiting(connection)
    return LicencePage(
        storage.policy.licences,
        tuple(
            PersonLicence(row.user_id, row.user_name, licence_view(row.case_type, licences.held(row)), row.vendor)
            for row in found
        ),
        waiting,
    )


def looks(storage: Storage, who: Principal, after: str | None, limit: int) -> LookPage:
    """Reviews of others that wait for a second look. Raises Refused (forbidden)."""
    _may_look(who)
    with storage.read() as connection:
        found = licences.waiting_looks(connection, who.user_id, after or "", limit + 1)
    shown = found[:limit]
    return LookPage(
        tuple(
            LookView(
                row.review_id,
                case_id(row.case_number),
                row.case_type,
                row.user_id,
                row.user_name,
                from_ms(row.drawn_at),
                row.per_mille,
            )
            for row in shown
        ),
        shown[-1].review_id if len(found) > limit else None,
    )


def judge(storage: Storage, who: Principal, review_id: str, told: LookJudgement) -> LookJudged:
    """Say what a second look found; once per review, and never of one's own. Raises Refused (forbidden, not_found,
    invalid, already_judged)."""
    _may_look(who)
    severity = None if told.error_class is None else rubric().severity(told.error_class)
    if told.error_class is not None and severity is None:
        raise Refused(Code.INVALID, errors=(ProblemItem("/error_class", "unknown_class"),))
    with storage.write() as work:
        found = licences.look(work.connection, review_id)
        if found is None or found.user_id == who.user_id:
            raise Refused(Code.NOT_FOUND)
        if found.judged_at is not None:
            raise Refused(Code.ALREADY_JUDGED)
        wrong = severity is Severity.CRITICAL
        settle(work, review_id, who.user_id, wrong=wrong, error_class=told.error_class)
        held = record(work, found.user_id, found.case_type, wrong=wrong)
    return LookJudged(wrong, licence_view(found.case_type, held))


def settle(work: UnitOfWork, review_id: str, by: str, *, wrong: bool, error_class: str | None) -> None:
    """Keep what was found in a drawn review."""
    licences.judge_look(
        work.connection, review_id, judged_at=work.now_ms, judged_by=by, wrong=wrong, error_class=error_class
    )
    work.audit(by, "licence.looked", "review", review_id, wrong=wrong, error_class=error_class)


def truth_found(work: UnitOfWork, review_id: str, by: str, *, wrong: bool) -> None:
    """A re-review by another way has settled what was right: a drawn look at the same review is over with it."""
    found = licences.look(work.connection, review_id)
    if found is not None and found.judged_at is None and found.user_id != by:
        settle(work, review_id, by, wrong=wrong, error_class="wrong_decision" if wrong else None)
        record(work, found.user_id, found.case_type, wrong=wrong)


def _may_look(who: Principal) -> None:
    require(who, Capability.LICENCE_MANAGE)
    require(who, Capability.REVIEW_READ_ALL)
