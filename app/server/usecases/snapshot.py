"""The snapshot: everything that a seat keeps a copy of, walked by key, and where the feed is taken up afterwards."""

import threading
from bisect import bisect_right
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from app.contract.changes import CASE, NEWS, NO_DOCUMENT, REVIEW, SOP_PAGE, Change, Op, SnapshotPage
from app.contract.limits import PAGE_BYTES
from app.contract.problems import Code, ProblemItem
from app.contract.views import Viewer
from app.domain.ids import CASE_ID, case_number, is_uuid7
from app.domain.roles import Capability
from app.server.security import cursors
from app.server.security.cursors import FeedPosition
from app.server.security.principal import Principal
from app.server.storage import cases, feed, reviews
from app.server.storage.case_documents import Kept
from app.server.storage.cases import Header
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import news, seat, sop_readers
from app.server.usecases.documents import Document, case_documents, review_documents, sees
from app.server.usecases.documents import keep as keep_documents
from app.server.usecases.feed import check_limit, history, named, position
from app.server.usecases.refusal import Refused, require
from app.server.usecases.restored import noticing

OWN_REVIEWS_KEPT, ALL_REVIEWS_KEPT = timedelta(days=7), timedelta(hours=24)


class _Totals:
    """How many rows a walk has in all, which is counted over the whole queue and only shown as progress: what was
    counted a few seconds ago will do for the next pages."""

    HOLDS, MOST = timedelta(seconds=10), 200

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], tuple[datetime, int]] = {}
        self._lock = threading.Lock()

    def get(self, of: tuple[str, ...], now: datetime) -> int | None:
        with self._lock:
            at, total = self._kept.get(of, (None, 0))
        return total if at is not None and at <= now < at + self.HOLDS else None

    def put(self, of: tuple[str, ...], now: datetime, total: int) -> None:
        with self._lock:
            if len(self._kept) >= self.MOST:
                self._kept.clear()
            self._kept[of] = (now, total)


_totals = _Totals()


