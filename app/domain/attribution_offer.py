"""Everything that a code can be attributed to in one case, as data to choose from by keyboard: what the assessment
holds, and what is missing from it (signals of the type that did not fire, kinds of evidence that are not there, clauses
of the type's SOP pages, checks on the agent's own list)."""

from collections.abc import Sequence

import msgspec

from app.domain.catalogue import Catalogue
from app.domain.root_cause import Attribution, AttributionKind, Code, CodeKind, contradiction

UNLISTED = "unlisted"
"""The reference of something missing that no list names."""
HEARD_TOO_LITTLE = frozenset({"signal_underweighted", "impersonation_missed"})
"""Root causes of which a signal is the cause that spoke against the agent's verdict; of the others it spoke for it."""


class OfferFacts(msgspec.Struct, frozen=True):
    """`signals` are the listed ones with their contributions, `clauses` those that the steps cite, `not_checked` how
    many checks the agent says it left out, `indicators` those found in this case, `verdict` what the agent said."""

    case_type: str
    signals: tuple[tuple[str, float], ...] = ()
    steps: tuple[int, ...] = ()
    clauses: tuple[str, ...] = ()
    evidence_kinds: frozenset[str] = frozenset()
    not_checked: int = 0
    indicators: tuple[str, ...] = ()
    verdict: str = ""


def attribution_offer(facts: OfferFacts, code: Code, catalogue: Catalogue) -> tuple[Attribution, ...]:
    """The choices for `code`, by its kinds in their order; within a kind the likeliest first."""
    return tuple(
        Attribution(kind, ref) for kind in code.attribution_kinds for ref in references(facts, kind, catalogue, code)
    )


def references(
    facts: OfferFacts, kind: AttributionKind, catalogue: Catalogue, code: Code | None = None
) -> Sequence[str]:
    """What can be named as `kind`: signals by weight, those that can be the cause of `code` before the others; cited
    clauses before the others of the type."""
    side = _side(facts.verdict, code)
    listed = [name for name, _ in sorted(facts.signals, key=lambda one: (one[1] * side < 0, -abs(one[1])))]
    match kind:
        case AttributionKind.SIGNAL:
            return listed
        case AttributionKind.STEP:
            return [str(n) for n in facts.steps]
        case AttributionKind.INDICATOR:
            return facts.indicators
        case AttributionKind.CLAUSE:
            return _known_clauses(facts, catalogue) or [UNLISTED]
        case AttributionKind.CONTRADICTION:
            # One of the two is what the reasoning rests on, where it rests on any.
            known = _known_clauses(facts, catalogue)
            pairs = [(one, other) for one in facts.clauses or known for other in known if one != other]
            return list(dict.fromkeys(contradiction(*pair) for pair in pairs))
        case AttributionKind.MISSING_SIGNAL:
            known = [one.name for one in catalogue.signals.values() if facts.case_type in one.case_types]
            return [*(name for name in known if name not in listed), UNLISTED]
        case AttributionKind.MISSING_EVIDENCE:
            case_type = catalogue.case_types.get(facts.case_type)
            kinds = case_type.evidence_kinds if case_type else ()
            return [*(name for name in kinds if name not in facts.evidence_kinds), UNLISTED]
        case AttributionKind.MISSING_CHECK:
            return [*(str(n) for n in range(1, facts.not_checked + 1)), UNLISTED]


def _side(verdict: str, code: Code | None) -> int:
    """On which side of zero a signal stands that led the agent to what it got wrong: 1 towards block, -1 towards pass,
    0 where either may be meant."""
    if code is None or code.code_kind is not CodeKind.ROOT_CAUSE or verdict not in ("block", "pass"):
        return 0
    towards = 1 if verdict == "block" else -1
    return -towards if code.code in HEARD_TOO_LITTLE else towards


def _known_clauses(facts: OfferFacts, catalogue: Catalogue) -> list[str]:
    return list(dict.fromkeys([*facts.clauses, *_clauses(facts.case_type, catalogue)]))


def _clauses(case_type: str, catalogue: Catalogue) -> list[str]:
    own = [page for page in catalogue.sop.values() if case_type in page.case_types]
    shared = [page for page in catalogue.sop.values() if "*" in page.case_types]
    return [f"{page.id} §{clause.n}" for page in (*own, *shared) for clause in page.clauses]
