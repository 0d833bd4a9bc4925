"""The queue's columns: one slot per case, appended and never moved, so that a row index stays true while work goes on
in another thread. Only one thread at a time may change a table; any may read it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.desktop.cache.header import COLUMNS
from app.desktop.usecases.queue_inside import InsideWords
from app.desktop.usecases.queue_kinds import kinds_named
from app.desktop.usecases.queue_names import RowNames
from app.desktop.usecases.queue_slots import Slots
from app.desktop.usecases.queue_text import RowTexts, folded
from app.domain.ids import case_number
from app.domain.priority import KEY_USER_PRIORITY

Ints = NDArray[np.int64]
# Of cases that something has happened around: away until, passed over until, clock stopped since (0: none of it), and
# whose they are, as a code of the words "owner" (0: nobody's).
WORK: Final = ("snoozed_until", "skipped_until", "waiting_since", "assignee")
Bools = NDArray[np.bool_]
NUMBERS: Final = (
    "number",
    "rev",
    "priority",
    "routed_at",
    "due_at",
    "paused_ms",
    "owned_until",
    "mine_until",
    "titles",
    *WORK,
)
CODES: Final = ("case_type", "state", "verdict", "owner", "escalation")
FLAGS: Final = ("alive", "back", "escalated_by_me", "draft", "covered")
FLOATS: Final = ("confidence", "threshold")
_PLAIN: Final = ("number", "rev", "priority", "routed_at", "due_at", "paused_ms", "back", "escalated_by_me")


class Words:
    """Texts that come up again and again, as small numbers; 0 stands for none."""

    def __init__(self) -> None:
        self._words: list[str | None] = [None]
        self._codes: dict[str | None, int] = {None: 0}

    def code(self, word: str | None) -> int:
        code = self._codes.get(word)
        if code is None:
            code = len(self._words)
            self._words.append(word)
            self._codes[word] = code
        return code

    def known(self, word: str | None) -> int:
        """The code of a word, -1 for one never seen."""
        return self._codes.get(word, -1)

    def word(self, code: int) -> str | None:
        return self._words[code]

    def every(self) -> list[str | None]:
        """All words by their codes, that of none included."""
        return list(self._words)

    def all(self) -> list[str]:
        return [word for word in self._words if word is not None]


class QueueTable:
    """Columns by name in `c`; `n` slots are in use."""

    def __init__(self) -> None:
        self.n = 0
        self.c: dict[str, NDArray[np.generic]] = {}
        self.subjects: list[str] = []
        self.slots = Slots()
        self.words = {name: Words() for name in CODES}
        self.names = RowNames()
        self.words_of = RowTexts()
        self.titles = Words()
        self.inside: InsideWords | None = None
        """The words inside evidence, once somebody has put them here."""
        self.tag_slots: dict[str, set[int]] = {}
        self.along: frozenset[str] = frozenset()
        """The few cases that were taken along."""
        self._grow(1024)

    def _grow(self, room: int) -> None:
        kinds: dict[str, type[np.generic]] = dict.fromkeys(NUMBERS, np.int64)
        kinds |= dict.fromkeys(CODES, np.int32)
        kinds |= dict.fromkeys(FLAGS, np.bool_)
        kinds |= dict.fromkeys(FLOATS, np.float64)
        grown = {}
        for name, kind in kinds.items():
            column = np.zeros(room, dtype=kind)
            if name in self.c:
                column[: self.n] = self.c[name][: self.n]
            grown[name] = column
        self.c = grown

    def ints(self, name: str, n: int | None = None) -> Ints:
        """A column of whole numbers. Whoever reads several while work goes on elsewhere asks for the same `n` slots of
        each, since more may be put in between."""
        return self.c[name][: self.n if n is None else n]  # type: ignore[return-value]

    def flags(self, name: str, n: int | None = None) -> Bools:
        return self.c[name][: self.n if n is None else n]  # type: ignore[return-value]

    def slot_of(self, case_id: str) -> int | None:
        try:
            return self.slots.get(case_number(case_id))
        except ValueError:
            return None

    def put(self, heads: Sequence[tuple[Any, ...]]) -> list[int]:
        """Write headers into their slots, new ones at the end; the slots."""
        if not heads:
            return []
        turned: dict[str, tuple[Any, ...]] = dict(zip(COLUMNS, zip(*heads, strict=True), strict=True))
        numbers, subjects = turned["number"], turned["subject"]
        first, known = self.n, list(map(self.slots.get, numbers))
        fresh = [number for number, slot in zip(numbers, known, strict=True) if slot is None]
        if first + len(fresh) > len(self.c["number"]):
            # Before anybody is told of the new slots.
            self._grow(max(2 * len(self.c["number"]), first + len(fresh)))
        for slot, number in enumerate(fresh, first):
            self.slots.put(number, slot)
        new = iter(range(first, first + len(fresh)))
        where = [next(new) if slot is None else slot for slot in known]
        self.subjects += [""] * len(fresh)
        self.words_of.extend("" for _ in fresh)
        at = np.asarray(where, dtype=np.int64)
        self._write(at, turned)
        news = [i for i, slot in enumerate(where) if slot >= first or self.subjects[slot] != subjects[i]]
        told = np.asarray([numbers[i] for i in news], dtype=np.int64)
        shared = self.names.put(at[news], told, [subjects[i] for i in news])
        for i, subject in zip(news, shared, strict=True):
            self.subjects[where[i]] = subject
        self.n = first + len(fresh)
        return where

    def _write(self, at: Ints, turned: dict[str, tuple[Any, ...]]) -> None:
        plain = {name: turned[name] for name in _PLAIN}
        for name, values in plain.items():
            self.c[name][at] = np.asarray(values).astype(self.c[name].dtype)
        self.c["owned_until"][at] = _or_zero(turned["owned_until"])
        for name in FLOATS:
            self.c[name][at] = _or_nan(turned[name])
        for name in CODES:
            code = self.words[name].code
            self.c[name][at] = np.asarray([code(word) for word in turned[name]], dtype=np.int32)
        self.c["alive"][at] = True

    def fresh(self, name: str) -> Ints:
        """An empty column of the size of this one, to be put in its place once it is filled."""
        return np.zeros(len(self.c[name]), dtype=np.int64)

    def drop(self, case_ids: Iterable[str]) -> None:
        """Cases that are not here any more; their slots stay, unseen."""
        for case_id in case_ids:
            slot = self.slot_of(case_id)
            if slot is not None:
                self.c["alive"][slot] = False

    def mark(self, name: str, case_ids: Collection[str], among: Collection[str] | None = None) -> None:
        """Set a flag for exactly these cases, of all or of those `among` which it is asked."""
        self._spread(name, dict.fromkeys(case_ids, True), among)

    def set_mine(self, until: Mapping[str, int], among: Collection[str] | None = None) -> None:
        """Until when each case is held by this person, from the claims' own answers."""
        self._spread("mine_until", until, among)

    def _spread(self, name: str, values: Mapping[str, int], among: Collection[str] | None) -> None:
        """Write a column of values that few cases have, whole or for some cases alone."""
        column = np.zeros_like(self.c[name]) if among is None else self.c[name]
        for case_id in values if among is None else among:
            slot = self.slot_of(case_id)
            if slot is not None:
                column[slot] = values.get(case_id, 0)
        self.c[name] = column

    def part(self, slots: Ints | None = None) -> "Part":
        """The columns of these slots, or of all that are in use now."""
        return Part(self, slots if slots is not None else slice(0, self.n))

    def matching(self, find: str) -> Bools:
        """Rows that hold `find` in their id or masked name, in their tags, notes and titles, in what their type is
        called, or the words of it inside their evidence; a single letter or digit, which stands in nearly every
        reference, is looked for in ids and names alone."""
        hits = self.names.matching(find)
        if _single(find):
            return hits
        more = self.words_of.matching(find)
        size = min(hits.size, more.size)
        found: Bools = hits[:size] | more[:size]
        # Few types and sets of titles stand for all the rows.
        titled, named = self._titled(find), self._named(find)
        if titled.any():
            found |= titled.take(self.ints("titles", size), mode="clip")
        if named.any():
            found |= named.take(self.ints("case_type", size), mode="clip")
        inside = self.inside.matching(find, size) if self.inside is not None else None
        if inside is not None:
            found |= inside
        return found

    def _titled(self, find: str) -> Bools:
        """Which sets of titles hold it, by their codes."""
        needle = folded(find).strip()
        every = self.titles.every()
        return np.asarray([bool(needle) and title is not None and needle in title for title in every], dtype=np.bool_)

    def _named(self, find: str) -> Bools:
        """Which types are called so, by their codes."""
        kinds = kinds_named(find)
        return np.asarray([word in kinds for word in self.words["case_type"].every()], dtype=np.bool_)

    def holding(self, find: str, slots: Ints) -> Bools:
        """The same for a few slots, which are looked at one by one."""
        needle, numbers = folded(find).strip(), self.ints("number")
        found: Bools = np.asarray(
            [
                bool(needle) and (needle in f"c-{numbers[slot]} {folded(self.subjects[slot])}")
                for slot in slots.tolist()
            ],
            dtype=np.bool_,
        )
        if _single(find):
            return found
        found |= np.asarray([bool(needle) and needle in self.words_of[slot] for slot in slots.tolist()], dtype=np.bool_)
        found |= self._titled(find)[self.ints("titles")[slots]] | self._named(find)[self.ints("case_type")[slots]]
        inside = self.inside.matching(find, self.n) if self.inside is not None and slots.size else None
        if inside is not None:
            found |= inside[slots]
        return found

    def served_order(self, now: int) -> Ints:
        """Slots of living cases in the served order of `app.domain.queue_order`, which the tests hold this to."""
        return self.served(np.flatnonzero(self.flags("alive")), now)

    def served(self, slots: Ints, now: int) -> Ints:
        """These slots in the served order."""
        return slots[np.lexsort(self.part(slots).keys(now)[::-1])]


