"""The Decision Hub: what the agent decides by, and how that changes."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.boundary import BoundaryView, SliceOrder
from app.contract.hub import (
    Acknowledged,
    Acknowledgement,
    CaseType,
    Ending,
    ExperimentOrder,
    HubView,
    Promotion,
    ProposalDecision,
    ProposalOrder,
    ProposalPage,
    ProposalView,
    Rollback,
    SideView,
    SimulationView,
    SliceView,
    Thresholds,
)
from app.contract.problems import Code
from app.domain.decision import Verdict
from app.domain.proposal import ProposalState
from app.domain.roles import Capability
from app.domain.targets import BENCHMARK
from app.server.routes.deps import Answer, Call, route
from app.server.usecases import boundary, proposals, replay, threshold_rules
from app.server.usecases.refusal import Refused

TAG = "Decision Hub"
STEP = (Code.NOT_FOUND, Code.NOT_AT_THIS_STEP)


class ProposalsQuery(msgspec.Struct, frozen=True):
    """`after`: the last proposal_id of the page before."""

    state: ProposalState | None = None
    after: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


class SimulationQuery(msgspec.Struct, frozen=True):
    """`days`: how far back. Costs in minutes of a person's work."""

    case_type: CaseType
    side: Verdict
    days: Annotated[int, msgspec.Meta(ge=1, le=730)] = 180
    cost_wrong: Annotated[float, msgspec.Meta(ge=0, le=1_000_000)] = 60.0
    minutes_per_case: Annotated[float, msgspec.Meta(gt=0, le=10_000)] | None = None


class BoundaryQuery(msgspec.Struct, frozen=True):
    """`days`: how far back; `target`: the share that a slice has to clear by its bound."""

    days: Annotated[int, msgspec.Meta(ge=1, le=730)] = 180
    target: Annotated[float, msgspec.Meta(ge=0.5, le=0.999)] = BENCHMARK


