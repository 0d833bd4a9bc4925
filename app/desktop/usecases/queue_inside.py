"""Finding cases by the words inside their evidence: the index on the disk, asked for a mask over the queue's slots."""

import logging

import numpy as np
from numpy.typing import NDArray

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.engine import is_unreadable
from app.desktop.cache.find_rows import ROOM, FindRows
from app.desktop.courtesy import after_you
from app.desktop.usecases.queue_slots import Slots
from app.domain.find_words import asked

_log = logging.getLogger(__name__)
_NOBODY = -1
Bools = NDArray[np.bool_]


class InsideWords:
    """`refresh` and `settle` run off the GUI thread, in the queue's turn; `matching` may be asked by any."""

    def __init__(self, cache: CacheStore) -> None:
        # Who measures the queue alone gives it something that has no index.
        self._rows = FindRows(cache.finding) if getattr(cache, "finds", False) else None
        self._used: dict[int, int] = {}
        self._slots: dict[int, NDArray[np.int32]] = {}
        self._strangers: dict[int, tuple[int, int]] = {}
        self.done: int | None = None
        """Of how many cases the words are known; None where none are kept here."""

    def refresh(self, slots: Slots) -> None:
        """Take in what was indexed since."""
        rows = self._rows
        if rows is None:
            return
        try:
            blocks = rows.blocks()
            for gone in self._used.keys() - blocks.keys():
                del self._used[gone]
            self._slots = {block: kept for block, kept in self._slots.items() if block in blocks}
            self._strangers = {number: at for number, at in self._strangers.items() if at[0] in blocks}
            for block, used in blocks.items():
                if self._used.get(block) != used:
                    self._place(block, rows, slots)
                    self._used[block] = used
            self.done = rows.done()
        except Exception as error:
            self._fell(error)

    def _place(self, block: int, rows: FindRows, slots: Slots) -> None:
        after_you()
        placed = np.full(ROOM, _NOBODY, dtype=np.int32)
        for place, number in rows.places(block):
            slot = slots.get(number)
            if slot is None:
                self._strangers[number] = (block, place)
            else:
                placed[place] = slot
        self._slots = {**self._slots, block: placed}

    def settle(self, slots: Slots) -> None:
        """Cases have got their slots that were indexed before."""
        for number, (block, place) in list(self._strangers.items()):
            slot = slots.get(number)
            if slot is not None:
                self._slots[block][place] = slot
                del self._strangers[number]

    def matching(self, find: str, n: int) -> Bools | None:
        """A mask over the first `n` slots: those of cases that hold every word of `find`, the last as far as it is
        written. None where there is nothing to ask."""
        wanted = asked(find)
        if self._rows is None or not wanted or not self._slots:
            return None
        known = self._slots
        try:
            hits = self._rows.hits(wanted)
        except Exception as error:
            self._fell(error)
            return None
        found: Bools | None = None
        for one in hits:
            mask = np.zeros(n, dtype=np.bool_)
            for block, cases in one:
                placed = known.get(block)
                if placed is not None:
                    rows = placed[_places(cases)]
                    mask[rows[(rows >= 0) & (rows < n)]] = True
            found = mask if found is None else found & mask
        return found

    @staticmethod
    def _fell(error: Exception) -> None:
        """A damaged copy is found and mended by sync; until then it finds nothing."""
        if not is_unreadable(error):
            raise error
        _log.warning("the index of words cannot be read")


def _places(cases: bytes) -> NDArray[np.int64]:
    if len(cases) == ROOM // 8:
        return np.flatnonzero(np.unpackbits(np.frombuffer(cases, dtype=np.uint8)))
    return np.frombuffer(cases, dtype="<u2").astype(np.int64)
