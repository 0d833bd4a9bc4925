"""Live experiments: started by a plan that is frozen then, looked at as often as one likes, ended by its rule."""

import hashlib
import math
import secrets
from datetime import timedelta

import msgspec

from app.analytics.ab_test import (
    Pairs,
    log_e_above,
    log_e_below,
    log_e_share_above,
    log_e_share_below,
    lower,
    pairs,
    upper,
)
from app.contract.canonical import canonical_json
from app.contract.hub import ExperimentOrder, ExperimentView, Lacking, MetricView, StandingView
from app.contract.problems import Code
from app.domain.decision import Verdict
from app.domain.experiment import Arm, ExperimentState, Metric, Plan
from app.domain.proposal import ProposalState
from app.domain.threshold_rule import trial_name
from app.server.security.principal import Principal
from app.server.storage import experiments, threshold_rules
from app.server.storage.experiments import Experiment, Known
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
MISSPLIT = 0.001
TRIED = timedelta(days=180)
"""So long ago an experiment counts as one try of the same."""
AT_ONCE = 500
LARGEST = 1e12
DAY_MS = 86_400_000
_MS = timedelta(milliseconds=1)


def start(work: UnitOfWork, who: Principal, proposal: Proposal, told: ExperimentOrder) -> None:
    """Raises Refused (rules_changed, where another threshold is in force, or set for later, than the proposal is
    about)."""
    one_batch_at_a_time(work.connection)
    rules = threshold_rules.of_side(work.connection, proposal.case_type, proposal.side)
    old = next((one for one in rules if one.holds_at(work.now_ms)), None)
    if old is None or old.rule_version != proposal.base_version:
        raise Refused(Code.RULES_CHANGED)
    if any(one.effective_from > work.now_ms and one.ended_at != one.effective_from for one in rules):
        raise Refused(Code.RULES_CHANGED, "another threshold is set for later")
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
    _revised(work, one)
    standing = stands(work, one, work.now_ms)
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


def _revised(work: UnitOfWork, one: Experiment) -> int:
    """How many audits were found otherwise since they were counted."""
    found = part = experiments.revise(work.connection, one.experiment_id, one.side, AT_ONCE)
    while part == AT_ONCE:
        part = experiments.revise(work.connection, one.experiment_id, one.side, AT_ONCE)
        found += part
    return found


def still_holds(work: UnitOfWork, one: Experiment) -> StandingView | None:
    """How an experiment that ended with `holds` would have stood at its end by what is known of the same cases today;
    None where nothing of it was found otherwise since.

    Whoever refuses by it has what was counted anew undone with the rest of the transaction: asked again, it is told
    again."""
    if one.ended_at is None or not _revised(work, one):
        return None
    return stands(work, one, one.ended_at)


def stands(work: UnitOfWork, one: Experiment, at_ms: int) -> StandingView:
    """By its own plan, from what was known at that moment."""
    connection, plan = work.connection, msgspec.json.decode(one.plan, type=Plan)
    full = experiments.full_at(connection, one.experiment_id, plan.most)
    known = Known(one.experiment_id, at_ms if full is None else min(full, at_ms), at_ms, PATIENCE // _MS)
    horizon = experiments.oldest_open(connection, known)
    found = {
        Metric.TO_PEOPLE: experiments.arrivals(connection, known),
        Metric.WRONG_ALONE: experiments.truths(connection, known, horizon),
    }
    came = found[Metric.TO_PEOPLE]
    arrived = {Arm.NEW: sum(is_new for is_new, _ in came), Arm.OLD: sum(not is_new for is_new, _ in came)}
    unanswered = experiments.unanswered(connection, known)
    flagged = experiments.flagged(connection, known)
    # Who tries until it holds needs twice the evidence each time: all tries together deceive in 2 alpha at most.
    tries = experiments.tries_before(connection, one, one.started_at - TRIED // _MS)
    alpha = plan.alpha / 2 ** min(tries, 60)
    primary, held = _metric(plan, plan.metric, found[plan.metric], alpha)
    guard, guarded = _metric(plan, plan.metric.other, found[plan.metric.other], alpha)
    harm = max(log_e_above(guarded, plan.guard_margin), log_e_above(held, 0.0))
    lacking = []
    if (least := min(arrived.values())) < plan.least:
        lacking.append(Lacking("cases", least, plan.least))
    lacking += [
        Lacking(what, shown.evidence, shown.needed)
        for what, shown in (("metric", primary), ("guard", guard))
        if not shown.shown
    ]
    asked = experiments.audited(connection, known)
    if asked and unanswered > MOST_UNANSWERED * asked:
        lacking.append(Lacking("unanswered", unanswered, MOST_UNANSWERED * asked))
    # By arm: a small one that goes by the wrong rule altogether would be little of the whole.
    for arm, count in flagged.items():
        if count > MOST_FLAGGED * arrived[arm]:
            lacking.append(Lacking("flagged", count, MOST_FLAGGED * arrived[arm]))
            break
    if _split_otherwise(arrived, plan):
        lacking.append(Lacking("split", arrived[Arm.NEW], len(came) * plan.new_per_mille / 1000))
    verdict = ExperimentState.RUNNING
    if harm >= -math.log(plan.alpha):
        verdict = ExperimentState.HARMFUL
    elif not lacking:
        verdict = ExperimentState.HOLDS
    elif max(arrived.values()) >= plan.most and horizon is None:
        verdict = ExperimentState.NOT_SHOWN
    told = sum(flagged.values())
    return StandingView(from_ms(at_ms), verdict.value, primary, guard, _plain(harm), unanswered, told, tuple(lacking))


def _split_otherwise(arrived: dict[Arm, int], plan: Plan) -> bool:
    """Whether the arms have come in other shares than were drawn: cases of one of them are not told."""
    new, every, drawn = arrived[Arm.NEW], sum(arrived.values()), plan.new_per_mille / 1000
    return max(log_e_share_above(new, every, drawn), log_e_share_below(new, every, drawn)) >= math.log(2 / MISSPLIT)


def _metric(plan: Plan, metric: Metric, cases: list[tuple[bool, bool]], alpha: float) -> tuple[MetricView, Pairs]:
    old, new = ([bad for is_new, bad in cases if is_new == arm] for arm in (False, True))
    held = pairs(cases)
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
        lower(held, alpha),
        upper(held, alpha),
        limit,
        _plain(evidence),
        1 / alpha,
        evidence >= -math.log(alpha),
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
