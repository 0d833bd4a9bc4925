"""What is checked of every review without asking anybody: six questions, each answered passed, failed, not known
(a client that did not tell what it showed) or not applicable.

The seat hints at most of this before a review is sent (app.domain.review_hints); here it is found after the fact, by
whatever client it came. Nothing here refuses a review. A check that fails is told to its author at once and to leads as
a count; only a person finds an error (see app.domain.qa_rubric for the class that such an error has).
"""

import enum
from collections.abc import Collection, Iterable

import msgspec

from app.domain.pii_check import personal_data_faults
from app.domain.qa_rubric import CheckLimits
from app.domain.rationale import rationale_faults
from app.domain.review import SopReliance
from app.domain.review_hints import similarity


class Check(enum.StrEnum):
    """In the order of the bits that a stored review keeps; new ones are added at the end."""

    EVIDENCE_OPENED = "evidence_opened"
    CLAUSE_CURRENT = "clause_current"
    OWN_WORDS = "own_words"
    TIME_PLAUSIBLE = "time_plausible"
    REVEAL_USED = "reveal_used"
    HARD_RULES = "hard_rules"

    @property
    def bit(self) -> int:
        """1, 2, 4, …"""
        return _BITS[self]


_BITS = {check: 1 << place for place, check in enumerate(Check)}


class Finding(enum.StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"


class CheckedReview(msgspec.Struct, frozen=True):
    """What the checks look at. `cited`: ids of the evidence behind the steps that were judged; `opened`: ids of what
    was open meanwhile, None where the client did not say; `versions`: page → version in force, for pages whose clause
    of that name is there; `before`: own rationales of other cases, the newest first; `revealed`: paths such as
    "evidence.e1.ip"; `broken`: flags of rules without exceptions that were not kept."""

    case_type: str
    rationale: str
    active_ms: int
    cited: frozenset[str] = frozenset()
    opened: frozenset[str] | None = None
    sop: SopReliance | None = None
    version: str | None = None
    before: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()


def check_review(review: CheckedReview, limits: CheckLimits) -> dict[Check, Finding]:
    """The answer to each of the six questions."""
    return {
        Check.EVIDENCE_OPENED: _evidence_opened(review),
        Check.CLAUSE_CURRENT: _clause_current(review),
        Check.OWN_WORDS: _own_words(review, limits),
        Check.TIME_PLAUSIBLE: _passed(limits.least_ms(review.case_type) <= review.active_ms <= limits.most_active_ms),
        Check.REVEAL_USED: _reveal_used(review),
        Check.HARD_RULES: _passed(
            not review.broken
            and not rationale_faults(review.rationale)
            and not personal_data_faults(review.rationale, "/rationale")
        ),
    }


def _passed(holds: bool) -> Finding:
    return Finding.PASSED if holds else Finding.FAILED


def _evidence_opened(review: CheckedReview) -> Finding:
    if not review.cited:
        return Finding.NOT_APPLICABLE
    if review.opened is None:
        return Finding.NOT_KNOWN
    return _passed(review.cited <= review.opened)


def _clause_current(review: CheckedReview) -> Finding:
    if review.sop is None:
        return Finding.NOT_APPLICABLE
    return _passed(review.version is not None and review.sop.version == review.version)


def _own_words(review: CheckedReview, limits: CheckLimits) -> Finding:
    if not review.before:
        return Finding.NOT_APPLICABLE
    compared = review.before[: limits.rationales_compared]
    return _passed(all(similarity(review.rationale, one) < limits.near_duplicate for one in compared))


def _reveal_used(review: CheckedReview) -> Finding:
    """A value of the subject belongs to every case; one of a piece of evidence only to a review that looked at it."""
    inside = [path.partition(".")[2] for path in review.revealed if path.startswith("evidence.")]
    if not review.revealed:
        return Finding.NOT_APPLICABLE
    if not inside:
        return Finding.PASSED
    if review.opened is None and not review.cited:
        return Finding.NOT_KNOWN
    used = review.cited | (review.opened or frozenset())
    return _passed(all(any(path.startswith(f"{one}.") for one in used) for path in inside))


def bits(findings: dict[Check, Finding], finding: Finding) -> int:
    """Which checks ended like this, as the bits of a number."""
    return sum(check.bit for check, found in findings.items() if found is finding)


def of_bits(passed: int, failed: int, not_known: int) -> dict[Check, Finding]:
    """The findings of a stored review; a check that it was not asked is not applicable."""
    return {
        check: Finding.FAILED
        if failed & check.bit
        else Finding.NOT_KNOWN
        if not_known & check.bit
        else Finding.PASSED
        if passed & check.bit
        else Finding.NOT_APPLICABLE
        for check in Check
    }


def cited_evidence(judged: Collection[int], steps: Iterable[tuple[int, Collection[str]]]) -> frozenset[str]:
    """Ids of the evidence behind the steps that a review judged: `steps` are (number, ids)."""
    return frozenset(one for n, ids in steps if n in judged for one in ids)
