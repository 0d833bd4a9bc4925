"""What its chair makes of a calibration session: the reveal, what is true, what follows, and the end."""

from collections.abc import Sequence

import msgspec

from app.contract.calibration_sessions import FollowUpOrder, SessionView, TruthOrder
from app.contract.catalogue import catalogue
from app.contract.hub import ProposalOrder
from app.contract.problems import Code, ProblemItem
from app.domain.calibration_session import SessionState
from app.domain.decision import Decision, Verdict
from app.domain.feedback import FeedbackKind, ResultKind
from app.domain.label import derive_label
from app.domain.proposal import Source
from app.domain.recurring import known_routes
from app.domain.roles import Capability
from app.domain.root_cause import Route
from app.server.security.principal import Principal
from app.server.storage import calibration_sessions as sessions
from app.server.storage import feedback, labels, qa_holds
from app.server.storage.feedback import NewCase
from app.server.storage.labels import NewLabel
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import findings, news, proposals
from app.server.usecases.calibration_sessions import (
    ENTITY,
    Held,
    agreement_of,
    changed,
    inside,
    load,
    mark_shown,
    one,
)
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id
from app.server.usecases.threshold_rules import check_words

SOURCE = "calibration"
"""Where the revision of a label comes from."""


def _chaired(work: UnitOfWork, who: Principal, session_id: str, *states: SessionState) -> Held:
    """The session of its chair, in one of these states. Raises Refused (forbidden, not_found, not_revealed,
    session_closed)."""
    held = load(work.connection, session_id, for_update=True)
    if held.row.chair_id != who.user_id:
        raise Refused(Code.FORBIDDEN, "the chair leads a session")
    if held.state not in states:
        raise Refused(Code.NOT_REVEALED if held.state is SessionState.OPEN else Code.SESSION_CLOSED)
    return held


def _leads(who: Principal) -> None:
    require(who, Capability.CALIBRATION_CHAIR)
    inside(who)


def reveal(storage: Storage, who: Principal, session_id: str) -> SessionView:
    """Show the ballots to whoever has voted on every case, and let the others ask for them. Raises Refused (forbidden,
    not_found, session_closed)."""
    _leads(who)
    with storage.write() as work:
        held = _chaired(work, who, session_id, SessionState.OPEN, SessionState.REVEALED)
        if held.state is SessionState.OPEN:
            changed(work, held, state=SessionState.REVEALED.value, revealed_at=work.now_ms)
            work.audit(who.user_id, "calibration.revealed", ENTITY, session_id)
            mark_shown(work, held, who.user_id)
    return one(storage, who, session_id)


def settle(storage: Storage, who: Principal, session_id: str, ref: str, told: TruthOrder) -> SessionView:
    """Write down what is true of a case; the label in force says so from then on. Raises Refused (forbidden, not_found,
    not_revealed, session_closed, invalid)."""
    _leads(who)
    check_words(told.reason, "/reason")
    with storage.write() as work:
        held = _chaired(work, who, session_id, SessionState.REVEALED)
        item = next((each for each in held.items if each.ref == ref), None)
        if item is None or item.case_number in sessions.held_for_others(work.connection, who.user_id, session_id):
            raise Refused(Code.NOT_FOUND)
        people = {each.user_id for each in held.attendees}
        strangers = [n for n, user_id in enumerate(told.attendees) if user_id not in people]
        if strangers or not told.attendees:
            at = f"/attendees/{strangers[0]}" if strangers else "/attendees"
            raise Refused(Code.INVALID, errors=(ProblemItem(at, "not_found"),))
        _known_code(told.code, held.row.case_type)
        names = {each.user_id: each.name for each in held.attendees}
        sessions.settle(
            work.connection,
            session_id,
            ref,
            truth=told.decision.value,
            truth_code=told.code,
            truth_reason=told.reason.strip(),
            truth_language=told.language,
            truth_attendees=msgspec.json.encode([names[each] for each in dict.fromkeys(told.attendees)]).decode(),
            truth_by=who.user_id,
            truth_at=work.now_ms,
        )
        relabelled = _relabel(work, item.case_number, item.review_id, told.decision)
        changed(work, held)
        work.audit(
            who.user_id,
            "calibration.truth",
            ENTITY,
            session_id,
            ref=ref,
            truth=told.decision.value,
            attendees=len(told.attendees),
            relabelled=relabelled,
        )
    return one(storage, who, session_id)


