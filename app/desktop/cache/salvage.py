"""Whatever can still be read of a damaged work.db: every page has its own code, so one bad page costs its own rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from app.desktop.cache.outbox_rows import COLUMNS

_GIVE_UP = 200  # rows in a row that could not be read


class Saved(msgspec.Struct, frozen=True):
    """Rows in the order of their tables."""

    outbox: tuple[tuple[Any, ...], ...] = ()
    drafts: tuple[tuple[Any, ...], ...] = ()
    values: tuple[tuple[Any, ...], ...] = ()


def salvage(path: Path, key: bytes, *, whole: bool = False) -> Saved:
    """Read what can be read; nothing where the key is another or the first page is gone. Never changes the file,
    unless it is a copy (`whole`) in which a transaction that was cut off may be rolled back."""
    try:
        raw = sqlcipher.connect(f"file:{path}?mode={'rw' if whole else 'ro'}", uri=True)
    except sqlcipher.Error:
        return Saved()
    try:
        raw.execute("PRAGMA cipher_log = off")
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        names = ", ".join(COLUMNS)
        return Saved(
            tuple(_one_by_one(raw, f"SELECT {names} FROM outbox WHERE rowid = ?")),  # noqa: S608 - our own names
            tuple(_as_far_as_it_goes(raw, "SELECT author, case_id, draft, updated_at FROM draft")),
            tuple(_as_far_as_it_goes(raw, "SELECT name, value FROM work_state")),
        )
    except sqlcipher.Error:
        return Saved()
    finally:
        raw.close()


def _one_by_one(raw: Any, sql: str) -> Iterator[tuple[Any, ...]]:
    """Each row by its own search of the tree, so that a bad page is stepped over."""
    rowid, failed = 0, 0
    while failed < _GIVE_UP:
        rowid += 1
        try:
            row = raw.execute(sql, (rowid,)).fetchone()
        except sqlcipher.Error:
            row = None
        failed = 0 if row is not None else failed + 1
        if row is not None:
            yield row


def _as_far_as_it_goes(raw: Any, sql: str) -> Iterator[tuple[Any, ...]]:
    with _until_damage():
        yield from raw.execute(sql)


@contextmanager
def _until_damage() -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error:
        return
