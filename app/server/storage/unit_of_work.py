"""One transaction: the work first, then its audit rows, then its feed rows, then commit.

The feed comes last, under a lock that is held until commit (SQLite: the write lock itself; PostgreSQL: an advisory
transaction lock), so that the order of `feed_seq` is the order in which commits become visible and no reader can step
over a row.
"""

import copy
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, func, insert, literal_column, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.contract.audit_chain import ORIGIN, link
from app.contract.limits import BULK_ROWS
from app.domain.role_rules import AT_FIRST
from app.server.config import Policy
from app.server.storage import chained, labels, left_window, pipe, vendor_net, ways
from app.server.storage import tables as t
from app.server.storage.chained import Audited, Touched
from app.server.storage.engine import WRITE
from app.server.storage.gathered import Gathered, change_statement

FEED_LOCK = 0x666F6F74  # "foot": the key of the advisory lock
ALONE_LOCK = 0x616C6F6E  # "alon": the first of the two keys of a lock that holds off whoever does the same
Clock = Callable[[], datetime]
T = TypeVar("T")


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware moment."""
    return round(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


_Head = tuple[int, bytes]
_a, _f = t.audit.c, t.feed.c
_LAST_AUDIT = ways.Asked(select(_a.audit_seq, _a.hash).order_by(_a.audit_seq.desc()).limit(literal_column("1")))
_LAST_FEED = ways.Asked(select(_f.feed_seq, _f.chain).order_by(_f.feed_seq.desc()).limit(literal_column("1")))
# Nothing to wait for where the disk has all of it, as it has a moment after the last commit.
_SETTLED = ways.Asked(text(f"{pipe.FLUSHED} WHERE pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()"))
_LOCK = ways.Asked(select(func.pg_advisory_xact_lock(literal_column(str(FEED_LOCK)))))


def _head_of(rows: Sequence[Any], origin: bytes) -> _Head:
    return (rows[0][0], bytes(rows[0][1])) if rows else (0, origin)


class UnitOfWork:
    """Given to a use case: the connection, the server's time of this transaction, and what it must leave behind."""

    def __init__(self, connection: Connection, now: datetime, policy: Policy | None = None) -> None:
        self.connection, self.now_ms = connection, to_ms(now)
        self.policy = policy or Policy()
        # As the database will say it, so that what is answered now and read later is the same moment.
        self.now = from_ms(self.now_ms)
        self.last_feed_seq: int | None = None
        self.last_audit_seq: int | None = None
        self._touched: list[Touched] = []
        self._audited: list[Audited] = []
        self._left: list[tuple[str, int]] = []
        self._labels: list[labels.NewLabel] = []
        self._gathered: Gathered | None = None
        self._put_off: list[ways.Part] = []
        self._once: dict[object, Any] = {}

    def touch(
        self, entity: str, entity_id: str, rev: int, scope_vendor: str | None, audience: str | None = None
    ) -> None:
        """Tell everybody who follows the feed that this entity has changed; `audience`: that person's seats alone,
        where nothing changed for others and that something did is not theirs to know."""
        self._touched.append(Touched(entity, entity_id, rev, scope_vendor, audience))

    def audit(self, actor_id: str, action: str, entity: str, entity_id: str, **detail: str | int | bool | None) -> None:
        """Write down who did what; `detail` holds codes and ids only."""
        self._audited.append(Audited(actor_id, action, entity, entity_id, detail))

    def count_left(self, case_type: str, times: int) -> None:
        """One more review of that type whose window was left so often. Written last, as all that many write at once."""
        self._left.append((case_type, times))

    def label(self, label: labels.NewLabel) -> None:
        """Put a label in force. Written under the lock of the order of commits, so that whoever follows the labels by
        their number steps over none."""
        self._labels.append(label)

    def once(self, read: Callable[[Connection], T]) -> T:
        """What `read` finds, asked once in a transaction: for what none changes, such as the server's own keys."""
        if read not in self._once:
            self._once[read] = read(self.connection)
        value: T = self._once[read]
        return value

    def knows(self, read: Callable[[Connection], T], value: T) -> None:
        """What `once` would find was asked already."""
        self._once[read] = value

    def add(self, table: Table, **row: Any) -> None:
        """Write a row: now, or within `gathering` at its end."""
        if self._gathered is not None:
            self._gathered.add(table, row)
        else:
            self.connection.execute(insert(table), row)

    def change(self, table: Table, key: str, value: Any, columns: dict[str, Any]) -> None:
        """Write columns of the row whose `key` is `value`: now, or within `gathering` at its end."""
        if self._gathered is not None:
            self._gathered.change(table, key, value, columns)
            return
        row = {f"to_{name}": told for name, told in columns.items()} | {"of": value}
        self.connection.execute(change_statement(table, key, tuple(sorted(columns))), row)

    @contextmanager
    def gathering(self, *, to_the_end: bool = False) -> Iterator[None]:
        """What is added and changed in here is written when it ends well, by a statement for each kind; `to_the_end`:
        on one way with the end of the transaction. Nothing reads any of it before."""
        gathered = self._gathered = Gathered()
        try:
            yield
        finally:
            self._gathered = None
        if to_the_end:
            self._put_off += gathered.parts()
        else:
            gathered.write(self.connection)

    def put_off(self, part: ways.Asked) -> None:
        """A statement that is said on one way with the end of the transaction, before what was gathered to there."""
        self._put_off.append(part)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Work that can fail alone: an exception takes its rows, its news and its audit back, and goes on up."""
        touched, audited, left = len(self._touched), len(self._audited), len(self._left)
        labelled = len(self._labels)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self._touched[touched:], self._audited[audited:], self._left[left:], self._labels[labelled:]
            raise

    def flush(self) -> None:
        """Write labels, sums, audit and feed under one lock; the last thing before commit, and the feed the very last.
        All commits wait for each other here, so the database is asked no more often than it must be. Raises
        ways.Crossed."""
        if not (self._labels or self._audited or self._touched or self._left):
            ways.ask(self.connection, *self._put_off)
        elif self.connection.dialect.name == "postgresql" and chained.is_small(
            self._audited, self._touched, self._labels
        ):
            self._flush_few()
        else:
            self._flush_many()

    def _flush_few(self) -> None:
        """On one way, with what was put off until now and the commit: the database goes on with its own chains."""
        parts: list[ways.Part] = [*self._put_off, _LOCK, *self._sums()]
        if self._labels or self._audited or self._touched:
            parts.append(chained.written(self._audited, self._touched, self._labels, self.now_ms))
            found = ways.ask(self.connection, *parts, last=True, together=True)
            ((self.last_audit_seq, self.last_feed_seq),) = found[-1]
        else:
            ways.ask(self.connection, *parts, last=True, together=True)

    def _flush_many(self) -> None:
        """Once for the heads, with what was put off until now, and once to write, with the commit."""
        trail, news, last = self._heads()
        parts: list[ways.Part] = []
        if self._labels:
            parts.append(ways.Rows(t.labels, labels.rows(self._labels, last, self.now_ms)))
        parts += self._sums()
        if self._audited:
            parts.append(ways.Rows(t.audit, self._audit_rows(*trail)))
        if self._touched:
            parts.append(ways.Rows(t.feed, self._feed_rows(*news)))
        ways.ask(self.connection, *parts, last=True)

    def _sums(self) -> list[ways.Part]:
        """What counts the reviews whose window was left, a statement for each type."""
        dialect, parts = self.connection.dialect.name, list[ways.Part]()
        for case_type in dict.fromkeys(kind for kind, _ in self._left):
            times = [count for kind, count in self._left if kind == case_type]
            parts.append(left_window.more(dialect, case_type, self.now_ms, sum(times), len(times)))
        return parts

    def _heads(self) -> tuple[_Head, _Head, Sequence[Any]]:
        """The newest rows of the trail and of the feed, and of the labels of these cases, with the order of commits
        held from here on. On PostgreSQL on one way: each of the statements sees what was committed before it began, so
        the heads are read once the lock is ours."""
        asked: list[ways.Part] = [*self._put_off]
        if self.connection.dialect.name != "postgresql":
            ways.ask(self.connection, *asked)
            trail, news = ways.ask(self.connection, _LAST_AUDIT, _LAST_FEED)
            last: Sequence[Any] = labels.newest_by_parts(self.connection, self._labels)
        else:
            also = [labels.newest(self._labels)] if self._labels else []
            found = ways.ask(self.connection, *asked, _LOCK, _LAST_AUDIT, _LAST_FEED, *also)
            trail, news, last = found[len(asked) + 1], found[len(asked) + 2], found[-1] if also else ()
        return _head_of(trail, ORIGIN), _head_of(news, chained.FEED_ORIGIN), last

    def _audit_rows(self, number: int, previous: bytes) -> list[dict[str, Any]]:
        rows = []
        for entry in self._audited:
            number += 1
            told = entry.told
            previous = link(previous, number, self.now_ms, entry.words, told)
            rows.append(
                {
                    "audit_seq": number,
                    "at": self.now_ms,
                    "actor_id": entry.actor_id,
                    "action": entry.action,
                    "entity": entry.entity,
                    "entity_id": entry.entity_id,
                    "detail": told,
                    "hash": previous,
                }
            )
        self.last_audit_seq = number
        return rows

    def _feed_rows(self, number: int, chain: bytes) -> list[dict[str, Any]]:
        first, bulk, rows = number + 1, len(self._touched) > BULK_ROWS, []
        for entry in self._touched:
            number += 1
            chain = chained.feed_chain(chain, number, entry)
            rows.append(
                {
                    "feed_seq": number,
                    "entity": entry.entity,
                    "entity_id": entry.entity_id,
                    "rev": entry.rev,
                    "scope_vendor": entry.scope_vendor,
                    "audience": entry.audience,
                    "tx_first": first,
                    "bulk": bulk,
                    "at": self.now_ms,
                    "chain": chain,
                }
            )
        self.last_feed_seq = number
        return rows

    def lock(self) -> None:
        """Hold the order of commits from here on (SQLite holds it since BEGIN)."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(select(func.pg_advisory_xact_lock(FEED_LOCK)))

    def alone(self, what: str) -> None:
        """Hold off whoever else does `what` until the end, and nobody else: others go on committing, which takes
        nothing from whoever follows cases or labels by their numbers, as these come in the order of commits."""
        if self.connection.dialect.name == "postgresql":
            number = zlib.crc32(what.encode()) - 2**31
            self.connection.execute(select(func.pg_advisory_xact_lock(ALONE_LOCK, number)))


