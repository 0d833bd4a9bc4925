"""The sync engine: a state machine without a thread of its own. `step` does one piece of work and says when the
next is due, so that a test can walk through a day of it."""

import logging
from collections.abc import Callable

import msgspec

from app.contract.changes import CASE
from app.contract.session import Meta
from app.contract.version import API_MAX
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.engine import is_lost, trouble_of_the_disk
from app.desktop.cache.file_lock import FileLock
from app.desktop.cache.find_fill import FindFill
from app.desktop.cache.outbox_rows import SAFE_HORIZON_MS
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.desktop.courtesy import hands_rest_in_ms
from app.desktop.ports import (
    SYNC_EVERY_MS,
    ApiError,
    Busy,
    Clock,
    Identity,
    Offline,
    Problem,
    Progress,
    ServerSpoke,
    SyncReport,
    Unauthorised,
    Writer,
)
from app.desktop.sync.ahead import Ahead
from app.desktop.sync.backoff import Backoff
from app.desktop.sync.check import Check, Checked
from app.desktop.sync.flight import Flight, GivenUp
from app.desktop.sync.links import Server, Signed
from app.desktop.sync.missing import Missing
from app.desktop.sync.pull import START_OVER, Pull
from app.desktop.sync.push import Push

_log = logging.getLogger(__name__)
POLL_MS = SYNC_EVERY_MS
META_EVERY_MS = 5 * 60_000
NOBODY_MS = 60_000
OTHER_FLIGHT_MS = 5_000
REFUSED_MS = 30_000
SWEEP_EVERY_MS = 10 * 60_000
READING_MS = 300
"""Between two turns with the server words are read for so long at a time."""
KEPT_MS = 30 * 24 * 3_600_000
_MANY_STARTS = 3
# Signing in again does not help: somebody else has to let the seat or the person in.
_SHUT_OUT = ("device_revoked", "person_disabled")


