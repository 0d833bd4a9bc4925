"""Finding text in many short rows at once: the rows' bytes in blocks, searched with numpy."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

BLOCK = 8192
_END = b"\n"


class RowTexts:
    """One casefolded text per row. Only the blocks of changed rows are built again."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._blocks: list[tuple[NDArray[np.uint8], NDArray[np.int64]] | None] = []

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

    def _block(self, number: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        built = self._blocks[number]
        if built is None:
            part = self._texts[number * BLOCK : (number + 1) * BLOCK]
            data = np.frombuffer("\n".join(part).encode("utf-8", "replace") + _END, dtype=np.uint8)
            built = (data, np.flatnonzero(data == _END[0]))
            self._blocks[number] = built
        return built

    def matching(self, needle: str) -> NDArray[np.bool_]:
        """A mask over the rows whose text holds `needle`, whatever its case."""
        wanted = needle.casefold().strip().encode("utf-8", "replace")
        found = np.zeros(len(self._texts), dtype=np.bool_)
        for number in range(len(self._blocks)):
            data, ends = self._block(number)
            hits = _positions(data, wanted)
            if hits.size:
                found[number * BLOCK + np.searchsorted(ends, hits)] = True
        return found


def _positions(data: NDArray[np.uint8], wanted: bytes) -> NDArray[np.int64]:
    """Where `wanted` begins in `data`. Starts with its rarest byte, so that little is looked at twice."""
    span = data.size - len(wanted) + 1
    if not wanted or span <= 0:
        return np.empty(0, dtype=np.int64)
    # Digits and separators stand in every row; letters and other scripts tell rows apart.
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i : i + 1].isdigit() or wanted[i] in b"-c\xe2\x80", -i))
    hits = np.flatnonzero(data[order[0] : order[0] + span] == wanted[order[0]])
    for offset in order[1:]:
        if not hits.size:
            break
        hits = hits[data[hits + offset] == wanted[offset]]
    return hits
