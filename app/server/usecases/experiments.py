"""Live experiments: started by a plan that is frozen then, looked at as often as one likes, ended by its rule."""

import hashlib
import math
import secrets
from datetime import timedelta

import msgspec

from app.analytics.ab_test import Pairs, log_e_above, log_e_below, lower, pairs, upper
from app.contract.canonical import canonical_json
from app.contract.hub import ExperimentOrder, ExperimentView, Lacking, MetricView, StandingView
from app.contract.problems import Code
from app.domain.decision import Verdict
from app.domain.experiment import ExperimentState, Metric, Plan
from app.domain.proposal import ProposalState
from app.domain.threshold_rule import trial_name
from app.server.security.principal import Principal
from app.server.storage import experiments, threshold_rules
from app.server.storage.experiments import Experiment
from app.server.storage.intake import one_batch_at_a_time
from app.server.storage.proposals import Proposal
from app.server.storage.unit_of_work import UnitOfWork, from_ms
from app.server.usecases.refusal import Refused
from app.server.usecases.session import new_id
from app.server.usecases.threshold_rules import SERVER, take_step

PATIENCE = timedelta(days=3)
"""So long an audit is waited for before the pairs go on without it; cases that came after it wait as well, so that no
arm looks better because its answers come sooner."""
MOST_UNANSWERED = 0.1
MOST_FLAGGED = 0.05
AT_ONCE = 500
LARGEST = 1e12
DAY_MS = 86_400_000
_MS = timedelta(milliseconds=1)


def start(work: UnitOfWork, who: Principal, proposal: Proposal, told: ExperimentOrder) -> None:
    """Raises Refused (rules_changed, where another threshold is in force than the proposal is about)."""
    one_batch_at_a_time(work.connection)
    rules = threshold_rules.of_side(work.connection, proposal.case_type, proposal.side)
    old = next((one for one in rules if one.holds_at(work.now_ms)), None)
    if old is None or old.rule_version != proposal.base_version:
        raise Refused(Code.RULES_CHANGED)
    plan = canonical_json(msgspec.to_builtins(told.plan))
    digest = hashlib.sha256(plan).hexdigest()
    experiment_id = new_id(work.now_ms)
    experiments.add(
        work.connection,
        experiment_id=experiment_id,
        proposal_id=proposal.proposal_id,
        case_type=proposal.case_type,
        side=proposal.side,
        salt=secrets.token_hex(16),
        plan=plan.decode(),
        plan_digest=digest,
        old_version=old.rule_version,
        old_threshold=old.threshold,
        new_version=trial_name(proposal.case_type, Verdict(proposal.side), proposal.proposal_id),
        new_threshold=proposal.threshold,
        started_by=who.user_id,
        started_at=work.now_ms,
        state=ExperimentState.RUNNING.value,
    )
    work.audit(who.user_id, "hub.experiment_started", "experiment", experiment_id, plan=digest)
    take_step(work, proposal.proposal_id, ProposalState.TESTING, who.user_id, (told.why, told.why_language))


