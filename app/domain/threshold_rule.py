"""Thresholds above which the agent decides alone, by case type and side, in versions."""

import enum
import math

import msgspec

from app.domain.decision import Verdict

LEAST, MOST = 0.5, 1.0
"""A threshold is compared with the confidence of the verdict, which below a half would be the other verdict's."""
NEAR = 1e-9


class RuleFlag(enum.StrEnum):
    """What was wrong with the threshold that came with a case; it is told and counted, and refuses nothing."""

    OTHER_RULE = "other_rule"  # a version that is not in force
    OTHER_THRESHOLD = "other_threshold"  # the version in force, with another threshold than it has
    OTHER_ARM = "other_arm"  # the rule of the other arm of a running experiment
    AGAINST_RULE = "against_rule"  # decided alone below the threshold, or sent to people above it


class RuleWord(msgspec.Struct, frozen=True):
    """One rule as an assessment cites it."""

    rule_version: str
    threshold: float


class Expected(msgspec.Struct, frozen=True):
    """What an assessment has to cite: `word`; `other` is what the other arm has, where an experiment runs; `also` are
    slices that had graduated by then, any of which may be cited."""

    word: RuleWord
    other: RuleWord | None = None
    also: frozenset[str] = frozenset()


def rule_name(case_type: str, side: Verdict, version: int) -> str:
    """rule_name("kyc_audit", Verdict.PASS, 3) == "kyc_audit.pass.3": what the agent cites as its rule_version."""
    return f"{case_type}.{side.value}.{version}"


def trial_name(case_type: str, side: Verdict, proposal_id: str) -> str:
    """What the new arm of an experiment cites."""
    return f"{case_type}.{side.value}.try.{proposal_id}"


def slice_name(case_type: str, slice_id: str) -> str:
    """What a decision within a graduated slice cites."""
    return f"{case_type}.slice.{slice_id}"


def decides_alone(confidence: float, threshold: float) -> bool:
    """Whether the agent decides a case itself at this threshold of its side."""
    return confidence >= threshold - NEAR


def threshold_fault(threshold: float) -> str | None:
    """Why this cannot be a threshold: out_of_range; None where it can."""
    return None if math.isfinite(threshold) and LEAST <= threshold <= MOST else "out_of_range"


def flag_of(told: RuleWord, confidence: float, alone: bool, expected: Expected) -> RuleFlag | None:
    """What is wrong with a rule that was cited. `alone`: the agent decided the case by itself."""
    if told.rule_version in expected.also:
        return None
    if told.rule_version != expected.word.rule_version:
        other = expected.other is not None and told.rule_version == expected.other.rule_version
        return RuleFlag.OTHER_ARM if other else RuleFlag.OTHER_RULE
    if abs(told.threshold - expected.word.threshold) > NEAR:
        return RuleFlag.OTHER_THRESHOLD
    if decides_alone(confidence, told.threshold) != alone:
        return RuleFlag.AGAINST_RULE
    return None
