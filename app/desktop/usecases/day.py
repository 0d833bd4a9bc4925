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
from app.desktop.ports import Clock, DayCase, DayState, DoneCase, Identity, Queue, QueueRow
from app.domain.day import NO_FORECAST, by_hour, forecast, worked
from app.domain.sla import sla_stage

USUAL_SHIFT = timedelta(hours=8)
LONGEST_SHIFT = timedelta(hours=16)
AHEAD = timedelta(hours=8)
LISTED = 12
"""So many cases are told one by one, to do and done."""


class _Review(msgspec.Struct, frozen=True):
    command_id: str
    reviewer_id: str
    decided_at: datetime
    case_id: str = ""
    case_type: str = ""
    decision: str = ""


class _Body(msgspec.Struct, frozen=True):
    active_ms: int = 0
    decision: str = ""


class _Note(msgspec.Struct, frozen=True):
    case_type: str = ""


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
        done = sorted(self._done(who.author, day_start).values(), key=lambda one: one.at)
        finished = [(_moment(one.at), timedelta(milliseconds=one.active_ms or 0)) for one in done]
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
            next_due=tuple(_to_do(row, now) for row in sorted(rows, key=lambda row: row.effective_due_at)[:LISTED]),
            finished=tuple(done[::-1][:LISTED]),
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

    def _done(self, author: str, since: int) -> dict[str, DoneCase]:
        """Own reviews since then, by command: those of this seat with the time they took, those of another seat of
        the same person as the server tells them."""
        found: dict[str, DoneCase] = {}
        for raw in self._cache.reviews():
            try:
                review = msgspec.json.decode(raw, type=_Review)
            except (msgspec.DecodeError, RecursionError):
                continue
            at = unix_ms(review.decided_at)
            if review.reviewer_id == author and at >= since:
                found[review.command_id] = DoneCase(review.case_id, review.case_type, review.decision, at)
        for row in self._work.since(author, since) if self._work is not None else ():
            if row.command_type == REVIEW_SUBMIT and row.state not in (OutboxState.REJECTED, OutboxState.PARKED):
                found[row.command_id] = _own(row)
        return found


def _to_do(row: QueueRow, now: datetime) -> DayCase:
    paused = timedelta(milliseconds=row.paused_ms)
    stage = sla_stage(_moment(row.routed_at), _moment(row.effective_due_at), now, paused)
    return DayCase(row.case_id, row.case_type, row.effective_due_at, stage, row.key_user)


def _own(row: OutboxRow) -> DoneCase:
    """A review of this seat as its row tells it, as far as it can be read."""
    try:
        body = msgspec.json.decode(row.body, type=_Body)
    except (msgspec.DecodeError, RecursionError):
        body = _Body()
    try:
        note = msgspec.json.decode(row.note, type=_Note)
    except (msgspec.DecodeError, RecursionError):
        note = _Note()
    at = row.created_wall + row.server_offset_ms
    return DoneCase(row.case_id or "", note.case_type, body.decision, at, max(0, body.active_ms))


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
