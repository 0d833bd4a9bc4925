"""Proposals to move a threshold: made, replayed, approved by somebody else, tried, promoted."""

import msgspec
from sqlalchemy import Connection

from app.contract.catalogue import catalogue
from app.contract.hub import (
    Ending,
    ExperimentOrder,
    Promotion,
    ProposalDecision,
    ProposalOrder,
    ProposalPage,
    ProposalView,
    ReplayView,
    StandingView,
    StepTaken,
)
from app.contract.problems import Code, ProblemItem
from app.domain.experiment import ExperimentState
from app.domain.proposal import ProposalKind, ProposalState, needs_experiment, order_fault, step_fault
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import boundary, experiments, proposals, threshold_rules
from app.server.storage.experiments import Experiment
from app.server.storage.intake import one_batch_at_a_time
from app.server.storage.proposals import Proposal, Step
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases import boundary as slices
from app.server.usecases import experiments as trials
from app.server.usecases.refusal import Refused, require
from app.server.usecases.replay import replay_of
from app.server.usecases.session import new_id
from app.server.usecases.threshold_rules import check_words, set_rule, take_step

_S = ProposalState


def propose(storage: Storage, who: Principal, told: ProposalOrder) -> ProposalView:
    """A new proposal, with its replay on past cases. Raises Refused (forbidden, invalid, unknown_case_type,
    proposal_open)."""
    require(who, Capability.HUB_PROPOSE)
    check_words(told.why)
    if told.case_type not in catalogue().case_types:
        raise Refused(Code.UNKNOWN_CASE_TYPE, errors=(ProblemItem("/case_type", "unknown"),))
    key = (told.case_type, told.side.value)
    with storage.write() as work:
        one_batch_at_a_time(work.connection)
        if key in proposals.under_way(work.connection, ProposalKind.THRESHOLD.value):
            raise Refused(Code.PROPOSAL_OPEN)
        base = _in_force(work, *key)
        if fault := order_fault(told.threshold, base[1] if base else None):
            raise Refused(Code.INVALID, errors=(ProblemItem("/threshold", fault.code),))
        proposal_id = new_id(work.now_ms)
        proposals.add(
            work.connection,
            proposal_id=proposal_id,
            kind=ProposalKind.THRESHOLD.value,
            case_type=told.case_type,
            side=told.side.value,
            base_version=base[0] if base else None,
            base_threshold=base[1] if base else None,
            threshold=told.threshold,
            source=told.source.value,
            feedback_id=told.feedback_id,
            session_id=told.session_id,
            why=told.why,
            why_language=told.why_language,
            cost_wrong=told.cost_wrong,
            minutes_per_case=told.minutes_per_case,
            author_id=who.user_id,
            created_at=work.now_ms,
            state=_S.OPEN.value,
        )
        take_step(work, proposal_id, _S.OPEN, who.user_id, (told.why, told.why_language))
        _replay(work, _held(work, proposal_id))
        return _view(work.connection, _held(work, proposal_id), who)


def _in_force(work: UnitOfWork, case_type: str, side: str) -> tuple[str, float] | None:
    rules = threshold_rules.of_side(work.connection, case_type, side)
    found = next((one for one in rules if one.holds_at(work.now_ms)), None)
    return (found.rule_version, found.threshold) if found is not None else None


def listed(storage: Storage, who: Principal, state: str | None, after: str | None, limit: int) -> ProposalPage:
    """Newest first. Raises Refused (forbidden)."""
    require(who, Capability.HUB_READ)
    with storage.read() as connection:
        found = proposals.listed(connection, state, after, limit + 1)
        shown = found[:limit]
        steps = proposals.steps(connection, [one.proposal_id for one in shown])
        views = tuple(_view(connection, one, who, steps.get(one.proposal_id, []), brief=True) for one in shown)
    return ProposalPage(views, shown[-1].proposal_id if len(found) > limit else None)


def one(storage: Storage, who: Principal, proposal_id: str) -> ProposalView:
    """Raises Refused (forbidden, not_found)."""
    require(who, Capability.HUB_READ)
    with storage.read() as connection:
        found = proposals.find(connection, proposal_id)
        if found is None:
            raise Refused(Code.NOT_FOUND)
        return _view(connection, found, who)


def replay(storage: Storage, who: Principal, proposal_id: str) -> ProposalView:
    """Replay it again on what is known by now. Raises Refused (forbidden, not_found, not_at_this_step)."""
    require(who, Capability.HUB_PROPOSE)
    with storage.write() as work:
        found = _held(work, proposal_id)
        if found.kind != ProposalKind.THRESHOLD.value or found.base_threshold is None:
            raise Refused(Code.NOT_AT_THIS_STEP, "there is no threshold to hold it beside")
        _replay(work, found)
        work.audit(who.user_id, "hub.replayed", "proposal", proposal_id)
        return _view(work.connection, _held(work, proposal_id), who)