class StorageBusy(Exception):
    """The database does not answer, or another holds it for too long; nothing was written, and trying again helps."""


class StorageConflict(StorageBusy):
    """Two transactions stood in each other's way, and the database ended this one: at once again, it goes through."""


# Serialization failure, deadlock; and a connection that has forgotten its statements, which then are planned again.
CONFLICTS = frozenset({"40001", "40P01", "26000"})


def ends_transaction(error: BaseException) -> bool:
    """Whether the whole transaction is over with this error, and not one statement of it: the connection is lost, or
    the database has chosen it to give way."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in CONFLICTS


@contextmanager
def _told_as_busy() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise StorageBusy from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in CONFLICTS:
            raise StorageConflict from error
        if isinstance(error, OperationalError) or error.connection_invalidated:
            raise StorageBusy from error
        raise


class Storage:
    """The database as use cases see it: reading and writing transactions."""

    def __init__(self, engine: Engine, clock: Clock, policy: Policy | None = None) -> None:
        self.engine, self.clock, self.policy = engine, clock, policy or Policy()
        # What roles allow, as this process last read it; every request asks whether that is still so.
        self.matrix = AT_FIRST
        self._vendor: str | None = None
        self._net: bool | None = None
        self._first: tuple[ways.Asked, Callable[[Sequence[Any]], None]] | None = None
        # SQLite lets waiting writers poll, and some wait for ever; within one process they queue here in fairness.
        self._door: AbstractContextManager[object] = (
            threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    def within(self, vendor: str | None) -> "Storage":
        """The same database for a person of this vendor: PostgreSQL then gives no row of another one's work to any
        statement, whatever it asks for (see vendor_net.py). None: for the house."""
        if vendor is None or self.engine.dialect.name != "postgresql":
            return self
        if self._net is None:
            with self.read() as connection:
                self._net = vendor_net.is_usable(connection)
        narrow = copy.copy(self)
        narrow._vendor = vendor
        return narrow

    @property
    def unconfined(self) -> "Storage":
        """The same database for what the server does of itself, whoever's request showed that it is to be done."""
        whole = copy.copy(self)
        whole._vendor = None
        return whole

    @property
    def is_writing(self) -> bool:
        """Whether who wants to write now has to wait for somebody in this process (on SQLite alone)."""
        return isinstance(self._door, type(threading.Lock())) and self._door.locked()

    def asking_first(self, part: ways.Asked, check: Callable[[Sequence[Any]], None]) -> "Storage":
        """The same database, whose writing transactions all ask `part` as well, on the first way that they ask anything
        together, and give its rows to `check` before anything else is looked at. What that raises ends them."""
        asking = copy.copy(self)
        asking._first = part, check
        return asking

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """A writing transaction; committed with audit and feed rows when the block ends well. Raises StorageBusy."""
        with _told_as_busy(), self._door, self.engine.connect() as connection:
            first = None if self._first is None else ways.First(*self._first)
            connection = connection.execution_options(**{WRITE: True, ways.FIRST: first})
            with connection.begin():
                self._narrow(connection)
                work = UnitOfWork(connection, self.clock(), self.policy)
                yield work
                if first is not None:
                    first.ask(connection)
                work.flush()

    @contextmanager
    def read(self, *, settled: bool = False) -> Iterator[Connection]:
        """A reading transaction that sees one moment; `settled`: which the disk has when the block is over, so that no
        failure takes back what is told of the order of commits. Raises StorageBusy."""
        with _told_as_busy(), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                self._narrow(connection)
                yield connection
            if settled and connection.dialect.name == "postgresql":
                ways.glance(connection, _SETTLED)

    def glance(self, part: ways.Asked) -> Sequence[Any]:
        """What one statement finds, beside any transaction. Raises StorageBusy."""
        with _told_as_busy(), self.engine.connect() as connection:
            return ways.glance(connection, part)

    def _narrow(self, connection: Connection) -> None:
        if self._vendor is not None and self._net:
            vendor_net.narrow(connection, self._vendor)
