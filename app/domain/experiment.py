"""A live comparison of two thresholds: who is in which arm, and what was promised before it began."""

import enum
import hashlib

import msgspec

from app.domain.decision import Verdict

_PER_MILLE = 1000


class Arm(enum.StrEnum):
    OLD = "old"
    NEW = "new"


class Metric(enum.StrEnum):
    """What is bad of a case: that it went to a person, or that the agent decided it alone and was wrong. The second is
    known of a random share of the cases, drawn by hash and audited."""

    TO_PEOPLE = "to_people"
    WRONG_ALONE = "wrong_alone"

    @property
    def other(self) -> "Metric":
        return Metric.WRONG_ALONE if self is Metric.TO_PEOPLE else Metric.TO_PEOPLE


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written down before an experiment starts, and does not change after.

    The new threshold is promoted only when the share of cases that are bad by `metric` is shown to have fallen by more
    than `margin`, the share that is bad by the other metric (the guard) is shown to have risen by less than
    `guard_margin`, both at `alpha`, and each arm has `least` cases. It is stopped as harmful when the guard is shown to
    have risen by more than `guard_margin`, or `metric` to have risen at all; as not shown after `most` cases in an arm.
    Shares in thousandths: `new_per_mille` of the cases get the new threshold, `audit_per_mille` are audited where the
    agent decides them alone."""

    metric: Metric
    margin: float = 0.0
    guard_margin: float = 0.02
    alpha: float = 0.05
    least: int = 200
    most: int = 20_000
    new_per_mille: int = 500
    audit_per_mille: int = 100

    def __post_init__(self) -> None:
        if not (0 <= self.margin <= 0.5 and 0 < self.guard_margin <= 0.5):
            raise ValueError("margin from 0 to 0.5, guard_margin above 0 and up to 0.5")
        if not 0.001 <= self.alpha <= 0.1:
            raise ValueError("alpha from 0.001 to 0.1")
        if not 30 <= self.least <= self.most <= 200_000:
            raise ValueError("30 <= least <= most <= 200000")
        if not (50 <= self.new_per_mille <= 950 and 1 <= self.audit_per_mille <= _PER_MILLE):
            raise ValueError("new_per_mille from 50 to 950, audit_per_mille from 1 to 1000")


class ExperimentState(enum.StrEnum):
    RUNNING = "running"
    HOLDS = "holds"  # the criterion was met, and the experiment ended with it
    HARMFUL = "harmful"
    NOT_SHOWN = "not_shown"
    STOPPED = "stopped"  # by hand


def place_of(salt: str, external_ref: str) -> int:
    """Where a case falls, from 0 to 2^64 - 1: the first eight bytes, most significant first, of the SHA-256 of salt,
    line feed and external_ref in UTF-8. The same on every machine and in every process."""
    digest = hashlib.sha256(f"{salt}\n{external_ref}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def is_within(salt: str, external_ref: str, per_mille: int) -> bool:
    """Whether a case lies in a random share of `per_mille` thousandths: place * 1000 < per_mille * 2^64."""
    return place_of(salt, external_ref) * _PER_MILLE < per_mille << 64


def arm_of(salt: str, external_ref: str, new_per_mille: int) -> Arm:
    """The arm of a case, for as long as the experiment runs."""
    return Arm.NEW if is_within(salt, external_ref, new_per_mille) else Arm.OLD


def is_audited(salt: str, external_ref: str, audit_per_mille: int) -> bool:
    """Whether a case is among those whose truth is found out, drawn apart from the arms."""
    return is_within(f"{salt}/audit", external_ref, audit_per_mille)


def is_wrong(verdict: Verdict, truth: str) -> bool:
    """Whether the agent alone would have done the wrong thing; `truth` is a final decision, pass or block."""
    return verdict.value != truth
