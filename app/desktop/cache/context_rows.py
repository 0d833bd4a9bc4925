"""What surrounds cases, as the server said it, kept beside their copies so that it can be read without the server."""

from collections.abc import Sequence

import msgspec

from app.desktop.cache.engine import Store
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.domain.ids import case_number

MOST_KEPT = 300
SCHEMA = (
    "CREATE TABLE context (number INTEGER PRIMARY KEY, rev INTEGER NOT NULL, fetched_at INTEGER NOT NULL,"
    " document BLOB NOT NULL)",
    # A case that leaves the seat takes what surrounds it along.
    "CREATE TRIGGER context_leaves AFTER DELETE ON case_head BEGIN DELETE FROM context WHERE number = OLD.number; END",
)


class ContextRow(msgspec.Struct, frozen=True):
    """The received bytes of one ContextView, for revision `rev`; `fetched_at` in the server's milliseconds."""

    case_id: str
    rev: int
    fetched_at: int
    document: bytes


class ContextRows:
    """The table `context` of cache.db."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, rows: Sequence[ContextRow]) -> Changed:
        """Keep these; the oldest go once there are many. On the writer thread alone."""
        if not rows:
            return NOTHING
        with self._store.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO context VALUES (?, ?, ?, ?)",
                [(case_number(row.case_id), row.rev, row.fetched_at, row.document) for row in rows],
            )
            connection.exec_driver_sql(
                "DELETE FROM context WHERE number NOT IN"
                " (SELECT number FROM context ORDER BY fetched_at DESC, number LIMIT ?)",
                (MOST_KEPT,),
            )
        return changed(Kind.CONTEXT, ids={row.case_id for row in rows})

    def get(self, case_id: str) -> ContextRow | None:
        """What was last heard about one case."""
        try:
            number = case_number(case_id)
        except ValueError:
            return None
        with self._store.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT rev, fetched_at, document FROM context WHERE number = ?", (number,)
            ).first()
        return ContextRow(case_id, int(row[0]), int(row[1]), bytes(row[2])) if row else None
