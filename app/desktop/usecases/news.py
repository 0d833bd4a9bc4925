"""What became of a person's findings, from this seat's copy; raising one and marking news as read, as commands."""

from collections.abc import Callable, Collection

import msgspec

from app.contract import commands as c
from app.contract.news import NewsView
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Clock, Identity, NewsRow, NewsState, NotReady, Sent
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.sending import Sending
from app.domain.faults import Fault
from app.domain.feedback import (
    MOST_READ,
    CreateFeedback,
    ReadNews,
    UpdateFeedback,
    create_faults,
    update_faults,
)
from app.domain.ids import uuid7

SHOWN = 100
SEEN = (OutboxState.PENDING, OutboxState.SENT, OutboxState.APPLIED)
_view = msgspec.json.Decoder(NewsView)


class NewsDesk:
    """See ports.News. Reading runs off the GUI thread; what is sent runs on the writer thread."""

    def __init__(
        self,
        cache: CacheStore,
        work: WorkStore | None,
        sending: Sending,
        clock: Clock,
        identity: Callable[[], Identity | None],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._cache, self._work, self._sending, self._clock = cache, work, sending, clock
        self._identity, self._random_bytes = identity, random_bytes

    def read(self) -> NewsState:
        """The newest first, whether or not the server can be reached; what was marked here and not sent yet counts as
        read."""
        marked = self._marked()
        rows = []
        for document in self._cache.news(SHOWN):
            try:
                view = _view.decode(document)
            except (ValueError, RecursionError):
                continue  # of a later version; the feed brings it again after an update
            rows.append(NewsRow(view, view.read_at is None and view.news_id not in marked))
        return NewsState(tuple(rows), sum(1 for row in rows if row.unread))

    def mark_read(self, news_ids: Collection[str]) -> Sent | None:
        """Mark these; None where none of them is unread."""
        unread = {row.view.news_id for row in self.read().rows if row.unread}
        ids = tuple(one for one in news_ids if one in unread)[:MOST_READ]
        if not ids:
            return None
        return self._sending.send(c.NEWS_READ, ReadNews(ids), None, None, WorkNote(params={"count": len(ids)}))

    def raise_finding(self, body: CreateFeedback) -> Sent:
        """Send a finding on its way; an empty `feedback_id` gets one. Raises NotReady(codes)."""
        if not body.feedback_id:
            made = uuid7(self._clock.wall_ms(), self._random_bytes(10))
            body = msgspec.structs.replace(body, feedback_id=made)
        _check(create_faults(body))
        note = WorkNote(params={"title": body.title, "count": len(body.case_ids)})
        # In the order of its case: the review that it rests on arrives first.
        return self._sending.send(c.FEEDBACK_CREATE, body, body.case_ids[0], None, note)

    def change(self, body: UpdateFeedback) -> Sent:
        """Change an item that one may change. Raises NotReady(codes)."""
        _check(update_faults(body))
        return self._sending.send(c.FEEDBACK_UPDATE, body, None, None, WorkNote())

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent; its type. Raises TooLate."""
        return self._sending.undo(command_id)

    def _marked(self) -> set[str]:
        who = self._identity()
        if self._work is None or who is None:
            return set()
        found: set[str] = set()
        for row in self._work.of_types(who.author, (c.NEWS_READ,)):
            if row.state in SEEN:
                found.update(msgspec.json.decode(row.body, type=ReadNews).news_ids)
        return found


def _check(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise NotReady(codes=tuple(dict.fromkeys(fault.code for fault in faults)))
