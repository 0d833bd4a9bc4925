"""The pages of the procedures that this seat's copy holds, put in force here."""

import logging
from collections.abc import Sequence

import msgspec

from app.contract.sop import SopPageTexts
from app.desktop import in_force
from app.desktop.cache.cache_store import CacheStore
from app.desktop.changes import Changed, Kind
from app.desktop.ports import Clock
from app.domain.procedures import PageText

_log = logging.getLogger(__name__)
_page = msgspec.json.Decoder(SopPageTexts)


class ProcedureDesk:
    """Reads the copy when it is made, and again whenever pages came or went."""

    def __init__(self, cache: CacheStore, clock: Clock) -> None:
        self._cache, self._clock = cache, clock
        self.load()

    def load(self) -> None:
        house: dict[str, Sequence[PageText]] = {}
        for document in self._cache.sop_pages():
            try:
                told = _page.decode(document)
            except (ValueError, RecursionError):
                _log.warning("a page of the procedures cannot be read; what ships is read in its place")
                continue  # of a later version; the feed brings it again after an update
            house[told.page_id] = told.texts
        in_force.use(house, self._clock.now_ms)

    def close(self) -> None:
        """The window ends, or goes to another server."""
        in_force.leave(self._clock.now_ms)

    def note(self, news: Changed) -> None:
        """Callable from any thread."""
        if Kind.PROCEDURES in news.kinds:
            self.load()
