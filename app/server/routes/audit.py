"""GET /v1/exports/audit and /v1/audit/heads: for those who watch over the house."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from app.contract import paths
from app.contract.audit_chain import AuditHead
from app.contract.problems import Code
from app.domain.roles import Capability
from app.server.routes.deps import NDJSON, Call, Streamed, route
from app.server.usecases import audit_trail
from app.server.usecases.refusal import Refused

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]
_Word = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z_.]+$")]


class AuditQuery(msgspec.Struct, frozen=True):
    """Which rows: of [`since`, `until`), of one actor (a user's id), action, kind of entity, or entity. Nothing said:
    all of them, as one unbroken chain."""

    format: str = "jsonl"
    since: _Moment | None = None
    until: _Moment | None = None
    actor_id: Annotated[str, msgspec.Meta(max_length=36, pattern=r"^[A-Za-z0-9-]+$")] | None = None
    action: _Word | None = None
    entity: _Word | None = None
    entity_id: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class AuditHeads(msgspec.Struct, frozen=True):
    """`key`: the public key that this server signs with now, base64; null where it has none."""

    key: str | None
    heads: tuple[AuditHead, ...]


@route(
    "GET",
    paths.export("audit"),
    summary="The audit trail",
    tag="Exports",
    query=AuditQuery,
    raw_answers={200: {NDJSON: {"type": "string"}}},
    problems=(Code.NOT_ACCEPTABLE,),
    capability=Capability.EXPORT_AUDIT,
    description="JSON lines, streamed: rows, then signed heads, then a statement of what stands before it."
    " `footplate audit verify` checks the file. Chosen rows tell the hash before each; all of them need no such thing.",
)
def export_audit(call: Call[Any]) -> Streamed:
    told = call.query
    if told.format != "jsonl":
        raise Refused(Code.NOT_ACCEPTABLE, "audit is offered as jsonl")
    chosen = audit_trail.Chosen(
        since=_ms(told.since),
        until=_ms(told.until),
        actor_id=told.actor_id,
        action=told.action,
        entity=told.entity,
        entity_id=told.entity_id,
    )
    pieces = audit_trail.export(call.storage, call.who, chosen, call.services.audit_key)
    return Streamed(pieces, NDJSON, {"Content-Disposition": 'attachment; filename="audit.jsonl"'})


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


@route(
    "GET",
    paths.AUDIT_HEADS,
    summary="How far the audit trail had come, day by day, under signatures",
    tag="Exports",
    answers={200: AuditHeads},
    capability=Capability.EXPORT_AUDIT,
    description="To be fetched every day and kept where nobody who writes the database can reach it.",
)
def audit_heads(call: Call[None]) -> AuditHeads:
    key = call.services.audit_key
    return AuditHeads(key.public if key else None, tuple(audit_trail.heads(call.storage, call.who)))


ROUTES = [export_audit, audit_heads]
