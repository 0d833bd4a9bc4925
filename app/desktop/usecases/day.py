"""My day: what is one's own to do, what is done, what falls due when, and how far the shift will get."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from app.contract.commands import REVIEW_SUBMIT
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import unix_ms
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import Clock, DayState, Identity, Queue
from app.domain.day import NO_FORECAST, by_hour, forecast, worked

USUAL_SHIFT = timedelta(hours=8)
LONGEST_SHIFT = timedelta(hours=16)
AHEAD = timedelta(hours=8)


class _Review(msgspec.Struct, frozen=True):
    command_id: str
    reviewer_id: str
    decided_at: datetime


class _Body(msgspec.Struct, frozen=True):
    active_ms: int = 0


class DayDesk:
    """See ports.Day. `read` runs off the GUI thread, `set_shift_end` on the writer thread."""

    def __init__(
        self,
        queue: Queue,
        cache: CacheStore,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
    ) -> None:
        self._queue, self._cache, self._work, self._clock = queue, cache, work, clock
        self._identity, self._publish = identity, publish
        self._shift_end: dict[str, int] = {}

    def read(self, day_start: int) -> DayState:
        """Everything since `day_start`, which the caller takes from the person's own midnight (server's ms)."""
        who, now_ms = self._identity(), self._clock.now_ms()
        if who is None:
            return DayState(now=now_ms)
        now, start = _moment(now_ms), _moment(day_start)
        finished = sorted(self._done(who.author, day_start).values())
        rows = [self._queue.row(int(index)) for index in self._queue.view("mine").order]
        dues = [_moment(row.effective_due_at) for row in rows]
        first = min((at - active for at, active in finished), default=now)
        end = self._end(who.author, max(first, start), now)
        so_far = worked(finished, now)
        told = forecast(len(finished), so_far, end - now) if finished else NO_FORECAST
        hours = so_far / timedelta(hours=1)
        return DayState(
            now=now_ms,
            held=sum(row.claimed_by_me for row in rows),
            assigned=sum(row.assigned_to_me for row in rows),
            done=len(finished),
            late=sum(due <= now for due in dues),
            done_by_hour=by_hour((at for at, _ in finished), first, now),
            due_by_hour=by_hour((due for due in dues if due > now), now, now + AHEAD),
            shift_end=unix_ms(end),
            pace_per_hour=len(finished) / hours if told.enough and hours > 0 else None,
            active_ms=round(sum((active for _, active in finished), timedelta()).total_seconds() * 1000),
            forecast=told,
        )

    def set_shift_end(self, moment: int) -> None:
        """When this person's shift ends today (server's ms); it counts until another one begins."""
        who = self._identity()
        if who is None:
            return
        self._shift_end[who.author] = moment
        if self._work is not None:
            self._work.put_value(f"shift_end/{who.author}", str(moment))
        self._publish(changed(Kind.SETTINGS))

    def _end(self, author: str, begun: datetime, now: datetime) -> datetime:
        told = self._shift_end.get(author)
        if told is None and self._work is not None:
            kept = self._work.value(f"shift_end/{author}")
            told = int(kept) if kept and kept.isdecimal() else None
        if told is not None and now - LONGEST_SHIFT < _moment(told) < now + LONGEST_SHIFT and _moment(told) > begun:
            return _moment(told)
        return begun + USUAL_SHIFT

    def _done(self, author: str, since: int) -> dict[str, tuple[datetime, timedelta]]:
        """(finished at, active time) of own reviews since then, by command: those of this seat with the time they took,
        those of another seat of the same person as the server tells them."""
        found: dict[str, tuple[datetime, timedelta]] = {}
        for raw in self._cache.reviews():
            try:
                review = msgspec.json.decode(raw, type=_Review)
            except (msgspec.DecodeError, RecursionError):
                continue
            if review.reviewer_id == author and unix_ms(review.decided_at) >= since:
                found[review.command_id] = (review.decided_at, timedelta())
        for row in self._work.since(author, since) if self._work is not None else ():
            if row.command_type == REVIEW_SUBMIT and row.state not in (OutboxState.REJECTED, OutboxState.PARKED):
                at = row.created_wall + row.server_offset_ms
                found[row.command_id] = (_moment(at), timedelta(milliseconds=_active_ms(row)))
        return found


def _active_ms(row: OutboxRow) -> int:
    try:
        return max(0, msgspec.json.decode(row.body, type=_Body).active_ms)
    except (msgspec.DecodeError, RecursionError):
        return 0


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