def _known_code(code: str | None, case_type: str) -> None:
    if code is not None and known_routes(catalogue().codes, code, case_type) is None:
        raise Refused(Code.INVALID, errors=(ProblemItem("/code", "code_unknown"),))


def _relabel(work: UnitOfWork, number: int, review_id: str, truth: Verdict) -> bool:
    """The decision stays as it was made; the label in force says what is true."""
    first = sessions.firsts(work.connection, (review_id,)).get(review_id)
    in_force = labels.in_force(work.connection, number)
    label = derive_label(Verdict(first.ai_verdict), Decision(truth.value)) if first is not None else None
    if label is None or (in_force is not None and in_force.label == label.value):
        return False
    work.label(NewLabel(number, review_id, label, SOURCE))
    return True


def follow_up(storage: Storage, who: Principal, session_id: str, told: FollowUpOrder) -> SessionView:
    """Raise a finding over cases of a session by one of the routes; by route B with a threshold, propose it as well.
    Raises Refused (forbidden, not_found, not_revealed, session_closed, invalid, proposal_open)."""
    _leads(who)
    require(who, Capability.FEEDBACK_MANAGE)
    check_words(told.title, "/title")
    if (told.threshold is None) != (told.side is None) or (told.threshold is not None and told.route is not Route.B):
        raise Refused(Code.INVALID, errors=(ProblemItem("/threshold", "route_b"),))
    with storage.write() as work:
        held = _chaired(work, who, session_id, SessionState.REVEALED)
        _behind(work, who, held, told.refs)
        _known_code(told.code, held.row.case_type)
        feedback_id = new_id(work.now_ms)
    proposal_id = _proposed(storage, who, held, told, feedback_id)
    with storage.write() as work:
        held = load(work.connection, session_id, for_update=True)
        behind = _behind(work, who, held, told.refs)
        about = told.attribution
        findings.open_item(
            work,
            who.user_id,
            feedback_id=feedback_id,
            kind=FeedbackKind.RAISED.value,
            case_type=held.row.case_type,
            label=_one_label(held, told.refs),
            code=told.code,
            attribution_kind=about.kind.value if about else None,
            attribution_ref=about.ref.strip() if about else None,
            title=told.title.strip(),
            title_language=told.language,
            route=told.route.value,
            suggested_route=told.route.value,
            suggested_reason="reviewers_chose",
            raised_by=who.user_id,
            result_kind=ResultKind.PROPOSAL.value if proposal_id else ResultKind.SESSION.value,
            result_ref=proposal_id or session_id,
        )
        feedback.add_cases(work.connection, feedback_id, behind, work.now_ms)
        findings.recount(work, feedback_id)
        row = feedback.load(work.connection, feedback_id)
        assert row is not None
        reviewers = {case.reviewer_id for case in behind if case.reviewer_id is not None}
        news.tell(work, row, "opened", who.name, but=who.user_id, only=reviewers)
        sessions.add_follow_up(
            work.connection,
            follow_up_id=new_id(work.now_ms),
            session_id=session_id,
            route=told.route.value,
            refs=msgspec.json.encode(told.refs).decode(),
            by=who.user_id,
            at=work.now_ms,
            feedback_id=feedback_id,
            proposal_id=proposal_id,
        )
        changed(work, held)
        work.audit(
            who.user_id, "calibration.follow_up", ENTITY, session_id, route=told.route.value, feedback=feedback_id
        )
    return one(storage, who, session_id)


