"""Server → cache. Rows and cursor are committed together, in small transactions on the writer thread."""

import hashlib
from collections.abc import Callable, Collection, Sequence

import msgspec

from app.contract.changes import Change, Op
from app.desktop.cache import seat_share
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.changes import NOTHING, Changed
from app.desktop.courtesy import after_you
from app.desktop.ports import Problem, Progress, ServerSpoke, Writer
from app.desktop.sync.links import Server

PAGE = 250
SLICE = 100
MOST_KEPT = 50
# Codes after which the cache is fetched again; work.db is never touched by any of them.
START_OVER = frozenset({"cursor_expired", "scope_changed", "history_diverged", "cursor_malformed"})


class Pulled(msgspec.Struct, frozen=True):
    """What one turn did. `diverged`: the server's history is another one than before."""

    rows: int = 0
    more: bool = False
    diverged: bool = False
    started_over: bool = False
    progress: Progress | None = None
    epoch: str | None = None
    changed: Changed = NOTHING


class Pull:
    """One page per turn: the snapshot first (it can be taken up where it stopped), then the feed."""

    def __init__(
        self, cache: CacheStore, server: Server, writer: Writer, begun: Callable[[], Collection[str]] = tuple
    ) -> None:
        self._begun = begun
        self._cache = cache
        self._server = server
        self._writer = writer

    def turn(self) -> Pulled:
        """Fetch and apply one page. Raises ApiError; the cache is then as before the page or further on in it."""
        state = self._cache.state()
        try:
            if "cursor" in state:
                return self._feed(state)
            return self._snapshot(state)
        except Problem as problem:
            if problem.code not in START_OVER and not (problem.code == "not_found" and "snapshot_id" in state):
                raise
            return self._start_over(problem.code == "history_diverged")

    def _feed(self, state: dict[str, str]) -> Pulled:
        # Only a seat that holds a part of the queue has to say what must not leave it.
        begun = sorted(self._begun())[-MOST_KEPT:] if state.get(seat_share.NAME) else []
        keep = (",".join(begun),) if begun else ()
        page = self._server.changes(state["cursor"], PAGE, *keep)
        if page.epoch != state.get("epoch", page.epoch):
            return self._start_over(True)
        if page.page_hash != page_hash(page.changes):
            raise ServerSpoke("page_hash")
        after = {"cursor": page.next_cursor, "epoch": page.epoch}
        after[seat_share.NAME] = seat_share.to_state(page.seat)
        trace = self._apply([_row(change) for change in page.changes], after)
        return Pulled(len(page.changes), page.more, epoch=page.epoch, changed=trace)

    def _snapshot(self, state: dict[str, str]) -> Pulled:
        page = self._server.snapshot(state.get("snapshot_id"), state.get("snapshot_after"), PAGE)
        if page.epoch != state.get("epoch", page.epoch):
            return self._start_over(True)
        done = int(state.get("snapshot_rows", "0")) + len(page.rows)
        after = {"epoch": page.epoch, seat_share.NAME: seat_share.to_state(page.seat)}
        if page.done or page.after is None:
            after["cursor"] = page.resume_cursor
        else:
            after |= {
                "snapshot_id": page.snapshot_id,
                "snapshot_after": page.after,
                "snapshot_rows": str(done),
            }
        trace = self._apply([_row(change) for change in page.rows], after)
        if "cursor" in after:
            trace |= self._writer.run(self._cache.drop_stale)
        return Pulled(
            len(page.rows), True, progress=Progress(done, max(page.total, done)), epoch=page.epoch, changed=trace
        )

    def _start_over(self, diverged: bool) -> Pulled:
        trace = self._writer.run(lambda: self._cache.start_over({}))
        return Pulled(more=True, diverged=diverged, started_over=True, changed=trace)

    def _apply(self, rows: Sequence[Row], state: dict[str, str]) -> Changed:
        """Slices of about a hundred rows, so that the writer is never held long; the sync state goes with the last
        one. A kill in between leaves rows that the same page brings again, harmlessly."""
        trace = NOTHING
        starts = range(0, len(rows), SLICE) or range(1)
        for start in starts:
            piece = rows[start : start + SLICE]
            last = start + SLICE >= len(rows)

            def write(piece: Sequence[Row] = piece, last: bool = last) -> Changed:
                return self._cache.apply(piece, state if last else None)

            after_you()
            trace |= self._writer.run(write)
        return trace


def _row(change: Change) -> Row:
    document = None if change.op is Op.REMOVE else bytes(change.document) or None
    return Row(change.entity, change.entity_id, change.rev, document)


def page_hash(changes: Sequence[Change]) -> str:
    """Hex SHA-256 over "entity:entity_id:rev:op\\n" of each change in order."""
    text = "".join(f"{c.entity}:{c.entity_id}:{c.rev}:{c.op.value}\n" for c in changes)
    return hashlib.sha256(text.encode()).hexdigest()
