"""Opening an encrypted store: SQLCipher with a raw key, an explicit pool, one transaction form for writing."""

import errno
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from app.desktop.cache.quick import QuickReader
from app.desktop.courtesy import only_the_disk
from app.desktop.ports import DeskError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_MS = 5_000
_WRITE = "footplate_write"
PAGES_KIB = 4096
"""What each connection remembers of the file: there are several, and the pages that lead to a case take far less."""
WRITTEN_KIB = 16384
"""A transaction keeps so much of what it writes before any of it goes to the disk; that is let go when it ends."""
SIDECARS = ("", "-wal", "-shm", "-journal")


class StoreUnreadable(DeskError):
    """The file is damaged, belongs to another key, or was written by a newer version."""

    code = "store_unreadable"


class Manner(msgspec.Struct, frozen=True):
    """How a store keeps its promises: `durable` for what a person did, fast for what can be fetched again."""

    journal: str
    synchronous: str
    pages: int = 1000
    """A write-ahead log of so many pages is folded into the file by whoever commits."""
    page_bytes: int = 4096
    """Bytes that are sealed together. A file keeps the ones that it was made with."""


# A case fills one or two of the usual pages and leaves half of the last one empty; of large ones a first sync seals and
# writes a fifth less.
FAST = Manner("WAL", "NORMAL", 1000, 16384)
FAST_BEFORE = Manner("WAL", "NORMAL", 4000)
"""The same of a file that an earlier version made."""
DURABLE = Manner("TRUNCATE", "EXTRA")


