"""A person's finished work on a case, and the rules that it must keep on both sides of the wire."""

import enum
from collections.abc import Collection
from typing import Annotated

import msgspec

from app.domain.decision import Decision, Verdict
from app.domain.faults import Fault
from app.domain.label import Label, derive_label
from app.domain.pii_check import personal_data_faults
from app.domain.rationale import rationale_faults
from app.domain.root_cause import (
    Attribution,
    AttributionKind,
    Code,
    CodeKind,
    Route,
    attribution_faults,
    code_kind_for,
)
from app.domain.text import unwelcome_characters

MAX_ACTIVE_MS = 24 * 3600 * 1000
MOST_LEFT = 1000
"""More leavings of the window than that are counted as that many."""
EvidenceId = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


LONGEST_NAME = 200
"""Characters of a page's, a clause's or a version's name."""


class StepMark(enum.StrEnum):
    """What the reviewer says of one reasoning step."""

    RIGHT = "right"
    WRONG = "wrong"


class StepError(enum.StrEnum):
    UNSUPPORTED = "unsupported"
    WRONG_CLAUSE = "wrong_clause"
    MISSING_CHECK = "missing_check"
    WRONG_INFERENCE = "wrong_inference"


class StepVerdict(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """✓ or ✗ on step `n`; `kind` says what is wrong with it and is optional."""

    n: int
    verdict: StepMark
    kind: StepError | None = None


class SopReliance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The clause the reviewer relied on, in the version that was read."""

    page: str
    clause: str
    version: str


class ReviewSubmission(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `review.submit`. `label` and `code_kind` are derived and may be left out; `active_ms` is the time
    really worked on the case, in milliseconds; `escalation_id` resolves an escalation. `left_window`: how often the
    window was left meanwhile; it is counted by case type and goes into no record of the review. `opened`: ids of the
    evidence that was opened meanwhile, where the client says so; for the automatic checks alone."""

    decision: Decision
    rationale: str
    rationale_language: str
    active_ms: int
    label: Label | None = None
    code: str | None = None
    code_kind: CodeKind | None = None
    attribution: Attribution | None = None
    route: Route | None = None
    steps: tuple[StepVerdict, ...] = ()
    sop: SopReliance | None = None
    blind_first: bool = False
    escalation_id: str | None = None
    left_window: int | None = None
    opened: Annotated[tuple[EvidenceId, ...], msgspec.Meta(max_length=60)] | None = None


class ReviewedFacts(msgspec.Struct, frozen=True):
    """What the rules need to know of the case under review; `indicators` are those of its type."""

    case_type: str
    verdict: Verdict
    signals: frozenset[str]
    steps: frozenset[int]
    indicators: frozenset[str] = frozenset()


def review_faults(review: ReviewSubmission, facts: ReviewedFacts, codes: Collection[Code]) -> tuple[Fault, ...]:
    """Everything that is wrong with `review`, in reading order; empty where it may be sent.

    `codes` is the whole catalogue. Whether the case may be closed by this person at all (claims, Key Users,
    four eyes) is not asked here: see app.domain.settlement.
    """
    faults: list[Fault] = []
    label = derive_label(facts.verdict, review.decision)
    if review.label is not None and review.label is not label:
        faults.append(Fault("label_contradicts_decision", "/label"))
    faults += _code_faults(review, label, facts, codes)
    faults += rationale_faults(review.rationale)
    faults += personal_data_faults(review.rationale, "/rationale")
    faults += attribution_faults(review.attribution)
    faults += _sop_faults(review.sop)
    if review.rationale_language not in ("en", "zh"):
        faults.append(Fault("rationale_language", "/rationale_language"))
    marked = [step.n for step in review.steps]
    if len(set(marked)) != len(marked) or not facts.steps.issuperset(marked):
        faults.append(Fault("step_unknown", "/steps"))
    if any(step.kind is not None and step.verdict is StepMark.RIGHT for step in review.steps):
        faults.append(Fault("step_kind_without_error", "/steps"))
    if not 0 <= review.active_ms <= MAX_ACTIVE_MS:
        faults.append(Fault("active_time", "/active_ms"))
    return tuple(faults)


def _sop_faults(sop: SopReliance | None) -> list[Fault]:
    """The names of a clause go into exports as they are, so they are short, legible and nobody's data."""
    faults: list[Fault] = []
    for name in ("page", "clause", "version") if sop is not None else ():
        text = getattr(sop, name)
        if len(text) > LONGEST_NAME or unwelcome_characters(text):
            faults.append(Fault("sop_name", f"/sop/{name}", {"most": LONGEST_NAME}))
        else:
            faults += personal_data_faults(text, f"/sop/{name}")
    return faults


def _code_faults(
    review: ReviewSubmission, label: Label | None, facts: ReviewedFacts, codes: Collection[Code]
) -> list[Fault]:
    if label is None:
        # Escalated: there is no label yet, so there is nothing to explain; a why-unsure code is welcome.
        kind, required = CodeKind.WHY_UNSURE, False
    else:
        kind, required = code_kind_for(label), True
    if review.code is None:
        return [Fault("code_required", "/code")] if required else []
    known = next((c for c in codes if c.code == review.code and c.fits(facts.case_type)), None)
    if known is None:
        return [Fault("code_unknown", "/code")]
    if known.code_kind is not kind or (label is not None and label not in known.applies_to):
        return [Fault("code_does_not_fit_label", "/code")]
    faults: list[Fault] = []
    if review.code_kind is not None and review.code_kind is not kind:
        faults.append(Fault("code_does_not_fit_label", "/code_kind"))
    if review.attribution is None:
        if kind is CodeKind.ROOT_CAUSE:
            faults.append(Fault("attribution_required", "/attribution"))
    elif not _attributable(review.attribution, known, facts):
        faults.append(Fault("attribution_unknown", "/attribution"))
    return faults


def _attributable(attribution: Attribution, code: Code, facts: ReviewedFacts) -> bool:
    if code.attribution_kinds and attribution.kind not in code.attribution_kinds:
        return False
    if attribution.kind is AttributionKind.SIGNAL:
        return attribution.ref in facts.signals
    if attribution.kind is AttributionKind.INDICATOR:
        return attribution.ref in facts.indicators
    if attribution.kind is AttributionKind.STEP:
        return attribution.ref.isdecimal() and attribution.ref.isascii() and int(attribution.ref) in facts.steps
    return True


def route_of(review: ReviewSubmission, codes: Collection[Code]) -> Route | None:
    """The route in force: the reviewer's own, else the default of the code."""
    if review.route is not None:
        return review.route
    return next((c.route for c in codes if c.code == review.code), None)
