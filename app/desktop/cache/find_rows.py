"""The index that words inside evidence are found by, in the encrypted cache: which cases hold which word.

Cases stand in blocks of a few thousand, each at a place of its own. For each block and key there is one row that says
in which of its cases the key stands: a few places as small numbers, or one bit for each place. So a word that stands in
every case is read as quickly as a rare one, and a new block is written side by side.

A case is taken out, every word of it, in the transaction in which it changes or leaves. Its words are those of the
document that is still here then; where that is not the one they were taken from, everything goes. What is taken out is
overwritten (`secure_delete`). The index is disposable like the rest of the cache, and filled beside the work
(find_fill.py).
"""

import os
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from app.desktop.cache.find_source import mark_of, words_in
from app.domain.find_words import RULE, Wanted, keys_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROOM = 4096
"""Places in a block."""
FEW = 256
"""From so many on the places of a key are told as bits."""
MOST_LEAVING = 200
"""Where more cases leave at once, the whole index goes: taking them out one by one would take longer."""
_MANY = 500  # bound parameters in one IN (…)
_BITS = ROOM // 8
SCHEMA = (
    # `mark` stands for the text that the words are from; `done` once all the words of the case stand in find_word.
    """CREATE TABLE find_case (number INTEGER PRIMARY KEY, block INTEGER NOT NULL, place INTEGER NOT NULL,
        mark INTEGER NOT NULL, done INTEGER NOT NULL)""",
    "CREATE INDEX find_case_place ON find_case (block, place, done)",
    """CREATE TABLE find_word (block INTEGER NOT NULL, word TEXT NOT NULL, cases BLOB NOT NULL,
        PRIMARY KEY (block, word)) WITHOUT ROWID""",
    "CREATE TABLE find_block (block INTEGER PRIMARY KEY, used INTEGER NOT NULL)",
    "CREATE TABLE find_rule (rule TEXT PRIMARY KEY) WITHOUT ROWID",
    f"INSERT INTO find_rule VALUES ('{RULE}')",  # noqa: S608 - our own
)
TABLES = ("find_case", "find_word", "find_block", "find_rule")


# --- which places a key stands in


def packed(places: Iterable[int]) -> bytes:
    """Places of one block as they are kept."""
    kept = sorted(places)
    if len(kept) < FEW:
        return struct.pack(f"<{len(kept)}H", *kept)
    bits = bytearray(_BITS)
    for place in kept:
        bits[place >> 3] |= 128 >> (place & 7)
    return bytes(bits)


def joined(kept: bytes, places: Iterable[int]) -> bytes:
    """What was kept and some places more."""
    if len(kept) != _BITS:
        return packed({*unpacked(kept), *places})
    bits = bytearray(kept)
    for place in places:
        bits[place >> 3] |= 128 >> (place & 7)
    return bytes(bits)


def unpacked(kept: bytes) -> list[int]:
    """The places again, ascending."""
    if len(kept) == _BITS:
        return [place for place in range(ROOM) if kept[place >> 3] & 128 >> (place & 7)]
    return list(struct.unpack(f"<{len(kept) // 2}H", kept))


def without(kept: bytes, gone: set[int]) -> bytes:
    """The same without some places."""
    if len(kept) == _BITS:
        bits = bytearray(kept)
        for place in gone:
            bits[place >> 3] &= ~(128 >> (place & 7))
        return bytes(bits) if any(bits) else b""
    return packed(place for place in unpacked(kept) if place not in gone)


# --- what leaves


def marks(connection: "Connection", numbers: Sequence[int]) -> dict[int, int]:
    """The marks of those of these cases that are in the index."""
    if not numbers or not connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM find_case)").scalar_one():
        return {}
    found: dict[int, int] = {}
    for part in _parts(numbers):
        sql = f"SELECT number, mark FROM find_case WHERE number IN ({_marks(part)})"  # noqa: S608
        found.update((int(number), int(mark)) for number, mark in connection.exec_driver_sql(sql, part))
    return found


