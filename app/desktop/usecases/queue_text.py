"""Finding text in many short rows at once: the rows' bytes in blocks, searched with numpy."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

BLOCK = 32768  # rows; fewer than an unsigned 16-bit number can tell apart
_END = b"\n"
AT_ONCE = 3
"""So many bytes are compared over the whole of a block; those after them only where these stand."""


class RowTexts:
    """One casefolded text per row. Only the blocks of changed rows are built again."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._blocks: list[tuple[NDArray[np.uint8], NDArray[np.uint16]] | None] = []

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, row: int, text: str) -> None:
        """Set the text of `row`, which may be the next new one."""
        folded = text.casefold().replace("\n", " ")
        if row == len(self._texts):
            self._texts.append(folded)
        else:
            self._texts[row] = folded
        block = row // BLOCK
        while len(self._blocks) <= block:
            self._blocks.append(None)
        self._blocks[block] = None

    def extend(self, texts: Iterable[str]) -> None:
        """Many new rows at once."""
        for text in texts:
            self._texts.append(text.casefold().replace("\n", " "))
        self._blocks += [None] * (-(-len(self._texts) // BLOCK) - len(self._blocks))

    def prepare(self) -> None:
        """Build what changed, ahead of the first search (off the GUI thread)."""
        for number in range(len(self._blocks)):
            self._block(number)

    def _block(self, number: int) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
        """The bytes of a block, and the row within the block that each of them stands in."""
        built = self._blocks[number]
        if built is None:
            part = self._texts[number * BLOCK : (number + 1) * BLOCK]
            data = np.frombuffer("\n".join(part).encode("utf-8", "replace") + _END, dtype=np.uint8)
            ends = np.flatnonzero(data == _END[0])
            built = (data, np.repeat(np.arange(ends.size, dtype=np.uint16), np.diff(ends, prepend=-1)))
            self._blocks[number] = built
        return built

    def beginning(self, needle: str) -> NDArray[np.bool_]:
        """A mask over the rows whose text begins with `needle`, which is folded already."""
        return np.asarray([text.startswith(needle) for text in self._texts], dtype=np.bool_)

    def matching(self, needle: str) -> NDArray[np.bool_]:
        """A mask over the rows whose text holds `needle`, whatever its case."""
        wanted = needle.casefold().strip().encode("utf-8", "replace")
        found = np.zeros(len(self._texts), dtype=np.bool_)
        for number in range(len(self._blocks)):
            data, rows = self._block(number)
            hits = _positions(data, wanted)
            if hits.size:
                found[number * BLOCK : (number + 1) * BLOCK][rows[hits]] = True
        return found


def _positions(data: NDArray[np.uint8], wanted: bytes) -> NDArray[np.int64]:
    """Where `wanted` begins in `data`. Starts with its rarest bytes, so that little is looked at twice."""
    span = data.size - len(wanted) + 1
    if not wanted or span <= 0:
        return np.empty(0, dtype=np.int64)
    # Digits and separators stand in every row; letters and other scripts tell rows apart.
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i : i + 1].isdigit() or wanted[i] in b"-\xe2\x80", -i))
    mask = data[order[0] : order[0] + span] == wanted[order[0]]
    for offset in order[1:AT_ONCE]:
        mask &= data[offset : offset + span] == wanted[offset]
    hits = _set(mask)
    for offset in order[AT_ONCE:]:
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
