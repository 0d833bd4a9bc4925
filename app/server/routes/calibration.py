"""How well the agent is calibrated, what other thresholds would have done, and the targets of the house."""

from typing import Annotated, Literal

import msgspec

from app.contract import paths
from app.contract.calibration import CalibrationGroups, CalibrationSimulation, CalibrationView
from app.contract.hub import CaseType, Cost, Minutes, Threshold
from app.contract.problems import Code
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import calibration_figures, calibration_simulation
from app.server.usecases.calibration_simulation import Asked

TAG = "Calibration"
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]
Version = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
SegmentKind = Literal["language", "vendor", "priority", "key_user", "country"]
By = Literal["case_type", "model_version", "language", "vendor", "priority", "key_user", "country"]


class CalibrationQuery(msgspec.Struct, frozen=True):
    """`days`: how many days back, today (UTC) included; `segment` of `segment_kind`: "" where a case names none."""

    days: Days = 30
    case_type: CaseType | None = None
    model_version: Version | None = None
    segment_kind: SegmentKind | None = None
    segment: Annotated[str, msgspec.Meta(max_length=80)] = ""
    bins: Annotated[int, msgspec.Meta(ge=2, le=50)] = 10


class GroupsQuery(msgspec.Struct, frozen=True):
    """`by`: what the groups are told apart by."""

    by: By
    days: Days = 30
    case_type: CaseType | None = None
    model_version: Version | None = None


class SimulationQuery(msgspec.Struct, frozen=True):
    """`block_at`, `pass_at`: the thresholds asked about (those in force where they are not told). Costs in minutes of a
    person's work."""

    case_type: CaseType
    days: Days = 30
    model_version: Version | None = None
    block_at: Threshold | None = None
    pass_at: Threshold | None = None
    cost_fp: Cost = 60.0
    cost_fn: Cost = 60.0
    minutes_per_case: Minutes | None = None


@route(
    "GET",
    paths.CALIBRATION,
    summary="Confusion, reliability, ECE, Brier and AUC of the agent's scores",
    description="From labels in force, counted by day; labels of audits are in it, and told apart.",
    tag=TAG,
    query=CalibrationQuery,
    answers={200: CalibrationView},
    problems=(Code.NOT_ACCEPTABLE,),
    capability=Capability.CALIBRATION_READ,
)
def agent_calibration(call: Call[None]) -> CalibrationView:
    asked = call.query
    return calibration_figures.view(
        call.storage,
        call.who,
        asked.days,
        case_type=asked.case_type,
        model_version=asked.model_version,
        segment=(asked.segment_kind, asked.segment) if asked.segment_kind is not None else None,
        bins=asked.bins,
    )


@route(
    "GET",
    paths.CALIBRATION_GROUPS,
    summary="The same figures by case type, model version or segment",
    tag=TAG,
    query=GroupsQuery,
    answers={200: CalibrationGroups},
    problems=(Code.NOT_ACCEPTABLE,),
    capability=Capability.CALIBRATION_READ,
)
def calibration_groups(call: Call[None]) -> CalibrationGroups:
    asked = call.query
    return calibration_figures.groups(
        call.storage, call.who, asked.by, asked.days, asked.case_type, asked.model_version
    )


@route(
    "GET",
    paths.CALIBRATION_SIMULATION,
    summary="What any pair of thresholds would have done, with costs and workload",
    tag=TAG,
    query=SimulationQuery,
    answers={200: CalibrationSimulation},
    problems=(Code.NOT_ACCEPTABLE, Code.UNKNOWN_CASE_TYPE),
    capability=Capability.CALIBRATION_READ,
)
def simulate_calibration(call: Call[None]) -> CalibrationSimulation:
    told = call.query
    asked = Asked(
        told.case_type,
        told.days,
        told.model_version,
        told.block_at,
        told.pass_at,
        told.cost_fp,
        told.cost_fn,
        told.minutes_per_case,
    )
    return calibration_simulation.simulate(call.storage, call.who, asked)


ROUTES = [agent_calibration, calibration_groups, simulate_calibration]
