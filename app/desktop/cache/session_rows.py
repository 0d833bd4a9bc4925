"""Calibration sessions as they were read last, in the encrypted copy. Like all of it they may go and be brought again;
ballots lie in work.db."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from app.desktop.cache.engine import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA = (
    "CREATE TABLE session_seen (owner TEXT NOT NULL, session_id TEXT NOT NULL, read_at INTEGER NOT NULL,"
    " told INTEGER NOT NULL, document BLOB NOT NULL, PRIMARY KEY (owner, session_id)) WITHOUT ROWID",
)
LIST = ""
"""The row of the list of sessions."""
MOST = 8
"""Sessions that are kept of one person; the one that was read longest ago gives way."""


class SeenRow(msgspec.Struct, frozen=True):
    """`told`: the ballots and the decision of before stand in it; `read_at` in the server's milliseconds."""

    session_id: str
    read_at: int
    told: bool
    document: bytes


class SessionRows:
    """The table `session_seen` of cache.db."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, owner: str, row: SeenRow) -> None:
        with self._store.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO session_seen VALUES (?, ?, ?, ?, ?)",
                (owner, row.session_id, row.read_at, row.told, row.document),
            )
            connection.exec_driver_sql(
                "DELETE FROM session_seen WHERE owner = ? AND session_id IN (SELECT session_id FROM session_seen"
                " WHERE owner = ? AND session_id <> ? ORDER BY read_at DESC, session_id DESC LIMIT -1 OFFSET ?)",
                (owner, owner, LIST, MOST),
            )

    def document(self, owner: str, session_id: str) -> bytes | None:
        with self._store.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT document FROM session_seen WHERE owner = ? AND session_id = ?", (owner, session_id)
            ).first()
        return None if row is None else bytes(row[0])

    def remove(self, owner: str, session_id: str) -> None:
        with self._store.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM session_seen WHERE owner = ? AND session_id = ?", (owner, session_id)
            )


def news(connection: "Connection", ids: Iterable[str]) -> None:
    """These have changed on the server. One to vote on stays as it was read; one that tells what was decided goes until
    it is read again, for some of it may be kept back from its reader by now."""
    connection.exec_driver_sql(
        "DELETE FROM session_seen WHERE told <> 0 AND session_id = ?", [(one,) for one in sorted(ids)]
    )


def leave(connection: "Connection", before: int) -> None:
    """Let go what was read last before then."""
    connection.exec_driver_sql("DELETE FROM session_seen WHERE read_at < ?", (before,))
