"""Blind-first: a share of the cases keeps the agent's word back until the person has committed to a decision.

The flow, from the first look to the second thought:

1. When a case arrives, the share of its type that is in force is written on it, so that a later change of the policy
   turns no case half-way. Whether one person gets one case blind is drawn from a keyed hash of (case, person): the
   same on every server and every day, and nothing that a seat could foresee.
2. While the case is open the wire holds the verdict, score, confidence, threshold, signals, steps and what was not
   checked back from that person. Whoever escalates has committed; an escalated case is blind for nobody, since the
   senior person must read a rationale that may speak of the agent's word.
3. The person commits: decision and rationale. Label and step marks are refused (they could only be guesses, and a
   refusal that depends on them would tell the verdict); a code is taken and judged after the commit.
4. The server derives the label; the feed brings the agent's word and the review with `amend_until`. The code that is
   still owed, and a second decision if there is one, come with `review.amend_after_reveal`, once per review.
5. The first decision and the second are both kept. The second takes effect only where the policy allows, within the
   window, and where nobody has acted on the first; the label then has a revision with the source "after_reveal".
   Everything that measures people or the agent counts the first decision, for only that one was made blind.
"""

import enum
import hashlib
import math
from collections.abc import Collection
from datetime import timedelta

import msgspec

from app.domain.decision import Decision, Verdict
from app.domain.faults import Fault
from app.domain.review import ReviewedFacts, ReviewSubmission, SopReliance, StepVerdict, review_faults
from app.domain.root_cause import Attribution, Code, CodeKind, Route, attribution_faults

PER_MILLE = 1000
SECOND_THOUGHT = timedelta(minutes=30)
AFTER_REVEAL = "after_reveal"  # the source of a label revision
CODE_OWED = "code_owed"  # a flag of the result: applied, and the code is still to come
_RANGE = 1 << 64
_Z95 = 1.959963984540054


def drawn_blind(key: bytes, case_number: int, person: str, per_mille: int) -> bool:
    """Whether this person gets this case blind; true for `per_mille` of a thousand pairs. `key` has 1 to 64 bytes."""
    if per_mille <= 0:
        return False
    digest = hashlib.blake2b(f"{case_number}:{person}".encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "big") * PER_MILLE < per_mille * _RANGE


def blind_faults(review: ReviewSubmission, case_type: str, codes: Collection[Code]) -> tuple[Fault, ...]:
    """What is wrong with a review that was written without the agent's word. Nothing here knows the verdict, so no
    refusal can tell it."""
    faults = [
        Fault("not_before_reveal", f"/{name}")
        for name, given in (("label", review.label), ("steps", review.steps))
        if given
    ]
    if review.code is not None and not any(c.code == review.code and c.fits(case_type) for c in codes):
        faults.append(Fault("code_unknown", "/code"))
    faults += attribution_faults(review.attribution)
    bare = msgspec.structs.replace(
        review, label=None, code=None, code_kind=None, attribution=None, route=None, steps=()
    )
    facts = ReviewedFacts(case_type, Verdict.PASS, frozenset(), frozenset())
    faults += [fault for fault in review_faults(bare, facts, codes) if fault.code != "code_required"]
    return tuple(faults)


def with_fitting_code(review: ReviewSubmission, facts: ReviewedFacts, codes: Collection[Code]) -> ReviewSubmission:
    """The review as it is stored once the verdict may be known: a code that doesn't explain the label falls away with
    what hangs on it."""
    if any(fault.pointer in ("/code", "/code_kind", "/attribution") for fault in review_faults(review, facts, codes)):
        return msgspec.structs.replace(review, code=None, code_kind=None, attribution=None, route=None)
    return review


class AmendAfterReveal(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `review.amend_after_reveal`: the code that a blind review owes, and a second decision if there is
    one. A new rationale is asked for with a second decision, and may be left out without one."""

    review_id: str
    code: str
    decision: Decision | None = None
    code_kind: CodeKind | None = None
    attribution: Attribution | None = None
    route: Route | None = None
    rationale: str | None = None
    rationale_language: str | None = None
    steps: tuple[StepVerdict, ...] = ()
    sop: SopReliance | None = None
    active_ms: int = 0


class FirstReview(msgspec.Struct, frozen=True):
    """What stays of the blind review."""

    decision: Decision
    rationale: str
    rationale_language: str


def amended(first: FirstReview, amendment: AmendAfterReveal, *, second_counts: bool) -> ReviewSubmission:
    """The review that would be in force: the second decision where it counts, the first one else."""
    changes = amendment.decision is not None and amendment.decision is not first.decision
    return ReviewSubmission(
        decision=amendment.decision if changes and second_counts and amendment.decision else first.decision,
        rationale=first.rationale if amendment.rationale is None else amendment.rationale,
        rationale_language=first.rationale_language
        if amendment.rationale_language is None
        else amendment.rationale_language,
        active_ms=amendment.active_ms,
        code=amendment.code,
        code_kind=amendment.code_kind,
        attribution=amendment.attribution,
        route=amendment.route,
        steps=amendment.steps,
        sop=amendment.sop,
    )


def amend_faults(
    first: FirstReview,
    amendment: AmendAfterReveal,
    facts: ReviewedFacts,
    codes: Collection[Code],
    *,
    second_counts: bool,
) -> tuple[Fault, ...]:
    """Everything that is wrong with an amendment: the rules of a review, asked of what would be in force."""
    faults: list[Fault] = []
    if amendment.decision is Decision.ESCALATE:
        faults.append(Fault("decision_final", "/decision"))
    elif amendment.decision not in (None, first.decision) and amendment.rationale is None:
        faults.append(Fault("rationale_required", "/rationale"))
    faults += review_faults(amended(first, amendment, second_counts=second_counts), facts, codes)
    return tuple(faults)


class Shift(enum.StrEnum):
    """How a decision moved once the agent's word was seen."""

    NONE = "none"
    TOWARD = "toward"
    AWAY = "away"


def shift_of(verdict: Verdict, first: Decision, second: Decision | None) -> Shift:
    """Toward the agent where the second decision is its verdict and the first was not."""
    if second is None or second is first:
        return Shift.NONE
    return Shift.TOWARD if second.value == verdict.value else Shift.AWAY


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); (0, 1) where nothing was seen."""
    if n <= 0:
        return 0.0, 1.0
    share, z2 = hits / n, _Z95 * _Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
