"""The agent's doors: arrays or lines in, one answer per item out."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar.handlers import HTTPRouteHandler

from app.contract import limits, paths
from app.contract.intake import (
    AssessmentRequestPage,
    AuditWantedPage,
    Execution,
    IntakeAnswer,
    IntakeAssessment,
    Withdrawal,
)
from app.domain.case import IntakeCase, IntakeDecision
from app.domain.roles import Capability
from app.server.routes.deps import JSON, NDJSON, Call, route
from app.server.usecases import ask_again, assessments, audits, intake, ledger, withdrawals

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


class RequestQuery(msgspec.Struct, frozen=True):
    """`after`: the last request_id of the page before."""

    after: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] | None = None


@route(
    "GET",
    paths.INTAKE_REQUESTS,
    summary="Second looks that people asked for and the agent has not given yet",
    tag="Intake",
    query=RequestQuery,
    answers={200: AssessmentRequestPage},
    capability=Capability.INTAKE_WRITE,
)
def list_requests(call: Call[None]) -> AssessmentRequestPage:
    return ask_again.open_requests(call.storage, call.who, call.query.after, call.query.limit)


@route(
    "GET",
    paths.INTAKE_AUDITS,
    summary="Rows of the ledger whose full case is wanted and has not come yet",
    tag="Intake",
    query=RequestQuery,
    answers={200: AuditWantedPage},
    capability=Capability.INTAKE_WRITE,
)
def list_wanted_audits(call: Call[None]) -> AuditWantedPage:
    return audits.wanted(call.storage, call.who, call.query.after, call.query.limit or audits.USUAL)


ROUTES = [
    list_requests,
    list_wanted_audits,
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
        assessments.take_assessments,
    ),
    _door(
        paths.INTAKE_WITHDRAWALS,
        "take_withdrawals",
        "Cases that nobody has to decide any more",
        Withdrawal,
        limits.INTAKE_CASES,
        withdrawals.take_withdrawals,
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
