"""Deciding while the cases come in: Wald's sequential probability-ratio test, and the alarm of the gold cases."""

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from app.analytics.binomial import binomial_tail


class Decision(StrEnum):
    """GOOD: the error rate is p0 or less. BAD: it is p1 or more. GO_ON: not known yet."""

    GOOD = "good"
    BAD = "bad"
    GO_ON = "go_on"


class Sprt(msgspec.Struct, frozen=True):
    """A sequential test of an error rate (Wald 1945): `p0` is good work, `p1` is not, `alpha` the chance to call good
    work bad and `beta` the chance to call bad work good."""

    p0: float = 0.02
    p1: float = 0.08
    alpha: float = 0.05
    beta: float = 0.05

    def __post_init__(self) -> None:
        if not (0 < self.p0 < self.p1 < 1 and 0 < self.alpha < 0.5 and 0 < self.beta < 0.5):
            raise ValueError("0 < p0 < p1 < 1, and alpha and beta between 0 and a half")

    @property
    def upper(self) -> float:
        """At this log likelihood ratio and above the work is bad."""
        return math.log((1 - self.beta) / self.alpha)

    @property
    def lower(self) -> float:
        """At this log likelihood ratio and below the work is good."""
        return math.log(self.beta / (1 - self.alpha))

    def ratio(self, errors: int, n: int) -> float:
        """The log likelihood ratio of p1 to p0 after `errors` in `n`."""
        return errors * math.log(self.p1 / self.p0) + (n - errors) * math.log((1 - self.p1) / (1 - self.p0))

    def decide(self, errors: int, n: int) -> Decision:
        """What the counts so far say. The test has to be read after each case (`run`): a decision stands."""
        ratio = self.ratio(errors, n)
        if ratio >= self.upper:
            return Decision.BAD
        return Decision.GOOD if ratio <= self.lower else Decision.GO_ON

    def good_at(self, errors: int) -> int:
        """With that many errors, the number of cases at which the work is called good."""
        right = (errors * math.log(self.p1 / self.p0) - self.lower) / math.log((1 - self.p0) / (1 - self.p1))
        return errors + math.ceil(right - 1e-12)


class SprtRun(msgspec.Struct, frozen=True):
    """Where a sequence of cases led: `at` is the case that decided it (from 1; None while it goes on)."""

    decision: Decision
    errors: int
    n: int
    at: int | None
    ratio: float
    more_if_right: int


def run(wrong: Iterable[bool], test: Sprt | None = None) -> SprtRun:
    """The test over cases in the order in which they were judged; what comes after the decision is not looked at."""
    plan = test or Sprt()
    errors = n = 0
    for is_wrong in wrong:
        n += 1
        errors += bool(is_wrong)
        said = plan.decide(errors, n)
        if said is not Decision.GO_ON:
            return SprtRun(said, errors, n, n, plan.ratio(errors, n), 0)
    return SprtRun(Decision.GO_ON, errors, n, None, plan.ratio(errors, n), plan.good_at(errors) - n)


class GoldAlarm(msgspec.Struct, frozen=True):
    """`errors` wrong gold cases among the last `window` raise an alarm; before `window` cases none is raised."""

    window: int = 80
    errors: int = 5

    def chance(self, error_rate: float) -> float:
        """That one full window of a reviewer with this error rate raises it."""
        return binomial_tail(self.errors, self.window, error_rate)


class GoldStanding(msgspec.Struct, frozen=True):
    """`n` gold cases of the window with `errors` wrong ones; `more` to come before anything may be said."""

    n: int
    errors: int
    alarm: bool
    more: int


def gold_standing(wrong: Sequence[bool], alarm: GoldAlarm | None = None) -> GoldStanding:
    """Of the gold cases in the order of their answers, oldest first."""
    rule = alarm or GoldAlarm()
    last = wrong[-rule.window :]
    errors, n = sum(map(bool, last)), len(last)
    return GoldStanding(n, errors, n >= rule.window and errors >= rule.errors, rule.window - n)
