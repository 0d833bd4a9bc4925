"""Rows of the ledger whose full case was asked for."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from app.server.storage import tables as t
from app.server.storage.one_of import one_of

_CHUNK = 500
_FRAME_PIECE = 5_000


class AuditRequest(msgspec.Struct, frozen=True):
    """Times in UTC milliseconds; `case_number` of the case that came of it."""

    request_id: str
    external_ref: str
    case_type: str
    asked_at: int
    draw_id: str | None
    answered_at: int | None
    case_number: int | None


def frame(
    connection: Connection, from_ms: int, before_ms: int, case_type: str | None, verdict: str | None
) -> Iterator[list[str]]:
    """The external_refs of the ledger's rows in a window, in order, some thousands at a time."""
    c = t.ledger.c
    query = select(c.external_ref).where(c.decided_at >= from_ms, c.decided_at < before_ms).order_by(c.external_ref)
    if case_type is not None:
        query = query.where(c.case_type == case_type)
    if verdict is not None:
        query = query.where(c.verdict == verdict)
    after = ""
    while True:
        # Page by page from the key on: no cursor stays open, and memory stays flat on every database.
        piece = list(connection.scalars(query.where(c.external_ref > after).limit(_FRAME_PIECE)))
        if not piece:
            return
        after = piece[-1]
        yield piece


def case_types(connection: Connection, refs: Sequence[str]) -> dict[str, str]:
    """external_ref → case_type of those that the ledger has."""
    found: dict[str, str] = {}
    for some in _chunks(refs):
        query = select(t.ledger.c.external_ref, t.ledger.c.case_type).where(t.ledger.c.external_ref.in_(some))
        found.update((row.external_ref, row.case_type) for row in connection.execute(query))
    return found


def asked_for(connection: Connection, refs: Iterable[str], *, waiting: bool = False) -> set[str]:
    """Those of these refs that were asked for; `waiting`: and whose case has not come yet."""
    a, found = t.audit_requests.c, set[str]()
    for some in _chunks(refs):
        query = select(a.external_ref).where(one_of(connection, a.external_ref, some))
        if waiting:
            query = query.where(a.answered_at.is_(None))
        found.update(connection.scalars(query))
    return found


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(t.audit_requests), list(rows))


def add_draw(connection: Connection, sample: Sequence[str], **values: Any) -> None:
    """Keep a draw and all that it took."""
    connection.execute(insert(t.audit_draws).values(**values))
    rows = [{"draw_id": values["draw_id"], "external_ref": ref} for ref in sample]
    connection.execute(insert(t.audit_samples), rows)


def answered(connection: Connection, refs: Iterable[str], at_ms: int) -> None:
    a = t.audit_requests
    for some in _chunks(refs):
        connection.execute(update(a).where(a.c.external_ref.in_(some)).values(answered_at=at_ms))


def listed(connection: Connection, after: str, limit: int, *, waiting: bool = False) -> list[AuditRequest]:
    """Requests after a request_id ("" from the beginning), oldest first."""
    a, c = t.audit_requests.c, t.cases.c
    query = (
        select(a.request_id, a.external_ref, a.case_type, a.asked_at, a.draw_id, a.answered_at, c.case_number)
        .outerjoin(t.cases, c.external_ref == a.external_ref)
        .where(a.request_id > after)
        .order_by(a.request_id)
        .limit(limit)
    )
    if waiting:
        query = query.where(a.answered_at.is_(None))
    return [AuditRequest(*row) for row in connection.execute(query)]


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    told = list(dict.fromkeys(values))
    for n in range(0, len(told), _CHUNK):
        yield told[n : n + _CHUNK]
