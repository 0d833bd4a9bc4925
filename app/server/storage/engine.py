"""Opening the database: embedded SQLite for a trial, PostgreSQL for a team, one code for both."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

WRITE = "footplate_write"  # execution option of a connection that is about to write
BUSY_MS = 10_000
MAPPED_BYTES = 2_000_000_000
"""So much of the file is read where the system has it in memory: a case here and a case there, as what surrounds a case
asks for them, is then read in a third less time."""


def open_engine(url: str) -> Engine:
    """An engine for `url` ("sqlite:///FILE" or "postgresql+psycopg://…").

    On SQLite a writing transaction begins with BEGIN IMMEDIATE, so that writers queue at the door and none fails half
    way; commits are flushed to disk (synchronous=FULL), since an acknowledged decision must survive a power cut.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, pool_pre_ping=True, pool_size=10, isolation_level="READ COMMITTED", hide_parameters=True
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        # What a statement carries may be a person's data; an error's text ends in logs.
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=20,
        max_overflow=20,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    # Python's own transaction handling begins too late and too weakly; we say BEGIN ourselves.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    wanted = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")
    for pragma in (*wanted, f"mmap_size={MAPPED_BYTES}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
