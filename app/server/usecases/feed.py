"""The change feed: pages of final states, from wherever a client stands to the newest commit."""

import hashlib
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from app.contract.changes import CASE, REVIEW, Change, ChangePage, Op
from app.contract.limits import PAGE_BYTES, PAGE_ROWS
from app.contract.problems import BY_CODE, Code, ProblemItem
from app.contract.views import Viewer
from app.domain.case import CaseState
from app.domain.ids import case_number
from app.domain.roles import Capability
from app.server.config import Policy
from app.server.security import cursors
from app.server.security.cursors import FeedPosition
from app.server.security.principal import Principal
from app.server.storage import cases, feed, state
from app.server.storage.feed import FeedRow
from app.server.storage.unit_of_work import Storage
from app.server.usecases.documents import case_documents, review_documents, sees
from app.server.usecases.refusal import Refused, require

USUAL = 250


def page(storage: Storage, principal: Principal, cursor: str | None, limit: int | None) -> ChangePage:
    """What changed after `cursor`, as it is now; from the beginning where there is none. Raises Refused (forbidden,
    parameter, cursor_malformed, cursor_expired, history_diverged, scope_changed)."""
    require(principal, Capability.CASE_READ)
    limit = check_limit(limit)
    viewer = principal.viewer
    with storage.read() as connection:
        epoch, key = history(connection)
        newest = feed.head(connection)
        at = position(connection, cursor, viewer, epoch, key)
        rows = feed.at_a_boundary(connection, feed.after(connection, at.feed_seq, limit + 1), limit)
        changes = _changes(connection, rows, viewer, epoch, storage.policy)
        while len(rows) > 1 and _size(changes) > PAGE_BYTES:
            half = len(rows) // 2
            shorter = feed.at_a_boundary(connection, rows[: half + 1], half)
            if len(shorter) >= len(rows):
                break  # one transaction, and it must not be torn
            rows = shorter
            changes = _changes(connection, rows, viewer, epoch, storage.policy)
        last = rows[-1].feed_seq if rows else at.feed_seq
        chain = feed.chain_at(connection, last) or at.chain8
    return ChangePage(
        changes=tuple(changes),
        next_cursor=cursors.feed_cursor(FeedPosition(epoch, last, chain), viewer, key),
        more=last < newest.feed_seq,
        head_lag=newest.feed_seq - last,
        epoch=epoch,
        page_hash=page_hash(changes),
    )


def check_limit(limit: int | None) -> int:
    """Raises Refused (parameter) where a page would be empty or larger than the server makes them."""
    if limit is not None and not 1 <= limit <= PAGE_ROWS:
        raise Refused(Code.PARAMETER, f"limit lies between 1 and {PAGE_ROWS}", (ProblemItem("/limit", "range"),))
    return USUAL if limit is None else limit


def history(connection: Connection) -> tuple[str, bytes]:
    """The name of this history and the key that its cursors are sealed with."""
    return (
        state.read(connection, state.EPOCH) or "",
        bytes.fromhex(state.read(connection, state.CURSOR_KEY) or ""),
    )


def position(connection: Connection, cursor: str | None, viewer: Viewer, epoch: str, key: bytes) -> FeedPosition:
    """Where a cursor points, once it is sure that it points into this history. Raises Refused."""
    if cursor is None:
        at = FeedPosition(epoch, 0, feed.chain_at(connection, 0) or "")
    else:
        try:
            at = cursors.read_feed_cursor(cursor, viewer, key)
        except cursors.BadCursor as error:
            raise Refused(BY_CODE[error.code]) from None
    if at.epoch != epoch:
        raise Refused(Code.HISTORY_DIVERGED)
    if at.feed_seq < feed.floor(connection):
        raise Refused(Code.CURSOR_EXPIRED)
    # A position beyond the head has no link either.
    if feed.chain_at(connection, at.feed_seq) != at.chain8:
        raise Refused(Code.HISTORY_DIVERGED)
    return at


def _changes(
    connection: Connection, rows: Sequence[FeedRow], viewer: Viewer, epoch: str, policy: Policy
) -> list[Change]:
    """One change per entity, in the order of its last row; entities that never were this viewer's are left out."""
    last = {(row.entity, row.entity_id): row for row in rows}
    mine = {(row.entity, row.entity_id) for row in rows if row.scope_vendor == viewer.vendor}
    numbers = [case_number(entity_id) for entity, entity_id in last if entity == CASE]
    headers = {header.case_id: header for header in cases.headers(connection, numbers)}
    shown = [h for h in headers.values() if h.state != CaseState.WITHDRAWN.value and sees(h, viewer)]
    documents = case_documents(connection, shown, viewer, epoch, policy)
    told = review_documents(connection, [i for entity, i in last if entity == REVIEW], viewer)
    changes: list[Change] = []
    for (entity, entity_id), row in sorted(last.items(), key=lambda item: item[1].feed_seq):
        document = documents.get(case_number(entity_id)) if entity == CASE else told.get(entity_id)
        if document is not None:
            changes.append(Change(row.feed_seq, entity, entity_id, document.rev, Op.UPSERT, msgspec.Raw(document.body)))
        elif entity == CASE and (not viewer.outside or (entity, entity_id) in mine):
            header = headers.get(entity_id)
            reason = "deleted" if header is None else "scope" if not sees(header, viewer) else "withdrawn"
            rev = row.rev if header is None else header.rev
            changes.append(Change(row.feed_seq, entity, entity_id, rev, Op.REMOVE, reason=reason))
    return changes


def _size(changes: Sequence[Change]) -> int:
    return sum(len(bytes(change.document)) + 200 for change in changes)


def page_hash(changes: Sequence[Change]) -> str:
    """Hex SHA-256 over "entity:entity_id:rev:op\\n" of each change in order."""
    text = "".join(f"{c.entity}:{c.entity_id}:{c.rev}:{c.op.value}\n" for c in changes)
    return hashlib.sha256(text.encode()).hexdigest()