@noticing
def page(
    storage: Storage,
    principal: Principal,
    snapshot_id: str | None,
    after: str | None,
    limit: int | None,
    only: str | None = None,
    keep: str = "",
) -> SnapshotPage:
    """The next page of a snapshot; a new one where there is no `snapshot_id`. The id is the position of the feed when
    the snapshot began, so the server remembers nothing between pages but what a capped seat was to hold then. `only`
    names the one entity that is walked; the cases named in `keep` stay on a capped seat that held them. Raises
    Refused as the feed does."""
    require(principal, Capability.CASE_READ)
    limit, kept_here = check_limit(limit), named(keep)
    entity, key_after = _place(snapshot_id, after)
    if only == REVIEW and entity == CASE:
        entity, key_after = REVIEW, ""
    viewer, now = principal.viewer, storage.clock()
    which_reviews = reviews.kept_at_seats(viewer, to_ms(now - OWN_REVIEWS_KEPT), to_ms(now - ALL_REVIEWS_KEPT))
    with storage.read(settled=True) as connection:
        epoch, key = history(connection)
        place = seat.look(connection, storage, principal)
        if snapshot_id is None:
            newest = feed.head(connection)
            begun = FeedPosition(epoch, newest.feed_seq, newest.chain8)
            held = frozenset[int]()
            if place is not None:
                held = frozenset(place.members) | seat.begun(connection, place, kept_here)
        else:
            begun = position(connection, snapshot_id, viewer, epoch, key)
            held = seat.held(connection, begun, place)
        kept = _All(connection, viewer, to_ms(now - seat.CLOSED_KEPT)) if place is None else _Held(connection, held)
        said = (epoch, viewer.user_id, only or "", "" if place is None else place.name)
        total = None if snapshot_id is None else _totals.get(said, now)
        if total is None:
            total = 0 if only == REVIEW else kept.count()
            total += 0 if only == CASE else reviews.count(connection, which_reviews)
            _totals.put(said, now, total)
        rows: list[Change] = []
        fresh: list[Kept] = []
        # The place that was walked to: a review that this viewer is not told is stepped over.
        size, full, walked = 0, False, after
        if entity == CASE:
            found = kept.walk(int(key_after), limit + 1)
            shown = [h for h in found[:limit] if not h.gone and sees(h, viewer)]
            documents = case_documents(connection, shown, viewer, epoch, storage.policy, fresh)
            for header in found[:limit]:
                if header.number in documents:
                    change = _row(begun.feed_seq, CASE, header.case_id, documents[header.number])
                    size += 200 + len(documents[header.number].body) + len(documents[header.number].row)
                    if rows and size > PAGE_BYTES:
                        full = True
                        break
                    rows.append(change)
                walked = header.case_id
            full = full or len(found) > limit
            key_after = ""
        if only == CASE:
            pass
        elif not full and len(rows) < limit:
            ids = reviews.walk(connection, which_reviews, key_after, limit - len(rows) + 1)
            told = review_documents(connection, ids, viewer)
            full = len(ids) > limit - len(rows)
            for review_id in ids[: limit - len(rows)]:
                walked = review_id
                if review_id in told:
                    rows.append(_row(begun.feed_seq, REVIEW, review_id, told[review_id]))
        elif not full:
            full = bool(reviews.walk(connection, which_reviews, key_after, 1))
        if only is None and not full:
            # So few that the last page holds them beside whatever else is on it.
            rows += [_row(begun.feed_seq, NEWS, i, Document(*one)) for i, one in news.latest(connection, viewer)]
            pages = sop_readers.documents(connection)
            rows += [_row(begun.feed_seq, SOP_PAGE, page_id, Document(*one)) for page_id, one in pages.items()]
    keep_documents(storage, fresh)
    if place is not None and snapshot_id is None:
        begun = msgspec.structs.replace(begun, holding=seat.remember(storage, place, held, ""))
    resume = cursors.feed_cursor(begun, viewer, key)
    return SnapshotPage(
        snapshot_id=resume,
        rows=tuple(rows),
        after=walked if full else None,
        done=not full,
        resume_cursor=resume,
        epoch=epoch,
        total=total,
        seat=None if place is None else place.share,
    )


class _All:
    """The cases that a seat without a cap keeps a copy of."""

    def __init__(self, connection: Connection, viewer: Viewer, closed_after_ms: int) -> None:
        self._connection, self._viewer, self._closed_after_ms = connection, viewer, closed_after_ms

    def count(self) -> int:
        return cases.count_at_seats(self._connection, self._viewer, self._closed_after_ms)

    def walk(self, after: int, limit: int) -> list[Header]:
        """The next `limit` of them by case number."""
        where = cases.kept_at_seats(self._viewer, self._closed_after_ms)
        return cases.walk(self._connection, where, after, limit)


class _Held:
    """The cases that a capped seat was to hold when the snapshot began. One that made room since is still among them:
    the feed after the snapshot takes it away again."""

    def __init__(self, connection: Connection, held: frozenset[int]) -> None:
        self._connection, self._numbers = connection, sorted(held)

    def count(self) -> int:
        return len(self._numbers)

    def walk(self, after: int, limit: int) -> list[Header]:
        """The next `limit` of them by case number."""
        at = bisect_right(self._numbers, after)
        return cases.headers(self._connection, self._numbers[at : at + limit])


def _place(snapshot_id: str | None, after: str | None) -> tuple[str, str]:
    """(entity, key) to go on from. Raises Refused (parameter)."""
    if after is None:
        return CASE, "0"
    if snapshot_id is not None:
        if CASE_ID.match(after):
            return CASE, str(case_number(after))
        if is_uuid7(after):
            return REVIEW, after
    raise Refused(Code.PARAMETER, errors=(ProblemItem("/after", "unknown_place"),))


def _row(feed_seq: int, entity: str, entity_id: str, document: Document) -> Change:
    row = msgspec.Raw(document.row) if document.row else NO_DOCUMENT
    return Change(feed_seq, entity, entity_id, document.rev, Op.UPSERT, msgspec.Raw(document.body), row=row)