class Engine:
    """Push before pull, one page or batch per step. All state that matters lies in the two stores; this object may
    be thrown away at any moment."""

    def __init__(
        self,
        *,
        cache: CacheStore,
        work: WorkStore | None,
        server: Server,
        signed: Signed,
        writer: Writer,
        clock: Clock,
        random: Callable[[], float],
        new_id: Callable[[], str],
        publish: Callable[[Changed], None],
        flight: FileLock | None = None,
        client_version: tuple[int, ...] = (0, 1, 0),
        cloned: Callable[[Identity], None] | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        """`flight`: held by the one engine of this profile that may fly. `cloned`: told once when the server has seen
        higher command numbers of this seat than this seat ever gave: its profile came back from a copy, or runs in two
        places, and it should become a device of its own. `ahead`: fetches the next page while one is written."""
        self._cache = cache
        self._work = work
        self._server = server
        self._signed = signed
        self._writer = writer
        self._clock = clock
        self._publish = publish
        self._lock = flight
        self._version = client_version
        self._new_id = new_id
        self._cloned = cloned
        self._ahead = ahead
        self._next_turn_at, self._hurried, self._flying = 0, False, False
        self._backoff = Backoff(random)
        self._nowhere = Backoff(random)
        """Of answers that are good each for itself and come to no end together."""
        self.alive_at = clock.mono_ms()
        """When this engine last began, wrote or ended something, by the clock that never jumps."""
        self._take_off()
        self._who: Identity | None = None
        self._paused: str | None = None
        self._meta_at: int | None = None
        self._too_old = False
        self._starts = self._replays = 0
        self._gap: tuple[Identity, int] | None = None
        self._behind: tuple[Identity, int] | None = None
        self._epoch: str | None = None
        self._push_problem: str | None = None
        self._swept_at: int | None = None
        self.report = SyncReport()

    def _take_off(self) -> None:
        self._flight = flight = Flight(self._writer, self._live)
        work = self._work
        self._push = Push(work, self._server, flight, self._clock, self._new_id) if work is not None else None
        self._pull = Pull(self._cache, self._server, flight, self._clock, self._begun, self._ahead)
        self._check = Check(self._cache, self._server, flight, self._clock)
        self._missing = Missing(self._work, self._server, flight)
        self._words = FindFill(self._cache)

    def _live(self) -> None:
        self.alive_at = self._clock.mono_ms()

    def alive_age_ms(self) -> int:
        """For how long nothing was begun, written or ended. Callable from any thread."""
        return self._clock.mono_ms() - self.alive_at

    def give_up(self) -> None:
        """The thread that is in the middle of a step is held up for good: what it still does is in vain, and another
        may step from here. Callable from any thread."""
        self._flight.over = True
        self._take_off()
        self.hurry()
        self._live()

    def resume(self) -> None:
        """A person signed in, or asked for a sync: try now, whatever stood in the way."""
        self._paused = None
        self._backoff.succeeded()
        self._nowhere.succeeded()
        self.hurry()

    def hurry(self) -> None:
        """The next step speaks to the server, whatever else there is to do. Callable from any thread."""
        self._hurried = True

    def close(self) -> None:
        """Let another engine of this profile fly."""
        if self._lock is not None:
            self._lock.give_back()

    def step(self) -> int:
        """One piece of work; milliseconds until the next is due (0: at once). Never raises ApiError."""
        self._live()
        flight = self._flight
        try:
            left = self._next_turn_at - self._clock.mono_ms()
            if left <= 0 or self._hurried or not (self._words.more and self._flying):
                self._hurried = False
                left = self._step(flight)
                self._next_turn_at = self._clock.mono_ms() + left
            # Once there is nothing to do with the server, and however it is; but not while somebody decides.
            if left > 0 and self._words.more and self._flying:
                if not hands_rest_in_ms():
                    self._read_words(flight)
                left = max(0, self._next_turn_at - self._clock.mono_ms())
                if self._words.more:
                    left = min(left, hands_rest_in_ms())
            return 0 if self._hurried else left
        except GivenUp:
            return NOBODY_MS
        except Exception as error:
            code = trouble_of_the_disk(error) or self._lost(error)
            if code is None or flight.over:
                raise
            return self._waits_for_the_disk(code)
        finally:
            if not flight.over:
                self._live()

    def _step(self, flight: Flight) -> int:
        self._flying = False
        who = self._signed.identity()
        if who is None:
            self._pull.forget()
            self._say("signed_out")
            return NOBODY_MS
        if who != self._who:
            self._who, self._paused, self._meta_at, self._epoch = who, None, None, None
            self._pull.forget()
            self._check.anew()
        if self._paused is not None:
            return NOBODY_MS
        if self._lock is not None and not self._lock.take():
            return OTHER_FLIGHT_MS
        self._flying = True
        self._let_go()
        try:
            wait = self._work_once(who, flight)
        except Unauthorised as error:
            flight.check()
            # Nothing is dropped and no attempt is counted: the session has to be opened again first.
            self._paused = error.code
            self._say("paused", paused_by=error.code if error.code in _SHUT_OUT else "unauthorised")
            return NOBODY_MS
        except ApiError as error:
            flight.check()
            return self._failed(error)
        except OverflowError:
            # A number that no store can hold, and that our server may not say: nothing of it was written.
            flight.check()
            return self._failed(ServerSpoke())
        flight.check()
        self._backoff.succeeded()
        return wait

    def _let_go(self) -> None:
        """With or without the server: what is over for a day leaves the copy, a little at a time."""
        if self._swept_at is not None and self._clock.mono_ms() - self._swept_at < SWEEP_EVERY_MS:
            return
        try:
            trace, more = self._flight.run(lambda: self._cache.sweep(self._clock.now_ms()))
        except Exception as error:
            if not is_lost(error):
                raise
            # Whoever reads next finds the damage and mends it.
            trace, more = NOTHING, False
        self._swept_at = None if more else self._clock.mono_ms()
        self._tell(trace)

    def _read_words(self, flight: Flight) -> None:
        """The words inside evidence, a little of them."""
        words, until = self._words, self._clock.mono_ms() + READING_MS
        try:
            while words.more and self._clock.mono_ms() < until and not self._hurried and not hands_rest_in_ms():
                self._tell(words.turn(flight.run))
        except Exception as error:
            if not is_lost(error):
                raise
            self._heal()

    def _failed(self, error: ApiError) -> int:
        wait = self._backoff.failed(error.retry_after_ms if isinstance(error, Busy) else None)
        reason = None if isinstance(error, Offline) and error.code == "offline" else error.code
        self._say("offline", paused_by=reason)
        return wait

    def _waits_for_the_disk(self, code: str) -> int:
        """Nothing half-done stays: a page comes again from its cursor, a batch under its own ids."""
        _log.warning("the stores of this seat cannot be used: %s", code)
        self._pull.forget()
        wait = self._backoff.failed()
        self._next_turn_at = self._clock.mono_ms() + wait
        self._say("paused", paused_by=code)
        return wait

    def _lost(self, error: Exception) -> str | None:
        """work_unreadable where the open file of own work cannot be read any more: the next start puts it aside, takes
        over what can be read and says what cannot."""
        return "work_unreadable" if is_lost(error) and self._work is not None and not self._work.whole() else None

    def _goes_nowhere(self, code: str) -> int:
        self._say("offline", paused_by=code)
        return self._nowhere.failed()

    def _work_once(self, who: Identity, flight: Flight) -> int:
        if self._meta_at is None or self._clock.mono_ms() - self._meta_at >= META_EVERY_MS:
            meta = self._server.meta()
            flight.check()
            self._greet(meta)
            self._notice_epoch(meta.server_epoch, who)
        refused, patience, replays = False, None, self._replays
        if self._push is not None:
            try:
                pushed = self._push.turn(who)
            except Problem as problem:
                # About this seat or person, not about a command: everything waits, and reading goes on.
                flight.check()
                refused, self._push_problem = True, problem.code
            else:
                flight.check()
                self._push_problem = None
                patience = pushed.wait_ms
                self._tell(pushed.changed)
                self._notice_epoch(pushed.epoch, who)
                forgotten = self._is_behind(who, pushed.high_seq, pushed.forgotten)
                if forgotten or pushed.lacks or self._one_is_gone(who, pushed.acked_through):
                    self._replay(who)
                if pushed.ahead:
                    self._notice_clone(who)
                if pushed.more:
                    # A server that takes everything and has forgotten it by the next answer.
                    again = self._replays > max(replays, _MANY_STARTS)
                    return self._goes_nowhere("history_diverged") if again else 0
        if self._too_old:
            self._say("paused", paused_by="update_needed")
            return POLL_MS
        wait = self._pull_once(who, flight)
        if refused:
            return max(wait, REFUSED_MS)
        return wait if patience is None else min(wait, max(patience, 1))

    def _pull_once(self, who: Identity, flight: Flight) -> int:
        try:
            pulled = self._pull.turn()
            flight.check()
        except Exception as error:
            # What a pull reads is the copy, and of own work what was begun.
            if not is_lost(error) or self._lost(error):
                raise
            self._heal()
            return 0
        self._check.page()
        self._tell(pulled.changed)
        self._notice_epoch(pulled.epoch, who)
        if pulled.diverged:
            self._replay(who)
        if pulled.mass_removal:
            self._check.note("mass_removal", CASE)
        if pulled.started_over:
            self._starts += 1
            if self._starts > _MANY_STARTS:
                return self._goes_nowhere("history_diverged")
        if pulled.endless:
            return self._goes_nowhere("no_progress")
        if pulled.more and self._starts > _MANY_STARTS:
            return 0  # what is said of it stands until an end is reached
        if pulled.more:
            self._say("syncing" if pulled.progress else "online", progress=pulled.progress)
            return 0
        self._starts = 0
        self._nowhere.succeeded()
        if self._check.due and self._checked(who, flight):
            return 0
        if self._missing.turn(who):
            self._tell(changed(Kind.STATUS))
            return 0
        self._synced()
        return self._next_turn(who)

    def _checked(self, who: Identity, flight: Flight) -> bool:
        """Compare counts with the server; True where something is to be read anew. A server that cannot count now is
        asked again next time: what was pulled stands."""
        try:
            found: Checked = self._check.turn()
        except Problem as problem:
            if problem.code in START_OVER:
                return False  # the next page is told the same, and what to do about it
            raise
        flight.check()
        self._notice_epoch(found.epoch, who)
        if found.high_seq is not None and self._work is not None:
            behind = found.high_seq < self._work.acknowledged(who.device, who.author)
            forgotten = self._is_behind(who, found.high_seq, behind)
            if forgotten or self._one_is_gone(who, found.acked_through):
                self._replay(who)
            if self._server_is_ahead(who, found.high_seq):
                self._notice_clone(who)
        self._missing.look()
        for entity in found.differs:
            self._check.note("count", entity)
            self._tell(self._pull.refetch(entity))
            return True  # one at a time: the walk of one begins where the other ended
        return False

    def _is_behind(self, who: Identity, high: int, behind: bool) -> bool:
        """Whether the server knows numbers of this seat up to `high` alone though it took later ones. True once for
        each such number: what it knows by another seat's numbers does not raise it."""
        if not behind:
            if self._behind is not None and (who != self._behind[0] or high > self._behind[1]):
                self._behind = None
            return False
        known, self._behind = self._behind == (who, high), (who, high)
        return not known

    def _one_is_gone(self, who: Identity, through: int | None) -> bool:
        """The server has every number up to `through` and not the next, and yet it gave that one a result: it came back
        from a backup, and what was sent since hides it from whoever asks for the highest number alone. True once for
        each such number: one that was refused does not go again, and one that the server knows by another seat's
        number stays a gap too."""
        if through is None or self._work is None or self._gap == (who, through + 1):
            return False
        since = self._clock.now_ms() - SAFE_HORIZON_MS
        gone = self._work.was_answered(who.device, who.author, through + 1, since)
        self._gap = (who, through + 1) if gone else None
        return gone

    def _server_is_ahead(self, who: Identity, high: int) -> bool:
        work = self._work
        return work is not None and self._flight.run(lambda: work.server_knows(who.device, who.author, high))

    def _notice_clone(self, who: Identity) -> None:
        _log.warning("the server has seen commands of this seat that this seat never gave")
        self._tell(changed(Kind.STATUS))
        if self._cloned is not None:
            self._cloned(who)

    def _begun(self) -> set[str]:
        """The cases that this person has begun work on which the server does not know of."""
        if self._work is None or self._who is None:
            return set()
        unsettled = self._work.covered_cases(self._who.author).items()
        return self._work.drafts(self._who.author) | {case_id for case_id, rev in unsettled if rev is None}

    def _next_turn(self, who: Identity) -> int:
        now = self._clock.now_ms()
        release = self._work.next_release(who.device, who.author, now) if self._work else None
        return POLL_MS if release is None else max(1, min(POLL_MS, release - now))

    def _greet(self, meta: Meta) -> None:
        first = self._meta_at is None
        self._meta_at = self._clock.mono_ms()
        self._too_old = meta.api.get("min", 0) > API_MAX or _version(meta.min_client) > self._version
        offset = str(self._clock.offset_ms())
        self._flight.run(lambda: self._cache.put_state(server_offset_ms=offset, policy_rev=str(meta.policy_rev)))
        if first:
            self._tidy()

    def _tidy(self) -> None:
        """Once per sign-in: a newer build may read what an older one put aside, and old settled work may go."""
        if not self._cache.sound():
            self._heal()
        self._tell(self._flight.run(self._cache.retry_quarantine))
        work, before = self._work, self._clock.now_ms() - KEPT_MS
        if work is not None:
            self._flight.run(lambda: work.prune(before))

    def _heal(self) -> None:
        """The cache is damaged: what the server said can be fetched again, and own work lies in another file."""
        self._tell(self._flight.run(self._cache.heal))

    def _notice_epoch(self, epoch: str | None, who: Identity) -> None:
        """Any answer may be the first to tell that the server was restored. Which history the work was sent to is
        kept beside the work itself, since the cache may be dropped at any time, and by its author, since a server from
        before this seat gives it another number."""
        work = self._work
        if epoch is None or epoch == self._epoch or work is None:
            return
        name = f"epoch/{who.author}"
        known = work.value(name) or work.value(f"epoch/{who.device}/{who.author}")  # as earlier versions kept it
        if known is not None and known != epoch:
            self._replay(who)
        if known != epoch:
            self._flight.run(lambda: work.put_value(name, epoch))
        self._epoch = epoch

    def _replay(self, who: Identity) -> None:
        """Commands that were acknowledged go again under their own ids."""
        work = self._work
        self._replays += 1
        if work is not None:
            since = self._clock.now_ms() - SAFE_HORIZON_MS
            self._tell(self._flight.run(lambda: work.replay_since(who.device, who.author, since)))
            self._missing.look()

    def _tell(self, trace: Changed) -> None:
        if trace:
            self.note(trace)
            self._publish(trace)

    def note(self, trace: Changed) -> None:
        """Something has changed in the cache, by this engine or by somebody else. Callable from any thread."""
        self._words.look(trace)

    def _synced(self) -> None:
        self._replays = 0
        self.report = msgspec.structs.replace(self.report, last_sync_at=self._clock.now_ms())
        self._say("online", paused_by=self._push_problem)
        self._publish(changed(Kind.STATUS))

    def _say(self, connection: str, *, paused_by: str | None = None, progress: Progress | None = None) -> None:
        old = self.report
        since = old.since if old.connection == connection else self._clock.now_ms()
        self.report = SyncReport(connection, since, old.last_sync_at, paused_by, progress)
        if (old.connection, old.paused_by, old.progress) != (connection, paused_by, progress):
            self._publish(changed(Kind.STATUS))


def _version(text: str) -> tuple[int, ...]:
    """ "0.12.1" as (0, 12, 1); what cannot be read asks for nothing."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(p.isascii() and p.isdecimal() for p in parts) else ()
