"""The way itself: statements of one transaction sent together and answered together, by the pipeline of PostgreSQL's
protocol.

psycopg's own pipeline goes once more to the database and back for the beginning of a transaction and once more for its
end, and works out for every statement what kinds its values are of. Here the beginning and the end go along; values go
without a kind, which the database takes from the statement (so every value in one has a column or a cast to take it
from), and a statement is planned once on each connection, under a name of its own.
"""

import functools
import select
from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from psycopg import DataError, IsolationLevel, OperationalError, pq
from psycopg._preparing import PrepareManager
from psycopg.adapt import Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result

_COMMIT = "COMMIT"
# The lock that orders commits goes with the commit, and not only once the disk has it: many are then flushed together,
# by what is said after it. Nobody is answered before, and whoever is told of the order of commits waits as well (see
# Storage.read).
_COMMIT_TOGETHER = ("SET LOCAL synchronous_commit TO OFF", _COMMIT)
FLUSHED = "SELECT pg_logical_emit_message(true, 'footplate', '')"
"""A transaction of nothing, whose end waits until the disk has all that was committed before it."""
_TEXT, _BINARY = int(pq.Format.TEXT), int(pq.Format.BINARY)

Statement = tuple[str, Sequence[Any]]


class OwnStatements(PrepareManager):
    """psycopg's statements of a connection. With each rollback psycopg forgets them, in case tables were made and taken
    back with it, and has the database forget all that the connection has planned. Nobody who serves makes tables."""

    def clear(self) -> bool:
        return False


class Kept:
    """What is kept for one connection: the statements that it has planned, by their words, what makes rows of the
    answers of each, and what reads answers."""

    def __init__(self, driver: Any) -> None:
        self.names: dict[str, bytes] = {}
        self.rows: dict[str, Any] = {}
        self.made = 0
        self.reader: Any = Transformer(driver)

    def new_name(self) -> bytes:
        """Of a statement; none is used twice on a connection."""
        self.made += 1
        return b"fp%d" % self.made


def exchange(
    driver: Any,
    kept: Kept,
    statements: Sequence[Statement],
    *,
    alone: bool = False,
    commits: bool = False,
    together: bool = False,
) -> list[Sequence[Any]]:
    """The rows that each statement gives, in order; columns by name. A transaction is begun where none is, but not for
    what stands `alone`; `commits`: it ends with these; `together`: and shares its flush with others. Raises
    psycopg.Error: the first error ends what was to follow, and the transaction with it."""
    pgconn: pq.abc.PGconn = driver.pgconn
    begins = not alone and pgconn.transaction_status == pq.TransactionStatus.IDLE
    said: list[tuple[str, list[bytes | None] | None, list[int] | None]] = []
    if begins:
        said.append((_begin(driver.isolation_level), None, None))
    said += [(sql, *_dumped(values)) for sql, values in statements]
    if commits:
        said += [(words, None, None) for words in ((*_COMMIT_TOGETHER, FLUSHED) if together else (_COMMIT,))]
    fresh: dict[str, bytes] = {}
    pgconn.enter_pipeline_mode()
    try:
        for sql, values, formats in said:
            name = kept.names.get(sql) or fresh.get(sql)
            if name is None:
                name = fresh[sql] = kept.new_name()
                pgconn.send_prepare(name, sql.encode())
            pgconn.send_query_prepared(name, values, formats)
        pgconn.pipeline_sync()
        answers = _answers(pgconn)
    finally:
        if pgconn.status == pq.ConnStatus.OK:
            _leave(pgconn)
    found = _read(kept, [sql for sql, _, _ in said], fresh, answers)
    return found[begins : begins + len(statements)]


@functools.cache
def _begin(level: int | None) -> str:
    name = IsolationLevel(level or IsolationLevel.READ_COMMITTED).name
    return f"BEGIN ISOLATION LEVEL {name.replace('_', ' ')}"