def leave(connection: "Connection", numbers: Iterable[int]) -> int:
    """Take these cases out, every word of them, in the caller's transaction; how many were in."""
    wanted = sorted(set(numbers))
    if not wanted:
        return 0
    blocks: dict[int, dict[str, set[int]]] = {}
    gone: list[int] = []
    for part in _parts(wanted):
        for number, block, place, mark, document in connection.exec_driver_sql(
            "SELECT f.number, f.block, f.place, f.mark, b.document FROM find_case f"  # noqa: S608
            f" LEFT JOIN case_body b ON b.number = f.number WHERE f.number IN ({_marks(part)})",
            part,
        ).all():
            gone.append(number)
            if len(gone) > MOST_LEAVING or document is None or mark_of(bytes(document)) != mark:
                clear(connection)
                return len(gone)
            keys = blocks.setdefault(block, {})
            for key in keys_of(words_in(bytes(document))):
                keys.setdefault(key, set()).add(place)
    if gone and not ruled(connection):
        clear(connection)
        return len(gone)
    for block, keys in blocks.items():
        _take_out(connection, block, keys)
    for part in _parts(gone):
        connection.exec_driver_sql(f"DELETE FROM find_case WHERE number IN ({_marks(part)})", part)  # noqa: S608
    return len(gone)


def _take_out(connection: "Connection", block: int, keys: dict[str, set[int]]) -> None:
    cursor = connection.connection.cursor()
    for part in _parts(sorted(keys)):
        kept = cases_of(connection, block, part)
        left = {word: without(places, keys[word]) for word, places in kept.items()}
        cursor.executemany(
            "UPDATE find_word SET cases = ? WHERE block = ? AND word = ?",
            [(places, block, word) for word, places in left.items() if places],
        )
        cursor.executemany(
            "DELETE FROM find_word WHERE block = ? AND word = ?",
            [(block, word) for word, places in left.items() if not places],
        )


def clear(connection: "Connection") -> None:
    """Everything goes; it is filled anew."""
    for table in TABLES[:3]:
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names


def cases_of(connection: "Connection", block: int, words: Sequence[str]) -> dict[str, bytes]:
    """The rows of these keys in one block, `_MANY` at the most."""
    sql = f"SELECT word, cases FROM find_word WHERE block = ? AND word IN ({_marks(words)})"  # noqa: S608
    return {str(word): bytes(kept) for word, kept in connection.exec_driver_sql(sql, (block, *words))}


def ruled(connection: "Connection") -> bool:
    """Whether the index was made by the rule in force."""
    return connection.exec_driver_sql("SELECT rule FROM find_rule").scalar() == RULE


def set_rule(connection: "Connection") -> None:
    """The index is empty: it will be made by this rule."""
    connection.exec_driver_sql("DELETE FROM find_rule")
    connection.exec_driver_sql("INSERT INTO find_rule VALUES (?)", (RULE,))


def new_block() -> int:
    """A number that no block ever had: who still knows a block that went must not take the new one for it."""
    return int.from_bytes(os.urandom(6), "big")


def _parts(of: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(of), _MANY):
        yield tuple(of[start : start + _MANY])


def _marks(of: Sequence[Any]) -> str:
    return ", ".join("?" * len(of))


# --- what is asked

_WORD = "SELECT w.block, w.cases FROM find_block b CROSS JOIN find_word w ON w.block = b.block"


class FindRows:
    """Asking the index, on connections of its own: a person waits for it on the window's thread."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Any]]) -> None:
        self._reading = reading

    def hits(self, wanted: Sequence[Wanted]) -> list[list[tuple[int, bytes]]]:
        """For each thing wanted the blocks that hold it and the places in them; one consistent view."""
        with self._reading() as connection:
            return [list(self._of(connection, one)) for one in wanted]

    @staticmethod
    def _of(connection: Any, wanted: Wanted) -> Iterator[tuple[int, bytes]]:
        for key in wanted.keys:
            yield from connection.exec_driver_sql(f"{_WORD} AND w.word = ?", (key,))
        for first, end in wanted.spans:
            yield from connection.exec_driver_sql(f"{_WORD} AND w.word >= ? AND w.word < ?", (first, end))

    def blocks(self) -> Mapping[int, int]:
        """Every block, and how many of its places were ever given."""
        with self._reading() as connection:
            rows = connection.exec_driver_sql("SELECT block, used FROM find_block").all()
        return {int(block): int(used) for block, used in rows}

    def places(self, block: int) -> list[tuple[int, int]]:
        """The places of a block and the numbers of the cases that stand there; off the GUI thread."""
        with self._reading() as connection:
            return list(connection.exec_driver_sql("SELECT place, number FROM find_case WHERE block = ?", (block,)))

    def done(self) -> int:
        """Of how many cases the words are known; off the GUI thread."""
        sql = "SELECT count(*) FROM find_case INDEXED BY find_case_place WHERE done = 1"
        with self._reading() as connection:
            return int(connection.exec_driver_sql(sql).scalar_one())
