"""Why the agent erred, or why it was unsure: a code, what it is attributed to, and the route it takes."""

import enum

import msgspec

from app.domain.faults import Fault
from app.domain.label import Label
from app.domain.pii_check import personal_data_faults
from app.domain.text import Bilingual, unwelcome_characters

MAX_CODES_PER_KIND = 9  # the keys 1-9


class Route(enum.StrEnum):
    """Where a finding goes: A retraining, B a threshold rule (A/B validated), C an SOP change."""

    A = "A"
    B = "B"
    C = "C"


class CodeKind(enum.StrEnum):
    ROOT_CAUSE = "root_cause"
    WHY_UNSURE = "why_unsure"


class AttributionKind(enum.StrEnum):
    SIGNAL = "signal"
    STEP = "step"
    CLAUSE = "clause"
    CONTRADICTION = "contradiction"
    INDICATOR = "indicator"
    MISSING_SIGNAL = "missing_signal"
    MISSING_EVIDENCE = "missing_evidence"
    MISSING_CHECK = "missing_check"

    @property
    def is_missing(self) -> bool:
        """Something the case does not hold, so its reference is free text."""
        return self.value.startswith("missing_")


APART = " / "
"""Between two clauses that contradict each other."""
_OF_CLAUSES = frozenset({AttributionKind.CLAUSE, AttributionKind.CONTRADICTION})


class Attribution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the code is about: a signal's name, a step's number, a clause, two clauses that contradict each other
    ("ATO-12 §2 / GEN-01 §1"), an indicator's id, or what was missing."""

    kind: AttributionKind
    ref: str

    def __post_init__(self) -> None:
        if not 0 < len(self.ref.strip()) <= 200:
            raise ValueError("an attribution names what it is about in 1 to 200 characters")


def contradiction(*clauses: str) -> str:
    """Two clauses as one reference, the same whichever of them was named first."""
    return APART.join(sorted(clause.strip() for clause in clauses))


def clauses_named(attribution: Attribution | None) -> tuple[str, ...]:
    """The clauses that an attribution is about: one, the two that contradict each other, or none."""
    if attribution is None:
        return ()
    if attribution.kind is AttributionKind.CLAUSE:
        return (attribution.ref,)
    if attribution.kind is AttributionKind.CONTRADICTION:
        return tuple(part.strip() for part in attribution.ref.split(APART.strip()))
    return ()


def attribution_faults(attribution: Attribution | None) -> tuple[Fault, ...]:
    """What is wrong with a reference in its author's own words: a clause or something missing. The other kinds are
    looked up in the case."""
    if attribution is None or not (attribution.kind.is_missing or attribution.kind in _OF_CLAUSES):
        return ()
    named = clauses_named(attribution)
    both = len(named) == len(set(named)) == 2 and all(named)
    if attribution.kind is AttributionKind.CONTRADICTION and not both:
        return (Fault("attribution_unknown", "/attribution/ref"),)
    if unwelcome_characters(attribution.ref):
        return (Fault("attribution_unknown", "/attribution/ref"),)
    return personal_data_faults(attribution.ref, "/attribution/ref")


class Code(msgspec.Struct, frozen=True):
    """One entry of the catalogue. `case_types` may hold "*" for every type."""

    code: str
    code_kind: CodeKind
    case_types: tuple[str, ...]
    label: Bilingual
    help: Bilingual
    route: Route | None
    applies_to: tuple[Label, ...]
    attribution_kinds: tuple[AttributionKind, ...]

    def fits(self, case_type: str) -> bool:
        return "*" in self.case_types or case_type in self.case_types


def code_kind_for(label: Label) -> CodeKind:
    """FP and FN take a root cause; TP and TN say why the agent was unsure."""
    return CodeKind.WHY_UNSURE if label.agent_was_right else CodeKind.ROOT_CAUSE
