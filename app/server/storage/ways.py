"""Several statements on one way to the database and back.

A claim or a decision asks PostgreSQL a dozen small things. Each is answered in a fraction of the time that the way
there and back takes, on which the process also hands its thread on twice; so what does not depend on each other is sent
together, by the pipeline of the database's protocol, and answered together. SQLite lives in the process: there each
statement is executed by itself.

The words of a statement are made once and kept under the statement, so statements come from constants or cached
functions, with parameters for all that changes (each with a value of its own where a list stands beside them).
"""

import functools
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from psycopg.errors import UniqueViolation
from sqlalchemy import Connection, Executable, Table, func, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from app.server.storage import pipe

COPIED_FROM = 40
"""So many rows of one table are streamed in (COPY); fewer go as statements."""
_KEPT = 512
_KEPT_HERE = "footplate_pipe"
FIRST = "footplate_first"
"""Execution option of a connection: what its transaction has to ask before all else (`First`)."""


class Crossed(Exception):
    """Another transaction has just taken the place that this one was to take; nothing of this one may stay."""


class Asked(NamedTuple):
    """One statement with its values. `must`: it has to give a row, and find the place of what it writes free. Said with
    the end of a transaction it has to fail by itself where that is not so (on PostgreSQL, by breaking a key)."""

    statement: Executable
    values: Mapping[str, Any] = MappingProxyType({})
    must: bool = False


class Rows(NamedTuple):
    """New rows of one table, which all name the same columns."""

    table: Table
    rows: Sequence[dict[str, Any]]


Part = Asked | Rows

# Planned once for every value, and by indexes alone: the database would else weigh the statements anew each time, which
# takes longer than they do themselves; or go by what it knew of tables that were nearly empty when it planned them.
_NOT = ("enable_seqscan", "enable_sort", "enable_hashjoin", "enable_mergejoin", "jit")
_PLANNED = {"plan_cache_mode": "force_generic_plan"} | dict.fromkeys(_NOT, "off")
_BY_INDEX = Asked(
    select(*(func.set_config(text(f"'{name}'"), text(f"'{value}'"), text("true")) for name, value in _PLANNED.items()))
)


class First:
    """What a transaction has to ask before all else. It goes along with whatever is asked first, and is checked before
    that is looked at."""

    def __init__(self, part: Asked, check: Callable[[Sequence[Any]], None]) -> None:
        self._part, self._check = part, check
        self._asked = False

    def ask(self, connection: Connection) -> None:
        """Now, unless it was asked. Raises what the check raises."""
        if not self._asked:
            ask(connection)

    def before(self, parts: Sequence[Part]) -> Sequence[Part]:
        """These parts, after what is still to be asked."""
        return parts if self._asked else (self._part, *parts)

    def answered(self, found: list[Sequence[Any]]) -> list[Sequence[Any]]:
        """What was found for the parts alone. Raises what the check raises."""
        if self._asked:
            return found
        self._asked = True
        self._check(found[0])
        return found[1:]


def ask(
    connection: Connection, *parts: Part, last: bool = False, together: bool = False, by_index: bool = False
) -> list[Sequence[Any]]:
    """The rows that each part gives, in order; columns by name. `last`: the transaction is over with these, and on
    PostgreSQL is committed on the same way; `together`: in one flush with others, for who holds a lock that many wait
    for; `by_index`: from here on the transaction finds all that it asks for by an index, in an order that the index
    has. Raises Crossed, and what SQLAlchemy raises."""
    lead = (_BY_INDEX,) if by_index and connection.dialect.name == "postgresql" else ()
    first: First | None = connection.get_execution_options().get(FIRST)
    if first is None:
        return _ask(connection, (*lead, *parts), last, together)[len(lead) :]
    if last:
        first.ask(connection)  # what it finds may have to keep all of it from being committed
    return first.answered(_ask(connection, (*lead, *first.before(parts)), last, together)[len(lead) :])


def _ask(connection: Connection, parts: Sequence[Part], last: bool, together: bool) -> list[Sequence[Any]]:
    if connection.dialect.name != "postgresql":
        found = [_alone(connection, part) for part in parts]
    else:
        found = _piped(connection, parts, last, together)
    if any(isinstance(part, Asked) and part.must and not rows for part, rows in zip(parts, found, strict=True)):
        raise Crossed
    return found