class LazyEngine:
    """An engine over one file or one store in memory, made when something is first written. Until then a file is read
    through bare connections, so that a window paints before SQLAlchemy is loaded."""

    def __init__(self, path: Path | None, key: bytes | None, manner: Manner, readers: int) -> None:
        self._path, self._key, self._manner, self._readers = path, key, manner, readers
        self._lock = threading.Lock()
        self._made: Engine | None = None
        self._to_write: Engine | None = None
        self._quick = QuickReader(self.connect) if path is not None else None
        self._acting = threading.Lock()
        self._bare: Any = None

    def _prepare(self, connection: Any, _record: Any = None) -> None:
        connection.isolation_level = None  # the `begin` event below says which BEGIN
        cursor = connection.cursor()
        cursor.execute("PRAGMA cipher_log = off")
        if self._path is not None:
            if self._key is None:
                raise StoreUnreadable("no_key")
            cursor.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
            cursor.execute(f"PRAGMA cipher_page_size = {self._manner.page_bytes}")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        if self._path is not None:
            cursor.execute(f"PRAGMA journal_mode = {self._manner.journal}")
            cursor.execute(f"PRAGMA synchronous = {self._manner.synchronous}")
            cursor.execute(f"PRAGMA wal_autocheckpoint = {self._manner.pages}")
        # What is deleted is overwritten: no free page keeps a text that has left.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA cache_size = -{PAGES_KIB}")
        cursor.execute(f"PRAGMA cache_spill = -{WRITTEN_KIB}")
        cursor.close()

    def connect(self) -> Any:
        """A bare connection to the file, the caller's own."""
        raw = sqlcipher.connect(str(self._path), check_same_thread=False)
        try:
            self._prepare(raw)
        except BaseException:
            raw.close()
            raise
        return raw

    @property
    def engine(self) -> "Engine":
        """SQLAlchemy's engine; the first call loads it."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
                if self._quick is not None:
                    self._quick.close()
                    self._quick = None
            return self._made

    def _make(self) -> "Engine":
        from sqlalchemy import QueuePool, create_engine, event

        url = "sqlite://" if self._path is None else f"sqlite:///{self._path}"
        # One connection holds a store in memory; QueuePool by name because the default for other set-ups shares a
        # connection between threads.
        size = 1 if self._path is None else self._readers + 1
        engine = create_engine(
            url,
            module=sqlcipher,
            # What a statement carries is people's work and data; an error's text ends in logs.
            hide_parameters=True,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            # The connection that was used last has its pages and statements at hand.
            pool_use_lifo=True,
            pool_timeout=30,
            connect_args={"check_same_thread": False},
            skip_autocommit_rollback=False,
        )
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def read(self) -> "Iterator[Connection]":
        quick = self._quick
        if quick is not None:
            with quick.read() as connection:
                yield cast("Connection", connection)
            return
        with self.engine.begin() as real:
            yield real

    @contextmanager
    def write(self) -> "Iterator[Connection]":
        # Kept, since what listens to an engine is gathered anew for each that is made from it.
        self._to_write = self._to_write or self.engine.execution_options(**{_WRITE: True})
        with self._to_write.begin() as connection:
            yield connection

    @contextmanager
    def act(self) -> Iterator[Callable[..., Any]]:
        """One transaction that a person waits for: by the driver alone, on a connection of its own whose pages and
        statements are at hand. Gives the driver's `execute`; its errors are the driver's own."""
        if self._path is None:
            with self.write() as connection:
                yield connection.connection.cursor().execute
            return
        with self._acting:
            bare, self._bare = self._bare or self.connect(), None
            try:
                bare.execute("BEGIN IMMEDIATE")
                yield bare.execute
                only_the_disk()
                bare.execute("COMMIT")
            except BaseException:
                # What was begun is rolled back with it.
                bare.close()
                raise
            self._bare = bare

    def let_go(self) -> None:
        """Nothing is under way: the pages that idle connections remember are freed. Callable from any thread."""
        with self._lock:
            made = self._made
        if made is None or self._path is None:
            return
        taken: list[Any] = []
        try:
            # All of them at once: one that is given back is the next to be given out.
            while made.pool.checkedin():  # type: ignore[attr-defined]
                taken.append(made.raw_connection())
            for raw in taken:
                raw.cursor().execute("PRAGMA shrink_memory")
        finally:
            for raw in taken:
                raw.close()

    def version(self) -> int | None:
        """The version of the tables of a file that is there; None for a new one."""
        if self._path is None or not self._path.exists() or not self._path.stat().st_size:
            return None
        with self.read() as connection:
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def dispose(self) -> None:
        with self._lock:
            if self._quick is not None:
                self._quick.close()
            if self._made is not None:
                self._made.dispose()
        with self._acting:
            bare, self._bare = self._bare, None
            if bare is not None:
                bare.close()


class Store:
    """One encrypted file (or one in memory). Knows transactions; the tables belong to its subclasses."""

    def __init__(self, engine: LazyEngine, path: Path | None) -> None:
        self.path = path
        self._engine = engine

    @contextmanager
    def read(self) -> "Iterator[Connection]":
        """A consistent view of the store."""
        with self._engine.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> "Iterator[Connection]":
        """One transaction; on the writer thread alone."""
        with self._engine.write() as connection:
            yield connection

    @contextmanager
    def act(self) -> Iterator[Callable[..., Any]]:
        """The same by the driver alone, for what a person waits for (see LazyEngine.act)."""
        with self._engine.act() as execute:
            yield execute

    def let_go(self) -> None:
        """What is remembered of the file for the next time is freed (see LazyEngine.let_go)."""
        self._engine.let_go()

    def sound(self, *, together: bool = False) -> bool:
        """Whether every page still has the code it was written with; a second for some 200 MB. `together`: and whether
        the pages belong together, which a journal that was lost or damaged half-way leaves in doubt."""
        if self.path is None:
            return True
        try:
            with self.read() as connection:
                if connection.exec_driver_sql("PRAGMA cipher_integrity_check").first() is not None:
                    return False
                return not together or connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"
        except Exception as error:
            if is_unreadable(error):
                return False
            raise

    def close(self) -> None:
        self._engine.dispose()


def open_engine(path: Path | None, key: bytes | None, manner: Manner, *, readers: int = 4) -> LazyEngine:
    """An engine over `path`, or over a store in memory that vanishes with it (`path` None, no key needed)."""
    return LazyEngine(path, key, manner, readers)


def put_many(connection: "Connection", insert: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write a few rows by one statement of the driver's own, `insert` up to its VALUES. Row by row the driver would let
    the interpreter go to another thread for each, and SQLAlchemy's part would cost more than the rows."""
    if rows:
        one = f"({', '.join('?' * len(rows[0]))})"
        sql = f"{insert} VALUES {', '.join([one] * len(rows))}"
        connection.connection.cursor().execute(sql, tuple(itertools.chain.from_iterable(rows)))


