"""Blind re-review: who looks at which case a second time, what a score is, and what is true in the end.

A score is a second person's own decision on a case, made without the first one. Scores are facts: one is never changed,
a later one of the same person on the same case stands before it until that person has signed. Where what was said
differs, a third person who sees both writes the truth and a reason.
"""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

import msgspec

from app.domain.decision import Decision
from app.domain.faults import Fault
from app.domain.pii_check import personal_data_faults
from app.domain.rationale import rationale_faults
from app.domain.review import MAX_ACTIVE_MS
from app.domain.sampling import Plan, sample_digest, seed_fault

MOST_SCORERS = 12
LONGEST_SERIES = 60
SIGN_PURPOSE = "footplate.qa-scores.1"


class SampleBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `qa.sample`: a sample drawn from a frame. `sample_id` is made by whoever draws; `refs_digest` says
    what came of it, so that a machine which draws otherwise is found out (left out: the server alone draws).
    `scorers`: who re-reviews (nobody named: the person who draws); `overlap`: the share of cases that two of them look
    at; `series`: the line of lots that it belongs to, for the switching rules."""

    sample_id: str
    frame_id: str
    plan: Plan
    seed: str
    refs_digest: str = ""
    scorers: tuple[str, ...] = ()
    overlap: float = 0.0
    series: str | None = None


class ScoreBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `qa.score`: one case decided again, blind. `escalate` says "cannot be decided from what is here"; it
    is neither right nor wrong."""

    sample_id: str
    ref: str
    decision: Decision
    rationale: str
    rationale_language: str
    active_ms: int


class SignBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `qa.sign`: a person's scores of a sample are final. `scores_digest`: `scores_digest` of this module;
    `signature`: base64 of the seat's Ed25519 signature over `signed_bytes`, empty from a script's seat without keys."""

    sample_id: str
    scores: int
    scores_digest: str
    signature: str = ""


class AdjudicateBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `qa.adjudicate`: what is true of a case, and why."""

    sample_id: str
    ref: str
    truth: Decision
    reason: str
    reason_language: str


class Standing(enum.StrEnum):
    """Where one case of a sample is. `UNSCORED`: somebody still has to look at it; `AGREED`: all said the same;
    `AWAITING`: they differ, or could not tell; `RIGHT` and `WRONG`: adjudicated, as to the first decision."""

    UNSCORED = "unscored"
    AGREED = "agreed"
    AWAITING = "awaiting"
    RIGHT = "right"
    WRONG = "wrong"


def standing(first: str, scores: Sequence[str | None], truth: str | None) -> Standing:
    """`scores`: what each who was to look at it said, None for who has not (or not signed)."""
    if truth is not None:
        return Standing.RIGHT if truth == first else Standing.WRONG
    if not scores or any(score is None for score in scores):
        return Standing.UNSCORED
    return Standing.AGREED if all(score == first for score in scores) else Standing.AWAITING


class Verdict(enum.StrEnum):
    """Of a lot, as app.domain.acceptance says. `OPEN`: cases are unscored, or so many wait for a truth that it could
    still go either way."""

    OPEN = "open"
    ACCEPTED = "accepted"
    ACCEPTED_TO_NORMAL = "accepted_to_normal"
    REJECTED = "rejected"


def lot_verdict(standings: Iterable[Standing], accept: int, reject: int) -> Verdict:
    """By acceptance and rejection number; unsettled cases may turn out either way."""
    found = list(standings)
    wrong = found.count(Standing.WRONG)
    unsettled = found.count(Standing.AWAITING) + found.count(Standing.UNSCORED)
    if wrong >= reject:
        return Verdict.REJECTED
    if wrong + unsettled <= accept:
        return Verdict.ACCEPTED
    return Verdict.ACCEPTED_TO_NORMAL if accept < wrong and wrong + unsettled < reject else Verdict.OPEN