@route(
    "GET",
    paths.HUB_THRESHOLDS,
    summary="The thresholds at which the agent decides alone",
    description="With those that are set for later, the experiments that run, and the slices that are decided alone"
    " whatever the confidence. Ask with If-None-Match: 304 says that nothing has changed. Cite rule_version with every"
    " assessment and every row of the ledger.",
    tag=TAG,
    answers={200: Thresholds, 304: None},
    capability=Capability.HUB_THRESHOLDS,
)
def hub_thresholds(call: Call[None]) -> Answer:
    told, tag = threshold_rules.tell(call.storage, call.who)
    known = [one.strip().removeprefix("W/") for one in call.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Answer(status=304, headers={"ETag": tag})
    return Answer(told, headers={"ETag": tag})


@route(
    "POST",
    paths.HUB_ACKNOWLEDGEMENTS,
    summary="Say that a threshold was taken over outside",
    tag=TAG,
    body=Acknowledgement,
    answers={200: Acknowledged},
    problems=(Code.NOT_FOUND,),
    capability=Capability.INTAKE_WRITE,
)
def acknowledge_threshold(call: Call[Acknowledgement]) -> Acknowledged:
    return threshold_rules.acknowledge(call.storage, call.who, call.body)


@route(
    "GET",
    paths.HUB_RULES,
    summary="Every threshold in its versions, and the cases that cited others",
    tag=TAG,
    answers={200: HubView},
    capability=Capability.HUB_READ,
)
def hub_rules(call: Call[None]) -> HubView:
    return threshold_rules.board(call.storage, call.who)


@route(
    "POST",
    paths.HUB_ROLLBACK,
    summary="Put the threshold of before in force again, at once",
    tag=TAG,
    body=Rollback,
    answers={200: SideView},
    problems=(Code.NOT_FOUND, Code.RULES_CHANGED, Code.NOTHING_BEFORE, Code.EXPERIMENT_RUNS),
    capability=Capability.HUB_APPROVE,
)
def roll_back_threshold(call: Call[Rollback]) -> SideView:
    try:
        side = Verdict(call.path["side"])
    except ValueError:
        raise Refused(Code.NOT_FOUND) from None
    return threshold_rules.rollback(call.storage, call.who, call.path["case_type"], side, call.body)


@route(
    "GET",
    paths.HUB_SIMULATION,
    summary="What every threshold would have done on past cases",
    description="Counted in the database on a grid of confidence. What the agent decided alone is known by random"
    " audits, and counts by their design.",
    tag=TAG,
    query=SimulationQuery,
    answers={200: SimulationView},
    problems=(Code.UNKNOWN_CASE_TYPE,),
    capability=Capability.HUB_READ,
)
def simulate_thresholds(call: Call[None]) -> SimulationView:
    asked: SimulationQuery = call.query
    return replay.simulate(
        call.storage,
        call.who,
        asked.case_type,
        asked.side,
        asked.days,
        asked.cost_wrong,
        asked.minutes_per_case,
    )


@route(
    "GET",
    paths.HUB_PROPOSALS,
    summary="Proposals, the newest first",
    tag=TAG,
    query=ProposalsQuery,
    answers={200: ProposalPage},
    capability=Capability.HUB_READ,
)
def list_proposals(call: Call[None]) -> ProposalPage:
    state = call.query.state.value if call.query.state is not None else None
    return proposals.listed(call.storage, call.who, state, call.query.after, call.query.limit)


@route(
    "POST",
    paths.HUB_PROPOSALS,
    summary="Propose another threshold",
    description="It is held beside the one in force on the same past cases at once. One at a time for each side of a"
    " case type.",
    tag=TAG,
    body=ProposalOrder,
    answers={200: ProposalView},
    problems=(Code.UNKNOWN_CASE_TYPE, Code.PROPOSAL_OPEN),
    capability=Capability.HUB_PROPOSE,
)
def propose_threshold(call: Call[ProposalOrder]) -> ProposalView:
    return proposals.propose(call.storage, call.who, call.body)


@route(
    "GET",
    paths.HUB_PROPOSAL,
    summary="One proposal with its replay and its experiment",
    tag=TAG,
    answers={200: ProposalView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.HUB_READ,
)
def read_proposal(call: Call[None]) -> ProposalView:
    return proposals.one(call.storage, call.who, call.path["proposal_id"])


@route(
    "POST",
    paths.HUB_REPLAY,
    summary="Replay a proposal on what is known by now",
    tag=TAG,
    answers={200: ProposalView},
    problems=STEP,
    capability=Capability.HUB_PROPOSE,
)
def replay_proposal(call: Call[None]) -> ProposalView:
    return proposals.replay(call.storage, call.who, call.path["proposal_id"])


@route(
    "POST",
    paths.HUB_DECISION,
    summary="Approve or reject a colleague's proposal",
    tag=TAG,
    body=ProposalDecision,
    answers={200: ProposalView},
    problems=(*STEP, Code.OWN_PROPOSAL),
    capability=Capability.HUB_APPROVE,
)
def decide_proposal(call: Call[ProposalDecision]) -> ProposalView:
    return proposals.decide(call.storage, call.who, call.path["proposal_id"], call.body)


@route(
    "POST",
    paths.HUB_WITHDRAWAL,
    summary="Withdraw an own proposal",
    tag=TAG,
    body=Ending,
    answers={200: ProposalView},
    problems=STEP,
    capability=Capability.HUB_PROPOSE,
)
def withdraw_proposal(call: Call[Ending]) -> ProposalView:
    return proposals.withdraw(call.storage, call.who, call.path["proposal_id"], call.body)


@route(
    "POST",
    paths.HUB_EXPERIMENT,
    summary="Start the experiment of an approved proposal; its plan is frozen",
    tag=TAG,
    body=ExperimentOrder,
    answers={200: ProposalView},
    problems=(*STEP, Code.OWN_PROPOSAL, Code.RULES_CHANGED),
    capability=Capability.HUB_APPROVE,
)
def start_experiment(call: Call[ExperimentOrder]) -> ProposalView:
    return proposals.start(call.storage, call.who, call.path["proposal_id"], call.body)


@route(
    "POST",
    paths.HUB_LOOK,
    summary="Look at an experiment now; as often as one likes",
    tag=TAG,
    answers={200: ProposalView},
    problems=STEP,
    capability=Capability.HUB_PROPOSE,
)
def look_at_experiment(call: Call[None]) -> ProposalView:
    return proposals.look(call.storage, call.who, call.path["proposal_id"])


@route(
    "POST",
    paths.HUB_STOP,
    summary="End an experiment by hand",
    tag=TAG,
    body=Ending,
    answers={200: ProposalView},
    problems=STEP,
    capability=Capability.HUB_APPROVE,
)
def stop_experiment(call: Call[Ending]) -> ProposalView:
    return proposals.stop(call.storage, call.who, call.path["proposal_id"], call.body)


@route(
    "POST",
    paths.HUB_PROMOTION,
    summary="Put a proposal in force",
    description="Refused as criterion_not_met until the experiment has shown what its plan says.",
    tag=TAG,
    body=Promotion,
    answers={200: ProposalView},
    problems=(*STEP, Code.CRITERION_NOT_MET, Code.RULES_CHANGED),
    capability=Capability.HUB_APPROVE,
)
def promote_proposal(call: Call[Promotion]) -> ProposalView:
    return proposals.promote(call.storage, call.who, call.path["proposal_id"], call.body)


@route(
    "GET",
    paths.BOUNDARY,
    summary="Slices of the cases that came to people, and where the agent could decide alone",
    tag=TAG,
    query=BoundaryQuery,
    answers={200: BoundaryView},
    capability=Capability.HUB_READ,
)
def automation_boundary(call: Call[None]) -> BoundaryView:
    return boundary.view(call.storage, call.who, call.query.days, call.query.target)


@route(
    "POST",
    paths.BOUNDARY,
    summary="Propose that the agent decides a slice alone",
    tag=TAG,
    body=SliceOrder,
    answers={200: ProposalView},
    problems=(Code.CRITERION_NOT_MET, Code.PROPOSAL_OPEN),
    capability=Capability.HUB_PROPOSE,
)
def propose_slice(call: Call[SliceOrder]) -> ProposalView:
    return proposals.one(call.storage, call.who, boundary.propose(call.storage, call.who, call.body))


@route(
    "POST",
    paths.BOUNDARY_SLICE,
    summary="Bring a slice back to people",
    tag=TAG,
    body=Ending,
    answers={200: SliceView},
    problems=STEP,
    capability=Capability.HUB_APPROVE,
)
def withdraw_slice(call: Call[Ending]) -> SliceView:
    return boundary.withdraw(call.storage, call.who, call.path["slice_id"], call.body)


ROUTES = [
    hub_thresholds,
    acknowledge_threshold,
    hub_rules,
    roll_back_threshold,
    simulate_thresholds,
    list_proposals,
    propose_threshold,
    read_proposal,
    replay_proposal,
    decide_proposal,
    withdraw_proposal,
    start_experiment,
    look_at_experiment,
    stop_experiment,
    promote_proposal,
    automation_boundary,
    propose_slice,
    withdraw_slice,
]
