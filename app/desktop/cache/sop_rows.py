"""Pages of the procedures that the house wrote, as they came. Like all of the copy they may go and be brought again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA = (
    "CREATE TABLE sop_page (page_id TEXT PRIMARY KEY, rev INTEGER NOT NULL, document BLOB NOT NULL) WITHOUT ROWID",
)


class _Page(msgspec.Struct):
    page_id: str


_page = msgspec.json.Decoder(_Page)


def put(connection: "Connection", page_id: str, rev: int, document: bytes | None) -> bool:
    """Take in one change; one older than what is here changes nothing. False where it cannot be read."""
    row = connection.exec_driver_sql("SELECT rev FROM sop_page WHERE page_id = ?", (page_id,)).first()
    if row is not None and rev < row[0]:
        return True
    if document is None:
        connection.exec_driver_sql("DELETE FROM sop_page WHERE page_id = ?", (page_id,))
        return True
    try:
        told = _page.decode(document)
    except (ValueError, RecursionError):
        return False
    if told.page_id != page_id:
        return False
    connection.exec_driver_sql("INSERT OR REPLACE INTO sop_page VALUES (?, ?, ?)", (page_id, rev, document))
    return True


def everything(connection: "Connection") -> Sequence[bytes]:
    """Received bytes of every page."""
    return [bytes(row[0]) for row in connection.exec_driver_sql("SELECT document FROM sop_page ORDER BY page_id")]
