"""Seeing a masked value."""

from app.contract import paths
from app.contract.problems import Code
from app.contract.reveal import RevealAnswer, RevealRequest
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import reveal


@route(
    "POST",
    paths.PII_REVEAL,
    summary="Show one masked value, with a reason",
    description="The reason is written to the audit trail before the value is answered. Twenty an hour per person.",
    tag="Cases",
    body=RevealRequest,
    answers={200: RevealAnswer},
    problems=(Code.NOT_FOUND, Code.RATE_LIMITED),
    capability=Capability.PII_REVEAL,
)
def reveal_value(call: Call[RevealRequest]) -> RevealAnswer:
    return reveal.reveal(call.storage, call.who, call.body)


ROUTES = [reveal_value]
