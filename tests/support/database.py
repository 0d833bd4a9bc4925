"""Which database the server's tests run on, and where each finds its own.

A test names its database by a path in its own folder, as it would an SQLite file. On SQLite that is the file; with
`--database postgresql` the path stands for a database of a PostgreSQL server that the first test to ask starts, with
the tables in place (a fresh SQLite file gets them when it is opened). Either way `database_url(path)` is the address.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.engine import make_url

from app.server.storage import schema, state
from app.server.storage import tables as t
from app.server.storage.engine import WRITE, open_engine
from app.server.storage.unit_of_work import FEED_LOCK
from tests.support.postgresql import Cluster, find_binaries

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NONE_HERE = (
    "no PostgreSQL server is installed here (initdb and postgres were looked for on the PATH, in"
    " /usr/lib/postgresql/*/bin and in FOOTPLATE_POSTGRESQL_BIN)"
)
_TEMPLATE = "footplate_template"


class _Run:
    """What the whole run of tests shares."""

    kind = SQLITE
    cluster: Cluster | None = None
    made: set[str] = set()  # noqa: RUF012 (one run, one set)


def use(kind: str) -> None:
    """Every test from now on runs on this kind of database."""
    _Run.kind = kind


def on_postgresql() -> bool:
    return _Run.kind == POSTGRESQL


def database_url(database: Path | str) -> str:
    """The address of the database that a path stands for; an address stays as it is."""
    if isinstance(database, str):
        return database
    return postgresql_url(database) if on_postgresql() else f"sqlite:///{database}"


def fresh_url(database: Path) -> str:
    """The same for a database that has no tables yet."""
    return postgresql_url(database, template=None) if on_postgresql() else f"sqlite:///{database}"


def postgresql_url(database: Path, template: str | None = _TEMPLATE) -> str:
    """The address of a PostgreSQL database for this path, made when it is first asked for. RuntimeError where there is
    no PostgreSQL here."""
    cluster = _cluster()
    name = "t_" + hashlib.sha256(str(database).encode()).hexdigest()[:20]
    if name not in _Run.made:
        cluster.create(name, template)
        _Run.made.add(name)
        if template is not None:
            _make_its_own(cluster.url(name))
    return cluster.url(name)


def forget(database: Path) -> None:
    """Delete a database, as one would the SQLite file; no server may be using it."""
    if on_postgresql():
        name = make_url(postgresql_url(database)).database
        assert name is not None
        _cluster().drop(name)
        _Run.made.discard(name)
    else:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)


def run_sql(database: Path | str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """One statement past the server, committed; its rows, where it has any. Values stand as :name in it."""
    engine = open_engine(database_url(database))
    try:
        with engine.begin() as connection:
            done = connection.execute(text(statement), values)
            return [tuple(row) for row in done] if done.returns_rows else []
    finally:
        engine.dispose()


@contextmanager
def full(database: Path | str, table: str) -> Iterator[None]:
    """Inside, the database takes no more rows into a table."""
    if on_postgresql():
        run_sql(
            database,
            "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$",
        )
        make = f"CREATE TRIGGER full_up BEFORE INSERT ON {table} EXECUTE FUNCTION full_up()"
        undo = ("DROP FUNCTION full_up CASCADE",)
    else:
        make = f"CREATE TRIGGER full_up BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END"
        undo = ("DROP TRIGGER full_up",)
    run_sql(database, make)
    try:
        yield
    finally:
        for statement in undo:
            run_sql(database, statement)


@contextmanager
def held(database: Path | str) -> Iterator[None]:
    """Inside, another writer stands in the door and does not move."""
    engine = open_engine(database_url(database))
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        if on_postgresql():
            connection.execute(select(func.pg_advisory_xact_lock(FEED_LOCK)))
        yield
    engine.dispose()


def here() -> bool:
    """True where a PostgreSQL server can be started."""
    return find_binaries() is not None


def stop() -> None:
    """The end of the run."""
    if _Run.cluster is not None:
        _Run.cluster.stop()
        _Run.cluster = None
        _Run.made.clear()


def _make_its_own(address: str) -> None:
    """A copy of the template has the template's epoch and keys; every server has its own."""
    engine = open_engine(address)
    with engine.begin() as connection:
        connection.execute(delete(t.server_state))
        state.prepare(connection)
    engine.dispose()


def _cluster() -> Cluster:
    if _Run.cluster is None:
        binaries = find_binaries()
        if binaries is None:
            raise RuntimeError(NONE_HERE)
        _Run.cluster = Cluster(binaries).start()
        _Run.cluster.create(_TEMPLATE, None)
        engine = open_engine(_Run.cluster.url(_TEMPLATE))
        schema.upgrade(engine)
        engine.dispose()
    return _Run.cluster