def _begin(connection: "Connection") -> None:
    writing = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def prepare_schema(engine: LazyEngine, steps: tuple[tuple[str, ...], ...], *, exact: bool = False) -> None:
    """Bring the store to version len(steps): step n holds the statements from version n to n + 1.

    Raises StoreUnreadable for a file that cannot be read or that a newer version wrote; with `exact` also for one whose
    tables, brought up from an older version, are not those of a new file (early builds changed tables in place).
    """
    try:
        if engine.version() == len(steps):
            return
        with engine.write() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > len(steps):
                raise StoreUnreadable("store_too_new")
            for step in steps[version:]:
                for statement in step:
                    connection.exec_driver_sql(statement)
            if exact and version and _columns(connection) != _columns_of_a_new_store(steps):
                raise StoreUnreadable("store_differs")
            connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")
    except Exception as error:
        engine.dispose()
        if is_unreadable(error) or (exact and _other_tables(error)):
            raise StoreUnreadable from error
        raise


def _other_tables(error: BaseException) -> bool:
    """True for what SQLite says where a step does not fit the tables that are there (not of a full disk or a lock)."""
    text = str(error)
    fits_not = "no such" in text or "already exists" in text or "duplicate column" in text
    return fits_not and isinstance(getattr(error, "orig", None), sqlcipher.OperationalError)


def _columns(connection: "Connection") -> set[tuple[str, str]]:
    """Every table with its columns."""
    return {
        (str(table), str(column))
        for table, column in connection.exec_driver_sql(
            "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
        )
    }


def _columns_of_a_new_store(steps: tuple[tuple[str, ...], ...]) -> set[tuple[str, str]]:
    fresh = open_engine(None, None, FAST)
    try:
        prepare_schema(fresh, steps)
        with fresh.read() as connection:
            return _columns(connection)
    finally:
        fresh.dispose()


def is_unreadable(error: BaseException) -> bool:
    """True for what SQLite says of a damaged file or a wrong key (not of a full disk or a busy file)."""
    text = str(error)
    return isinstance(getattr(error, "orig", error), sqlcipher.DatabaseError) and (
        "file is not a database" in text or "malformed" in text or "encrypted" in text
    )


def is_lost(error: BaseException) -> bool:
    """The same, and what it says of an open file that somebody emptied."""
    original = getattr(error, "orig", error)
    return is_unreadable(error) or (isinstance(original, sqlcipher.OperationalError) and "no such table" in str(error))


_TROUBLES = (("is full", "disk_full"), ("readonly", "disk"), ("I/O error", "disk"), ("unable to open", "disk"))
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_REFUSING = (errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM)


def trouble_of_the_disk(error: BaseException) -> str | None:
    """disk_full, disk (it takes nothing for another reason) or store_busy (another program holds the file) where that
    kept a store from being written; the file itself is as it was."""
    if isinstance(error, OSError):
        return "disk_full" if error.errno in _FULL else "disk" if error.errno in _REFUSING else None
    if not isinstance(getattr(error, "orig", error), sqlcipher.OperationalError):
        return None
    text = str(error)
    if "is locked" in text:
        return "store_busy"
    return next((code for words, code in _TROUBLES if words in text), None)


def set_aside_name(path: Path, wall: Callable[[], float] = time.time) -> Path:
    """A free name beside a store for what is kept of it and not open."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(wall()))
    target = path.with_name(f"{path.name}.unreadable-{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.unreadable-{stamp}-{number}")
    return target


def set_aside(path: Path, wall: Callable[[], float] = time.time) -> Path:
    """Rename a file that cannot be read, with its sidecars; nothing is ever deleted here."""
    target = set_aside_name(path, wall)
    for tail in SIDECARS:
        piece = path.with_name(path.name + tail)
        if piece.exists():
            os.replace(piece, target.with_name(target.name + tail))
    return target


def remove_store(path: Path) -> None:
    """Delete a disposable store and its sidecars."""
    for tail in SIDECARS:
        path.with_name(path.name + tail).unlink(missing_ok=True)