def _behind(work: UnitOfWork, who: Principal, held: Held, refs: Sequence[str]) -> list[NewCase]:
    """The cases of these refs as they stand behind a finding."""
    items = {each.ref: each for each in held.items}
    secret = sessions.held_for_others(work.connection, who.user_id, held.row.session_id)
    for place, ref in enumerate(refs):
        if ref not in items or items[ref].case_number in secret:
            raise Refused(Code.INVALID, errors=(ProblemItem(f"/refs/{place}", "not_found"),))
    wanted = [items[ref] for ref in dict.fromkeys(refs)]
    firsts = sessions.firsts(work.connection, [each.review_id for each in wanted])
    found = []
    for each in wanted:
        first = firsts[each.review_id]
        found.append(NewCase(each.case_number, each.review_id, first.reviewer_id, first.decided_at))
    return found


def _one_label(held: Held, refs: Sequence[str]) -> str | None:
    told = {each.label for each in held.items if each.ref in refs}
    return told.pop() if len(told) == 1 else None


def _proposed(storage: Storage, who: Principal, held: Held, told: FollowUpOrder, feedback_id: str) -> str | None:
    if told.threshold is None or told.side is None:
        return None
    order = ProposalOrder(
        held.row.case_type,
        told.side,
        told.threshold,
        told.title,
        told.language,
        Source.CALIBRATION,
        feedback_id,
        held.row.session_id,
    )
    return proposals.propose(storage, who, order).proposal_id


def close(storage: Storage, who: Principal, session_id: str) -> SessionView:
    """End a session: the agreement stands as it is. Raises Refused (forbidden, not_found, not_revealed,
    session_closed)."""
    _leads(who)
    with storage.write() as work:
        held = _chaired(work, who, session_id, SessionState.REVEALED, SessionState.CLOSED)
        if held.state is SessionState.REVEALED:
            stands = msgspec.json.encode(agreement_of(held)).decode()
            changed(work, held, state=SessionState.CLOSED.value, ended_at=work.now_ms, agreement=stands)
            _let_go(work, held)
            sessions.mark(work.connection, session_id, shown_at=work.now_ms)
            work.audit(who.user_id, "calibration.closed", ENTITY, session_id, ballots=len(held.ballots))
    return one(storage, who, session_id)


def cancel(storage: Storage, who: Principal, session_id: str) -> SessionView:
    """End a session before the reveal; nobody is shown anything, and no ballot is thrown away. Raises Refused
    (forbidden, not_found, session_closed)."""
    _leads(who)
    with storage.write() as work:
        held = load(work.connection, session_id, for_update=True)
        if held.row.chair_id != who.user_id:
            raise Refused(Code.FORBIDDEN, "the chair leads a session")
        if held.state in (SessionState.REVEALED, SessionState.CLOSED):
            raise Refused(Code.SESSION_CLOSED)
        if held.state is SessionState.OPEN:
            changed(work, held, state=SessionState.CANCELLED.value, ended_at=work.now_ms)
            _let_go(work, held)
            work.audit(who.user_id, "calibration.cancelled", ENTITY, session_id)
    return one(storage, who, session_id)


def _let_go(work: UnitOfWork, held: Held) -> None:
    for each in held.attendees:
        qa_holds.release(work, each.user_id, (held.row.session_id,))


def end_series(storage: Storage, who: Principal, series_id: str) -> SessionView:
    """No next session is made. Raises Refused (forbidden, not_found)."""
    _leads(who)
    with storage.write() as work:
        newest = sessions.newest_of(work.connection, series_id)
        if newest is None:
            raise Refused(Code.NOT_FOUND)
        if newest.chair_id != who.user_id:
            raise Refused(Code.FORBIDDEN, "the chair leads a session")
        if newest.series_ended_at is None:
            sessions.change_series(work.connection, series_id, ended_at=work.now_ms)
            changed(work, load(work.connection, newest.session_id))
            work.audit(who.user_id, "calibration.series_ended", "calibration_series", series_id)
    return one(storage, who, newest.session_id)
