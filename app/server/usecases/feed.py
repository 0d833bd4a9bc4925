"""The change feed: pages of final states, from wherever a client stands to the newest commit."""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from app.contract.changes import CALIBRATION, CASE, NEWS, QA_SAMPLE, REVIEW, SOP_PAGE, Change, ChangePage, Op
from app.contract.limits import JSON_INTEGER, PAGE_BYTES, PAGE_ROWS
from app.contract.problems import BY_CODE, Code, ProblemItem
from app.contract.views import Viewer
from app.domain.case import CaseState
from app.domain.ids import CASE_ID, case_number
from app.domain.roles import Capability
from app.domain.seat import turnover
from app.server.config import Policy
from app.server.security import cursors
from app.server.security.cursors import FeedPosition
from app.server.security.principal import Principal
from app.server.storage import cases, feed, qa_holds, qa_samples, state
from app.server.storage.cases import Header, case_id
from app.server.storage.feed import FeedRow
from app.server.storage.unit_of_work import Storage
from app.server.usecases import news, seat, sop_readers
from app.server.usecases.documents import Document, case_documents, review_documents, sees
from app.server.usecases.refusal import Refused, require
from app.server.usecases.restored import Diverged, noticing

USUAL = 250
MOST_KEPT = 50  # cases that a person has begun and not sent yet
_NEWS = b"{}"
GONE_REV = JSON_INTEGER  # of a case that is there no more: newer than any copy


