"""The status line's state, in codes."""

from collections.abc import Callable

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.engine import is_lost
from app.desktop.cache.read_anew import read_anew
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import SYNC_EVERY_MS, Clock, Identity, StatusState, SyncReport
from app.domain.claim import ClaimMode
from app.domain.offline_lease import first_end


def _next(connection: str, last: int | None) -> int | None:
    return last + SYNC_EVERY_MS if connection == "online" and last is not None else None


class StatusDesk:
    """See ports.Status. `key` is the kind of key source: keyring, inherited or none. `ended` tells by its code why the
    session has ended, "" while it goes on."""

    def __init__(
        self,
        cache: CacheStore,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        report: Callable[[], SyncReport],
        key: str,
        ended: Callable[[], str] = str,
    ) -> None:
        self._cache = cache
        self._work = work
        self._clock = clock
        self._identity = identity
        self._report = report
        self._key, self._ended = key, ended

    def read(self) -> StatusState:
        who, report = self._identity(), self._report()
        connection = report.connection if who is not None else "signed_out"
        if who is not None and connection == "signed_out":
            # Somebody has just signed in and the engine has not taken its first step for them yet.
            connection = "syncing"
        paused_by, why = report.paused_by, self._ended()
        if who is not None and why and connection != "paused":
            # Whatever was asked found the session ended; the engine hears of it with its next step only.
            connection, paused_by = "paused", why
        pending = attention = 0
        missing = until = oldest = copied = None
        along: list[int] = []
        if who is not None:
            now = self._clock.now_ms()
            live = [claim for claim in self._cache.claims(who.author).values() if claim.expires_at > now]
            until = min((claim.expires_at for claim in live), default=None)
            along = [claim.expires_at for claim in live if claim.mode == ClaimMode.OFFLINE]
            try:
                if self._work is not None:
                    pending, attention, _, oldest = self._work.tallies(who.author)
                    missing = self._work.missing(who.author)
                    copied = self._work.copied_at(who.author)
            except Exception as error:
                if not is_lost(error):
                    raise
                connection, paused_by = "paused", "work_unreadable"
        return StatusState(
            connection=connection,
            since=report.since,
            last_sync_at=report.last_sync_at,
            pending=pending,
            attention=attention,
            leases_until=until,
            key=self._key,
            paused_by=paused_by,
            progress=report.progress,
            quarantined=self._cache.counts()["quarantine"],
            missing=missing,
            next_sync_at=_next(connection, report.last_sync_at),
            oldest_pending_at=None if oldest is None else oldest + self._clock.offset_ms(),
            read_anew=read_anew(self._cache),
            copied_at=copied,
            along=len(along),
            along_until=first_end(along, 0),
        )
