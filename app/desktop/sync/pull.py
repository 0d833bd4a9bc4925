"""Server → cache. Rows and cursor are committed together, in small transactions on the writer thread."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from app.contract.changes import CASE, Change, Op, SnapshotPage
from app.contract.limits import PAGE_ROWS
from app.desktop.cache import read_anew, seat_share
from app.desktop.cache.cache_store import CacheStore, Row, read_ahead, row_of
from app.desktop.changes import NOTHING, Changed
from app.desktop.courtesy import after_you
from app.desktop.ports import Clock, Problem, Progress, ServerSpoke, Writer
from app.desktop.sync.ahead import Ahead
from app.desktop.sync.links import Server

PAGE, LARGE_PAGE = 250, PAGE_ROWS
CALM_ROWS = 5_000
"""Once a snapshot has gone on for so many rows without a break, larger pages are asked for: each costs both sides
some work of its own. Where something breaks a page off, that much is carried again, so it is small pages from there."""
SLICE, SNAPSHOT_SLICE = 100, LARGE_PAGE
FRESH_MS = 60_000
"""A page that was fetched ahead and then lay for longer is fetched again."""
FOLD_ROWS = 1_000
MOST_KEPT = 50
MASS_REMOVAL, MASS_SHARE = 50, 20
"""A page that takes away more than so many cases, and more than one in so many of those that are here, is a mass
removal. It is not done on the word of the feed alone: the snapshot is walked again, which the server reads from the
cases themselves, and only what neither brings goes. No person is asked, for none could tell whether three thousand
cases left rightly, and what a seat may no longer hold must not stay on it until somebody clicks."""
MOST_TURNS = 10_000
"""So many pages without an end are more than any house has; whatever comes after them is taken ever more slowly."""
MADE_ROOM = "seat"  # reason of a removal from a capped seat, whose holding the server keeps beside the feed
# Codes after which the cache is fetched again; work.db is never touched by any of them.
START_OVER = frozenset({"cursor_expired", "scope_changed", "history_diverged", "cursor_malformed"})
UNPROVEN = frozenset({"history_diverged", "cursor_malformed"})
"""Of these, what says that the server's history is another one, or leaves nothing that proves it is the same."""
_TOO_LARGE = ("answer_too_large", "page_too_large")

# Names in the state of the cache, beside the cursor and the epoch.
_WALK = ("snapshot_id", "snapshot_after", "snapshot_rows")
REFETCHED_ENTITY, REFETCHED_FROM = "refetch", "refetch_cursor"
LASTING = frozenset({read_anew.NAME, "server_offset_ms", "policy_rev"})


class Pulled(msgspec.Struct, frozen=True):
    """What one turn did. `diverged`: the server's history is another one than before, or may be; `mass_removal`: a page
    wanted more cases gone than is believed unasked, so the whole is read anew; `endless`: the walk has gone on for
    longer than any can."""

    rows: int = 0
    more: bool = False
    diverged: bool = False
    started_over: bool = False
    progress: Progress | None = None
    epoch: str | None = None
    changed: Changed = NOTHING
    mass_removal: bool = False
    endless: bool = False


class _Walk(msgspec.Struct, frozen=True):
    """What is asked for with the next page of a snapshot."""

    snapshot_id: str | None
    after: str | None
    only: str | None
    keep: str | None = None


class _Fetched(msgspec.Struct, frozen=True):
    """A page of a snapshot, its rows read as far as the store needs, and the page after it where that was asked for
    already."""

    page: SnapshotPage
    rows: list[Row]
    following: Callable[[], SnapshotPage] | None = None


class _OnItsWay(msgspec.Struct, frozen=True):
    """A page that was asked for ahead, at this monotonic time."""

    walk: _Walk
    result: Callable[[], _Fetched]
    since: int


