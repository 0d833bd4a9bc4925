"""cache.db: what the server said. Disposable: it may be dropped and fetched again at any time."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import msgspec

from app.contract.changes import NEWS, REVIEW, SOP_PAGE
from app.desktop.cache import (
    context_rows,
    find_rows,
    news_rows,
    packet_rows,
    retention,
    session_rows,
    sop_rows,
    taking_in,
    work_rows,
)
from app.desktop.cache.engine import (
    FAST,
    FAST_BEFORE,
    LazyEngine,
    Store,
    StoreUnreadable,
    open_engine,
    prepare_schema,
    put_many,
    remove_store,
)
from app.desktop.cache.header import COLUMNS, HeaderRow, case_id_of
from app.desktop.cache.quick import QuickReader
from app.desktop.cache.taken import Row, number_of, read_ahead, row_of, set_aside_before
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.desktop.courtesy import after_you
from app.desktop.ports import HeldClaim

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["FILE", "CacheStore", "Row", "number_of", "read_ahead", "row_of"]


FILE = "cache.db"
_SCHEMA = (
    (
        """CREATE TABLE case_head (
            number INTEGER PRIMARY KEY, case_type TEXT NOT NULL, rev INTEGER NOT NULL, state TEXT NOT NULL,
            priority INTEGER NOT NULL, routed_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
            paused_ms INTEGER NOT NULL, back INTEGER NOT NULL, subject TEXT NOT NULL, verdict TEXT,
            confidence REAL, threshold REAL, owner TEXT, owned_until INTEGER, claim_id TEXT, fence INTEGER,
            escalation TEXT, escalated_by_me INTEGER NOT NULL)""",
        "CREATE TABLE case_body (number INTEGER PRIMARY KEY, rev INTEGER NOT NULL, document BLOB NOT NULL)",
        """CREATE TABLE review (review_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, rev INTEGER NOT NULL,
            document BLOB NOT NULL)""",
        "CREATE INDEX review_of_case ON review (case_id)",
        """CREATE TABLE claim (case_id TEXT PRIMARY KEY, claim_id TEXT NOT NULL, fence INTEGER NOT NULL,
            expires_at INTEGER NOT NULL, hard_until INTEGER NOT NULL, mode TEXT NOT NULL, owner TEXT NOT NULL)""",
        "CREATE TABLE sync_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE quarantine (entity TEXT, entity_id TEXT, rev INTEGER, reason TEXT, raw BLOB,
            PRIMARY KEY (entity, entity_id))""",
        "CREATE TABLE stale (entity TEXT, entity_id TEXT, PRIMARY KEY (entity, entity_id)) WITHOUT ROWID",
    ),
    context_rows.SCHEMA,
    work_rows.SCHEMA,
    work_rows.HANDED,
    retention.SCHEMA,
    work_rows.HANDED_READ,
    packet_rows.SCHEMA,
    find_rows.SCHEMA,
    news_rows.SCHEMA,
    sop_rows.SCHEMA,
    session_rows.SCHEMA,
)
_HEAD = ", ".join(COLUMNS)
_TABLES = {
    "case": ("case_head", "'C-' || number"),
    "review": ("review", "review_id"),
    NEWS: ("news", "news_id"),
    SOP_PAGE: ("sop_page", "page_id"),
}
_COPIES = ("case_head", "case_body", "review", "claim")
_BESIDE = ("sync_state", "quarantine", "stale", "context", "qa_packet", "news", "sop_page", "session_seen")
_MANY = 500  # bound parameters in one IN (…)
FIND_KIB = 4096


