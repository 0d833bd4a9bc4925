"""Several statements on one way to the database and back.

A claim or a decision asks PostgreSQL a dozen small things. Each is answered in a fraction of the time that the way
there and back takes, on which the process also hands its thread on twice; so what does not depend on each other is sent
together, by the pipeline of the database's protocol, and answered together. SQLite lives in the process: there each
statement is executed by itself.

The words of a statement are made once and kept under the statement, so statements come from constants or cached
functions, with parameters for all that changes (each with a value of its own where a list stands beside them).
"""

import contextlib
import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from psycopg import RawCursor
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Executable, Table, insert
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

COPIED_FROM = 40
"""So many rows of one table are streamed in (COPY); fewer go as statements."""
_KEPT = 512


class Crossed(Exception):
    """Another transaction has just taken the place that this one was to take; nothing of this one may stay."""


class Asked(NamedTuple):
    """One statement with its values. `must`: it has to give a row."""

    statement: Executable
    values: Mapping[str, Any] = MappingProxyType({})
    must: bool = False


class Rows(NamedTuple):
    """New rows of one table, which all name the same columns."""

    table: Table
    rows: Sequence[dict[str, Any]]


Part = Asked | Rows


def ask(connection: Connection, *parts: Part, last: bool = False) -> list[Sequence[Any]]:
    """The rows that each part gives, in order; columns by name. `last`: the transaction is over with these, and on
    PostgreSQL is committed on the same way. Raises Crossed, and what SQLAlchemy raises."""
    if connection.dialect.name != "postgresql":
        found = [_alone(connection, part) for part in parts]
    else:
        found = _piped(connection, parts, last)
    if any(isinstance(part, Asked) and part.must and not rows for part, rows in zip(parts, found, strict=True)):
        raise Crossed
    return found


def glance(connection: Connection, part: Asked) -> Sequence[Any]:
    """What one statement finds that needs no transaction around it: on PostgreSQL a single way instead of three."""
    if connection.dialect.name != "postgresql":
        return _alone(connection, part)
    driver = _driver(connection)
    try:
        driver.autocommit = True
        try:
            with RawCursor(driver, row_factory=namedtuple_row) as cursor:
                _send(connection, cursor, part)
                rows: Sequence[Any] = cursor.fetchall()
                return rows
        finally:
            with contextlib.suppress(_errors(connection)):  # a lost connection cannot be set back
                driver.autocommit = False
    except _errors(connection) as error:
        raise _told(connection, error) from error


def _piped(connection: Connection, parts: Sequence[Part], last: bool) -> list[Sequence[Any]]:
    driver = _driver(connection)
    cursors: list[Any] = []
    try:
        for part in parts:
            if isinstance(part, Rows) and len(part.rows) >= COPIED_FROM:
                _copy(connection, driver, part)  # not within a pipeline; what it depends on is there by now
        with driver.pipeline():
            for part in parts:
                cursor = RawCursor(driver, row_factory=namedtuple_row)
                cursors.append(cursor)
                if isinstance(part, Asked) or len(part.rows) < COPIED_FROM:
                    _send(connection, cursor, part)
            if last:
                driver.commit()
        return [cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else [] for cursor in cursors]
    except _errors(connection) as error:
        raise _told(connection, error) from error
    finally:
        for cursor in cursors:
            cursor.close()


def _send(connection: Connection, cursor: Any, part: Part) -> None:
    if isinstance(part, Asked):
        words = _words(part.statement)
        _heard(connection, words.sql)
        values = {**words.values, **part.values}
        cursor.execute(words.sql, [values[name] for name in words.order], prepare=True)
        return
    words = _insertion(part.table, tuple(part.rows[0]))
    for row in part.rows:
        _heard(connection, words.sql)
        values = words.values | row
        cursor.execute(words.sql, [values[name] for name in words.order], prepare=True)


def _heard(connection: Connection, sql: str) -> None:
    """Tell whoever listens to the statements of this engine; values are nobody's to hear."""
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, None, sql, {}, None, False)


def _copy(connection: Connection, driver: Any, part: Rows) -> None:
    names = tuple(part.rows[0])
    more = _defaults(part.table, names)
    columns = ", ".join(f'"{name}"' for name in (*names, *more))
    rest = tuple(more.values())
    sql = f'COPY "{part.table.name}" ({columns}) FROM STDIN'
    _heard(connection, sql)
    with driver.cursor() as cursor, cursor.copy(sql) as copy:
        for row in part.rows:
            copy.write_row((*(row[name] for name in names), *rest))


def _alone(connection: Connection, part: Part) -> Sequence[Any]:
    if isinstance(part, Rows):
        connection.execute(insert(part.table), list(part.rows))
        return []
    told = connection.execute(part.statement, dict(part.values))
    return told.all() if told.returns_rows else []


class _Words(NamedTuple):
    """A statement with numbered places, the values that never change in it, and the name of what stands at each place:
    put so that nothing is looked for in the text each time."""

    sql: str
    values: dict[str, Any]
    order: tuple[str, ...]


_PLACE = re.compile(r"%\((\w+)\)s|%%")


def _numbered(sql: str, values: dict[str, Any]) -> _Words:
    order: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        return "%" if found[1] is None else f"${order.setdefault(found[1], len(order) + 1)}"

    return _Words(_PLACE.sub(place, sql), values, tuple(order))


_dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


@functools.lru_cache(maxsize=_KEPT)
def _words(statement: Executable) -> _Words:
    made = statement.compile(dialect=_dialect, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
    # Those of a list have names of their own here.
    wanted = {name for name, bound in made.binds.items() if bound.required}
    return _numbered(str(made), {name: value for name, value in made.params.items() if name not in wanted})


@functools.lru_cache(maxsize=_KEPT)
def _insertion(table: Table, names: tuple[str, ...]) -> _Words:
    more = _defaults(table, names)
    made = insert(table).inline().compile(dialect=_dialect, column_keys=[*names, *more])
    return _numbered(str(made), more)


@functools.lru_cache(maxsize=_KEPT)
def _defaults(table: Table, names: tuple[str, ...]) -> dict[str, Any]:
    """What a row that names only these columns has in the others, where that is not the database's to say."""
    return {
        column.name: column.default.arg  # type: ignore[attr-defined]
        for column in table.columns
        if column.default is not None and column.default.is_scalar and column.name not in names
    }


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _errors(connection: Connection) -> type[Exception]:
    found: type[Exception] = connection.dialect.loaded_dbapi.Error
    return found


def _told(connection: Connection, error: Exception) -> BaseException:
    """The error as SQLAlchemy tells those of its own statements; a connection that is lost goes out of the pool."""
    lost = connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        None,
        None,
        error,
        _errors(connection),
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=connection.dialect,
    )