def _leave(pgconn: "pq.abc.PGconn") -> None:
    """Out of the pipeline. Where sending failed half way there are answers left, and the connection is of no use."""
    try:
        pgconn.exit_pipeline_mode()
    except OperationalError:
        pgconn.finish()


def _answers(pgconn: "pq.abc.PGconn") -> list["pq.abc.PGresult"]:
    """Everything up to the mark at the end: one answer for each thing sent."""
    poll = select.poll()
    poll.register(pgconn.socket, select.POLLIN | select.POLLOUT)
    while pgconn.flush():
        if any(ready & ~select.POLLOUT for _, ready in poll.poll()):
            pgconn.consume_input()
    poll.modify(pgconn.socket, select.POLLIN)
    found: list[pq.abc.PGresult] = []
    while True:
        while pgconn.is_busy():
            poll.poll()
            pgconn.consume_input()
        answer = pgconn.get_result()
        if answer is None:
            continue  # between the answers of two statements
        if answer.status == pq.ExecStatus.PIPELINE_SYNC:
            return found
        found.append(answer)
        if pgconn.status != pq.ConnStatus.OK:
            raise error_from_result(answer)


def _read(
    kept: Kept, said: Sequence[str], fresh: dict[str, bytes], answers: Sequence["pq.abc.PGresult"]
) -> list[Sequence[Any]]:
    """The rows of each statement that was said, and what was planned for them kept."""
    failed = next((one for one in answers if one.status == pq.ExecStatus.FATAL_ERROR), None)
    rows: list[Sequence[Any]] = []
    met: set[str] = set()
    at = 0
    for sql in said:
        if sql in fresh and sql not in met:
            met.add(sql)
            if answers[at].status == pq.ExecStatus.COMMAND_OK:
                kept.names[sql] = fresh[sql]
            at += 1
        if failed is None:
            rows.append(_rows(kept, sql, answers[at]))
        at += 1
    if failed is not None:
        error = error_from_result(failed)
        if isinstance(error, InvalidSqlStatementName):
            kept.names.clear()  # somebody has emptied the connection; whoever asks again has them planned again
        raise error
    return rows


def _rows(kept: Kept, sql: str, answer: "pq.abc.PGresult") -> Sequence[Any]:
    if not answer.nfields:
        return ()
    # What was planned gives the same columns for ever: the database refuses it where they have changed.
    make = kept.rows.get(sql)
    if make is None:
        make = kept.rows[sql] = _row_of(tuple((answer.fname(n) or b"").decode() for n in range(answer.nfields)))
    kept.reader.set_pgresult(answer)
    rows: Sequence[Any] = kept.reader.load_rows(0, answer.ntuples, make)
    return rows


@functools.lru_cache(maxsize=512)
def _row_of(names: tuple[str, ...]) -> Any:
    kind: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return kind._make


def _dumped(values: Sequence[Any]) -> tuple[list[bytes | None], list[int]]:
    """Values as they are sent, and whether each is text or bytes."""
    told = [None if value is None else _DUMPED[type(value)](value) for value in values]
    return told, [_BINARY if isinstance(value, bytes) else _TEXT for value in values]


def _text(value: str) -> bytes:
    if "\x00" in value:
        raise DataError("text holds NUL")
    return value.encode()


def _list(values: Sequence[int]) -> bytes:
    return b"{%s}" % b",".join(b"%d" % value for value in values)


class _Dumpers(dict[type, Any]):
    """How values of a type are told; found for a type that stands on one of these when it is first met."""

    def __missing__(self, kind: type) -> Any:
        for known in (bool, int, str, float, bytes, list):
            if issubclass(kind, known):
                self[kind] = self[known]
                return self[known]
        raise TypeError(f"no value for the database: {kind.__name__}")


_DUMPED = _Dumpers(
    {
        bool: lambda value: b"t" if value else b"f",
        int: lambda value: b"%d" % value,
        str: _text,
        float: lambda value: repr(value).encode(),
        bytes: lambda value: value,
        list: _list,
    }
)
