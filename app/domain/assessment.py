"""The agent's word on a case: verdict, score, the signals that add up to it, and the reasoning steps."""

import enum
import math

import msgspec

from app.domain.decision import Disposition, Verdict
from app.domain.text import Bilingual

SUM_TOLERANCE = 1e-6
MAX_SIGNALS, MAX_STEPS = 200, 50

Scalar = str | int | float | bool | None


class AssessmentRole(enum.StrEnum):
    CHAMPION = "champion"
    CHALLENGER = "challenger"


class Direction(enum.StrEnum):
    RISK = "risk"
    SAFE = "safe"


class Signal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One listed signal; `contribution` in log-odds, positive towards block."""

    name: str
    value: Scalar
    contribution: float
    direction: Direction

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= 120:
            raise ValueError("a signal has a name of 1 to 120 characters")
        if (self.direction is Direction.RISK and self.contribution < 0) or (
            self.direction is Direction.SAFE and self.contribution > 0
        ):
            raise ValueError("direction and the sign of contribution disagree")


class OtherSignals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signals that are not listed, together; `count` is null where the agent does not say."""

    count: int | None
    contribution: float

    def __post_init__(self) -> None:
        if self.count is not None and self.count < 0:
            raise ValueError("count cannot be negative")


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the reasoning, numbered from 1. `sop_ref` reads like "ATO-12 §3"; null where no clause backs it."""

    n: int
    statement: Bilingual
    evidence_ids: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    sop_ref: str | None = None
    outcome: str = ""


class Assessment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Invariant: |sigmoid(base_value + Σ contributions + other) − risk_score| ≤ 1e-6, and confidence is the
    probability of the verdict. Raises ValueError (msgspec.ValidationError when decoding) otherwise."""

    agent: str
    model_version: str
    verdict: Verdict
    risk_score: float
    confidence: float
    threshold: float
    rule_version: str
    role: AssessmentRole
    disposition: Disposition
    base_value: float
    signals: tuple[Signal, ...]
    other: OtherSignals
    steps: tuple[Step, ...] = ()
    not_checked: tuple[Bilingual, ...] = ()
    prompt_version: str | None = None
    sop_version: str | None = None

    def __post_init__(self) -> None:
        for name in ("risk_score", "confidence", "threshold"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} lies between 0 and 1")
        if len(self.signals) > MAX_SIGNALS or len(self.steps) > MAX_STEPS:
            raise ValueError(f"at most {MAX_SIGNALS} signals and {MAX_STEPS} steps")
        if [step.n for step in self.steps] != list(range(1, len(self.steps) + 1)):
            raise ValueError("steps are numbered 1, 2, 3 in order")
        if len({signal.name for signal in self.signals}) != len(self.signals):
            raise ValueError("a signal is listed twice")
        if abs(self.confidence - verdict_confidence(self.verdict, self.risk_score)) > SUM_TOLERANCE:
            raise ValueError("confidence is not that of the verdict")
        if abs(sigmoid(log_odds(self)) - self.risk_score) > SUM_TOLERANCE:
            raise ValueError("base_value, contributions and other do not add up to risk_score")
        implied = {Disposition.AUTO_PASSED: Verdict.PASS, Disposition.AUTO_BLOCKED: Verdict.BLOCK}
        if implied.get(self.disposition, self.verdict) is not self.verdict:
            raise ValueError("disposition and verdict disagree")


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x) without overflow."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


def verdict_confidence(verdict: Verdict, risk_score: float) -> float:
    """The probability that the agent gives its own verdict."""
    return risk_score if verdict is Verdict.BLOCK else 1.0 - risk_score


def log_odds(assessment: Assessment) -> float:
    """base + Σ listed contributions + other, summed without loss (math.fsum)."""
    return math.fsum(
        [assessment.base_value, assessment.other.contribution, *(s.contribution for s in assessment.signals)]
    )


def distance_to_threshold(confidence: float, threshold: float) -> float:
    """Signed: negative where the agent was not sure enough to decide alone."""
    return confidence - threshold


def mostly_unexplained(contributions: tuple[float, ...], other: float) -> bool:
    """True where the signals not listed outweigh all the listed ones: |other| > Σ|contributions|."""
    return abs(other) > math.fsum(abs(c) for c in contributions)
