"""Finding cases by id and masked name: ids as columns of digits, names once each however many cases bear them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.desktop.usecases.queue_text import RowTexts

Bools = NDArray[np.bool_]
_MARK = "c-"
_NO_DIGIT = 255


class RowNames:
    """Rows are slots; one thread at a time may change them, any may search. A row is found by its "C-number name"."""

    def __init__(self) -> None:
        self._n = 0
        self._codes: dict[str, int] = {}
        self._kept: list[str] = []
        self._names = RowTexts()
        # As wide as an index, so that looking names up by it copies nothing.
        self._code_of: NDArray[np.int64] = np.zeros(1024, dtype=np.int64)
        self._digits: list[NDArray[np.uint8]] = []

    def put(self, slots: NDArray[np.int64], numbers: NDArray[np.int64], names: Sequence[str]) -> list[str]:
        """Write these rows, new ones included. Returns the same names, each in the one copy that is kept of it."""
        if not slots.size:
            return []
        self._make_room(int(slots.max()) + 1, len(str(int(numbers.max()))))
        codes, known = [], self._codes
        for name in names:
            code = known.get(name)
            if code is None:
                code = known[name] = len(known)
                self._names.put(code, name)
                self._kept.append(name)
            codes.append(code)
        self._code_of[slots] = codes
        length = np.ones(numbers.size, dtype=np.int64)
        for power in range(1, len(self._digits)):
            length += numbers >= 10**power
        for place, column in enumerate(self._digits):
            rest = numbers // 10 ** np.maximum(length - 1 - place, 0)
            column[slots] = np.where(place < length, rest % 10, _NO_DIGIT)
        self._n = max(self._n, int(slots.max()) + 1)
        return [self._kept[code] for code in codes]

    def _make_room(self, rows: int, digits: int) -> None:
        if rows > self._code_of.size:
            more = max(rows, 2 * self._code_of.size) - self._code_of.size
            self._code_of = np.concatenate((self._code_of, np.zeros(more, dtype=np.int64)))
            self._digits = [np.concatenate((one, np.full(more, _NO_DIGIT, dtype=np.uint8))) for one in self._digits]
        while len(self._digits) < digits:
            self._digits.append(np.full(self._code_of.size, _NO_DIGIT, dtype=np.uint8))

    def prepare(self) -> None:
        """Ahead of the first search (off the GUI thread)."""
        self._names.prepare()

    def matching(self, needle: str) -> Bools:
        """A mask over the rows whose id, a blank and the name hold `needle`, whatever its case."""
        wanted, n = needle.casefold().strip(), self._n
        if not wanted or not n:
            return np.zeros(n, dtype=np.bool_)
        named = self._names.matching(wanted)
        found = self._bearing(named, n)
        self._ids(wanted, n, found)
        ident, blank, name = wanted.partition(" ")
        if blank and ident:
            # Over the blank between both: the end of an id and the beginning of a name.
            ends = np.zeros(n, dtype=np.bool_)
            self._ids(ident, n, ends, at_end=True)
            found |= ends & self._bearing(self._names.beginning(name), n)
        return found

    def _bearing(self, named: Bools, n: int) -> Bools:
        """The rows whose name is one of these."""
        return named.take(self._code_of[:n], mode="clip") if named.any() else np.zeros(n, dtype=np.bool_)

    def _ids(self, wanted: str, n: int, found: Bools, at_end: bool = False) -> None:
        """Add the rows whose id holds `wanted`, at its end where that is asked for."""
        digits = wanted.lstrip(_MARK) if wanted[:1] in ("c", "-") else wanted
        mark = wanted[: len(wanted) - len(digits)]
        if mark not in ("", "-", "c", _MARK) or (digits and (mark == "c" or not _plain(digits))):
            return
        if not digits:
            found |= not at_end
            return
        values = [int(digit) for digit in digits]
        columns = self._digits
        places = range(1) if mark else range(len(columns) - len(values) + 1)
        for place in places:
            if place + len(values) > len(columns):
                break
            hit: Bools = columns[place][:n] == values[0]
            for offset, value in enumerate(values[1:], 1):
                hit &= columns[place + offset][:n] == value
            if at_end and place + len(values) < len(columns):
                hit &= columns[place + len(values)][:n] == _NO_DIGIT
            found |= hit


def _plain(text: str) -> bool:
    return text.isascii() and text.isdigit()