class Part(NamedTuple):
    """Columns at some slots of a table, or at all that were in use at one moment: whoever reads several while work
    goes on elsewhere gets the same rows of each."""

    table: QueueTable
    at: Ints | slice

    @property
    def size(self) -> int:
        return int(self.at.stop) if isinstance(self.at, slice) else self.at.size

    def ints(self, name: str) -> Ints:
        return self.table.c[name][self.at]  # type: ignore[return-value]

    def flags(self, name: str) -> Bools:
        return self.table.c[name][self.at]  # type: ignore[return-value]

    def due(self, now: int) -> Ints:
        """Deadlines with all the time given back that the clock stood still, the wait that runs included."""
        waiting = self.ints("waiting_since")
        running = np.where(waiting > 0, np.maximum(now - waiting, 0), 0)
        due: Ints = self.ints("due_at") + self.ints("paused_ms") + running
        return due

    def away(self, now: int) -> Bools:
        """Cases that are not to be served now: put off, skipped by this person, or with their clock stopped."""
        away: Bools = (self.ints("snoozed_until") > now) | (self.ints("waiting_since") > 0)
        away |= self.ints("skipped_until") > now
        return away

    def tagged(self, tag: str) -> Bools:
        """Cases with exactly this tag."""
        tagged = np.zeros(self.table.n, dtype=np.bool_)
        tagged[list(self.table.tag_slots.get(tag, ()))] = True
        return tagged[self.at]

    def matching(self, find: str) -> Bools:
        """Cases that hold this text."""
        if not isinstance(self.at, slice):
            return self.table.holding(find, self.at)
        found = np.zeros(self.size, dtype=np.bool_)
        hits = self.table.matching(find)[: found.size]
        found[: hits.size] = hits
        return found

    def keys(self, now: int) -> tuple[Ints, ...]:
        """What the served order goes by, the weightiest first, each ascending."""
        due, snoozed, priority = self.due(now), self.ints("snoozed_until"), self.ints("priority")
        back = self.flags("back") | ((snoozed > 0) & (snoozed <= now))
        rank = (
            (~back).astype(np.int64) * 4
            + (due > now).astype(np.int64) * 2
            + (priority < KEY_USER_PRIORITY).astype(np.int64)
        )
        return rank, due, -priority, self.ints("routed_at"), self.ints("number")


def _single(find: str) -> bool:
    return len(find.strip()) == 1 and find.strip().isascii()


def _or_zero(values: Iterable[int | None]) -> Ints:
    return np.asarray([value or 0 for value in values], dtype=np.int64)


def _or_nan(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.asarray([np.nan if value is None else value for value in values], dtype=np.float64)
