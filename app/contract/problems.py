"""Problem documents (RFC 9457) and the codes they carry. The workstation turns codes into words."""

import enum

import msgspec

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:footplate:problem:"


class Code(enum.Enum):
    """code, HTTP status, English title (for people who read raw answers)."""

    def __init__(self, code: str, status: int, title: str) -> None:
        self.code, self.status, self.title = code, status, title

    MALFORMED = ("malformed", 400, "The body cannot be read")
    CURSOR_MALFORMED = ("cursor_malformed", 400, "This cursor was not made by this server")
    PARAMETER = ("parameter", 400, "A parameter is wrong")
    UNAUTHENTICATED = ("unauthenticated", 401, "Sign in first")
    SIGN_IN_FAILED = ("sign_in_failed", 401, "Name or password is wrong")
    ID_TOKEN_REFUSED = ("id_token_refused", 401, "The identity provider's word does not hold")
    TOKEN_EXPIRED = ("token_expired", 401, "The session has ended")
    TOKEN_REUSED = ("token_reused", 401, "This refresh token was used before; sign in again")
    DEVICE_REVOKED = ("device_revoked", 401, "This device was revoked")
    PERSON_DISABLED = ("person_disabled", 401, "This person may not come in any more")
    FORBIDDEN = ("forbidden", 403, "Your role does not allow this")
    IDENTITY_UNKNOWN = ("identity_unknown", 403, "Nobody here is known under this identity")
    PASSWORD_OFF = ("password_off", 403, "Sign in with the identity provider")
    FOREIGN_AUTHOR = ("foreign_author", 403, "This command was written by somebody else")
    NOT_FOUND = ("not_found", 404, "There is no such thing, or it is not yours to see")
    UNKNOWN_COMMAND = ("unknown_command", 404, "The server has not seen this command")
    METHOD = ("method_not_allowed", 405, "This address does not take that method")
    NOT_ACCEPTABLE = ("not_acceptable", 406, "This format is not offered")
    LEASE_LOST = ("lease_lost", 409, "The case was reserved by somebody else since")
    CONTESTED = ("contested", 409, "The case was decided differently by somebody else")
    CASE_WITHDRAWN = ("case_withdrawn", 409, "The case was withdrawn")
    STALE_EVIDENCE = ("stale_evidence", 409, "The evidence has changed since")
    ALREADY_ESCALATED = ("already_escalated", 409, "The case is already escalated")
    NOT_YOURS_TO_RESOLVE = ("not_yours_to_resolve", 409, "An escalated case is decided by another, senior person")
    ORDER = ("earlier_command_missing", 409, "An earlier command on this case has not arrived yet")
    HISTORY_DIVERGED = ("history_diverged", 409, "The server's history is another one; read everything again")
    ROLES_CHANGED = ("roles_changed", 409, "Somebody else has changed what roles allow; look again")
    SCOPE_CHANGED = ("scope_changed", 409, "What you may see has changed; read everything again")
    CURSOR_EXPIRED = ("cursor_expired", 410, "This cursor is too old; read everything again")
    FILE_CHANGED = ("file_changed", 412, "The file is another one than If-Match names")
    TOO_LARGE = ("too_large", 413, "The body is too large")
    MEDIA_TYPE = ("media_type", 415, "This content type is not taken here")
    RANGE = ("range", 416, "The file has no such bytes")
    INVALID = ("invalid", 422, "A value is not allowed")
    COMMAND_ID_REUSE = ("command_id_reuse", 422, "This command id stands for another body")
    COMMAND_SCHEMA = ("command_schema", 422, "This version of the command is not known here")
    MUST_ESCALATE = ("must_escalate", 422, "A Key User case cannot be closed by one person")
    REVIEW_INVALID = ("review_invalid", 422, "The review breaks a rule")
    LABEL_CONTRADICTS_DECISION = (
        "label_contradicts_decision", 422, "The label contradicts the decision",
    )  # fmt: skip
    UNKNOWN_CASE_TYPE = ("unknown_case_type", 422, "This case type is not in the catalogue")
    UNKNOWN_CASE = ("unknown_case", 422, "There is no case under this external_ref")
    CASE_CLOSED = ("case_closed", 409, "The case is closed")
    WORK_INVALID = ("work_invalid", 422, "The change to the case breaks a rule")
    SNOOZED = ("snoozed", 409, "The case is put off until later")
    ASSIGNED_TO_OTHER = ("assigned_to_other", 409, "The case is somebody else's to do")
    NOT_AMENDABLE = ("not_amendable", 409, "Only a blind review in force can be completed, and only once")
    TOKEN_ENDED = ("token_ended", 409, "This token is no longer good; make a new one")
    WINDOW_CLOSED = ("window_closed", 409, "The time to decide again after the reveal is over")
    WITHHELD = ("withheld", 409, "The agent's word on this case is kept back until you have decided")
    ALREADY_ASKED = ("already_asked", 409, "The agent was asked and has not answered yet")
    PATTERN_RESOLVED = ("pattern_resolved", 409, "No case of this pattern is left to decide")
    CLAIMED_BY_OTHER = ("claimed_by_other", 409, "The case is reserved by somebody else")
    SERVED_ONLY = ("served_only", 409, "Cases come one after another here; take the next one")
    OUTSIDE_RULES = ("outside_rules", 409, "The rules of the house give this case to others")
    NO_LICENCE = ("no_licence", 403, "You are not licensed for this kind of case yet")
    NOT_GOLD = ("not_gold", 409, "This case cannot become one with a known answer")
    NAME_TAKEN = ("name_taken", 409, "Another one has this name already")
    ALREADY_JUDGED = ("already_judged", 409, "Somebody has looked at this review already")
    RULES_CHANGED = ("rules_changed", 409, "The rules were changed since they were read")
    OFFLINE_NOT_ALLOWED = ("offline_not_allowed", 403, "Taking cases along is not granted to you")
    OFFLINE_KEY_USER = ("offline_key_user", 409, "A Key User case is not taken along")
    OFFLINE_TOO_LATE = ("offline_too_late", 409, "The case is due too soon to be taken along")
    OFFLINE_FULL = ("offline_full", 409, "You have taken along as many cases as are allowed")
    TOO_MANY_ENDPOINTS = ("too_many_endpoints", 409, "There are as many webhook endpoints as may be")
    ENDPOINT_OFF = ("endpoint_off", 409, "The webhook endpoint is switched off")
    NOT_AUDITED = ("not_audited", 422, "No row of the ledger is left to ask for")
    QA_INVALID = ("qa_invalid", 422, "The frame, sample or score breaks a rule")
    QA_EMPTY_FRAME = ("qa_empty_frame", 422, "No decision of others fits, so there is nothing to draw from")
    QA_FRAME_TOO_LARGE = ("qa_frame_too_large", 422, "More decisions fit than a frame may hold; ask for a shorter time")
    QA_NOT_CARRIED = ("qa_not_carried", 409, "This frame cannot be taken along whole; draw from it first")
    QA_OTHER_SAMPLE = ("qa_other_sample", 409, "Another sample follows from this frame, seed and plan")
    QA_SIGNED = ("qa_signed", 409, "These scores are signed and stand")
    QA_UNSCORED = ("qa_unscored", 409, "Not every case is scored yet")
    QA_OTHER_SCORES = ("qa_other_scores", 409, "The server holds other scores than were signed")
    QA_SIGNATURE = ("qa_signature", 422, "The signature is not of this seat")
    QA_NOT_YOURS = ("qa_not_yours", 409, "This case is not yours to score or to settle")
    QA_SETTLED = ("qa_settled", 409, "The case is settled already, or nobody differs on it")
    QA_NO_KEY = ("qa_no_key", 409, "This seat has told no key that a packet could be sealed to")
    ALREADY_DISPUTED = ("already_disputed", 409, "This judgement was disputed before")
    NOT_SETTLED = ("not_settled", 409, "Nobody has said yet what is right here")
    DISPUTE_SETTLED = ("dispute_settled", 409, "This dispute was settled before")
    OWN_DISPUTE = ("own_dispute", 409, "Whoever raised a dispute or made the judgement does not settle it")
    FEEDBACK_CHANGED = ("feedback_changed", 409, "Somebody else has changed this since it was read")
    FEEDBACK_ENDED = ("feedback_ended", 409, "This finding cannot become that from where it stands")
    FEEDBACK_KNOWN = ("feedback_known", 409, "There is a finding under this id already")
    TRAINING_EMPTY = ("training_empty", 422, "No labelled case is left for this set")
    REGRESSION_UNANSWERED = ("regression_unanswered", 409, "The candidate has answered no case of the set yet")
    REGRESSION_VOTED = ("regression_voted", 409, "This pair was judged before")
    REGRESSION_BLIND = ("regression_blind", 409, "Single cases of an open run are for those who judge no pairs of it")
    REGRESSION_LOOKED = ("regression_looked", 409, "Whoever has looked at the cases of a run judges no pairs of it")
    TRAINING_ANSWERED = ("training_answered", 409, "This request was answered before")
    SOP_STALE = ("sop_stale", 409, "Another version of this page is in force since; put both together")
    SOP_DRAFT_CHANGED = ("sop_draft_changed", 409, "This draft was edited elsewhere since; put both together")
    NO_CONFLUENCE = ("no_confluence", 409, "This house has no Confluence, or this page has no place there")
    NOT_AT_THIS_STEP = ("not_at_this_step", 409, "The proposal is at another step")
    OWN_PROPOSAL = ("own_proposal", 409, "Whoever proposed a change does not approve it")
    PROPOSAL_OPEN = ("proposal_open", 409, "Another proposal for this is under way")
    CRITERION_NOT_MET = ("criterion_not_met", 409, "What was written down before is not shown")
    EXPERIMENT_RUNS = ("experiment_runs", 409, "An experiment with this threshold is running")
    NOTHING_BEFORE = ("nothing_before", 409, "There is no threshold before this one")
    BATCH_EMPTY = ("batch_empty", 422, "No labelled case fits, so there is nothing to talk about")
    SESSION_CLOSED = ("session_closed", 409, "This session has ended; what came is kept as late")
    NOT_REVEALED = ("not_revealed", 409, "The ballots are not shown yet")
    ALREADY_CHALLENGED = ("already_challenged", 409, "You have challenged a threshold by this case before")
    CHALLENGE_ANSWERED = ("challenge_answered", 409, "This challenge was answered before")
    RATE_LIMITED = ("rate_limited", 429, "Too many requests; wait as Retry-After says")
    INTERNAL = ("internal", 500, "Something went wrong here; the trace id names it")
    UNAVAILABLE = ("unavailable", 503, "Not ready; try again")


BY_CODE: dict[str, Code] = {code.code: code for code in Code}


class ProblemItem(msgspec.Struct, frozen=True):
    """One place in the request that is wrong: a JSON pointer, a code, and words for whoever reads raw answers."""

    pointer: str
    code: str
    detail: str = ""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """`detail` never holds a person's data; `trace_id` finds the request in the server's log."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    instance: str = ""
    trace_id: str = ""
    errors: tuple[ProblemItem, ...] = ()


def problem(
    code: Code,
    detail: str = "",
    *,
    instance: str = "",
    trace_id: str = "",
    errors: tuple[ProblemItem, ...] = (),
) -> Problem:
    """The document for `code`."""
    return Problem(
        type=TYPE_PREFIX + code.code,
        title=code.title,
        status=code.status,
        code=code.code,
        detail=detail,
        instance=instance,
        trace_id=trace_id,
        errors=errors,
    )
