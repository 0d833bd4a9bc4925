"""Contesting judgements: `judgement.dispute` by whoever was judged, `dispute.resolve` by a third person.

The author learns of it with their own review, which gets a new `rev` and comes by the feed.
"""

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row

from app.contract.changes import REVIEW
from app.contract.commands import Command, CommandResult, EntityRev
from app.contract.disputes import DisputePage, DisputeView
from app.contract.problems import Code, ProblemItem
from app.domain.decision import Decision, Verdict
from app.domain.dispute import (
    LONGEST_JUDGEMENT,
    DisputeBody,
    DisputeState,
    ResolveDisputeBody,
    dispute_faults,
    may_settle,
    resolve_faults,
)
from app.domain.ids import is_uuid7, uuid7
from app.domain.label import derive_label
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import disputes, judgements, labels, reviews
from app.server.storage.cases import case_id
from app.server.storage.labels import NewLabel
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases.casework import problems
from app.server.usecases.reading import note
from app.server.usecases.refusal import require
from app.server.usecases.sender import Sender, applied, read_body, rejected

ALL = "all"
SOURCE = "dispute"
"""Where the revision of a label comes from."""


def dispute(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Say why a judgement of an own decision is wrong; once for each judgement."""
    who = sender.principal
    body = read_body(command, DisputeBody)
    if isinstance(body, CommandResult):
        return body
    if faults := dispute_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    source, _, key = body.judgement_id.partition(":")
    work.lock()  # two seats of one person at once: the one comes first
    found = judgements.find(work.connection, source, key) if len(body.judgement_id) <= LONGEST_JUDGEMENT else None
    if found is None or found.judged_id != who.user_id:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/judgement_id", "not_found"),))
    if disputes.exists(work.connection, source, key):
        return rejected(command, Code.ALREADY_DISPUTED)
    if found.truth is None:
        return rejected(command, Code.NOT_SETTLED)
    dispute_id = uuid7(work.now_ms, secrets.token_bytes(10))
    disputes.add(
        work.connection,
        dispute_id=dispute_id,
        source=source,
        judgement_key=key,
        review_id=found.review_id,
        raised_by=who.user_id,
        judge_id=found.judge_id,
        truth=found.truth,
        raised_at=work.now_ms,
        reason=body.reason.strip(),
        reason_language=body.reason_language,
    )
    work.audit(who.user_id, command.command_type, "dispute", dispute_id, judgement=body.judgement_id)
    return applied(command, _tell_author(work, dispute_id))


def resolve(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Settle a dispute, with words for whoever raised it."""
    who = sender.principal
    body = read_body(command, ResolveDisputeBody)
    if isinstance(body, CommandResult):
        return body
    if faults := resolve_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    known = is_uuid7(body.dispute_id)
    row = disputes.load(work.connection, body.dispute_id, for_update=True) if known else None
    if row is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/dispute_id", "not_found"),))
    if row.state != DisputeState.OPEN.value:
        return rejected(command, Code.DISPUTE_SETTLED)
    if not may_settle(who.user_id, row.raised_by, disputes.judges(work.connection, [row])[row.dispute_id]):
        return rejected(command, Code.OWN_DISPUTE)
    disputes.settle(
        work.connection,
        body.dispute_id,
        state=body.outcome.value,
        resolved_by=who.user_id,
        resolved_at=work.now_ms,
        resolution=body.resolution.strip(),
        resolution_language=body.resolution_language,
    )
    if body.outcome is DisputeState.OVERTURNED:
        _relabel(work, row)
    work.audit(who.user_id, command.command_type, "dispute", body.dispute_id, outcome=body.outcome.value)
    return applied(command, _tell_author(work, body.dispute_id))


def _relabel(work: UnitOfWork, row: Row[Any]) -> None:
    """What is true of the case has changed with the judgement, and so has the label in force: it is that of the
    decision which turned out right, unless somebody has said something else of the case since."""
    in_force = labels.in_force(work.connection, row.case_number)
    decision = Decision(row.decision)
    label = derive_label(Verdict(row.ai_verdict), decision) if decision is not Decision.ESCALATE else None
    if label is None or in_force is None or in_force.label == label.value or in_force.created_at > row.raised_at:
        return
    work.label(NewLabel(row.case_number, row.review_id, label, SOURCE))


def _tell_author(work: UnitOfWork, dispute_id: str) -> EntityRev:
    row = disputes.load(work.connection, dispute_id)
    assert row is not None
    rev = row.review_rev + 1
    reviews.change(work.connection, row.review_id, rev=rev)
    work.touch(REVIEW, row.review_id, rev, row.case_vendor)
    return EntityRev(REVIEW, row.review_id, rev)


def listed(storage: Storage, who: Principal, state: str, after: str | None, limit: int) -> DisputePage:
    """Disputes for whoever settles them, the oldest first. The trail says who read them. Raises Refused (forbidden)."""
    require(who, Capability.DISPUTE_RESOLVE)
    with storage.read() as connection:
        found = disputes.listed(connection, who.user_id, None if state == ALL else state, after or "", limit + 1)
        judges = disputes.judges(connection, found)
    shown = found[:limit]
    note(storage, who, "dispute.read", "dispute", state, shown=len(shown))
    return DisputePage(
        tuple(view(row, who.user_id, judges[row.dispute_id]) for row in shown),
        shown[-1].dispute_id if len(found) > limit else None,
    )


def view(row: Row[Any], reader: str, judges: Collection[str | None]) -> DisputeView:
    """The view of one row of `storage.disputes`; `judges`: who made the judgement."""
    return DisputeView(
        dispute_id=row.dispute_id,
        judgement_id=f"{row.source}:{row.judgement_key}",
        source=row.source,
        state=row.state,
        case_id=case_id(row.case_number),
        case_type=row.case_type,
        review_id=row.review_id,
        decision=row.decision,
        truth=row.truth,
        raised_by=row.raised_by,
        raised_by_name=row.raised_by_name,
        vendor=row.vendor,
        raised_at=from_ms(row.raised_at),
        reason=row.reason,
        reason_language=row.reason_language,
        mine_to_settle=row.state == DisputeState.OPEN.value and may_settle(reader, row.raised_by, judges),
        resolved_at=from_ms(row.resolved_at) if row.resolved_at is not None else None,
        resolved_by_name=row.resolved_by_name,
        resolution=row.resolution or "",
        resolution_language=row.resolution_language or "",
    )
