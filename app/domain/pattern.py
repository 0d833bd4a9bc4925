"""High-risk patterns: many cases sent upward with one rationale and decided there in one go, each by its verdict."""

from collections.abc import Collection

import msgspec

from app.domain.decision import Decision, Verdict
from app.domain.faults import Fault
from app.domain.ids import CASE_ID
from app.domain.label import derive_label
from app.domain.pii_check import personal_data_faults
from app.domain.rationale import rationale_faults
from app.domain.review import MAX_ACTIVE_MS, ReviewSubmission
from app.domain.root_cause import Attribution, Code, CodeKind, Route, attribution_faults, code_kind_for

FEWEST, MOST = 2, 200


class RaisePattern(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `escalation.pattern`. `code` is what its author believes to be behind it; it binds nobody."""

    case_ids: tuple[str, ...]
    rationale: str
    rationale_language: str
    code: str | None = None


class ResolvePattern(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `escalation.resolve_pattern`. One decision for all cases but those in `exclude`. `codes` holds at
    most one root cause (for the cases in which the agent erred) and one why-unsure code (for those in which it was
    right); `attribution` goes with the root cause."""

    pattern_id: str
    decision: Decision
    codes: tuple[str, ...]
    rationale: str
    rationale_language: str
    attribution: Attribution | None = None
    route: Route | None = None
    exclude: tuple[str, ...] = ()
    active_ms: int = 0


def raise_faults(body: RaisePattern, codes: Collection[Code]) -> tuple[Fault, ...]:
    """What is wrong with a pattern as such; what becomes of each case is told case by case."""
    faults: list[Fault] = []
    if not FEWEST <= len(body.case_ids) <= MOST:
        faults.append(Fault("pattern_size", "/case_ids", {"least": FEWEST, "most": MOST}))
    if len(set(body.case_ids)) != len(body.case_ids) or not all(CASE_ID.match(one) for one in body.case_ids):
        faults.append(Fault("case_ids", "/case_ids"))
    if body.code is not None and not any(one.code == body.code for one in codes):
        faults.append(Fault("code_unknown", "/code"))
    return (*faults, *_words(body.rationale, body.rationale_language))


def resolve_faults(body: ResolvePattern, codes: Collection[Code]) -> tuple[Fault, ...]:
    """The same for a resolution."""
    faults: list[Fault] = []
    if body.decision is Decision.ESCALATE:
        faults.append(Fault("decision_final", "/decision"))
    known = [one for name in body.codes for one in codes if one.code == name]
    if len(known) != len(body.codes):
        faults.append(Fault("code_unknown", "/codes"))
    elif not known:
        faults.append(Fault("code_required", "/codes"))
    elif len({one.code_kind for one in known}) != len(known):
        faults.append(Fault("one_code_per_kind", "/codes"))
    if any(one.code_kind is CodeKind.ROOT_CAUSE for one in known) and body.attribution is None:
        faults.append(Fault("attribution_required", "/attribution"))
    faults += attribution_faults(body.attribution)
    if not 0 <= body.active_ms <= MAX_ACTIVE_MS:
        faults.append(Fault("active_time", "/active_ms"))
    return (*faults, *_words(body.rationale, body.rationale_language))


def _words(rationale: str, language: str) -> tuple[Fault, ...]:
    faults = [*rationale_faults(rationale), *personal_data_faults(rationale, "/rationale")]
    if language not in ("en", "zh"):
        faults.append(Fault("rationale_language", "/rationale_language"))
    return tuple(faults)


def review_of(
    body: ResolvePattern, verdict: Verdict, escalation_id: str, cases: int, codes: Collection[Code]
) -> ReviewSubmission:
    """The review of one of `cases` cases: the label follows from this case's own verdict, and the code is the one of
    the kind that the label asks for. The time worked is shared out evenly."""
    label = derive_label(verdict, body.decision)
    kind = code_kind_for(label) if label is not None else None
    fitting = next((one for one in codes if one.code in body.codes and one.code_kind is kind), None)
    root_cause = kind is CodeKind.ROOT_CAUSE
    return ReviewSubmission(
        decision=body.decision,
        rationale=body.rationale,
        rationale_language=body.rationale_language,
        active_ms=body.active_ms // max(cases, 1),
        code=fitting.code if fitting else None,
        attribution=body.attribution if root_cause else None,
        route=body.route if root_cause else None,
        escalation_id=escalation_id,
    )
