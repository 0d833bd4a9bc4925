"""`threshold.challenge`: a decided case speaks against the threshold that it was routed by, and whoever proposes
thresholds answers."""

from typing import Any

from sqlalchemy import Connection, Row

from app.contract.calibration_sessions import ChallengeAnswer, ChallengePage, ChallengeView
from app.contract.changes import CALIBRATION
from app.contract.commands import THRESHOLD_CHALLENGE, Command, CommandResult, EntityRev
from app.contract.problems import Code, ProblemItem
from app.domain.calibration_session import ChallengeBody, challenge_faults
from app.domain.decision import Verdict
from app.domain.ids import case_number
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import cases, challenges, feedback, proposals, qa_holds, threshold_rules
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases.casework import problems
from app.server.usecases.refusal import Refused, require
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.sender import Sender, applied, read_body, rejected
from app.server.usecases.threshold_rules import check_words

ENTITY = "threshold_challenge"


def challenge(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Over a case that one has decided oneself, once."""
    who = sender.principal
    body = read_body(command, ChallengeBody)
    if isinstance(body, CommandResult):
        return body
    if faults := challenge_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    number = case_number(body.case_id)
    mine = feedback.own_reviews(work.connection, who.user_id, (number,)).get(number)
    word = challenges.word(work.connection, mine.review_id) if mine is not None else None
    if mine is None or word is None or number in qa_holds.held(work.connection, who.viewer):
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/case_id", "not_found"),))
    if challenges.has_id(work.connection, body.challenge_id):
        return rejected(command, Code.INVALID, (ProblemItem("/body/challenge_id", "known"),))
    if challenges.is_known(work.connection, who.user_id, number):
        return rejected(command, Code.ALREADY_CHALLENGED)
    stored = cases.load(work.connection, number)
    if stored is not None and (faults := repeated_faults(work, who.user_id, stored, {"/reason": body.reason})):
        return rejected(command, Code.INVALID, problems(faults))
    verdict = Verdict(word.ai_verdict)
    challenges.add(
        work.connection,
        challenge_id=body.challenge_id,
        state=challenges.OPEN,
        case_number=number,
        review_id=mine.review_id,
        case_type=word.case_type,
        side=verdict.value,
        cited=word.threshold,
        confidence=word.risk_score if verdict is Verdict.BLOCK else 1 - word.risk_score,
        risk_score=word.risk_score,
        threshold=body.threshold,
        user_id=who.user_id,
        at=work.now_ms,
        reason=body.reason.strip(),
        language=body.language,
    )
    work.touch(CALIBRATION, body.challenge_id, 1, who.vendor, who.user_id)
    work.audit(who.user_id, THRESHOLD_CHALLENGE, ENTITY, body.challenge_id, case=body.case_id)
    return applied(command, EntityRev(ENTITY, body.challenge_id, 1))


def listed(storage: Storage, who: Principal, state: str | None, after: str | None, limit: int) -> ChallengePage:
    """All of them, for whoever reads the hub. Raises Refused (forbidden)."""
    require(who, Capability.HUB_READ)
    return _page(storage, who, state, after, limit, None)


def own(storage: Storage, who: Principal, state: str | None, after: str | None, limit: int) -> ChallengePage:
    """One's own, with what became of them. Raises Refused (forbidden)."""
    require(who, Capability.THRESHOLD_CHALLENGE)
    return _page(storage, who, state, after, limit, who.user_id)


def _page(
    storage: Storage, who: Principal, state: str | None, after: str | None, limit: int, own_of: str | None
) -> ChallengePage:
    with storage.read() as connection:
        found = challenges.listed(connection, state, after, limit + 1, own_of)
        shown = found[:limit]
        kept_back = qa_holds.held(connection, who.viewer)
        told = tuple(_view(connection, row, who) for row in shown if row.case_number not in kept_back)
        waiting = challenges.count_open(connection, own_of)
    return ChallengePage(told, shown[-1].challenge_id if len(found) > limit else None, waiting)


def answer(storage: Storage, who: Principal, challenge_id: str, told: ChallengeAnswer) -> ChallengeView:
    """Take it up by a proposal for the same type, or say why not. Raises Refused (forbidden, not_found, invalid,
    challenge_answered)."""
    require(who, Capability.HUB_PROPOSE)
    check_words(told.why)
    with storage.write() as work:
        row = challenges.load(work.connection, challenge_id, for_update=True)
        if row is None or row.case_number in qa_holds.held(work.connection, who.viewer):
            raise Refused(Code.NOT_FOUND)
        if row.state != challenges.OPEN:
            raise Refused(Code.CHALLENGE_ANSWERED)
        if told.proposal_id is not None:
            proposal = proposals.find(work.connection, told.proposal_id)
            if proposal is None or proposal.case_type != row.case_type:
                raise Refused(Code.INVALID, errors=(ProblemItem("/proposal_id", "not_found"),))
        state = challenges.TAKEN if told.proposal_id is not None else challenges.DECLINED
        challenges.answer(
            work.connection,
            challenge_id,
            state=state,
            answer=told.why.strip(),
            answer_language=told.why_language,
            answered_by=who.user_id,
            answered_at=work.now_ms,
            proposal_id=told.proposal_id,
        )
        work.touch(CALIBRATION, challenge_id, 2, row.vendor, row.user_id)
        work.audit(who.user_id, f"threshold.challenge_{state}", ENTITY, challenge_id, proposal=told.proposal_id)
        after = challenges.load(work.connection, challenge_id)
        assert after is not None
        return _view(work.connection, after, who)


def _view(connection: Connection, row: Row[Any], who: Principal) -> ChallengeView:
    """Outside the house neither the rules of the hub nor what became of a proposal, and no label of a gold case."""
    outside = who.viewer.outside
    rule = None
    if not outside:
        rules = threshold_rules.of_side(connection, row.case_type, row.side)
        rule = next((one for one in rules if one.holds_at(row.at)), None)
    return ChallengeView(
        challenge_id=row.challenge_id,
        state=row.state,
        case_id=case_id(row.case_number),
        case_type=row.case_type,
        side=Verdict(row.side),
        cited=row.cited,
        confidence=row.confidence,
        risk_score=row.risk_score,
        label=row.label if who.can(Capability.REVIEW_READ_ALL) else None,
        by_name=row.name,
        at=from_ms(row.at),
        reason=row.reason,
        language=row.language,
        mine=row.user_id == who.user_id,
        threshold=row.threshold,
        in_force=rule.threshold if rule is not None else None,
        rule_version=rule.rule_version if rule is not None else None,
        answer="" if outside else row.answer or "",
        answer_language="" if outside else row.answer_language or "",
        answered_at=from_ms(row.answered_at) if row.answered_at is not None else None,
        proposal_id=None if outside else row.proposal_id,
    )
