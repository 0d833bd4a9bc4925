"""One seat: the real stores, engine and desks over a wire that a test spoils, with a fuse that kills it between any two
writes."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from app.desktop.api.endpoints import Api
from app.desktop.api.server_clock import ServerClock
from app.desktop.cache.cache_store import FILE as CACHE_FILE
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.engine import LazyEngine, Store, remove_store
from app.desktop.cache.outbox_rows import OutboxRow
from app.desktop.cache.quick import QuickConnection, QuickReader, QuickResult
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed
from app.desktop.ports import Identity, Person
from app.desktop.sync.engine import Engine
from app.desktop.usecases.case import CaseDesk, DraftMemory
from app.desktop.usecases.casework import CaseWorkDesk
from app.desktop.usecases.claims import ClaimHand
from app.desktop.usecases.review import ReviewDesk
from app.desktop.usecases.sending import Sending
from app.domain.ids import uuid7
from app.server.security.principal import Principal
from tests.desktop.support.factories import KEY
from tests.desktop.sync.machine.house import BEGIN_MS, MEMORY, ROLES, House
from tests.desktop.sync.machine.wire import Wire

if TYPE_CHECKING:
    from sqlalchemy import Connection

Make = Callable[..., Engine]


class Killed(BaseException):
    """The process is gone; nothing of it runs any more."""


class Fuse:
    """Burns one step before and one after each write; at nought the process dies."""

    def __init__(self) -> None:
        self.left: int | None = None

    def burn(self) -> None:
        if self.left is None:
            return
        if self.left == 0:
            raise Killed
        self.left -= 1


class _Result(QuickResult):
    """What a statement that writes says besides."""

    def __init__(self, cursor: Any) -> None:
        super().__init__(cursor)
        self.rowcount: int = cursor.rowcount


class _Writing(QuickConnection):
    """One transaction on a bare driver connection, with the ways of writing that the stores use."""

    def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = ()) -> _Result:
        many = isinstance(parameters, list)
        return _Result((self._raw.executemany if many else self._raw.execute)(statement, parameters))


class _Mortal(Store):
    """A store that the fuse kills around a write. It is read and written as a process reads it before its first write:
    by the driver alone on the very file, which takes a third of the time; whoever reads in the middle of a transaction
    does so beside it, as ever."""

    fuse: Fuse | None = None
    _bare: tuple[LazyEngine, Any] | None = None
    _beside: QuickReader | None = None
    _busy = False

    @contextmanager
    def _transaction(self, begin: str, end: str) -> "Iterator[Connection]":
        if self._bare is None or self._bare[0] is not self._engine:
            # A copy that was healed is another file with another engine.
            self._let_loose()
            self._bare = self._engine, self._engine.connect()
        raw, self._busy = self._bare[1], True
        try:
            raw.execute(begin)
            yield cast("Connection", _Writing(raw))
            raw.execute(end)
        except BaseException:
            # What was begun is rolled back with it.
            self._let_loose()
            raise
        finally:
            self._busy = False

    @contextmanager
    def read(self) -> "Iterator[Connection]":
        if not self._busy:
            with self._transaction("BEGIN", "ROLLBACK") as connection:
                yield connection
            return
        self._beside = self._beside or QuickReader(self._engine.connect)
        with self._beside.read() as beside:
            yield cast("Connection", beside)

    @contextmanager
    def write(self) -> "Iterator[Connection]":
        assert not self._busy, "a transaction within another"
        if self.fuse:
            self.fuse.burn()
        with self._transaction("BEGIN IMMEDIATE", "COMMIT") as connection:
            yield connection
        if self.fuse:
            self.fuse.burn()

    def close(self) -> None:
        self._let_loose()
        super().close()

    def _let_loose(self) -> None:
        if self._bare is not None:
            self._bare[1].close()
            self._bare = None
        if self._beside is not None:
            self._beside.close()
            self._beside = None


class MortalCache(_Mortal, CacheStore):
    pass


class MortalWork(_Mortal, WorkStore):
    pass


class DirectWriter:
    def run(self, fn: Callable[[], object]) -> object:
        return fn()


@cache
def _fresh() -> dict[str, bytes]:
    """The files of a seat that has just been set up."""
    folder = Path(mkdtemp(dir=MEMORY))
    try:
        CacheStore.open(folder, KEY).close()
        WorkStore.open(folder, KEY, KEY).store.close()
        return _files(folder)
    finally:
        shutil.rmtree(folder)


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith(("-wal", "-shm"))}


class Sitter(NamedTuple):
    """Who may sit at a seat, and the device that the seat is under that person's name."""

    user: str
    device: str


