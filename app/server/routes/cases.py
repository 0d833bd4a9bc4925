"""The queue and its cases."""

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.contract.views import CasePage, CaseView
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.routes.limits import PageLimit
from app.server.usecases import case, queue


class CaseQuery(msgspec.Struct, frozen=True):
    """`view`: mine, open, due_1h, key_users, awaiting_me or type:T."""

    view: str = "open"
    cursor: str | None = None
    limit: PageLimit | None = None


@route(
    "GET",
    paths.CASES,
    summary="A page of a queue view in the served order",
    tag="Cases",
    query=CaseQuery,
    answers={200: CasePage},
    problems=(Code.CURSOR_MALFORMED, Code.SCOPE_CHANGED),
    capability=Capability.CASE_READ,
)
def list_cases(call: Call[None]) -> CasePage:
    asked: CaseQuery = call.query
    return queue.page(call.storage, call.who, asked.view, asked.cursor, asked.limit)


@route(
    "GET",
    paths.case("{case_id}"),
    summary="One case",
    tag="Cases",
    answers={200: CaseView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.CASE_READ,
)
def get_case(call: Call[None]) -> CaseView:
    return case.one(call.storage, call.who, call.path["case_id"])


ROUTES = [list_cases, get_case]
