"""What the sums of a signal say of it: how often it fires, misses, is right, and has shifted."""

import msgspec

from app.analytics.intervals import Share, share
from app.analytics.recurring import RiskLift, Shift, risk_lift, shift


class SignalSums(msgspec.Struct, frozen=True):
    """Of one signal in a window. `cases`: all that came in, `listed` those that listed it, `missing` those that listed
    it without a value, `bins` how its contributions lie (eight bins). Of labelled cases: those in which it pointed to
    risk or to safety, by what was true, and all that were found `bad` and `good`."""

    cases: int
    listed: int
    missing: int
    bins: tuple[int, ...]
    risk_bad: int
    risk_good: int
    safe_bad: int
    safe_good: int
    bad: int
    good: int


class Health(msgspec.Struct, frozen=True):
    """`firing`: cases that list it with a weight of 0.3 log-odds or more; `missing`: listed ones without a value;
    `right_risk` and `right_safe`: labelled cases in which what it pointed to was true, with lift over the labelled
    cases in which it did not point there; `shift` against the window before."""

    firing: Share
    missing: Share
    right_risk: Share
    right_safe: Share
    lift_risk: RiskLift
    lift_safe: RiskLift
    shift: Shift


SILENT_BINS = (3, 4)
"""The bins next to nothing: from −0.3 to 0.3 log-odds."""


def health(now: SignalSums, before: SignalSums) -> Health:
    """The state of a signal. Both windows are equally long."""
    fired = sum(now.bins) - sum(now.bins[n] for n in SILENT_BINS)
    risk, safe = now.risk_bad + now.risk_good, now.safe_bad + now.safe_good
    labelled = now.bad + now.good
    return Health(
        firing=share(fired, max(fired, now.cases)),
        missing=share(now.missing, max(now.missing, now.listed)),
        right_risk=share(now.risk_bad, risk),
        right_safe=share(now.safe_good, safe),
        lift_risk=risk_lift(now.risk_bad, risk, max(0, now.bad - now.risk_bad), max(0, labelled - risk)),
        lift_safe=risk_lift(now.safe_good, safe, max(0, now.good - now.safe_good), max(0, labelled - safe)),
        shift=shift(now.bins, before.bins),
    )
