"""Where the agent decides and where people do: why a case came to a person, and slices of cases that may leave them.

A slice is a case type, a segment, the clause that the reasoning ends on, and why the agent was unsure. All four are
read from what was there before anybody decided: the reviewer's own why-unsure code stands on cases alone on which the
agent was right, so a slice made of it would be right every time.
"""

import enum
from collections.abc import Mapping

import msgspec

from app.domain.assessment import Assessment, Direction, Scalar, mostly_unexplained
from app.domain.threshold_rule import decides_alone

CONFLICT = 0.6
"""From this share of the stronger side on, the weaker side's signals stand against it."""
NEW_ACCOUNT_DAYS = 30
LONGEST = 80
NONE = "-"


class WhyHere(enum.StrEnum):
    """Why a person has the case before them."""

    BELOW_THRESHOLD = "below_threshold"
    ABOVE_THRESHOLD = "above_threshold"  # a person has it though the agent was sure enough
    KEPT_BACK = "kept_back"  # told once the decision is made


class Unsure(enum.StrEnum):
    """What made the agent unsure, as its own word shows it."""

    NO_CLAUSE = "no_clause"
    CONFLICTING_SIGNALS = "conflicting_signals"
    NEW_SCENARIO = "new_scenario"
    THIN_HISTORY = "thin_history"
    OTHER = "other"


class SliceKey(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """`segment` and `clause` are "-" where there is none."""

    case_type: str
    segment: str
    clause: str
    unsure: str

    def __post_init__(self) -> None:
        if not all(0 < len(part) <= LONGEST for part in (self.case_type, self.segment, self.clause, self.unsure)):
            raise ValueError(f"each part of a slice has 1 to {LONGEST} characters")


class SliceState(enum.StrEnum):
    """Of a slice that somebody proposed."""

    PROPOSED = "proposed"
    GRADUATED = "graduated"
    FELL_BACK = "fell_back"  # its audit crossed the target
    WITHDRAWN = "withdrawn"  # by hand


def why_here(word: Assessment) -> WhyHere:
    """Why a case with this word of the agent is at a person. That the agent had decided it alone, and it came for an
    audit, is told to nobody at the case: it reads as one that the agent was sure of and handed over."""
    sure = decides_alone(word.confidence, word.threshold)
    return WhyHere.ABOVE_THRESHOLD if sure else WhyHere.BELOW_THRESHOLD


def unsure_of(word: Assessment, subject: Mapping[str, Scalar]) -> Unsure:
    """The first of these that fits: the signals conflict; most of the score is unexplained; the account is younger than
    thirty days; no step rests on a clause."""
    sums = {Direction.RISK: 0.0, Direction.SAFE: 0.0}
    for signal in word.signals:
        sums[signal.direction] += abs(signal.contribution)
    weaker, stronger = sorted(sums.values())
    if stronger > 0 and weaker / stronger >= CONFLICT:
        return Unsure.CONFLICTING_SIGNALS
    if mostly_unexplained(tuple(one.contribution for one in word.signals), word.other.contribution):
        return Unsure.NEW_SCENARIO
    age = subject.get("account_age_days")
    if isinstance(age, (int, float)) and not isinstance(age, bool) and age < NEW_ACCOUNT_DAYS:
        return Unsure.THIN_HISTORY
    return Unsure.OTHER if clause_of(word) != NONE else Unsure.NO_CLAUSE


def clause_of(word: Assessment) -> str:
    """The last clause that a step rests on."""
    named = [step.sop_ref for step in word.steps if step.sop_ref]
    return (named[-1] if named else NONE)[:LONGEST]


def segment_of(subject: Mapping[str, Scalar]) -> str:
    """The country of a subject: the one field that every case type has and that names nobody."""
    told = subject.get("country")
    return told.strip()[:LONGEST] or NONE if isinstance(told, str) else NONE


def slice_of(case_type: str, word: Assessment, subject: Mapping[str, Scalar]) -> SliceKey:
    """The slice that a case belongs to, by what is known before anybody decides."""
    return SliceKey(case_type, segment_of(subject), clause_of(word), unsure_of(word, subject).value)
