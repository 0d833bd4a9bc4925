"""What surrounds a case: asked of the server for the open case and the hand, kept, and read without the server."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from app.contract.context import MOST_CASES, ContextView
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.context_rows import ContextRow, ContextRows
from app.desktop.changes import Changed, Kind
from app.desktop.latest import Latest
from app.desktop.ports import ApiError, Clock, ContextState, Writer

FRESH_MS = 5 * 60_000
_KEPT = 12
_decoder = msgspec.json.Decoder(ContextView)


class ContextsOnline(Protocol):
    """The one call."""

    def contexts(self, case_ids: tuple[str, ...]) -> Sequence[bytes]:
        """The received bytes of each ContextView."""


class _Head(msgspec.Struct):
    case_id: str
    rev: int


class ContextDesk:
    """See ports.Contexts. `ready` is instant; `read` and `fetch` run in the pool. A case never waits for any of
    them."""

    def __init__(
        self,
        online: ContextsOnline,
        cache: CacheStore,
        writer: Writer,
        clock: Clock,
        publish: Callable[[Changed], None],
        rev_of: Callable[[str], int | None] = lambda _case: None,
    ) -> None:
        self._online, self._rows, self._writer, self._clock = online, ContextRows(cache), writer, clock
        self._publish, self._rev_of = publish, rev_of
        self._ready: OrderedDict[str, ContextState] = OrderedDict()
        self._problems: dict[str, str] = {}
        self._latest = Latest(self._fetch)
        self._asking: set[str] = set()
        self._lock = threading.Lock()

    def ready(self, case_id: str) -> ContextState | None:
        with self._lock:
            return self._ready.get(case_id)

    def read(self, case_id: str) -> ContextState:
        row = self._rows.get(case_id)
        view = None if row is None else _decoded(row.document)
        with self._lock:
            state = ContextState(
                case_id,
                view,
                row.fetched_at if row is not None and view is not None else None,
                self._problems.get(case_id, ""),
                case_id in self._asking,
            )
            self._ready[case_id] = state
            self._ready.move_to_end(case_id)
            while len(self._ready) > _KEPT:
                self._ready.popitem(last=False)
        return state

    def fetch(self, case_ids: tuple[str, ...]) -> None:
        self._latest(case_ids)

    def bring(self, case_ids: tuple[str, ...]) -> None:
        """As `fetch`, and whoever asks for others meanwhile does not overtake it."""
        self._fetch(case_ids)

    def _fetch(self, case_ids: tuple[str, ...]) -> None:
        with self._lock:
            wanted = [c for c in dict.fromkeys(case_ids) if c not in self._asking]
            self._asking.update(wanted)
        try:
            asked = tuple(case_id for case_id in wanted if self._is_due(case_id))[:MOST_CASES]
            if asked:
                self._ask(asked)
        finally:
            with self._lock:
                self._asking.difference_update(wanted)

    def _is_due(self, case_id: str) -> bool:
        row = self._rows.get(case_id)
        if row is None or self._clock.now_ms() - row.fetched_at > FRESH_MS:
            return True
        now = self._rev_of(case_id)
        return now is not None and now > row.rev

    def _ask(self, asked: tuple[str, ...]) -> None:
        try:
            documents = self._online.contexts(asked)
        except ApiError as error:
            # What was heard before stays in sight; the screen says from when it is.
            with self._lock:
                self._problems.update(dict.fromkeys(asked, error.code))
                for case_id in asked:
                    self._ready.pop(case_id, None)
            self._publish(Changed(frozenset({Kind.CONTEXT}), frozenset(asked)))
            return
        now = self._clock.now_ms()
        rows: list[ContextRow] = []
        for document in documents:
            try:
                head = msgspec.json.decode(document, type=_Head)
            except (msgspec.DecodeError, RecursionError):
                continue
            if head.case_id in asked:
                rows.append(ContextRow(head.case_id, head.rev, now, document))
        changed = self._writer.run(lambda: self._rows.put(rows))
        with self._lock:
            # A case that the server left out of its answer has nothing to tell.
            missing = set(asked) - {row.case_id for row in rows}
            for case_id in asked:
                self._problems.pop(case_id, None)
                self._ready.pop(case_id, None)
            self._problems.update(dict.fromkeys(missing, "not_found"))
        self._publish(changed | Changed(frozenset({Kind.CONTEXT}), frozenset(asked)))

    def note(self, news: Changed) -> None:
        """Forget what is kept at hand of cases that changed; connect it beside `Cases.note`."""
        if news.kinds & {Kind.CASE, Kind.REVIEW, Kind.SESSION}:
            with self._lock:
                if not news.ids or Kind.SESSION in news.kinds:
                    self._ready.clear()
                for case_id in news.ids:
                    self._ready.pop(case_id, None)


def _decoded(document: bytes) -> ContextView | None:
    try:
        return _decoder.decode(document)
    except (msgspec.DecodeError, RecursionError):
        return None
