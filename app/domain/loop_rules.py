"""When something recurs often enough to be a pattern, and when a signal counts as failing. Data, not code."""

import enum
from typing import Annotated

import msgspec

from app.domain.text import Bilingual

_Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
_Days = Annotated[int, msgspec.Meta(ge=1, le=366)]


class OwnerKind(enum.StrEnum):
    """Who is to act: who delivers the data, who trains the model, who sets thresholds, who writes the SOP, or who
    leads the people."""

    DATA = "data"
    MODEL = "model"
    RULES = "rules"
    SOP = "sop"
    LEAD = "lead"


class Measure(enum.StrEnum):
    """What a rule about a signal looks at: the lower bound of its missing rate; the population stability index against
    the window before, once it is beyond chance; the share of cases in which it says nothing, where it spoke before;
    the upper bound of the lift of those in which it points to risk, or to safety."""

    MISSING = "missing_rate"
    DRIFT = "psi"
    SILENT = "silent"
    LIFT_RISK = "lift_risk"
    LIFT_SAFE = "lift_safe"


class SignalRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signal fails where its measure lies above or below a line and rests on at least so many cases."""

    code: str
    measure: Measure
    least: Annotated[int, msgspec.Meta(ge=1)]
    owner: OwnerKind
    name: Bilingual
    meaning: Bilingual
    above: float | None = None
    below: float | None = None


class SignalRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fires_from`: the contribution in log-odds from which a signal counts as firing."""

    window_days: _Days
    fires_from: Annotated[float, msgspec.Meta(gt=0)]
    rules: tuple[SignalRule, ...]


class PatternRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`one_person_share`: from this share on, a pattern is first of all one reviewer's habit."""

    window_days: _Days
    trend_weeks: Annotated[int, msgspec.Meta(ge=1, le=52)]
    least_cases: Annotated[int, msgspec.Meta(ge=2)]
    false_discovery_rate: _Share
    least_lift: Annotated[float, msgspec.Meta(ge=1)]
    one_person_share: _Share


class LoopRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    version: str
    patterns: PatternRules
    signals: SignalRules

    def rule(self, code: str) -> SignalRule | None:
        """The rule about signals of this code."""
        return next((one for one in self.signals.rules if one.code == code), None)


def parse_loop_rules(data: bytes) -> LoopRules:
    """Read the file. Raises ValueError where a code stands twice, a rule draws no line or two, or a text lacks one of
    the two languages."""
    found = msgspec.json.decode(data, type=LoopRules)
    rules = found.signals.rules
    if len({rule.code for rule in rules}) != len(rules):
        raise ValueError("a code stands twice")
    if any((rule.above is None) == (rule.below is None) for rule in rules):
        raise ValueError("a rule draws one line")
    if not all(text.en and text.zh for rule in rules for text in (rule.name, rule.meaning)):
        raise ValueError("a text lacks a language")
    return found
