"""Filling the index of words beside the work: a little in each turn, so that nobody waits for it.

A unit of cases is read and its words gathered off the writer; the rows are then written a few milliseconds at a time.
Whatever becomes of a case meanwhile holds: one that left or changed has lost its row in `find_case`, and no word of it
is written after that. What a fallen program left half written is taken out and read again.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from app.desktop.cache import find_rows
from app.desktop.cache.cache_store import CacheStore, number_of
from app.desktop.cache.engine import put_many
from app.desktop.cache.find_source import forget_texts, mark_of, words_in
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.desktop.courtesy import after_you
from app.domain.find_words import starts_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")


class Run(Protocol):
    def __call__(self, fn: Callable[[], T]) -> T: ...


UNIT = 512
"""Cases whose words are in memory at once."""
READ_AT_ONCE = 20
PLACED_AT_ONCE = 40
WORDS_AT_ONCE = 400
TAKEN_OUT_AT_ONCE = 4
"""Cases that are taken out, or put in whole, in one transaction."""
MOST_NEWS = 500
_EMPTY = (
    "SELECT block FROM find_block b WHERE NOT EXISTS (SELECT 1 FROM find_case f WHERE f.block = b.block)"
    " AND NOT EXISTS (SELECT 1 FROM find_word w WHERE w.block = b.block)"
)
_OPEN = "('open', 'escalated')"


class _Case(msgspec.Struct, frozen=True):
    number: int
    rev: int
    mark: int
    words: frozenset[str]


class _Unit(msgspec.Struct):
    """Cases on their way into `block`: `waiting` to be read, `read` and without a place yet, then `words` with their
    places, those before `at` written."""

    block: int
    used: int
    fresh: bool
    waiting: list[int]
    read: list[_Case] = []
    placed: int = 0
    gathered: dict[str, list[int]] = {}
    words: list[str] = []
    at: int = 0
    few: bool = False


class FindFill:
    """One for a cache; stepped by one thread at a time."""

    def __init__(self, cache: CacheStore) -> None:
        self._cache = cache
        self._unit: _Unit | None = None
        self._begun = self._read_any = False
        self._lock = threading.Lock()
        self._after: int | None = 0
        """All cases are looked through by their numbers, up to this one so far; None: they have been."""
        self._news: set[int] = set()
        """Those that came or changed behind that."""
        self.more = cache.finds
        """Whether anything may be left to do; nothing ever where the cache keeps no index."""

    def look(self, trace: Changed) -> None:
        """Something has come or changed."""
        if Kind.CASE not in trace.kinds or not self._cache.finds:
            return
        with self._lock:
            after = self._after
            if not trace.ids:
                self._after = 0
            elif after != 0:
                news = map(number_of, trace.ids)
                self._news.update(number for number in news if after is None or number <= after)
            self.more = True

    def turn(self, run: Run) -> Changed:
        """A few milliseconds of it; `run` does something on the writer."""
        if not self.more:
            return NOTHING
        after_you()
        if not self._begun:
            self._begun = not run(self._tidy)
            return NOTHING
        unit = self._unit
        if unit is None:
            self._unit = self._next()
            if self._unit is None:
                self._give_back(run)
            return NOTHING
        if unit.waiting:
            self._read(unit)
        elif unit.placed < len(unit.read):
            placed = run(partial(self._written, unit, self._place))
            self._gather(unit, placed)
            if unit.few:
                run(partial(self._written, unit, self._whole))
                return self._ended()
        elif unit.at < len(self._sorted(unit)):
            run(partial(self._written, unit, self._write))
        else:
            run(partial(self._written, unit, self._end))
            return self._ended()
        return NOTHING

    def _give_back(self, run: Run) -> None:
        """All is read: what was remembered on the way is let go, and so are the pages."""
        if not self._read_any:
            return
        self._read_any = False
        forget_texts()
        run(self._cache.let_go)

    def _ended(self) -> Changed:
        self._unit = None
        return changed(Kind.WORDS)

    def _written(self, unit: _Unit, what: "Callable[[Connection, _Unit], T]") -> T:
        with self._cache.write() as connection:
            return what(connection, unit)

    def _tidy(self) -> bool:
        """What another rule or a fallen program left; whether more of it is there."""
        with self._cache.read() as connection:
            half = connection.exec_driver_sql(
                "SELECT number FROM find_case WHERE done = 0 LIMIT ?", (TAKEN_OUT_AT_ONCE,)
            ).all()
            ruled, empty = find_rows.ruled(connection), connection.exec_driver_sql(_EMPTY).all()
        if ruled and not half and not empty:
            return False
        with self._cache.write() as connection:
            if not ruled:
                find_rows.clear(connection)
                find_rows.set_rule(connection)
                return False
            find_rows.leave(connection, (int(number) for (number,) in half))
            for (block,) in empty:
                connection.exec_driver_sql("DELETE FROM find_block WHERE block = ?", (block,))
        return bool(half)

    def _next(self) -> _Unit | None:
        with self._lock:
            after, few = self._after, tuple(self._news)[:MOST_NEWS]
            if after is None:
                self._news.difference_update(few)
        which, told = f"IN ({', '.join('?' * len(few))})", few
        if after is not None:
            which, told = "> ?", (after,)
        with self._cache.read() as connection:
            last = connection.exec_driver_sql(
                "SELECT block, used FROM find_block WHERE used < ? ORDER BY used LIMIT 1", (find_rows.ROOM,)
            ).first()
            room = UNIT if last is None else min(UNIT, find_rows.ROOM - int(last[1]))
            rows = connection.exec_driver_sql(
                f"SELECT h.number FROM case_head h WHERE h.number {which} AND h.state IN {_OPEN}"  # noqa: S608
                " AND EXISTS (SELECT 1 FROM case_body b WHERE b.number = h.number)"
                " AND NOT EXISTS (SELECT 1 FROM find_case f WHERE f.number = h.number) ORDER BY h.number LIMIT ?",
                (*told, room),
            ).all()
        found = [int(number) for (number,) in rows]
        with self._lock:
            if after is None and found:
                self._news.update(few)  # until all of them are written as they are by then
            elif after is not None and self._after == after:
                self._after = found[-1] if found else None
            self.more = bool(found or self._news) or self._after is not None
        if not found:
            return None
        block, used = (find_rows.new_block(), 0) if last is None else (int(last[0]), int(last[1]))
        return _Unit(block, used, last is None, found, few=len(found) <= TAKEN_OUT_AT_ONCE)

    def _read(self, unit: _Unit) -> None:
        self._read_any = True
        part, unit.waiting = tuple(unit.waiting[:READ_AT_ONCE]), unit.waiting[READ_AT_ONCE:]
        marks = ", ".join("?" * len(part))
        with self._cache.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT number, rev, document FROM case_body WHERE number IN ({marks})",  # noqa: S608
                part,
            ).all()
        for number, rev, document in rows:
            after_you()
            document = bytes(document)
            unit.read.append(_Case(int(number), int(rev), mark_of(document), words_in(document)))

    def _place(self, connection: "Connection", unit: _Unit) -> list[tuple[int, _Case]]:
        """Give some cases their places, if they are still what was read."""
        part = {case.number: case for case in unit.read[unit.placed : unit.placed + PLACED_AT_ONCE]}
        unit.placed += len(part)
        marks = ", ".join("?" * len(part))
        still = connection.exec_driver_sql(
            "SELECT h.number, b.rev FROM case_head h JOIN case_body b ON b.number = h.number"  # noqa: S608
            f" WHERE h.state IN {_OPEN} AND h.number IN ({marks})",
            tuple(part),
        ).all()
        kept = [part[int(number)] for number, rev in still if part[int(number)].rev == rev]
        placed = list(enumerate(kept, unit.used))
        unit.used += len(placed)
        rows = [(case.number, unit.block, place, case.mark, 0) for place, case in placed]
        put_many(connection, "INSERT OR REPLACE INTO find_case", rows)
        connection.exec_driver_sql("INSERT OR REPLACE INTO find_block VALUES (?, ?)", (unit.block, unit.used))
        return placed

    def _whole(self, connection: "Connection", unit: _Unit) -> None:
        """Few cases at once."""
        while unit.at < len(self._sorted(unit)):
            self._write(connection, unit)
        self._end(connection, unit)

    @staticmethod
    def _gather(unit: _Unit, placed: list[tuple[int, _Case]]) -> None:
        gathered = unit.gathered
        for place, case in placed:
            after_you()
            for word in case.words:
                gathered.setdefault(word, []).append(place)

    @staticmethod
    def _sorted(unit: _Unit) -> list[str]:
        if not unit.words and unit.gathered:
            unit.read = []
            for number, word in enumerate(tuple(unit.gathered)):
                if number % WORDS_AT_ONCE == 0:
                    after_you()
                for start in starts_of(word):
                    unit.gathered.setdefault(start, []).extend(unit.gathered[word])
            unit.words = sorted(unit.gathered)
        return unit.words

    def _write(self, connection: "Connection", unit: _Unit) -> None:
        part = unit.words[unit.at : unit.at + WORDS_AT_ONCE]
        unit.at += len(part)
        here = self._here(connection, unit)
        before = {} if unit.fresh else find_rows.cases_of(connection, unit.block, part)
        rows = []
        for word in part:
            places = [place for place in unit.gathered.pop(word) if place in here]
            if places:
                kept = before.get(word)
                cases = find_rows.packed(set(places)) if kept is None else find_rows.joined(kept, places)
                rows.append((unit.block, word, cases))
        put_many(connection, "INSERT OR REPLACE INTO find_word", rows)

    @staticmethod
    def _here(connection: "Connection", unit: _Unit) -> set[int]:
        """The places of those that are on their way in and have not left meanwhile."""
        rows = connection.exec_driver_sql("SELECT place FROM find_case WHERE block = ? AND done = 0", (unit.block,))
        return {int(place) for (place,) in rows}

    @staticmethod
    def _end(connection: "Connection", unit: _Unit) -> None:
        connection.exec_driver_sql("UPDATE find_case SET done = 1 WHERE block = ? AND done = 0", (unit.block,))