def assign(
    refs: Sequence[str], part: Mapping[str, Collection[str]], scorers: Sequence[str], overlap: float
) -> dict[str, tuple[str, ...]]:
    """Who looks at which case: evenly, in the order of the work, never anybody who had a part in it. The first cases
    that two may look at are looked at by two, up to the share `overlap`. A case that nobody of them may look at has
    none, and waits for anybody else."""
    load = dict.fromkeys(dict.fromkeys(scorers), 0)
    twice = round(overlap * len(refs))
    told: dict[str, tuple[str, ...]] = {}
    for ref in refs:
        fit = sorted((person for person in load if person not in part.get(ref, ())), key=lambda person: load[person])
        chosen = fit[: 2 if twice > 0 and len(fit) > 1 else 1]
        twice -= len(chosen) == 2
        for person in chosen:
            load[person] += 1
        told[ref] = tuple(chosen)
    return told


def shuffled(sample_id: str, refs: Iterable[str]) -> tuple[str, ...]:
    """The order in which a sample is worked on: that of the draw would tell which stratum a case is of."""
    return tuple(sorted(refs, key=lambda ref: sha256(f"{sample_id}\n{ref}".encode()).digest()))


def scores_digest(scores: Iterable[tuple[str, str]]) -> str:
    """Hex SHA-256 over "ref TAB decision" of each case's standing score, sorted, each with a line feed."""
    return sample_digest(f"{ref}\t{decision}" for ref, decision in scores)


def signed_bytes(sample_id: str, author: str, scores: int, digest: str) -> bytes:
    """What a scorer's seat signs: one line each, so that it can be written again by hand."""
    return f"{SIGN_PURPOSE}\n{sample_id}\n{author}\n{scores}\n{digest}\n".encode()


def sample_faults(body: SampleBody) -> tuple[Fault, ...]:
    """What is wrong with it whatever the frame holds; the plan is asked by itself."""
    faults = [fault for fault in (seed_fault(body.seed),) if fault is not None]
    if len(body.scorers) > MOST_SCORERS or len(set(body.scorers)) != len(body.scorers):
        faults.append(Fault("scorers", "/scorers", {"most": MOST_SCORERS}))
    if not 0.0 <= body.overlap <= 1.0:
        faults.append(Fault("overlap", "/overlap"))
    series = body.series
    if series is not None and not (0 < len(series.strip()) <= LONGEST_SERIES and series.isprintable()):
        faults.append(Fault("series", "/series", {"most": LONGEST_SERIES}))
    return tuple(faults)


def error_class(first: str, truth: str) -> str:
    """What a first decision that was found wrong is called in the rubric."""
    if first == Decision.ESCALATE:
        return "needless_escalation"
    return "needless_block" if (first, truth) == (Decision.BLOCK, Decision.PASS) else "wrong_decision"


def score_faults(body: ScoreBody) -> tuple[Fault, ...]:
    """The rules of a rationale, as of any review. Nothing here knows the first decision."""
    faults = [*rationale_faults(body.rationale), *personal_data_faults(body.rationale, "/rationale")]
    if body.rationale_language not in ("en", "zh"):
        faults.append(Fault("rationale_language", "/rationale_language"))
    if not 0 <= body.active_ms <= MAX_ACTIVE_MS:
        faults.append(Fault("active_time", "/active_ms"))
    return tuple(faults)


def adjudication_faults(body: AdjudicateBody) -> tuple[Fault, ...]:
    """A truth is a decision, and its reason keeps the rules of a rationale."""
    faults = [Fault("truth", "/truth")] if body.truth is Decision.ESCALATE else []
    faults += [Fault(fault.code, "/reason", fault.params) for fault in rationale_faults(body.reason)]
    faults += personal_data_faults(body.reason, "/reason")
    if body.reason_language not in ("en", "zh"):
        faults.append(Fault("rationale_language", "/reason_language"))
    return tuple(faults)


def may_adjudicate(person: str, deciders: Collection[str], scorers: Collection[str]) -> bool:
    """Nobody settles what they said themselves. `deciders`: who ever decided the case or sent it upward."""
    return person not in deciders and person not in scorers
