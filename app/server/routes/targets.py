"""The targets of the house."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.hub import CaseType
from app.contract.targets import TargetsBoard
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import targets


class TargetsQuery(msgspec.Struct, frozen=True):
    """`days`: how long a period is; `periods`: how many of them, the last one ending now."""

    days: Annotated[int, msgspec.Meta(ge=1, le=92)] = 7
    periods: Annotated[int, msgspec.Meta(ge=1, le=12)] = 6
    case_type: CaseType | None = None


@route(
    "GET",
    paths.TARGETS,
    summary="What the house has promised: met, missed or not yet known, and what moves it",
    tag="Figures",
    query=TargetsQuery,
    answers={200: TargetsBoard},
    capability=Capability.CALIBRATION_READ,
)
def targets_board(call: Call[None]) -> TargetsBoard:
    return targets.board(call.storage, call.who, call.query.days, call.query.periods, call.query.case_type)


ROUTES = [targets_board]