class Pull:
    """One page per turn: the snapshot first (it can be taken up where it stopped), then the feed.

    With `ahead` the next page of a snapshot is read while this one is written, and the server makes the one after it,
    so that all work at the same time. What it brings is only used by a turn that would have asked for the very same;
    the place in the walk is committed with the rows in front of it, as ever."""

    def __init__(
        self,
        cache: CacheStore,
        server: Server,
        writer: Writer,
        clock: Clock,
        begun: Callable[[], Collection[str]] = tuple,
        ahead: Ahead | None = None,
    ) -> None:
        self._begun = begun
        self._cache = cache
        self._server = server
        self._writer = writer
        self._clock = clock
        self._ahead = ahead
        self._coming: _OnItsWay | None = None
        self._fold: Callable[[], None] | None = None
        self._unfolded = 0
        self._unbroken = 0
        self._been: set[str] = set()
        self._turns = 0

    def forget(self) -> None:
        """What was asked for ahead is of no use: another person is signed in."""
        self._coming = None

    def turn(self) -> Pulled:
        """Fetch and apply one page. Raises ApiError; the cache is then as before the page or further on in it."""
        state = self._cache.state()
        try:
            if "cursor" in state:
                return self._feed(state)
            return self._snapshot(state)
        except ServerSpoke as error:
            if error.code not in _TOO_LARGE or "cursor" not in state:
                raise
            # The feed tears no transaction of the server; a snapshot has what is in it row by row.
            return self._start_over(False)
        except Problem as problem:
            if problem.code not in START_OVER and not (problem.code == "not_found" and "snapshot_id" in state):
                raise
            return self._start_over(problem.code in UNPROVEN)

    def _feed(self, state: dict[str, str]) -> Pulled:
        # Only a seat that holds a part of the queue has to say what must not leave it.
        keep = self._keep() if state.get(seat_share.NAME) else None
        page = self._server.changes(state["cursor"], PAGE, keep)
        if page.epoch != state.get("epoch", page.epoch):
            return self._start_over(True)
        if page.page_hash != page_hash(page.changes):
            raise ServerSpoke("page_hash")
        if self._mass_removal(page.changes):
            return msgspec.structs.replace(self._start_over(False), mass_removal=True)
        after = {"cursor": page.next_cursor, "epoch": page.epoch}
        after[seat_share.NAME] = seat_share.to_state(page.seat)
        endless = page.more and self._goes_on(state["cursor"], page.next_cursor)
        if not page.more:
            self._been.clear()
            self._turns = 0
        trace = self._apply([row_of(change) for change in page.changes], after)
        return Pulled(len(page.changes), page.more, epoch=page.epoch, changed=trace, endless=endless)

    def _goes_on(self, here: str, to: str) -> bool:
        """Whether this walk has gone on for longer than any can. Raises ServerSpoke where it comes to a place again
        where it was: asking on from there would bring the same, for ever."""
        self._been.add(here)
        if to in self._been:
            raise ServerSpoke("no_progress")
        self._turns += 1
        if self._turns > MOST_TURNS:
            self._been.clear()  # from here on it is time that keeps it within bounds
        return self._turns > MOST_TURNS

    def _keep(self) -> str | None:
        """The cases that this seat's person has begun, for a server that would take them away to make room."""
        return ",".join(sorted(self._begun())[-MOST_KEPT:]) or None

    def _mass_removal(self, changes: Sequence[Change]) -> bool:
        last = {change.entity_id: change for change in changes if change.entity == CASE}
        gone = sum(1 for change in last.values() if change.op == Op.REMOVE and change.reason != MADE_ROOM)
        return gone > MASS_REMOVAL and gone * MASS_SHARE > self._cache.counts()[CASE]

    def _snapshot(self, state: dict[str, str]) -> Pulled:
        only = state.get(REFETCHED_ENTITY)
        begins = "snapshot_id" not in state
        # Whether the seat is capped is not known before the first page has come.
        keep = self._keep() if begins else None
        if begins:
            self._unbroken = 0
        try:
            fetched = self._fetched(_Walk(state.get("snapshot_id"), state.get("snapshot_after"), only, keep))
        except Exception:
            self._unbroken = 0
            raise
        page = fetched.page
        if page.epoch != state.get("epoch", page.epoch):
            return self._start_over(True)
        endless = False
        if not page.done and page.after is not None:
            endless = self._goes_on(f"snapshot {state.get('snapshot_after', '')}", f"snapshot {page.after}")
        else:
            self._been.clear()
        done = int(state.get("snapshot_rows", "0")) + len(page.rows)
        after: dict[str, str | None] = {"epoch": page.epoch, seat_share.NAME: seat_share.to_state(page.seat)}
        if page.done or page.after is None:
            # One entity alone was read anew: the feed goes on where it stood, for the others' sake.
            after["cursor"] = state.get(REFETCHED_FROM, page.resume_cursor)
            after |= dict.fromkeys((*_WALK, REFETCHED_ENTITY, REFETCHED_FROM))
        else:
            after |= {
                "snapshot_id": page.snapshot_id,
                "snapshot_after": page.after,
                "snapshot_rows": str(done),
            }
            self._look_ahead(_Walk(page.snapshot_id, page.after, only), fetched.following)
        trace = self._apply(fetched.rows, after, SNAPSHOT_SLICE)
        self._unbroken += len(page.rows)
        self._fold_beside(len(page.rows))
        if "cursor" in after:
            trace |= self._writer.run(self._cache.drop_stale)
        progress = Progress(done, max(page.total, done))
        return Pulled(len(page.rows), True, progress=progress, epoch=page.epoch, changed=trace, endless=endless)

    def _fetched(self, walk: _Walk) -> _Fetched:
        """The page of this place: the one that is on its way already, or one that is asked for now."""
        coming, self._coming = self._coming, None
        if coming is not None and coming.walk == walk and self._clock.mono_ms() - coming.since <= FRESH_MS:
            return coming.result()
        return self._look(walk, lambda: self._ask(walk))

    def _look_ahead(self, walk: _Walk, asked: Callable[[], SnapshotPage] | None) -> None:
        if self._ahead is not None:
            page = asked or (lambda: self._ask(walk))
            self._coming = _OnItsWay(walk, self._ahead(lambda: self._look(walk, page)), self._clock.mono_ms())

    def _fold_beside(self, rows: int) -> None:
        """Every few pages the write-ahead log is folded in while the next ones are written."""
        self._unfolded += rows
        if self._ahead is None or self._unfolded < FOLD_ROWS:
            return
        if self._fold is not None:
            self._fold()
        self._fold, self._unfolded = self._ahead(self._cache.fold), 0

    def _ask(self, walk: _Walk) -> SnapshotPage:
        rows = LARGE_PAGE if self._unbroken >= CALM_ROWS else PAGE
        return self._server.snapshot(walk.snapshot_id, walk.after, rows, walk.only, walk.keep)

    def _look(self, walk: _Walk, asked: Callable[[], SnapshotPage]) -> _Fetched:
        """Wait for a page and read it; the one after it is asked for as soon as its place is known."""
        page = asked()
        following = None
        if self._ahead is not None and not page.done and page.after is not None:
            place = _Walk(page.snapshot_id, page.after, walk.only)
            following = self._ahead(lambda: self._ask(place))
        rows: list[Row] = []
        for change in page.rows:
            after_you()
            rows.append(read_ahead(row_of(change), change.row))
        return _Fetched(page, rows, following)

    def refetch(self, entity: str) -> Changed:
        """Read one entity anew by a snapshot of its own; rows stay readable meanwhile. A capped seat's holding belongs
        to its cursor, so its cases come with everything else."""
        state = self._cache.state()
        if entity == CASE and state.get(seat_share.NAME):
            return self._start_over(False).changed
        self._been.clear()
        told: dict[str, str | None] = dict.fromkeys(("cursor", *_WALK))
        told |= {REFETCHED_ENTITY: entity, REFETCHED_FROM: state["cursor"]}
        return self._writer.run(lambda: self._cache.refetch(entity, told))

    def _start_over(self, diverged: bool) -> Pulled:
        self._been.clear()
        kept = {name: value for name, value in self._cache.state().items() if name in LASTING}
        trace = self._writer.run(lambda: self._cache.start_over(kept))
        return Pulled(more=True, diverged=diverged, started_over=True, changed=trace)

    def _apply(self, rows: Sequence[Row], state: Mapping[str, str | None], size: int = SLICE) -> Changed:
        """Slices of about a hundred rows, so that the writer is never held long (of a first sync, which comes before
        the work, a page); the sync state goes with the last one. A kill in between leaves rows that the same page
        brings again, harmlessly."""
        trace = NOTHING
        starts = range(0, len(rows), size) or range(1)
        for start in starts:
            piece = rows[start : start + size]
            last = start + size >= len(rows)

            def write(piece: Sequence[Row] = piece, last: bool = last) -> Changed:
                return self._cache.apply(piece, state if last else None)

            after_you()
            trace |= self._writer.run(write)
        return trace


def page_hash(changes: Sequence[Change]) -> str:
    """Hex SHA-256 over "entity:entity_id:rev:op\\n" of each change in order."""
    text = "".join(f"{c.entity}:{c.entity_id}:{c.rev}:{c.op}\n" for c in changes)
    return hashlib.sha256(text.encode()).hexdigest()
