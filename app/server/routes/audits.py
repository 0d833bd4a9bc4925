"""Asking for the full cases behind rows of the ledger."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.audits import AuditOrder, AuditOrdered, AuditPage
from app.contract.problems import Code
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import audits


class AuditsQuery(msgspec.Struct, frozen=True):
    """`after`: the last request_id of the page before."""

    after: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = audits.USUAL


@route(
    "POST",
    paths.LEDGER_AUDITS,
    summary="Ask the agent for the full cases of rows of the ledger",
    description="Named rows, or a simple random sample: the rows with the smallest SHA-256 of seed, line feed and"
    " external_ref, so that whoever has the same rows draws the same sample. The agent is told by the webhook"
    " audit.requested and lists what it owes at GET /v1/intake/audits.",
    tag="Audits",
    body=AuditOrder,
    answers={200: AuditOrdered},
    problems=(Code.NOT_AUDITED,),
    capability=Capability.LEDGER_AUDIT,
)
def order_audits(call: Call[AuditOrder]) -> AuditOrdered:
    return audits.order(call.storage, call.who, call.body)


@route(
    "GET",
    paths.LEDGER_AUDITS,
    summary="What was asked for, and what came of it",
    tag="Audits",
    query=AuditsQuery,
    answers={200: AuditPage},
    capability=Capability.LEDGER_AUDIT,
)
def list_audits(call: Call[None]) -> AuditPage:
    return audits.list_audits(call.storage, call.who, call.query.after, call.query.limit)


ROUTES = [order_audits, list_audits]
