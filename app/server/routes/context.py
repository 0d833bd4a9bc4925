"""What surrounds a case."""

from app.contract import paths
from app.contract.context import ContextAnswer, ContextRequest, ContextView
from app.contract.problems import Code
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import context


@route(
    "GET",
    paths.context("{case_id}"),
    summary="What surrounds a case: linked and similar cases, the last decision, the graph, indicators, history",
    description="Values are masked; a person of a contact centre is told counts alone.",
    tag="Cases",
    answers={200: ContextView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.CASE_READ,
)
def get_context(call: Call[None]) -> ContextView:
    return context.one(call.storage, call.who, call.path["case_id"])


@route(
    "POST",
    paths.CASES_CONTEXT,
    summary="What surrounds several cases, so that a hand of them can be prepared ahead",
    description="One to five cases; those that this person may not see are left out of the answer.",
    tag="Cases",
    body=ContextRequest,
    answers={200: ContextAnswer},
    capability=Capability.CASE_READ,
)
def get_contexts(call: Call[ContextRequest]) -> ContextAnswer:
    return context.several(call.storage, call.who, call.body)


ROUTES = [get_context, get_contexts]
