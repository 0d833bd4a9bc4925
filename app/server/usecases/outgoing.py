"""Telling endpoints what happened: a message is written in the transaction of what it tells, or not at all."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from app.contract.labels import LabelRow
from app.contract.webhooks import DecisionMade, LabelRecorded, Message
from app.domain.decision import Decision
from app.domain.ids import uuid7
from app.domain.webhook import EventType
from app.server.storage import audits, exports, state, webhooks
from app.server.storage.unit_of_work import UnitOfWork
from app.server.storage.webhooks import Endpoint

LABELS_AT_ONCE = 200
KEPT = timedelta(days=30)


def announce(work: UnitOfWork, kind: EventType, told: msgspec.Struct, to: Iterable[Endpoint] | None = None) -> int:
    """Write a message for every endpoint that asks for its kind (or for those named); how many there are. Nothing is
    written where nobody asks."""
    wanted = asking(work, kind) if to is None else list(to)
    if not wanted:
        return 0
    message_id = _new_id(work.now_ms)
    webhooks.add_message(
        work.connection, message_id, kind.value, msgspec.json.encode(Message(kind, work.now, told)), work.now_ms
    )
    webhooks.add_deliveries(
        work.connection,
        [
            {
                "delivery_id": _new_id(work.now_ms),
                "message_id": message_id,
                "endpoint_id": one.endpoint_id,
                "created_at": work.now_ms,
                "next_at": work.now_ms,
            }
            for one in wanted
        ],
    )
    return len(wanted)


def asking(work: UnitOfWork, *kinds: EventType) -> list[Endpoint]:
    """Endpoints that are switched on and ask for one of these kinds."""
    return [
        one
        for one in webhooks.endpoints(work.connection)
        if one.disabled_at is None and not set(kinds).isdisjoint(one.event_types)
    ]


def announce_labels(work: UnitOfWork) -> bool:
    """Tell endpoints of the labels that came into force since the last time and whose undo window is over; whether
    there are more. Labels are numbered in the order of commits, so that none is stepped over, and an endpoint is told
    nothing from before it was there."""
    last = int(state.read(work.connection, state.LABELS_TOLD) or "0")
    before = exports.first_unreleased(work.connection, work.now_ms)
    kinds = (EventType.DECISION_MADE, EventType.LABEL_RECORDED)
    wanted = asking(work, *kinds)
    if not wanted:
        newest = exports.newest_before(work.connection, before)
        if newest > last:
            state.put(work.connection, state.LABELS_TOLD, str(newest))
        return False
    rows = exports.label_rows(work.connection, last, before, LABELS_AT_ONCE, in_force_only=False)
    recorded = exports.recorded_at(work.connection, [number for number, _, _ in rows])
    audited = audits.asked_for(work.connection, [row.external_ref for _, row, _ in rows])
    for number, row, _ in rows:
        here = [one for one in wanted if one.created_at <= recorded[number]]
        _announce_label(work, row, here, acts=may_act(row, row.external_ref in audited))
    if rows:
        state.put(work.connection, state.LABELS_TOLD, str(rows[-1][0]))
    return len(rows) == LABELS_AT_ONCE


def _announce_label(work: UnitOfWork, row: LabelRow, here: Sequence[Endpoint], *, acts: bool) -> None:
    common = {
        "review_id": row.review_id,
        "case_id": row.case_id,
        "external_ref": row.external_ref,
        "case_type": row.case_type,
        "decision": row.decision,
        "revision": row.revision,
        "source": row.source,
    }
    if acts:
        told = DecisionMade(decided_at=row.decided_at, **common)  # type: ignore[arg-type]
        _announce_to(work, EventType.DECISION_MADE, told, here)
    recorded = LabelRecorded(
        model_version=row.model_version,
        ai_verdict=row.ai_verdict,
        label=row.label,
        **common,  # type: ignore[arg-type]
    )
    _announce_to(work, EventType.LABEL_RECORDED, recorded, here)


def may_act(row: LabelRow, audited: bool) -> bool:
    """Whether a decision is for the system that acts. A pass in an audit changes nothing there, whichever way the
    agent had decided; a block does."""
    return not audited or row.decision == Decision.BLOCK.value


def _announce_to(work: UnitOfWork, kind: EventType, told: msgspec.Struct, wanted: Sequence[Endpoint]) -> None:
    announce(work, kind, told, [one for one in wanted if kind in one.event_types])


def forget_old(work: UnitOfWork) -> bool:
    """Remove messages and logs that are kept no longer; whether there are more."""
    at_once = 500
    return webhooks.forget(work.connection, work.now_ms - KEPT // timedelta(milliseconds=1), at_once) == at_once


def _new_id(now_ms: int) -> str:
    return uuid7(now_ms, secrets.token_bytes(10))
