"""News of what became of a person's findings, as they came. Like all of the copy they may go and be brought again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA = (
    "CREATE TABLE news (news_id TEXT PRIMARY KEY, rev INTEGER NOT NULL, unread INTEGER NOT NULL,"
    " document BLOB NOT NULL) WITHOUT ROWID",
)


class _Read(msgspec.Struct):
    news_id: str
    read_at: Any = None


_read = msgspec.json.Decoder(_Read)


def put(connection: "Connection", news_id: str, rev: int, document: bytes | None) -> bool:
    """Take in one change; one older than what is here changes nothing. False where it cannot be read."""
    row = connection.exec_driver_sql("SELECT rev FROM news WHERE news_id = ?", (news_id,)).first()
    if row is not None and rev < row[0]:
        return True
    if document is None:
        connection.exec_driver_sql("DELETE FROM news WHERE news_id = ?", (news_id,))
        return True
    try:
        told = _read.decode(document)
    except (ValueError, RecursionError):
        return False
    if told.news_id != news_id:
        return False
    values = (news_id, rev, int(told.read_at is None), document)
    connection.exec_driver_sql("INSERT OR REPLACE INTO news VALUES (?, ?, ?, ?)", values)
    return True


def newest(connection: "Connection", limit: int) -> Sequence[bytes]:
    """Received bytes, the newest first: ids begin with their time."""
    rows = connection.exec_driver_sql("SELECT document FROM news ORDER BY news_id DESC LIMIT ?", (limit,))
    return [bytes(document) for (document,) in rows]
