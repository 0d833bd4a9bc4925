"""What has happened around cached cases: whose they are, what is put off, tags, and the words they are found by.

Few cases have any of it, so `case_work` holds only those; `case_words` has a row for each case. Both are made from the
received documents and leave with them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from app.contract.queue_row import Words, WorkRow
from app.desktop.cache.engine import Store
from app.domain.ids import case_number

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MANY = 500  # bound parameters in one IN (…)
SCHEMA = (
    """CREATE TABLE case_work (number INTEGER PRIMARY KEY, snoozed_until INTEGER, snooze_reason TEXT,
        waiting_since INTEGER, waiting_reason TEXT, assigned_to TEXT, assigned_name TEXT, tags TEXT NOT NULL)""",
    "CREATE TABLE case_words (number INTEGER PRIMARY KEY, words TEXT NOT NULL, titles TEXT NOT NULL)",
    """CREATE TRIGGER case_work_leaves AFTER DELETE ON case_head BEGIN
        DELETE FROM case_work WHERE number = OLD.number; DELETE FROM case_words WHERE number = OLD.number; END""",
    # Copies from before these tables are whole but not indexed: the next sync brings each once more.
    "DELETE FROM sync_state WHERE name IN ('cursor', 'snapshot_id', 'snapshot_after', 'snapshot_rows')",
)

HANDED = ("ALTER TABLE case_work ADD COLUMN handed_by TEXT",)
# Copies from before that column do not say who handed them over: the next sync brings each once more.
HANDED_READ = ("DELETE FROM sync_state WHERE name IN ('cursor', 'snapshot_id', 'snapshot_after', 'snapshot_rows')",)


PUT_WORDS = "INSERT OR REPLACE INTO case_words"
"""The statement for rows of `Words`, up to its VALUES."""
_WORK = ", ".join(WorkRow._fields)
_WORK_MARKS = ", ".join("?" * len(WorkRow._fields))


def put(connection: "Connection", works: Sequence[WorkRow], quiet: Sequence[int]) -> None:
    """Take in what the newest documents of some cases say has happened around them; `quiet`: the numbers of those
    that were here before and around which nothing has."""
    gone, kept = [(number,) for number in quiet], [tuple(work) for work in works]
    if gone and connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM case_work)").scalar_one():
        connection.exec_driver_sql("DELETE FROM case_work WHERE number = ?", gone)
    if kept:
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO case_work ({_WORK}) VALUES ({_WORK_MARKS})",  # noqa: S608 - our own names
            kept,
        )


class WorkRows:
    """Reading the two tables of cache.db; off the GUI thread."""

    def __init__(self, cache: Store) -> None:
        self._cache = cache

    def works(self, case_ids: Iterable[str] | None = None) -> list[WorkRow]:
        """Those of these cases, or all, that anything has happened around."""
        sql = f"SELECT {_WORK} FROM case_work"  # noqa: S608 - our own names
        return [WorkRow._make(row) for row in self._rows(sql, case_ids)]

    def words(self, case_ids: Iterable[str] | None = None) -> list[Words]:
        """The words of these cases, or of all."""
        return [Words._make(row) for row in self._rows("SELECT number, words, titles FROM case_words", case_ids)]

    def _rows(self, sql: str, case_ids: Iterable[str] | None) -> Iterator[Sequence[Any]]:
        with self._cache.read() as connection:
            if case_ids is None:
                yield from connection.exec_driver_sql(sql)
                return
            numbers = sorted(filter(None, map(_number, case_ids)))
            for start in range(0, len(numbers), _MANY):
                part = tuple(numbers[start : start + _MANY])
                yield from connection.exec_driver_sql(f"{sql} WHERE number IN ({', '.join('?' * len(part))})", part)


def _number(case_id: str) -> int:
    try:
        return case_number(case_id)
    except ValueError:
        return 0
