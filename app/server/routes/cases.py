"""The queue and its cases."""

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.contract.search import SearchRequest
from app.contract.views import CasePage, CaseView
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.routes.limits import PageLimit
from app.server.usecases import case, queue, search


class CaseQuery(msgspec.Struct, frozen=True):
    """`view`: mine, open, later, due_1h, key_users, awaiting_me, mine_waiting or type:T; open by default. `q`: only
    cases whose id, reference, tag, type or masked name fits, in all views unless one is named."""

    view: str | None = None
    q: str | None = None
    cursor: str | None = None
    limit: PageLimit | None = None


@route(
    "GET",
    paths.CASES,
    summary="A page of a queue view in the served order",
    tag="Cases",
    query=CaseQuery,
    answers={200: CasePage},
    problems=(Code.CURSOR_MALFORMED, Code.SCOPE_CHANGED, Code.RATE_LIMITED),
    capability=Capability.CASE_READ,
)
def list_cases(call: Call[None]) -> CasePage:
    asked: CaseQuery = call.query
    if asked.q is not None:
        return search.find(call.storage, call.who, asked.q, asked.view, asked.cursor, asked.limit)
    view = "open" if asked.view is None else asked.view
    return queue.page(call.storage, call.who, view, asked.cursor, asked.limit)


@route(
    "POST",
    paths.CASES_SEARCH,
    summary="Cases of one whole identifier, in the served order",
    description="Ten a minute per person; each is written to the audit trail, without the identifier.",
    tag="Cases",
    body=SearchRequest,
    answers={200: CasePage},
    problems=(Code.CURSOR_MALFORMED, Code.SCOPE_CHANGED, Code.PARAMETER, Code.RATE_LIMITED),
    capability=Capability.PII_REVEAL,
)
def search_cases(call: Call[SearchRequest]) -> CasePage:
    return search.find_identifier(call.storage, call.who, call.body)


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


ROUTES = [list_cases, search_cases, get_case]