def _replay(work: UnitOfWork, found: Proposal) -> None:
    if found.base_threshold is None:
        return
    told = replay_of(
        work.connection,
        work.now,
        case_type=found.case_type,
        side=found.side,
        base=found.base_threshold,
        threshold=found.threshold,
        cost_wrong=found.cost_wrong,
        minutes_per_case=found.minutes_per_case,
    )
    proposals.change(work.connection, found.proposal_id, replay=msgspec.json.encode(told).decode())


def decide(storage: Storage, who: Principal, proposal_id: str, told: ProposalDecision) -> ProposalView:
    """Approve or reject a colleague's proposal. Raises Refused (forbidden, not_found, own_proposal,
    not_at_this_step)."""
    require(who, Capability.HUB_APPROVE)
    check_words(told.why)
    with storage.write() as work:
        found = _held(work, proposal_id)
        if found.author_id == who.user_id:
            raise Refused(Code.OWN_PROPOSAL)
        state = _S.APPROVED if told.approve else _S.REJECTED
        _step(work, found, state, who, (told.why, told.why_language))
        if state is _S.REJECTED:
            slices.dropped(work, who.user_id, proposal_id)
        return _view(work.connection, _held(work, proposal_id), who)


def withdraw(storage: Storage, who: Principal, proposal_id: str, told: Ending) -> ProposalView:
    """Take an own proposal back, or one that was approved. Raises Refused (forbidden, not_found, own_proposal,
    not_at_this_step)."""
    require(who, Capability.HUB_PROPOSE)
    check_words(told.why)
    with storage.write() as work:
        found = _held(work, proposal_id)
        if found.author_id != who.user_id:
            raise Refused(Code.FORBIDDEN, "its author withdraws a proposal")
        _step(work, found, _S.WITHDRAWN, who, (told.why, told.why_language))
        slices.dropped(work, who.user_id, proposal_id)
        return _view(work.connection, _held(work, proposal_id), who)


def start(storage: Storage, who: Principal, proposal_id: str, told: ExperimentOrder) -> ProposalView:
    """Start the experiment of a colleague's approved proposal; its plan is frozen. Whoever proposed does not write down
    what it is judged by. Raises Refused (forbidden, not_found, own_proposal, not_at_this_step, rules_changed)."""
    require(who, Capability.HUB_APPROVE)
    check_words(told.why)
    with storage.write() as work:
        found = _held(work, proposal_id)
        if found.author_id == who.user_id:
            raise Refused(Code.OWN_PROPOSAL)
        _may(found, _S.TESTING)
        if not needs_experiment(ProposalKind(found.kind), found.base_threshold):
            raise Refused(Code.NOT_AT_THIS_STEP, "there is nothing to compare it with")
        trials.start(work, who, found, told)
        return _view(work.connection, _held(work, proposal_id), who)


def look(storage: Storage, who: Principal, proposal_id: str) -> ProposalView:
    """Look at the experiment now; as often as one likes. Raises Refused (forbidden, not_found, not_at_this_step)."""
    require(who, Capability.HUB_PROPOSE)
    with storage.write() as work:
        _held(work, proposal_id)
        trials.look(work, _running(work, proposal_id))
        return _view(work.connection, _held(work, proposal_id), who)


def stop(storage: Storage, who: Principal, proposal_id: str, told: Ending) -> ProposalView:
    """End the experiment by hand; the proposal is over. Raises Refused (forbidden, not_found, not_at_this_step)."""
    require(who, Capability.HUB_APPROVE)
    check_words(told.why)
    with storage.write() as work:
        _held(work, proposal_id)
        running = _running(work, proposal_id)
        trials.end(work, running, ExperimentState.STOPPED, who.user_id, (told.why, told.why_language))
        return _view(work.connection, _held(work, proposal_id), who)


def _running(work: UnitOfWork, proposal_id: str) -> Experiment:
    found = experiments.of_proposal(work.connection, proposal_id)
    held = experiments.hold(work.connection, found.experiment_id) if found is not None else None
    if held is None or held.state != experiments.RUNNING:
        raise Refused(Code.NOT_AT_THIS_STEP, "no experiment of it runs")
    return held


def promote(storage: Storage, who: Principal, proposal_id: str, told: Promotion) -> ProposalView:
    """Put it in force. Raises Refused (forbidden, not_found, not_at_this_step, criterion_not_met, rules_changed,
    invalid)."""
    require(who, Capability.HUB_APPROVE)
    check_words(told.why)
    said = (told.why, told.why_language)
    with storage.write() as work:
        one_batch_at_a_time(work.connection)
        found = _held(work, proposal_id)
        if found.kind == ProposalKind.SLICE.value:
            _may(found, _S.PROMOTED)
            slices.graduate(work, who, found.proposal_id)
        else:
            _may_promote(work, found)
            base = _in_force(work, found.case_type, found.side)
            if (base[0] if base else None) != found.base_version:
                raise Refused(Code.RULES_CHANGED)
            key = (found.case_type, found.side)
            moment = told.effective_from
            set_rule(work, who, key, found.threshold, said, proposal_id=proposal_id, effective_from=moment)
        take_step(work, proposal_id, _S.PROMOTED, who.user_id, said)
        return _view(work.connection, _held(work, proposal_id), who)