@noticing
def page(storage: Storage, principal: Principal, cursor: str | None, limit: int | None, keep: str = "") -> ChangePage:
    """What changed after `cursor`, as it is now; from the beginning where there is none. A capped seat is told besides
    what it has to give up and what takes its place; of what it holds, the cases named in `keep` stay. Raises Refused
    (forbidden, parameter, cursor_malformed, cursor_expired, history_diverged, scope_changed)."""
    require(principal, Capability.CASE_READ)
    limit = check_limit(limit)
    kept = named(keep)
    viewer = principal.viewer
    with storage.read(settled=True) as connection:
        epoch, key = history(connection)
        newest = feed.head(connection)
        at = position(connection, cursor, viewer, epoch, key)
        place = seat.look(connection, storage, principal)
        held = seat.held(connection, at, place) if cursor is not None else frozenset()
        page = _Page(connection, viewer, epoch, storage.policy, place, held, kept & held)
        rows = feed.at_a_boundary(connection, feed.after(connection, at.feed_seq, limit + 1), limit)
        changes = page.touched(rows)
        while len(rows) > 1 and _size(changes) > PAGE_BYTES:
            half = len(rows) // 2
            shorter = feed.at_a_boundary(connection, rows[: half + 1], half)
            if len(shorter) >= len(rows):
                break  # one transaction, and it must not be torn
            rows = shorter
            changes = page.touched(rows)
        last = rows[-1].feed_seq if rows else at.feed_seq
        more = last < newest.feed_seq
        moved = page.moved(changes, last, limit, at_head=not more)
        changes += moved.changes
        chain = feed.chain_at(connection, last) or at.chain8
    holding = ""
    if place is not None:
        holding = seat.remember(storage, place, moved.held, at.holding)
    return ChangePage(
        changes=tuple(changes),
        next_cursor=cursors.feed_cursor(FeedPosition(epoch, last, chain, holding), viewer, key),
        more=more or moved.more,
        head_lag=newest.feed_seq - last,
        epoch=epoch,
        page_hash=page_hash(changes),
        seat=None if place is None else place.share,
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
        raise Diverged(at)
    return at


class _Moved(msgspec.Struct, frozen=True):
    """What left a capped seat and what came to it, what it holds after the page, and whether more has to be moved."""

    changes: list[Change]
    held: frozenset[int]
    more: bool


class _Page:
    """One page in the making, in one reading transaction. `place` is None for a seat without a cap; `held` is what a
    capped one holds, and `kept` what of it stays although it is over the cap."""

    def __init__(
        self,
        connection: Connection,
        viewer: Viewer,
        epoch: str,
        policy: Policy,
        place: seat.Seat | None,
        held: frozenset[int],
        kept: frozenset[int],
    ) -> None:
        self._connection, self._viewer, self._epoch, self._policy = connection, viewer, epoch, policy
        self._held = held
        self._wanted: dict[int, None] | None = None
        if place is not None:
            self._wanted = dict.fromkeys((*place.members, *kept))

    def touched(self, rows: Sequence[FeedRow]) -> list[Change]:
        """One change per entity, in the order of its last row; entities that never were this viewer's, or that this
        seat neither holds nor may hold, are left out."""
        viewer = self._viewer
        rows = [row for row in rows if row.audience in (None, viewer.user_id)]
        last = {(row.entity, row.entity_id): row for row in rows}
        mine = {(row.entity, row.entity_id) for row in rows if row.scope_vendor == viewer.vendor}
        numbers = [number for entity, i in last if entity == CASE and self._concerns(number := case_number(i))]
        headers = {header.case_id: header for header in cases.headers(self._connection, numbers)}
        documents = self._documents(headers.values())
        told = review_documents(self._connection, [i for entity, i in last if entity == REVIEW], viewer)
        # A copy from before its case was to be decided again goes.
        kept_back = qa_holds.reviews_held(
            self._connection, viewer, [i for entity, i in last if entity == REVIEW and i not in told]
        )
        samples = qa_samples.of_concern(self._connection, viewer, [i for entity, i in last if entity == QA_SAMPLE])
        own_news = news.documents(self._connection, [i for entity, i in last if entity == NEWS], viewer)
        pages = sop_readers.documents(self._connection, [i for entity, i in last if entity == SOP_PAGE])
        changes: list[Change] = []
        for (entity, entity_id), row in sorted(last.items(), key=lambda item: item[1].feed_seq):
            document = documents.get(case_number(entity_id)) if entity == CASE else told.get(entity_id)
            if document is not None:
                changes.append(_upsert(row.feed_seq, entity, entity_id, document))
            elif entity == CASE and self._had(
                case_number(entity_id), viewer.outside and (entity, entity_id) not in mine
            ):
                header = headers.get(entity_id)
                if header is None or header.only_for in (None, viewer.user_id):
                    changes.append(self._removal(row.feed_seq, entity_id, row.rev, header))
            elif entity == REVIEW and entity_id in kept_back:
                changes.append(Change(row.feed_seq, REVIEW, entity_id, row.rev, Op.REMOVE, reason="scope"))
            elif (entity == QA_SAMPLE and entity_id in samples) or entity == CALIBRATION:
                # News of a session name their one reader, and rows for others are gone from here already.
                changes.append(_upsert(row.feed_seq, entity, entity_id, Document(row.rev, _NEWS)))
            elif entity == NEWS and entity_id in own_news:
                changes.append(_upsert(row.feed_seq, entity, entity_id, Document(*own_news[entity_id])))
            elif entity == SOP_PAGE and entity_id in pages:
                changes.append(_upsert(row.feed_seq, entity, entity_id, Document(*pages[entity_id])))
        return changes

    def moved(self, told: Sequence[Change], feed_seq: int, limit: int, *, at_head: bool) -> _Moved:
        """What else a capped seat gives up and takes in on a page that has `told` all this already. Cases come only
        once the feed has been told to its end, since most of them come by it."""
        if self._wanted is None:
            return _Moved([], frozenset(), False)
        here = set(self._held)
        for change in told:
            if change.entity == CASE:
                number = case_number(change.entity_id)
                (here.add if change.op == Op.UPSERT else here.discard)(number)
        turn = turnover(here, self._wanted, max(0, limit - len(told)), may_come=at_head)
        headers = {header.number: header for header in cases.headers(self._connection, (*turn.leave, *turn.come))}
        documents = self._documents(headers[number] for number in turn.come if number in headers)
        changes = [self._removal(feed_seq, case_id(n), GONE_REV, headers.get(n)) for n in turn.leave]
        here.difference_update(turn.leave)
        size, cut = _size(told), False
        for number in turn.come:
            if number not in documents:
                continue
            change = _upsert(feed_seq, CASE, case_id(number), documents[number])
            size += _size((change,))
            if size > PAGE_BYTES and (told or changes):
                cut = True
                break
            changes.append(change)
            here.add(number)
        return _Moved(changes, frozenset(here), turn.rest or cut)

    def _documents(self, headers: Iterable[Header]) -> dict[int, Document]:
        shown = [h for h in headers if not h.gone and sees(h, self._viewer)]
        if self._wanted is not None:
            shown = [h for h in shown if h.number in self._wanted]
        return case_documents(self._connection, shown, self._viewer, self._epoch, self._policy)

    def _concerns(self, number: int) -> bool:
        return self._wanted is None or number in self._wanted or number in self._held

    def _had(self, number: int, never: bool) -> bool:
        """Whether this seat may hold a copy that it has to give up. A capped one is known to hold it or not."""
        return number in self._held if self._wanted is not None else not never

    def _removal(self, feed_seq: int, name: str, rev: int, header: Header | None) -> Change:
        if header is None:
            # For a contact centre the database itself may hide the row of another one.
            reason = "scope" if self._viewer.outside else "deleted"
            return Change(feed_seq, CASE, name, rev, Op.REMOVE, reason=reason)
        if not sees(header, self._viewer):
            reason = "scope"
        elif header.let_go:
            reason = "retention"
        else:
            reason = "withdrawn" if header.state == CaseState.WITHDRAWN.value else "seat"
        return Change(feed_seq, CASE, name, header.rev, Op.REMOVE, reason=reason)


def _upsert(feed_seq: int, entity: str, entity_id: str, document: Document) -> Change:
    return Change(feed_seq, entity, entity_id, document.rev, Op.UPSERT, msgspec.Raw(document.body))


def named(names: str) -> frozenset[int]:
    """The cases named in a `keep` parameter. Raises Refused (parameter)."""
    wanted = names.split(",") if names else []
    if len(wanted) > MOST_KEPT or not all(CASE_ID.match(name) for name in wanted):
        raise Refused(Code.PARAMETER, f"up to {MOST_KEPT} case ids", (ProblemItem("/keep", "case_ids"),))
    return frozenset(map(case_number, wanted))


def _size(changes: Sequence[Change]) -> int:
    return sum(len(bytes(change.document)) + 200 for change in changes)


def page_hash(changes: Sequence[Change]) -> str:
    """Hex SHA-256 over "entity:entity_id:rev:op\\n" of each change in order."""
    text = "".join(f"{c.entity}:{c.entity_id}:{c.rev}:{c.op}\n" for c in changes)
    return hashlib.sha256(text.encode()).hexdigest()
