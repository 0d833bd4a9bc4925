"""Finding text in many short rows at once: the rows' bytes in blocks, searched with numpy."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 32768  # rows; fewer than an unsigned 16-bit number can tell apart
_END = b"\n"
AT_ONCE = 3
"""At most so many bytes are compared over the whole of a block; those after them only where these stand."""
FEW = 64
"""Once no more than one byte in so many is left, only those are looked at further."""
PIECE = 1 << 16  # bytes
LATE = 256
"""So many rows may differ from their built blocks; they are looked at one by one."""


class _Block(NamedTuple):
    """`data`: the rows' bytes, each row ended; `rows`: the row within the block that each byte stands in; `counts`:
    how often each byte value stands here; `pairs`: which pairs of neighbouring bytes do, by 256 × first + second."""

    data: NDArray[np.uint8]
    rows: NDArray[np.uint16]
    counts: NDArray[np.int64]
    pairs: NDArray[np.bool_]


class RowTexts:
    """One casefolded text per row. A block is built once; rows that change afterwards are kept beside it until they
    are many."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._blocks: list[_Block | None] = []
        self._late: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, row: int) -> str:
        """As it is compared."""
        return self._texts[row]

    def put(self, row: int, text: str) -> None:
        """Set the text of `row`, which may be the next new one."""
        if row == len(self._texts):
            self.extend((text,))
        else:
            self.put_many(((row, text),))

    def put_many(self, texts: Iterable[tuple[int, str]]) -> None:
        """Set the texts of rows that are there."""
        late: dict[int, str] = {}
        for row, text in texts:
            new = folded(text)
            if self._texts[row] != new:
                self._texts[row] = new
                if self._blocks[row // BLOCK] is not None:
                    late[row] = new
        self._look_at_alone(late)

    def extend(self, texts: Iterable[str]) -> None:
        """Many new rows at once."""
        first = len(self._texts)
        self._texts += map(folded, texts)
        if first % BLOCK and self._blocks[first // BLOCK] is not None:
            end = (first // BLOCK + 1) * BLOCK
            self._look_at_alone(dict(enumerate(self._texts[first:end], first)))
        self._blocks += [None] * (-(-len(self._texts) // BLOCK) - len(self._blocks))

    def _look_at_alone(self, late: dict[int, str]) -> None:
        if not late:
            return
        # A new mapping is put in the place of the old one, which another thread may be looking at.
        self._late = {**self._late, **late}
        if len(self._late) > LATE:
            self._settle()

    def _settle(self) -> None:
        """The blocks of these rows are built again when they are next asked for."""
        for number in {row // BLOCK for row in self._late}:
            self._blocks[number] = None
        self._late = {}

    def prepare(self) -> None:
        """Build what changed, ahead of the first search (off the GUI thread)."""
        for number in range(len(self._blocks)):
            self._block(number)

    def _block(self, number: int) -> _Block:
        built = self._blocks[number]
        if built is None:
            part = self._texts[number * BLOCK : (number + 1) * BLOCK]
            data = np.frombuffer("\n".join(part).encode("utf-8", "replace") + _END, dtype=np.uint8)
            ends = np.flatnonzero(data == _END[0])
            rows = np.repeat(np.arange(ends.size, dtype=np.uint16), np.diff(ends, prepend=-1))
            built = self._blocks[number] = _Block(data, rows, *_seen(data))
        return built

    def beginning(self, needle: str) -> NDArray[np.bool_]:
        """A mask over the rows whose text begins with `needle`, which is folded already."""
        return np.asarray([text.startswith(needle) for text in self._texts], dtype=np.bool_)

    def matching(self, needle: str) -> NDArray[np.bool_]:
        """A mask over the rows whose text holds `needle`, whatever its case."""
        sought = folded(needle).strip()
        wanted = np.frombuffer(sought.encode("utf-8", "replace"), dtype=np.uint8)
        late = self._late
        found = np.zeros(len(self._texts), dtype=np.bool_)
        if not wanted.size:
            return found
        pairs = (wanted[:-1].astype(np.uint16) << 8) | wanted[1:]
        room = np.empty((2, 0), dtype=np.bool_)
        for number in range(len(self._blocks)):
            block = self._block(number)
            if block.pairs[pairs].all():
                if room.shape[1] < block.data.size:
                    room = np.empty((2, block.data.size), dtype=np.bool_)
                rows = block.rows[_positions(block, wanted, room)]
                part = found[number * BLOCK : (number + 1) * BLOCK]
                # Rows may have been put in since the mask was made.
                part[rows if int(block.rows[-1]) < part.size else rows[rows < part.size]] = True
        for row, text in late.items():
            if row < found.size:
                found[row] = sought in text
        return found


def folded(text: str) -> str:
    """As it is compared: whatever its case, on one line."""
    return text.casefold().replace("\n", " ")


def _seen(data: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """`counts` and `pairs` of a block; a piece at a time, since what they are made from is eight times as large."""
    counts, pairs = np.zeros(256, dtype=np.int64), np.zeros(1 << 16, dtype=np.bool_)
    for start in range(0, data.size, PIECE):
        piece = data[start : start + PIECE]
        counts += np.bincount(piece, minlength=256)
        first = data[start : min(start + PIECE, data.size - 1)].astype(np.uint16)
        pairs[(first << 8) | data[start + 1 : start + 1 + first.size]] = True
    return counts, pairs


def _positions(block: _Block, wanted: NDArray[np.uint8], room: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where `wanted` begins in a block. Starts with its rarest bytes, so that little is looked at twice. `room` is
    for what is worked out on the way, made once for all blocks."""
    data = block.data
    span = data.size - wanted.size + 1
    if span <= 0:
        return np.empty(0, dtype=np.int64)
    often = block.counts[wanted]
    order = np.argsort(often, kind="stable").tolist()
    mask, other = room[:, :span]
    left, done = 1.0, 0
    for offset in order[:AT_ONCE]:
        if done and left * FEW < 1:
            break
        np.equal(data[offset : offset + span], wanted[offset], out=other if done else mask)
        if done:
            np.logical_and(mask, other, out=mask)
        left, done = left * float(often[offset]) / data.size, done + 1
    hits = _set(mask)
    for offset in order[done:]:
        if not hits.size:
            break
        hits = hits[data[hits + offset] == wanted[offset]]
    return hits


def _set(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """`np.flatnonzero` for a mask that is mostly empty: eight places are looked at in one."""
    whole = mask.size - mask.size % 8
    eights = np.flatnonzero(mask[:whole].view(np.uint64) != 0)
    if eights.size * 16 > mask.size:
        return np.flatnonzero(mask)
    inside = np.flatnonzero(mask[:whole].reshape(-1, 8)[eights])
    return np.concatenate((eights[inside >> 3] * 8 + (inside & 7), whole + np.flatnonzero(mask[whole:])))
