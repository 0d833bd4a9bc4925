"""Signal health: what the daily sums say of each signal, which rules it fails, and one item for whoever owns it."""

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Connection

from app.analytics.intervals import Share
from app.analytics.recurring import RiskLift
from app.analytics.signal_health import Health, SignalSums, health
from app.contract.catalogue import catalogue
from app.contract.feedback import SignalFailure
from app.contract.loop_rules import loop_rules
from app.contract.signal_health import LiftView, ShareView, SignalHealth, SignalHealthPage, SignalRuleBook
from app.domain.feedback import ENDED, FeedbackKind, FeedbackState, key_of
from app.domain.loop_rules import Measure, OwnerKind, SignalRule
from app.domain.roles import Capability
from app.domain.root_cause import AttributionKind, Route
from app.server.security.principal import Principal
from app.server.storage import feedback, signal_counts
from app.server.storage.signal_counts import ALL, DAY_MS, SIGNAL, Sums
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases import findings
from app.server.usecases.refusal import require
from app.server.usecases.signal_counts import EDGES

_SPOKE_BEFORE = 0.05
_encode = msgspec.json.Encoder().encode
Key = tuple[str, str, str]  # case type, model version, signal


class Looked(msgspec.Struct, frozen=True):
    """One signal of a window, with the rules that it fails."""

    now: SignalSums
    before: SignalSums
    health: Health
    failures: tuple[SignalFailure, ...]


def rule_book() -> SignalRuleBook:
    """The rules, as data."""
    rules = loop_rules()
    return SignalRuleBook(rules.version, rules.signals.window_days, rules.signals.fires_from, rules.signals.rules)


def page(
    storage: Storage, who: Principal, days: int, case_type: str | None, model_version: str | None, *, failing: bool
) -> SignalHealthPage:
    """The health of every signal of the last `days`, today included. Raises Refused (forbidden)."""
    require(who, Capability.FEEDBACK_READ)
    with storage.read() as connection:
        before_ms = _tomorrow(to_ms(storage.clock()))
        looked = look(connection, before_ms, days, case_type, model_version)
        items = _open_items(connection)
    told = tuple(
        _view(key, one, items.get(_pattern_key(key[0], key[2])))
        for key, one in sorted(looked.items())
        if one.failures or not failing
    )
    return SignalHealthPage(
        from_at=from_ms(before_ms - days * DAY_MS),
        before_at=from_ms(before_ms),
        edges=EDGES,
        signals=told,
        case_types=tuple(sorted({key[0] for key in looked})),
        model_versions=tuple(sorted({key[1] for key in looked})),
    )


def look(
    connection: Connection,
    before_ms: int,
    days: int,
    case_type: str | None = None,
    model_version: str | None = None,
) -> dict[Key, Looked]:
    """Every signal that came in or was labelled in the window of whole days that ends before `before_ms`."""
    from_ms_, length = before_ms - days * DAY_MS, days * DAY_MS
    now = signal_counts.read(connection, from_ms_, before_ms, case_type, model_version)
    before = signal_counts.read(connection, from_ms_ - length, from_ms_, case_type, model_version)
    found: dict[Key, Looked] = {}
    # One that has gone silent is in the window before alone.
    for kind_of, version, kind, name in {**before, **now}:
        if kind != SIGNAL:
            continue
        here, then = (
            _sums(sums.get((kind_of, version, SIGNAL, name)), sums.get((kind_of, version, ALL, "")))
            for sums in (now, before)
        )
        if here.cases or here.bad or here.good:
            state = health(here, then)
            found[kind_of, version, name] = Looked(here, then, state, _failures(version, here, then, state))
    return found


def check(storage: Storage) -> int:
    """Open an item for every signal that fails, and bring those that are there up to date; how many fail."""
    with storage.read() as connection:
        before_ms = _tomorrow(to_ms(storage.clock()))
        looked = look(connection, before_ms, loop_rules().signals.window_days)
        items = _open_items(connection)
    failing: defaultdict[tuple[str, str], list[SignalFailure]] = defaultdict(list)
    for (case_type, _, name), one in sorted(looked.items()):
        failing[case_type, name] += one.failures
    worth = {key: faults for key, faults in failing.items() if faults or _pattern_key(*key) in items}
    for (case_type, name), faults in sorted(worth.items()):
        with storage.write() as work:
            _take_in(work, case_type, name, tuple(faults))
    return sum(1 for faults in failing.values() if faults)


