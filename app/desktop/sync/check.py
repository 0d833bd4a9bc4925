"""The check on everything the feed has told: what this seat holds is counted here and by the server, and compared."""

import logging

import msgspec

from app.contract.session import ScopeCounts
from app.desktop.cache import read_anew
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.tallies import tallies
from app.desktop.ports import Clock, ReadAnew, Writer
from app.desktop.sync.links import Server

_log = logging.getLogger(__name__)
PAGES = 50
EVERY_MS = 15 * 60_000
"""At the latest after so many pages or so much time at rest."""
AGAIN_MS = 60 * 60_000
"""One entity is read anew at most once in so long: where that does not help, reading it again would not either."""


class Checked(msgspec.Struct, frozen=True):
    """`differs`: the entities whose counts are not equal and that are to be read anew; `high_seq`: the highest command
    number of this seat that the server has, `acked_through` the one up to which it has all; None where it cannot
    say."""

    differs: tuple[str, ...] = ()
    high_seq: int | None = None
    acked_through: int | None = None
    epoch: str | None = None


class Check:
    """Due after the first sync, after a change of hands, after fifty pages, and every quarter of an hour; asked for at
    the head of the feed."""

    def __init__(self, cache: CacheStore, server: Server, writer: Writer, clock: Clock) -> None:
        self._cache, self._server, self._writer, self._clock = cache, server, writer, clock
        self._pages = 0
        self._checked_at: int | None = None
        self._anew: dict[str, int] = {}

    def page(self) -> None:
        """A page was taken in."""
        self._pages += 1

    def anew(self) -> None:
        """Somebody else sits here: whether the server still has all of their work is asked before they leave again,
        however lately it was asked for another."""
        self._checked_at = None

    @property
    def due(self) -> bool:
        if self._checked_at is None or self._pages >= PAGES:
            return True
        return self._clock.mono_ms() - self._checked_at >= EVERY_MS

    def turn(self) -> Checked:
        """Ask and compare. Raises ApiError. Where the server has moved on meanwhile, the check stays due."""
        cursor = self._cache.state().get("cursor")
        if cursor is None:
            return Checked()
        meta = self._server.scope_counts(cursor)
        told = meta.counts
        if told is None:
            # A server from before there was such a count.
            self._done()
            return Checked(epoch=meta.server_epoch)
        differs: tuple[str, ...] = ()
        if told.here:
            differs = self._compare(told)
            self._done()
        return Checked(differs, told.device_high_seq, told.acked_through, meta.server_epoch)

    def _done(self) -> None:
        self._pages, self._checked_at = 0, self._clock.mono_ms()

    def _compare(self, told: ScopeCounts) -> tuple[str, ...]:
        here, mono = tallies(self._cache, told.reviews_since), self._clock.mono_ms()
        differs = []
        for entity, there in sorted(told.entities.items()):
            mine = here.get(entity)
            if mine is None or mine == there:
                continue
            _log.warning("the copy differs: %s, %d here, %d on the server", entity, mine.count, there.count)
            before = self._anew.get(entity)
            if before is None or mono - before >= AGAIN_MS:
                self._anew[entity] = mono
                differs.append(entity)
        return tuple(differs)

    def note(self, why: str, entity: str) -> None:
        """Put on record that the copy was read anew, for the status and the Activity room."""
        event = ReadAnew(self._clock.now_ms(), why, entity)
        _log.warning("the copy is read anew: %s (%s)", entity, why)
        told = read_anew.to_state(event)
        self._writer.run(lambda: self._cache.put_state(**{read_anew.NAME: told}))
