"""Signal health: per signal, case type and model version in a window."""

from datetime import datetime

import msgspec

from app.domain.loop_rules import SignalRule


class ShareView(msgspec.Struct, frozen=True):
    """`k` of `n` with its Wilson interval at 95 %; `value` is null where n is 0."""

    k: int
    n: int
    value: float | None
    low: float
    high: float


class LiftView(msgspec.Struct, frozen=True):
    """The share where it points there over the share where it does not, with a 95 % log interval; null where one of
    them has no case."""

    value: float | None
    low: float | None
    high: float | None


class SignalHealth(msgspec.Struct, frozen=True, omit_defaults=True):
    """One signal of one type in one model version. `known`: the dictionary has it; its meaning, unit and owner stand
    there. `firing`: of all cases that came in, those in which it weighs 0.3 log-odds or more; `missing`: of those that
    list it, those without a value; `right_risk` (`right_safe`): of the labelled cases in which it points to risk
    (safety), those that were bad (good), with the lift over those in which it does not; `psi` against the window
    before, beyond chance from `psi_critical` on. `bins` and `bins_before`: contributions in log-odds between
    `edges` of the page. `failing`: the codes of the rules it fails; `feedback_id`: the item that is open about it."""

    signal: str
    case_type: str
    model_version: str
    known: bool
    firing: ShareView
    missing: ShareView
    right_risk: ShareView
    right_safe: ShareView
    lift_risk: LiftView
    lift_safe: LiftView
    psi: float | None
    psi_critical: float | None
    bins: tuple[int, ...]
    bins_before: tuple[int, ...]
    failing: tuple[str, ...] = ()
    feedback_id: str | None = None


class SignalHealthPage(msgspec.Struct, frozen=True):
    """[from_at, before_at) and the equally long window before it; whole days, UTC. Labelled cases are those of the
    queue and of audits: not a sample of all that the agent decides."""

    from_at: datetime
    before_at: datetime
    edges: tuple[float, ...]
    signals: tuple[SignalHealth, ...]
    case_types: tuple[str, ...]
    model_versions: tuple[str, ...]


class SignalRuleBook(msgspec.Struct, frozen=True):
    """The rules in force, with their words in both languages."""

    version: str
    window_days: int
    fires_from: float
    rules: tuple[SignalRule, ...]
