"""Finding cases by the words inside their evidence: the index on the disk, asked for a mask over the queue's slots."""

import logging
from collections.abc import Sequence
from typing import NamedTuple

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


class _Known(NamedTuple):
    """`placed`: the slot of each place, a line for each block (`lines`), -1 for nobody; all slots lie below `top`."""

    lines: dict[int, int]
    placed: NDArray[np.int32]
    top: int

    def mask(self, hits: Sequence[tuple[int, bytes]], n: int) -> Bools:
        """The first `n` slots of those that the index named by blocks and places."""
        # One more than there are slots, for nobody.
        mask = np.zeros(max(n, self.top) + 1, dtype=np.bool_)
        mine = [(self.lines[block], cases) for block, cases in hits if block in self.lines]
        many = [one for one in mine if len(one[1]) == ROOM // 8]
        if many:
            bits = np.unpackbits(np.frombuffer(b"".join(cases for _, cases in many), dtype=np.uint8))
            mask[self.placed[[line for line, _ in many]][bits.reshape(-1, ROOM).view(np.bool_)]] = True
        few = [one for one in mine if len(one[1]) != ROOM // 8]
        if few:
            lines = np.repeat([line for line, _ in few], [len(cases) // 2 for _, cases in few])
            places = np.frombuffer(b"".join(cases for _, cases in few), dtype="<u2")
            mask[self.placed[lines, places]] = True
        return mask[:n]


class InsideWords:
    """`refresh` and `settle` run off the GUI thread, in the queue's turn; `matching` may be asked by any."""

    def __init__(self, cache: CacheStore) -> None:
        # Who measures the queue alone gives it something that has no index.
        self._rows = FindRows(cache.finding) if getattr(cache, "finds", False) else None
        self._used: dict[int, int] = {}
        self._known = _Known({}, np.empty((0, ROOM), dtype=np.int32), 0)
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
            before, kept = (
                self._known,
                [block for block in self._known.lines if self._used.get(block) == blocks.get(block)],
            )
            lines = {block: line for line, block in enumerate([*kept, *(blocks.keys() - set(kept))])}
            placed = np.full((len(lines), ROOM), _NOBODY, dtype=np.int32)
            placed[: len(kept)] = before.placed[[before.lines[block] for block in kept]]
            self._strangers = {number: at for number, at in self._strangers.items() if at[0] in kept}
            for block in list(lines)[len(kept) :]:
                self._place(block, placed[lines[block]], rows, slots)
            self._known = _Known(lines, placed, int(placed.max(initial=_NOBODY)) + 1)
            self._used, self.done = dict(blocks), rows.done()
        except Exception as error:
            self._fell(error)

    def _place(self, block: int, placed: NDArray[np.int32], rows: FindRows, slots: Slots) -> None:
        after_you()
        for place, number in rows.places(block):
            slot = slots.get(number)
            if slot is None:
                self._strangers[number] = (block, place)
            else:
                placed[place] = slot

    def settle(self, slots: Slots) -> None:
        """Cases have got their slots that were indexed before."""
        known, top = self._known, self._known.top
        for number, (block, place) in list(self._strangers.items()):
            slot = slots.get(number)
            if slot is not None:
                known.placed[known.lines[block], place] = slot
                top = max(top, slot + 1)
                del self._strangers[number]
        self._known = _Known(known.lines, known.placed, top)

    def matching(self, find: str, n: int) -> Bools | None:
        """A mask over the first `n` slots: those of cases that hold every word of `find`, the last as far as it is
        written. None where there is nothing to ask."""
        wanted, known = asked(find), self._known
        if self._rows is None or not wanted or not known.lines:
            return None
        try:
            hits = self._rows.hits(wanted)
        except Exception as error:
            self._fell(error)
            return None
        found: Bools | None = None
        for one in hits:
            mask = known.mask(one, n)
            found = mask if found is None else found & mask
        return found

    @staticmethod
    def _fell(error: Exception) -> None:
        """A damaged copy is found and mended by sync; until then it finds nothing."""
        if not is_unreadable(error):
            raise error
        _log.warning("the index of words cannot be read")
