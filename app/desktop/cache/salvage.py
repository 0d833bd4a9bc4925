"""Whatever can still be read of a damaged work.db: every page has its own code, so one bad page costs its own rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from app.desktop.cache.outbox_rows import COLUMNS

_GIVE_UP = 200  # rows in a row that could not be read
_BEYOND = 2**62  # past every row


class Saved(msgspec.Struct, frozen=True):
    """Rows in the order of their tables. `torn`: some of the file could not be read, or none of it."""

    outbox: tuple[tuple[Any, ...], ...] = ()
    drafts: tuple[tuple[Any, ...], ...] = ()
    values: tuple[tuple[Any, ...], ...] = ()
    torn: bool = False


def salvage(path: Path, key: bytes, *, whole: bool = False) -> Saved:
    """Read what can be read; nothing where the key is another or the first page is gone. Never changes the file,
    unless it is a copy (`whole`) in which a transaction that was cut off may be rolled back."""
    try:
        raw = sqlcipher.connect(f"file:{path}?mode={'rw' if whole else 'ro'}", uri=True)
    except sqlcipher.Error:
        return Saved(torn=True)
    try:
        raw.execute("PRAGMA cipher_log = off")
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        names = ", ".join(COLUMNS)
        return Saved(
            tuple(_one_by_one(raw, names)),
            tuple(_as_far_as_it_goes(raw, "SELECT author, case_id, draft, updated_at FROM draft")),
            tuple(_as_far_as_it_goes(raw, "SELECT name, value FROM work_state")),
            _torn(raw),
        )
    except sqlcipher.Error:
        return Saved(torn=True)
    finally:
        raw.close()


def _torn(raw: Any) -> bool:
    try:
        if raw.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            return True
        return bool(raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
    except sqlcipher.Error:
        return True


def _one_by_one(raw: Any, names: str) -> Iterator[tuple[Any, ...]]:
    """Each row by its own search of the tree, from the front and then from the back, so that a bad page is stepped
    over and rows may begin at any number."""
    seen = 0
    for rowid, row in _walk(raw, names, 0, forward=True):
        seen = rowid
        yield row
    back = []
    for rowid, row in _walk(raw, names, _BEYOND, forward=False):
        if rowid <= seen:
            break
        back.append(row)
    yield from reversed(back)


def _walk(raw: Any, names: str, start: int, *, forward: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """(rowid, row) one after the other. At a page that cannot be read, the next few numbers are tried by themselves;
    where none of them is there, this way ends."""
    step, comparison, order = (1, ">", "ASC") if forward else (-1, "<", "DESC")
    following = f"SELECT rowid, {names} FROM outbox WHERE rowid {comparison} ? ORDER BY rowid {order} LIMIT 1"  # noqa: S608
    single = f"SELECT rowid, {names} FROM outbox WHERE rowid = ?"  # noqa: S608 - our own names
    at, failed = start, 0
    while failed < _GIVE_UP:
        try:
            row = raw.execute(following, (at,)).fetchone()
            if row is None:
                return
        except sqlcipher.Error:
            row = None
        if row is not None and (int(row[0]) - at) * step <= 0:
            row = None  # pages of different times can lead back to where we were, for ever
        while row is None and failed < _GIVE_UP:
            at, failed = at + step, failed + 1
            try:
                row = raw.execute(single, (at,)).fetchone()
            except sqlcipher.Error:
                row = None
            if row is not None and int(row[0]) != at:
                row = None
        if row is not None:
            at, failed = int(row[0]), 0
            yield at, tuple(row[1:])


def _as_far_as_it_goes(raw: Any, sql: str) -> Iterator[tuple[Any, ...]]:
    with _until_damage():
        yield from raw.execute(sql)


@contextmanager
def _until_damage() -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error:
        return
