"""The queue from the first moment on: the first screenful as it was read from the cache, then the whole of it."""

import threading
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from app.desktop.changes import Changed
from app.desktop.ports import QueueRow, QueueView
from app.desktop.usecases.first_rows import FirstRows

if TYPE_CHECKING:
    # Loaded with the whole queue, beside the window.
    from app.desktop.usecases.queue import QueueIndex


class OpeningQueue:
    """See ports.Queue. Row indexes of the first screenful stay true once the whole queue is there."""

    def __init__(self, first: FirstRows | None = None, totals: dict[str, int] | None = None) -> None:
        self._first = first
        self._totals: dict[str, int] = totals or {}
        self._count_all: Callable[[], dict[str, int]] = lambda: self._totals
        self._make: Callable[[], QueueIndex] | None = None
        self._index: QueueIndex | None = None
        self._turn = threading.Lock()

    @property
    def generation(self) -> int:
        return self._index.generation if self._index is not None else 0

    def made_by(self, make: "Callable[[], QueueIndex]", totals: Callable[[], dict[str, int]] | None = None) -> None:
        """How the whole queue is made, and what the server last said of its size; told before the first `load`."""
        self._make = make
        if totals is not None:
            self._count_all = totals

    # --- off the GUI thread

    def load(self) -> int:
        with self._turn:
            index = self._index
            self._count()
            if index is not None:
                return index.load()
            if self._make is None:
                raise RuntimeError("nobody said how the queue is made")
            index = self._make()
            if self._first is not None:
                index.begin_with(self._first.heads)
            count = index.load()
            self._index = index
            return count

    def refresh(self, changed: Changed) -> bool:
        with self._turn:
            # What comes before the whole is read will be read with it.
            moved = self._index is not None and self._index.refresh(changed)
            return self._count() or moved

    def retime(self) -> bool:
        with self._turn:
            moved = self._index is not None and self._index.retime()
            return self._count() or moved

    def _count(self) -> bool:
        """Whether the server has said something new of the size of the queue."""
        before, self._totals = self._totals, self._count_all()
        return before != self._totals

    # --- on the GUI thread

    def knows(self, view_id: str, find: str = "") -> bool:
        return self._index is not None or (self._first is not None and self._first.knows(view_id, find))

    def view(self, view_id: str, find: str = "") -> QueueView:
        if self._index is not None:
            return self._index.view(view_id, find)
        if self._first is not None and self._first.knows(view_id, find):
            return self._first.view(view_id)
        return QueueView(view_id, (), 0, 0)

    def counts(self) -> dict[str, int]:
        if self._index is not None:
            return self._index.counts()
        return self._first.counts() if self._first is not None else {}

    def reserved(self) -> int:
        """None of them before the whole queue is read: the first rows do not know "mine"."""
        return self._index.reserved() if self._index is not None else 0

    def totals(self) -> dict[str, int]:
        return self._totals

    def words_read(self) -> tuple[int, int] | None:
        return self._index.words_read() if self._index is not None else (0, 0)

    def view_ids(self) -> tuple[str, ...]:
        """Fixed views first, then one per case type."""
        return self._index.view_ids() if self._index is not None else ()

    def row(self, index: int) -> QueueRow:
        if self._index is not None:
            return self._index.row(index)
        if self._first is None:
            raise IndexError(index)
        return self._first.row(index)

    def moved_by(self, case_types: Collection[str], least: int, most: int, priority: int) -> int:
        """None of them before the whole queue is read."""
        return self._index.moved_by(case_types, least, most, priority) if self._index is not None else 0

    def index_of(self, case_id: str) -> int | None:
        if self._index is not None:
            return self._index.index_of(case_id)
        return self._first.index_of(case_id) if self._first is not None else None

    def place(self, view: QueueView, case_id: str) -> int | None:
        if self._index is not None:
            return self._index.place(view, case_id)
        return self.index_of(case_id) if len(view) else None

    def next_after(self, view: QueueView, case_id: str | None, step: int = 1) -> str | None:
        if self._index is not None:
            return self._index.next_after(view, case_id, step)
        if self._first is None or not len(view):
            return None
        place = self.index_of(case_id) if case_id else None
        wanted = 0 if place is None else place + step
        return self._first.heads[wanted].case_id if 0 <= wanted < len(self._first.heads) else None