def _take_in(work: UnitOfWork, case_type: str, name: str, faults: tuple[SignalFailure, ...]) -> None:
    work.lock()
    row = feedback.newest_of(work.connection, _pattern_key(case_type, name))
    told = _encode(faults).decode()
    if row is not None:
        here = feedback.follow(work.connection, row)
        verified = here.state == FeedbackState.VERIFIED.value
        if not verified or not faults:
            feedback.change(work.connection, row.feedback_id, figures=told)
            return
    rules = [rule for fault in faults if (rule := loop_rules().rule(fault.code)) is not None]
    if not rules:
        return
    # Data at fault explain what a model makes of them, and not the other way round.
    owner = OwnerKind.DATA if any(rule.owner is OwnerKind.DATA for rule in rules) else rules[0].owner
    route = Route.A.value if owner is OwnerKind.MODEL else None
    findings.open_item(
        work,
        None,
        kind=FeedbackKind.SIGNAL.value,
        pattern_key=_pattern_key(case_type, name),
        generation=1 if row is None else row.generation + 1,
        case_type=case_type,
        code=next(rule.code for rule in rules if rule.owner is owner),
        attribution_kind=AttributionKind.SIGNAL.value,
        attribution_ref=name,
        route=route,
        suggested_route=route,
        suggested_reason="signal_rule",
        owner_kind=owner.value,
        recurs_of=None if row is None else row.feedback_id,
        figures=told,
    )


def _pattern_key(case_type: str, name: str) -> str:
    return key_of("signal", case_type, name)


def _open_items(connection: Connection) -> dict[str, str]:
    """Pattern key → item, of those about signals that are not over."""
    states = [state.value for state in FeedbackState if state not in ENDED]
    return {row.pattern_key: row.feedback_id for row in feedback.of_kind(connection, FeedbackKind.SIGNAL, states)}


def _tomorrow(now_ms: int) -> int:
    return now_ms - now_ms % DAY_MS + DAY_MS


def _sums(one: Sums | None, whole: Sums | None) -> SignalSums:
    one, whole = one or Sums(), whole or Sums()
    return SignalSums(
        cases=whole.listed,
        listed=one.listed,
        missing=one.missing,
        bins=tuple(one.bins),
        risk_bad=one.risk_bad,
        risk_good=one.risk_good,
        safe_bad=one.safe_bad,
        safe_good=one.safe_good,
        bad=whole.risk_bad,
        good=whole.risk_good,
    )


def _failures(version: str, now: SignalSums, before: SignalSums, state: Health) -> tuple[SignalFailure, ...]:
    told = (_failure(rule, version, now, before, state) for rule in loop_rules().signals.rules)
    return tuple(fault for fault in told if fault is not None)


def _failure(
    rule: SignalRule, version: str, now: SignalSums, before: SignalSums, state: Health
) -> SignalFailure | None:
    """What this rule finds; by the bound on the side that would clear the signal, and never under its least n."""
    line: Any = rule.above if rule.above is not None else rule.below

    def failed(value: float, n: int, low: float | None = None, high: float | None = None) -> SignalFailure:
        return SignalFailure(rule.code, version, value, line, n, low, high)

    match rule.measure:
        case Measure.MISSING:
            share = state.missing
            if share.n >= rule.least and share.estimate is not None and share.interval.low > line:
                return failed(share.estimate, share.n, share.interval.low, share.interval.high)
        case Measure.DRIFT:
            shift, least = state.shift, min(now.listed, before.listed)
            if least >= rule.least and shift.psi is not None and shift.beyond_chance and shift.psi > line:
                return failed(shift.psi, now.listed)
        case Measure.SILENT:
            share, then = state.firing, health(before, before).firing
            if min(share.n, then.n) >= rule.least and share.estimate is not None:
                silent = 1 - share.interval.high > line and then.interval.low > _SPOKE_BEFORE
                return failed(1 - share.estimate, share.n, 1 - share.interval.high) if silent else None
        case Measure.LIFT_RISK | Measure.LIFT_SAFE:
            risk = rule.measure is Measure.LIFT_RISK
            lift, n = (state.lift_risk, state.right_risk.n) if risk else (state.lift_safe, state.right_safe.n)
            if n >= rule.least and lift.lift is not None and lift.interval is not None and lift.interval.high < line:
                return failed(lift.lift, n, lift.interval.low, lift.interval.high)
    return None


def _view(key: Key, one: Looked, feedback_id: str | None) -> SignalHealth:
    state = one.health
    return SignalHealth(
        signal=key[2],
        case_type=key[0],
        model_version=key[1],
        known=key[2] in catalogue().signals,
        firing=_share(state.firing),
        missing=_share(state.missing),
        right_risk=_share(state.right_risk),
        right_safe=_share(state.right_safe),
        lift_risk=_lift(state.lift_risk),
        lift_safe=_lift(state.lift_safe),
        psi=state.shift.psi,
        psi_critical=state.shift.critical,
        bins=one.now.bins,
        bins_before=one.before.bins,
        failing=tuple(fault.code for fault in one.failures),
        feedback_id=feedback_id,
    )


def _share(one: Share) -> ShareView:
    return ShareView(one.k, one.n, one.estimate, one.interval.low, one.interval.high)


def _lift(one: RiskLift) -> LiftView:
    bounds = (one.interval.low, one.interval.high) if one.interval is not None else (None, None)
    return LiftView(one.lift, *bounds)
