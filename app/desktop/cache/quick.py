"""Reading a store before SQLAlchemy is loaded: importing it takes longer than painting the window, and what the first
paint needs is a handful of SELECTs. The same statements, one consistent view each; writing always waits for the engine.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


class QuickResult:
    """Rows of one statement, with the few ways of taking them that the stores use."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._cursor)

    def all(self) -> list[tuple[Any, ...]]:
        return list(self._cursor)

    def first(self) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._cursor.fetchone()
        return row

    def one(self) -> tuple[Any, ...]:
        row = self.first()
        if row is None:
            raise LookupError("no row")
        return row

    def scalar(self) -> Any:
        row = self.first()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        return self.one()[0]


class QuickConnection:
    """One read transaction on a bare driver connection."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    @property
    def connection(self) -> Any:
        """The driver's own connection, as SQLAlchemy's connections have it."""
        return self._raw

    def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = ()) -> QuickResult:
        return QuickResult(self._raw.execute(statement, tuple(parameters)))


class QuickReader:
    """Bare connections, one per reader at a time, kept until `close`."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[QuickConnection]:
        with self._lock:
            raw = self._idle.pop() if self._idle else None
        raw = raw or self._connect()
        try:
            raw.execute("BEGIN")
            try:
                yield QuickConnection(raw)
            finally:
                raw.execute("ROLLBACK")
        except BaseException:
            raw.close()
            raise
        with self._lock:
            if not self._closed:
                self._idle.append(raw)
                return
        raw.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for raw in idle:
            raw.close()
