"""Opening the database: embedded SQLite for a trial, PostgreSQL for a team, one code for both."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from app.server.storage.pipe import OwnStatements

WRITE = "footplate_write"  # execution option of a connection that is about to write
BUSY_MS = 10_000
MAPPED_BYTES = 2_000_000_000
"""So much of the file is read where the system has it in memory: a case here and a case there, as what surrounds a case
asks for them, is then read in a third less time."""


CONNECTIONS = 10
POOL_SECONDS = 5
"""For so long a request waits for a connection; then it is told that the server is busy."""
IDLE_SECONDS = 2.0
"""A connection that rested for longer is asked whether it is still there."""
GUARDS = {
    # A statement that takes longer is a mistake or a database in trouble; what may take longer says so itself.
    "statement_timeout": 30_000,
    # Longer than any transaction of ours takes; whoever waits in vain is told to come again.
    "lock_timeout": 2_000,
    # Nobody holds a transaction open while doing something else.
    "idle_in_transaction_session_timeout": 10_000,
}
"""Milliseconds, for each connection to PostgreSQL."""
REACH = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,  # milliseconds; the others are seconds
}
"""A network that is cut off says nothing, and a statement's limit is the database's own: without these a thread waits
until the system gives up, which is hours."""


def open_engine(url: str, connections: int = CONNECTIONS) -> Engine:
    """An engine for `url` ("sqlite:///FILE" or "postgresql+psycopg://…"), which holds at most so many `connections` to
    PostgreSQL.

    On SQLite a writing transaction begins with BEGIN IMMEDIATE, so that writers queue at the door and none fails half
    way; commits are flushed to disk (synchronous=FULL), since an acknowledged decision must survive a power cut.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _open_postgresql(parsed, connections)
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


def _open_postgresql(url: URL, connections: int) -> Engine:
    told = url.query.get("options", "")
    guards = " ".join(f"-c {name}={limit}" for name, limit in GUARDS.items())
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        # The connection used last is taken first, so that those of a rush rest, and end, in quiet times.
        pool_use_lifo=True,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        # What an installation says in the address comes last, and so holds.
        connect_args={
            "options": f"{guards} {told if isinstance(told, str) else ' '.join(told)}".strip(),
            "application_name": url.query.get("application_name", "footplate"),
        }
        | {name: limit for name, limit in REACH.items() if name not in url.query},
    )
    event.listen(engine, "connect", _keep_statements)
    event.listen(engine, "checkin", _rests)
    event.listen(engine, "checkout", _is_there)
    return engine


def _keep_statements(dbapi_connection: Any, _record: Any) -> None:
    # Statements that `pipe` has planned outlive what psycopg forgets.
    dbapi_connection._prepared = OwnStatements()


def _rests(_dbapi_connection: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _is_there(dbapi_connection: Any, record: Any, _proxy: Any) -> None:
    """Asked before each use it would cost a way to the database and back; one that was just used answers."""
    since = record.info.get("rests_since")
    if since is None or time.monotonic() - since < IDLE_SECONDS:
        return
    try:
        dbapi_connection.autocommit = True
        try:
            dbapi_connection.execute("SELECT 1")
        finally:
            dbapi_connection.autocommit = False
    except Exception as error:
        raise DisconnectionError from error


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