class Seat:
    """`sitters`: the people of this desk; the first sits there now."""

    def __init__(
        self,
        name: str,
        folder: Path,
        house: House,
        sitters: tuple[Sitter, ...],
        make: Make,
        seed: int,
        files: dict[str, bytes] | None = None,
    ) -> None:
        self.name, self.folder, self.house, self.sitters, self._make = name, folder, house, sitters, make
        self._random = Random(seed)
        self.at = 0
        self.wall_skew = 0
        self.fuse = Fuse()
        self.alive = False
        self.unsound = False
        """The copy was spoiled in a way that only the count can find."""
        self.seen: tuple[str, int] | None = None
        folder.mkdir()
        for file, data in (files or _fresh()).items():
            (folder / file).write_bytes(data)
        self.clock = ServerClock(0, wall=self._wall, mono=self._mono)
        self.wire = Wire(house, self.clock)
        self.start()

    def _wall(self) -> int:
        return self.house.clock.ms + self.wall_skew

    def _mono(self) -> int:
        return self.house.clock.ms - BEGIN_MS

    def _bytes(self, n: int) -> bytes:
        return self._random.randbytes(n)

    def _new_id(self) -> str:
        return uuid7(self.house.clock.ms, self._bytes(10))

    def start(self) -> None:
        """What a fresh process does with the same profile."""
        self.fuse = fuse = Fuse()
        cache, work = MortalCache.open(self.folder, KEY), MortalWork.open(self.folder, KEY, KEY).store
        assert isinstance(cache, MortalCache)
        assert isinstance(work, MortalWork)
        self.cache, self.work = cache, work
        self.cache.fuse = self.work.fuse = fuse
        self.work.mark_later(self._mark_later)
        self.alive = True
        self.clock = ServerClock(0, wall=self._wall, mono=self._mono)
        self.wire.clock = self.clock
        api = Api(self.wire, self.wire, self.clock)  # type: ignore[arg-type]
        writer, memory = DirectWriter(), DraftMemory()
        self.engine = self._make(
            cache=self.cache,
            work=self.work,
            server=api,
            signed=self,
            writer=writer,
            clock=self.clock,
            random=self._random.random,
            new_id=self._new_id,
            publish=self._hear,
        )
        who = self.identity
        self.cases = CaseDesk(self.cache, self.work, self.clock, self.person, memory)
        self.reviews = ReviewDesk(
            self.cases, self.cache, self.work, self.clock, who, self._hear, api, memory, self._bytes
        )
        sending = Sending(self.cache, self.work, self.clock, who, self._hear, None, self._bytes)
        self.case_work = CaseWorkDesk(self.cases, sending, self.person)
        self.hand = ClaimHand(api, self.cache, writer, self.clock, who, self._hear, self._unsent)  # type: ignore[arg-type]
        self._sit()

    def _mark_later(self, write: Callable[[], None]) -> None:
        self.fuse.burn()
        write()

    def _sit(self) -> None:
        user, device = self.sitters[self.at]
        self.wire.principal = Principal(user, user, frozenset({ROLES[user]}), device_id=device, family_id=device)

    def _hear(self, news: Changed) -> None:
        self.cases.note(news)

    def _unsent(self, author: str) -> set[str]:
        return {case_id for case_id, rev in self.work.covered_cases(author).items() if rev is None}

    def person(self) -> Person | None:
        user = self.sitters[self.at].user
        return Person(user, user, (ROLES[user].value,), None, None)

    def identity(self) -> Identity | None:
        sitter = self.sitters[self.at]
        return Identity(sitter.user, sitter.device)

    # --- what befalls it

    def stop(self) -> None:
        self.alive = False
        self.cache.close()
        self.work.close()

    def files(self) -> dict[str, bytes]:
        """What lies on its disk; it is stopped for that."""
        self.stop()
        return _files(self.folder)

    def restart(self) -> None:
        if self.alive:
            self.stop()
        self.start()

    def change_sitter(self) -> None:
        """Another person signs in: the copy is the first one's and goes; what waits to be sent stays for its author."""
        self.at = (self.at + 1) % len(self.sitters)
        self.cache.empty()
        self.unsound, self.seen = False, None
        self._sit()

    def lose_the_cache(self) -> None:
        if self.alive:
            self.stop()
        remove_store(self.folder / CACHE_FILE)
        # What a start would make in its place.
        (self.folder / CACHE_FILE).write_bytes(_fresh()[CACHE_FILE])
        self.unsound, self.seen = False, None
        self.start()

    def lose_a_row(self, case_number: int) -> None:
        """A copy of a case vanishes in silence."""
        with self.cache.write() as connection:
            gone = connection.exec_driver_sql("DELETE FROM case_head WHERE number = ?", (case_number,)).rowcount
            # Known before the end of the write: the process may die right behind it, and the row is gone all the same.
            self.unsound = self.unsound or bool(gone)

    # --- what it knows

    def rows(self, user: str) -> list[OutboxRow]:
        return self.work.latest(user, 10_000)

    def held(self) -> dict[str, int]:
        """The revision of each waiting case that is here."""
        with self.cache.read() as connection:
            rows = connection.exec_driver_sql("SELECT number, rev FROM case_head WHERE state IN ('open', 'escalated')")
            return {f"C-{number}": rev for number, rev in rows}