def glance(connection: Connection, part: Asked) -> Sequence[Any]:
    """What one statement finds that needs no transaction around it: on PostgreSQL a single way instead of three."""
    if connection.dialect.name != "postgresql":
        return _alone(connection, part)
    driver = _driver(connection)
    try:
        words, values = _said(part)[0]
        _heard(connection, ((words, values),))
        (rows,) = pipe.exchange(driver, _kept(connection), ((words, values),), alone=True)
        return rows
    except _errors(connection) as error:
        raise _told(connection, error) from error


def _piped(connection: Connection, parts: Sequence[Part], last: bool, together: bool) -> list[Sequence[Any]]:
    driver = _driver(connection)
    try:
        for part in parts:
            if isinstance(part, Rows) and len(part.rows) >= COPIED_FROM:
                _copy(connection, driver, part)  # not within a pipeline; what it depends on is there by now
        said = [_said(part) for part in parts]
        flat = [one for many in said for one in many]
        _heard(connection, flat)
        found = iter(pipe.exchange(driver, _kept(connection), flat, commits=last, together=together))
        answers = [[next(found) for _ in many] for many in said]
        return [rows[-1] if isinstance(part, Asked) else () for part, rows in zip(parts, answers, strict=True)]
    except UniqueViolation as error:
        if any(isinstance(part, Asked) and part.must for part in parts):
            raise Crossed from error
        raise _told(connection, error) from error
    except _errors(connection) as error:
        raise _told(connection, error) from error


def _said(part: Part) -> list[pipe.Statement]:
    """The statements of a part, each with its values in their places."""
    if isinstance(part, Asked):
        words, rows = _words(part.statement), [part.values]
    elif len(part.rows) < COPIED_FROM:
        words, rows = _insertion(part.table, tuple(part.rows[0])), list(part.rows)
    else:
        return []
    said: list[pipe.Statement] = []
    for row in rows:
        values = {**words.values, **row} if words.values else row
        said.append((words.sql, [values[name] for name in words.order]))
    return said


def _kept(connection: Connection) -> pipe.Kept:
    """What is kept for this connection for as long as it lasts."""
    kept: pipe.Kept | None = connection.info.get(_KEPT_HERE)
    if kept is None:
        kept = connection.info[_KEPT_HERE] = pipe.Kept(_driver(connection))
    return kept


def _heard(connection: Connection, said: Sequence[pipe.Statement]) -> None:
    """Tell whoever listens to the statements of this engine; values are nobody's to hear."""
    for listener in connection.dispatch.before_cursor_execute:
        for sql, _ in said:
            listener(connection, None, sql, {}, None, False)


def _copy(connection: Connection, driver: Any, part: Rows) -> None:
    names = tuple(part.rows[0])
    more = _defaults(part.table, names)
    columns = ", ".join(f'"{name}"' for name in (*names, *more))
    rest = tuple(more.values())
    sql = f'COPY "{part.table.name}" ({columns}) FROM STDIN'
    _heard(connection, ((sql, ()),))
    with driver.cursor() as cursor, cursor.copy(sql) as copy:
        for row in part.rows:
            copy.write_row((*(row[name] for name in names), *rest))


def _alone(connection: Connection, part: Part) -> Sequence[Any]:
    if isinstance(part, Rows):
        _insert_here(connection, part)
        return []
    told = connection.execute(part.statement, dict(part.values))
    return told.all() if told.returns_rows else []


def _insert_here(connection: Connection, part: Rows) -> None:
    """New rows by the driver alone, with the words made once: SQLAlchemy would prepare each value of each row."""
    words = _insertion_here(part.table, tuple(part.rows[0]))
    _heard(connection, ((words.sql, ()),))
    cursor = connection.connection.cursor()
    try:
        rest = [words.values[name] for name in words.order if name in words.values]
        names = [name for name in words.order if name not in words.values]
        read = operator.itemgetter(*names) if len(names) > 1 else None
        rows = [(*read(row), *rest) if read else (row[names[0]], *rest) for row in part.rows]
        cursor.executemany(words.sql, rows)
    except _errors(connection) as error:
        raise _told(connection, error) from error
    finally:
        cursor.close()


@functools.lru_cache(maxsize=_KEPT)
def _insertion_here(table: Table, names: tuple[str, ...]) -> "_Words":
    """As `_insertion`, for SQLite: the named columns and after them those with a value of their own."""
    more = _defaults(table, names)
    columns = (*names, *more)
    quoted = ", ".join(f'"{name}"' for name in columns)
    sql = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608 - names of our own tables
    return _Words(sql, more, columns)


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
