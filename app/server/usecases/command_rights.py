"""Who may send which command: asked before anything of it is read, on every way that one is applied."""

from app.contract import commands as c
from app.domain.roles import Capability
from app.server.security.principal import Principal

_C = Capability
# All of them are needed. What else decides (whose case it is, who raised it, who is inside) is asked where it is known.
NEEDS: dict[str, tuple[Capability, ...]] = {
    c.REVIEW_SUBMIT: (_C.REVIEW_SUBMIT,),
    c.REVIEW_AMEND: (_C.REVIEW_SUBMIT,),
    # It undoes nothing: it says that a number stands for no command.
    c.COMMAND_WITHDRAWN: (),
    c.ASSESSMENT_REQUEST: (_C.REVIEW_SUBMIT,),
    c.ESCALATION_PATTERN: (_C.ESCALATION_PATTERN,),
    c.ESCALATION_RESOLVE_PATTERN: (_C.ESCALATION_RESOLVE,),
    c.CASE_NOTE: (_C.CASE_NOTE,),
    c.CASE_SNOOZE: (_C.CASE_SNOOZE,),
    c.CASE_WAIT: (_C.CASE_WAIT,),
    c.CASE_RESUME: (_C.CASE_WAIT,),
    # To oneself; to others and from others by CASE_ASSIGN.
    c.CASE_ASSIGN: (_C.CASE_CLAIM,),
    c.CASE_PRIORITY: (_C.CASE_PRIORITISE,),
    c.CASE_TAG: (_C.CASE_TAG,),
    c.CASE_HAND_OVER: (_C.CASE_HAND_OVER,),
    c.CASE_MISSING: (_C.CASE_MISSING,),
    c.CASE_SKIP: (_C.CASE_CLAIM,),
    # And what the change itself needs, on one case.
    c.CASES_BULK: (_C.CASE_BULK,),
    c.QUEUE_PRIORITISE: (_C.CASE_PRIORITISE, _C.CASE_BULK),
    c.QA_SAMPLE: (_C.QA_SAMPLE,),
    c.QA_SCORE: (_C.QA_SCORE,),
    c.QA_SIGN: (_C.QA_SCORE,),
    c.QA_ADJUDICATE: (_C.QA_ADJUDICATE,),
    c.JUDGEMENT_DISPUTE: (_C.JUDGEMENT_DISPUTE,),
    c.DISPUTE_RESOLVE: (_C.DISPUTE_RESOLVE,),
    c.FEEDBACK_CREATE: (_C.FEEDBACK_RAISE,),
    # Whoever raised an item may take it back; everything else asks for FEEDBACK_MANAGE.
    c.FEEDBACK_UPDATE: (),
    # One's own alone.
    c.NEWS_READ: (),
    c.CALIBRATION_BALLOT: (_C.CALIBRATION_ATTEND,),
    c.CALIBRATION_NOTE: (_C.CALIBRATION_ATTEND,),
    c.THRESHOLD_CHALLENGE: (_C.THRESHOLD_CHALLENGE,),
}


def may_send(who: Principal, command_type: str) -> bool:
    """True where the person's roles allow commands of this type, which the server has to know."""
    return all(who.can(needed) for needed in NEEDS[command_type])