def _may_promote(work: UnitOfWork, found: Proposal) -> None:
    """The criterion that was written down before decides, and nobody's opinion."""
    if not needs_experiment(ProposalKind(found.kind), found.base_threshold):
        _may(found, _S.PROMOTED)
        return
    held = experiments.of_proposal(work.connection, found.proposal_id)
    if held is None:
        raise Refused(Code.CRITERION_NOT_MET, "an experiment has to show it first")
    if held.state != ExperimentState.HOLDS.value:
        standing = msgspec.json.decode(held.standing, type=StandingView) if held.standing else None
        raise Refused(Code.CRITERION_NOT_MET, _in_words(held.state, standing))
    today = trials.still_holds(work, held)
    if today is not None and today.verdict != ExperimentState.HOLDS.value:
        raise Refused(Code.CRITERION_NOT_MET, f"audits were found otherwise since it ended: {_lacks(today)}")
    _may(found, _S.PROMOTED)


def _in_words(state: str, standing: StandingView | None) -> str:
    if state != ExperimentState.RUNNING.value:
        return f"the experiment ended as {state}"
    if standing is None:
        return "the experiment has not been looked at yet"
    return f"the experiment does not show it yet ({_lacks(standing)})"


def _lacks(standing: StandingView) -> str:
    return "; ".join(f"{one.what}: {one.have:.4g} of {one.need:.4g}" for one in standing.lacking) or standing.verdict


def _held(work: UnitOfWork, proposal_id: str) -> Proposal:
    found = proposals.find(work.connection, proposal_id, for_update=True)
    if found is None:
        raise Refused(Code.NOT_FOUND)
    return found


def _may(found: Proposal, to: ProposalState) -> None:
    if step_fault(_S(found.state), to):
        raise Refused(Code.NOT_AT_THIS_STEP, f"it is {found.state}")


def _step(work: UnitOfWork, found: Proposal, to: ProposalState, who: Principal, said: tuple[str, str]) -> None:
    _may(found, to)
    take_step(work, found.proposal_id, to, who.user_id, said)


def _view(
    connection: Connection, one: Proposal, who: Principal, steps: list[Step] | None = None, *, brief: bool = False
) -> ProposalView:
    """`brief`: without the daily looks of its experiment."""
    if steps is None:
        steps = proposals.steps(connection, [one.proposal_id]).get(one.proposal_id, [])
    held = experiments.of_proposal(connection, one.proposal_id)
    looks = [] if held is None or brief else experiments.looks(connection, held.experiment_id)
    slice_ = boundary.of_proposal(connection, one.proposal_id)
    return ProposalView(
        one.proposal_id,
        one.kind,
        one.case_type,
        one.side,
        one.base_version,
        one.base_threshold,
        one.threshold,
        one.source,
        one.feedback_id,
        one.session_id,
        one.why,
        one.why_language,
        one.cost_wrong,
        one.minutes_per_case,
        one.author_id,
        one.author_name,
        from_ms(one.created_at),
        one.state,
        needs_experiment(ProposalKind(one.kind), one.base_threshold),
        tuple(StepTaken(from_ms(step.at), step.state, step.by_name, step.why, step.why_language) for step in steps),
        _next(one, who),
        msgspec.json.decode(one.replay, type=ReplayView) if one.replay else None,
        trials.experiment_view(held, looks) if held is not None else None,
        slices.slice_view(slice_) if slice_ is not None else None,
    )


def _next(one: Proposal, who: Principal) -> tuple[str, ...]:
    """What this person can do next."""
    state, found = _S(one.state), []
    own = one.author_id == who.user_id
    proposes, approves = who.can(Capability.HUB_PROPOSE), who.can(Capability.HUB_APPROVE)
    tried = needs_experiment(ProposalKind(one.kind), one.base_threshold)
    if state is _S.OPEN and approves and not own:
        found.append("decide")
    if proposes and own and not step_fault(state, _S.WITHDRAWN):
        found.append("withdraw")
    if proposes and one.base_threshold is not None and state in (_S.OPEN, _S.APPROVED):
        found.append("replay")
    if approves and state is _S.APPROVED and not (tried and own):
        found.append("start" if tried else "promote")
    if state is _S.TESTING:
        found += ["look"] * proposes + ["stop"] * approves
    if approves and state is _S.SHOWN:
        found.append("promote")
    return tuple(found)