class CacheStore(Store):
    """Case headers and bodies, reviews, own claims, the cursor, and rows that could not be read."""

    @classmethod
    def open(cls, folder: Path | None, key: bytes | None, new_key: Callable[[], bytes] | None = None) -> "CacheStore":
        """Open or make the cache; one that cannot be read or is of another version is dropped and made anew.

        `folder` None keeps it in memory (an online-only seat). `new_key` gives the key of the next file when this one
        is dropped, and forgets the one before.
        """
        path = folder / FILE if folder is not None else None
        store = cls(_open(path, key), path)
        store._key, store._new_key = key, new_key
        store._folding, store._closed = threading.Lock(), False
        store._finder = QuickReader(store._connect_to_find)
        return store

    _finder: QuickReader
    _key: bytes | None
    _new_key: Callable[[], bytes] | None
    _folding: threading.Lock
    _closed: bool
    _epoch: str | EllipsisType | None = ...
    closed_kept_ms = retention.CLOSED_KEPT_MS
    """How long a case that is over stays; the machine's policy may say otherwise."""

    def heal(self) -> Changed:
        """A damaged cache is dropped and made anew in place; sync fetches everything again."""
        if self.path is not None:
            self.close()
            remove_store(self.path)
            if self._new_key is not None:
                self._key = self._new_key()
            self._engine = _open(self.path, self._key)
            self._closed = False
            self._finder = QuickReader(self._connect_to_find)
            self._epoch = ...
        return changed(Kind.CASE, Kind.REVIEW, Kind.CLAIM, Kind.PROCEDURES, Kind.STATUS)

    def sweep(self, now: int) -> tuple[Changed, bool]:
        """Let go what is over for as long as `closed_kept_ms` says at server time `now`, some of it at a time; whether
        more is due. On the writer thread alone."""
        with self.write() as connection:
            swept = retention.sweep(connection, now, self.closed_kept_ms)
        if self.path is not None and swept.cases and not swept.more:
            self._fold()
        return (changed(Kind.CASE, Kind.REVIEW, ids=swept.cases) if swept.cases else NOTHING), swept.more

    def fold(self) -> None:
        """Bring into the file what the write-ahead log holds by now, beside whoever writes: then no commit has to do it
        all. Callable from any thread; harmless once the store is closed."""
        with self._folding:
            if self.path is None or self._closed:
                return
            raw = self._engine.engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                raw.close()

    def close(self) -> None:
        with self._folding:
            self._closed = True
            self._finder.close()
            super().close()

    def _connect_to_find(self) -> Any:
        raw = self._engine.connect()
        raw.execute(f"PRAGMA cache_size = -{FIND_KIB}")
        return raw

    def _fold(self) -> None:
        """The write-ahead log still holds pages as they were: it is folded in and cut off. Where somebody reads just
        now, the next time does it."""
        raw = self._engine.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()

    # --- what sync writes

    def apply(self, rows: Sequence[Row], state: Mapping[str, str | None] | None = None) -> Changed:
        """Take in rows and sync state in one transaction. A row older than what is here changes nothing; a row
        that cannot be read is kept raw in quarantine and counted."""
        with self.write() as connection:
            touched = taking_in.take_in(connection, rows)
            if state:
                self._put_state(connection, state)
        return touched

    def _put_state(self, connection: "Connection", state: Mapping[str, str | None]) -> None:
        """None removes a name."""
        self._epoch = ...
        kept = [(name, value) for name, value in state.items() if value is not None]
        gone = [(name,) for name, value in state.items() if value is None]
        if kept:
            put_many(connection, "INSERT OR REPLACE INTO sync_state", kept)
        if gone:
            connection.exec_driver_sql("DELETE FROM sync_state WHERE name = ?", gone)

    def put_state(self, **state: str) -> None:
        with self.write() as connection:
            self._put_state(connection, state)

    def state(self) -> dict[str, str]:
        with self.read() as connection:
            # In one row: between two of them another thread takes the interpreter, and every page asks this.
            told = connection.exec_driver_sql("SELECT json_group_object(name, value) FROM sync_state").scalar_one()
            return msgspec.json.decode(told, type=dict[str, str])

    def epoch(self) -> str | None:
        """The server's epoch as far as it is known here. On the writer thread alone, which changes it as well: a person
        waits for what asks this, so it is read once."""
        if self._epoch is ...:
            self._epoch = self.state().get("epoch")
        return self._epoch

    def start_over(self, state: Mapping[str, str]) -> Changed:
        """Forget the cursor so that everything is fetched again. Rows stay readable and count as stale until the
        new snapshot brings them; any revision then replaces them, since the server may have been restored."""
        with self.write() as connection:
            connection.exec_driver_sql("DELETE FROM sync_state")
            self._put_state(connection, state)
            for entity in _TABLES:
                self._make_stale(connection, entity)
        return changed(Kind.STATUS)

    def refetch(self, entity: str, state: Mapping[str, str | None]) -> Changed:
        """The same for one entity ("case" or "review"); `state` says with which cursor to go on afterwards."""
        with self.write() as connection:
            self._put_state(connection, state)
            self._make_stale(connection, entity)
        return changed(Kind.STATUS)

    @staticmethod
    def _make_stale(connection: "Connection", entity: str) -> None:
        table, key = _TABLES[entity]
        connection.exec_driver_sql(f"INSERT OR IGNORE INTO stale SELECT ?, {key} FROM {table}", (entity,))  # noqa: S608
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO stale SELECT entity, entity_id FROM quarantine WHERE entity = ?", (entity,)
        )
        connection.exec_driver_sql(f"UPDATE {table} SET rev = -1")  # noqa: S608 - our own names

    def drop_stale(self) -> Changed:
        """After a whole snapshot: drop what it did not bring."""
        with self.write() as connection:
            if not connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM stale)").scalar_one():
                return NOTHING
            find_rows.leave(connection, map(number_of, self._stale_cases(connection)))
            for table, key in (("case_head", "'C-' || number"), ("case_body", "'C-' || number"), ("claim", "case_id")):
                connection.exec_driver_sql(
                    f"DELETE FROM {table} WHERE {key} IN"  # noqa: S608 - our own names
                    " (SELECT entity_id FROM stale WHERE entity = 'case')"
                )
            for entity in (REVIEW, NEWS, SOP_PAGE):
                table, key = _TABLES[entity]
                sql = f"DELETE FROM {table} WHERE {key} IN (SELECT entity_id FROM stale WHERE entity = ?)"  # noqa: S608
                connection.exec_driver_sql(sql, (entity,))
            sql = "DELETE FROM quarantine WHERE (entity, entity_id) IN (SELECT entity, entity_id FROM stale)"
            connection.exec_driver_sql(sql)
            connection.exec_driver_sql("DELETE FROM stale")
        return changed(Kind.CASE, Kind.REVIEW, Kind.CLAIM, Kind.PROCEDURES)

    @staticmethod
    def _stale_cases(connection: "Connection") -> list[str]:
        rows = connection.exec_driver_sql("SELECT entity_id FROM stale WHERE entity = 'case'")
        return [str(name) for (name,) in rows]

    def retry_quarantine(self) -> Changed:
        """Read again what an older build could not; what still cannot be read stays."""
        with self.write() as connection:
            rows = [
                set_aside_before(str(entity), str(entity_id), int(rev), str(reason), bytes(raw))
                for entity, entity_id, rev, reason, raw in connection.exec_driver_sql(
                    "SELECT entity, entity_id, rev, reason, raw FROM quarantine WHERE raw IS NOT NULL"
                )
            ]
            return taking_in.take_in(connection, rows) if rows else NOTHING

    def empty(self) -> Changed:
        """Drop every row (sign-out, another person), and with it the file and its key where there is one."""
        if self.path is not None and self._new_key is not None:
            return self.heal()
        with self.write() as connection:
            find_rows.clear(connection)
            for table in (*_COPIES, *_BESIDE):
                connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
            self._epoch = ...
        return changed(Kind.CASE, Kind.REVIEW, Kind.CLAIM, Kind.PROCEDURES, Kind.STATUS)

    # --- what is read

    def headers(self, many: int = 4096) -> Iterator[Sequence[tuple[Any, ...]]]:
        """All headers as bare tuples in the order of `COLUMNS`, in pieces. 100,000 take a fraction of a second, so
        not on the GUI thread."""
        with self.read() as connection:
            cursor = connection.connection.cursor()
            try:
                cursor.execute(f"SELECT {_HEAD} FROM case_head")  # noqa: S608 - our own names
                while piece := cursor.fetchmany(many):
                    yield piece
            finally:
                cursor.close()

    def headers_of(self, ids: Iterable[str]) -> list[HeaderRow]:
        """The headers of those that are here."""
        found: list[HeaderRow] = []
        numbers = sorted(filter(None, map(number_of, ids)))
        with self.read() as connection:
            for start in range(0, len(numbers), _MANY):
                part = tuple(numbers[start : start + _MANY])
                marks = ", ".join("?" * len(part))
                sql = f"SELECT {_HEAD} FROM case_head WHERE number IN ({marks})"  # noqa: S608 - our own names
                after_you()
                found += [HeaderRow._make(row) for row in connection.exec_driver_sql(sql, part)]
        return found

    def escalated(self) -> list[str]:
        """The ids of the escalated cases that are here."""
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT number FROM case_head WHERE escalation IS NOT NULL AND state = 'escalated' ORDER BY number"
            )
            return [case_id_of(row[0]) for row in rows]

    def document(self, case_id: str) -> tuple[int, bytes] | None:
        """Revision and received bytes of one case."""
        with self.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT rev, document FROM case_body WHERE number = ?", (number_of(case_id),)
            ).first()
        return (int(row[0]), bytes(row[1])) if row else None

    def reviews(self, case_id: str | None = None) -> list[bytes]:
        """Received bytes of the reviews of one case, or of all."""
        with self.read() as connection:
            if case_id is None:
                rows = connection.exec_driver_sql("SELECT document FROM review ORDER BY review_id DESC")
            else:
                rows = connection.exec_driver_sql("SELECT document FROM review WHERE case_id = ?", (case_id,))
            return [bytes(document) for (document,) in rows]

    def news(self, limit: int) -> Sequence[bytes]:
        """Received bytes of the newest news, the newest first."""
        with self.read() as connection:
            return news_rows.newest(connection, limit)

    def sop_pages(self) -> Sequence[bytes]:
        """Received bytes of the pages of the procedures that the house wrote."""
        with self.read() as connection:
            return sop_rows.everything(connection)

    @property
    def finds(self) -> bool:
        """Whether the words inside evidence are kept here; not on a seat that keeps nothing on the disk."""
        return self.path is not None

    def finding(self) -> AbstractContextManager[Any]:
        """A connection to look for words with; few of them, and each remembers little."""
        return self._finder.read()

    def counts(self) -> dict[str, int]:
        """Rows per entity, and how many lie in quarantine."""
        with self.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT (SELECT count(*) FROM case_head), (SELECT count(*) FROM review),"
                " (SELECT count(*) FROM quarantine)"
            ).one()
        return {"case": int(row[0]), "review": int(row[1]), "quarantine": int(row[2])}

    # --- own claims

    def put_claims(self, owner: str, claims: Sequence[HeldClaim]) -> Changed:
        with self.write() as connection:
            if claims:
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [(c.case_id, c.claim_id, c.fence, c.expires_at, c.hard_until, c.mode, owner) for c in claims],
                )
        return changed(Kind.CLAIM, ids={claim.case_id for claim in claims}) if claims else NOTHING

    def drop_claims(self, case_ids: Sequence[str]) -> Changed:
        with self.write() as connection:
            if case_ids:
                connection.exec_driver_sql("DELETE FROM claim WHERE case_id = ?", [(c,) for c in case_ids])
        return changed(Kind.CLAIM, ids=set(case_ids)) if case_ids else NOTHING

    def claims(self, owner: str) -> dict[str, HeldClaim]:
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT case_id, claim_id, fence, expires_at, hard_until, mode FROM claim WHERE owner = ?", (owner,)
            )
            return {str(row[0]): HeldClaim(*row) for row in rows}


def _open(path: Path | None, key: bytes | None) -> LazyEngine:
    """The file as it is, by either way of making one; else a new one in its place."""
    for manner in (FAST, FAST_BEFORE):
        engine = open_engine(path, key, manner)
        try:
            prepare_schema(engine, _SCHEMA, exact=True)
        except StoreUnreadable:
            if path is None:
                raise
        else:
            return engine
    assert path is not None
    remove_store(path)
    engine = open_engine(path, key, FAST)
    prepare_schema(engine, _SCHEMA)
    return engine