def look(work: UnitOfWork, one: Experiment) -> StandingView:
    """How it stands, kept with the day; where its rule says so, it ends. Call with the experiment held."""
    while experiments.settle(work.connection, one.experiment_id, one.side, work.now_ms, AT_ONCE) == AT_ONCE:
        pass
    standing = stands(work, one)
    kept = msgspec.json.encode(standing).decode()
    experiments.keep_look(work.connection, one.experiment_id, work.now_ms // DAY_MS, work.now_ms, kept)
    experiments.change(work.connection, one.experiment_id, standing=kept)
    if standing.verdict != ExperimentState.RUNNING.value:
        end(work, one, ExperimentState(standing.verdict), None)
    return standing


def end(
    work: UnitOfWork, one: Experiment, state: ExperimentState, by: str | None, said: tuple[str, str] = ("", "en")
) -> None:
    """From now on the threshold in force holds for every case."""
    experiments.change(work.connection, one.experiment_id, state=state.value, ended_at=work.now_ms)
    work.audit(by or SERVER, "hub.experiment_ended", "experiment", one.experiment_id, state=state.value)
    shown = state is ExperimentState.HOLDS
    take_step(work, one.proposal_id, ProposalState.SHOWN if shown else ProposalState.FAILED, by, said)


def stands(work: UnitOfWork, one: Experiment) -> StandingView:
    """By its own plan, from all that is known now."""
    connection, plan = work.connection, msgspec.json.decode(one.plan, type=Plan)
    waited = work.now_ms - PATIENCE // _MS
    horizon = experiments.oldest_open(connection, one.experiment_id, waited)
    found = {
        Metric.TO_PEOPLE: experiments.arrivals(connection, one.experiment_id),
        Metric.WRONG_ALONE: experiments.truths(connection, one.experiment_id, horizon, PATIENCE // _MS),
    }
    arrived = {arm: len(seen) for arm, seen in found[Metric.TO_PEOPLE].items()}
    unanswered = experiments.unanswered(connection, one.experiment_id, waited)
    flagged = experiments.flagged(connection, one.experiment_id)
    primary, held = _metric(plan, plan.metric, found[plan.metric])
    guard, guarded = _metric(plan, plan.metric.other, found[plan.metric.other])
    needed = -math.log(plan.alpha)
    harm = max(log_e_above(guarded, plan.guard_margin), log_e_above(held, 0.0))
    lacking = []
    if (least := min(arrived.values())) < plan.least:
        lacking.append(Lacking("cases", least, plan.least))
    lacking += [
        Lacking(what, shown.evidence, shown.needed)
        for what, shown in (("metric", primary), ("guard", guard))
        if not shown.shown
    ]
    asked = experiments.audited(connection, one.experiment_id)
    if asked and unanswered > MOST_UNANSWERED * asked:
        lacking.append(Lacking("unanswered", unanswered, MOST_UNANSWERED * asked))
    if flagged > MOST_FLAGGED * sum(arrived.values()):
        lacking.append(Lacking("flagged", flagged, MOST_FLAGGED * sum(arrived.values())))
    verdict = ExperimentState.RUNNING
    if harm >= needed:
        verdict = ExperimentState.HARMFUL
    elif not lacking:
        verdict = ExperimentState.HOLDS
    elif max(arrived.values()) >= plan.most and horizon is None:
        verdict = ExperimentState.NOT_SHOWN
    return StandingView(work.now, verdict.value, primary, guard, _plain(harm), unanswered, flagged, tuple(lacking))


def _metric(plan: Plan, metric: Metric, arms: dict[str, list[bool]]) -> tuple[MetricView, Pairs]:
    old, new = arms["old"], arms["new"]
    held = pairs(old, new)
    limit = -plan.margin if metric is plan.metric else plan.guard_margin
    evidence = log_e_below(held, limit)
    view = MetricView(
        metric,
        sum(old),
        len(old),
        sum(new),
        len(new),
        held.n,
        held.difference,
        lower(held, plan.alpha),
        upper(held, plan.alpha),
        limit,
        _plain(evidence),
        1 / plan.alpha,
        evidence >= -math.log(plan.alpha),
    )
    return view, held


def _plain(logarithm: float) -> float:
    """Evidence as a number that JSON holds."""
    return min(math.exp(min(logarithm, 100.0)), LARGEST)


def experiment_view(one: Experiment, looks: list[str]) -> ExperimentView:
    return ExperimentView(
        one.experiment_id,
        one.case_type,
        one.side,
        one.salt,
        msgspec.json.decode(one.plan, type=Plan),
        one.plan_digest,
        one.old_version,
        one.old_threshold,
        one.new_version,
        one.new_threshold,
        one.started_by_name,
        from_ms(one.started_at),
        one.state,
        None if one.ended_at is None else from_ms(one.ended_at),
        msgspec.json.decode(one.standing, type=StandingView) if one.standing else None,
        tuple(msgspec.json.decode(look, type=StandingView) for look in looks),
    )


def look_at_all(work: UnitOfWork) -> int:
    """Every experiment that runs; how many."""
    found = experiments.running(work.connection)
    for each in found:
        one = experiments.hold(work.connection, each.experiment_id)
        if one is not None and one.state == experiments.RUNNING:
            look(work, one)
    return len(found)
