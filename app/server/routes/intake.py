"""The agent's doors: arrays or lines in, one answer per item out."""

from collections.abc import Callable
from typing import Any

from litestar.handlers import HTTPRouteHandler

from app.contract import limits, paths
from app.contract.intake import Execution, IntakeAnswer, IntakeAssessment
from app.domain.case import IntakeCase, IntakeDecision
from app.domain.roles import Capability
from app.server.routes.deps import JSON, NDJSON, Call, route
from app.server.usecases import intake, ledger

Take = Callable[..., IntakeAnswer]


def _door(path: str, name: str, summary: str, kind: Any, most: int, take: Take) -> HTTPRouteHandler:
    def work(call: Call[bytes]) -> IntakeAnswer:
        return take(call.storage, call.who, call.body, lines=call.media_type == NDJSON)

    work.__name__ = name
    return route(
        "POST",
        path,
        summary=summary,
        description="A JSON array or NDJSON. Every item is answered for itself: accepted, duplicate or rejected; what"
        " is accepted is stored in one transaction.",
        tag="Intake",
        body=bytes,
        body_items=kind,
        body_types=(JSON, NDJSON),
        most_items=most,
        most=limits.INTAKE_BYTES,
        answers={200: IntakeAnswer},
        capability=Capability.INTAKE_WRITE,
    )(work)


ROUTES = [
    _door(
        paths.INTAKE_CASES,
        "take_cases",
        "Cases for people to decide",
        IntakeCase,
        limits.INTAKE_CASES,
        intake.take_cases,
    ),
    _door(
        paths.INTAKE_DECISIONS,
        "take_decisions",
        "Rows of what the agent decided alone",
        IntakeDecision,
        limits.INTAKE_DECISIONS,
        ledger.take_decisions,
    ),
    _door(
        paths.INTAKE_ASSESSMENTS,
        "take_assessments",
        "New and challengers' assessments of known cases",
        IntakeAssessment,
        limits.INTAKE_CASES,
        ledger.take_assessments,
    ),
    _door(
        paths.INTAKE_EXECUTIONS,
        "take_executions",
        "Word that decisions were carried out",
        Execution,
        limits.INTAKE_CASES,
        ledger.take_executions,
    ),
]
