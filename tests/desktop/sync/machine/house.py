"""The real server's use cases on a database in memory-backed files, with a clock that a test moves, and a look at what
really happened. A database is made once and copied for each run."""

import atexit
import functools
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select
from sqlalchemy.engine import Engine

from app.contract.commands import CommandAnswer, CommandResult, Status
from app.domain.ids import case_number
from app.domain.roles import Role
from app.server.config import Policy
from app.server.security.principal import Principal
from app.server.storage import feed, people, schema, state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import commands, documents, intake, restored, scope_counts, snapshot
from tests.support.factories import intake_case

# Power cuts are tried elsewhere: here thousands of commits need no disk.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
BEGIN = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BEGIN_MS = int(BEGIN.timestamp() * 1000)
CASES = tuple(f"C-{200_001 + n}" for n in range(6))
NUMBERS = tuple(map(case_number, CASES))
AGENT = Principal("agent", "agent", frozenset({Role.AGENT_SERVICE}))
ROLES = {"u1": Role.REVIEWER, "u2": Role.SENIOR_AGENT}


class Clock:
    """True time. It never goes backwards; the clocks of seats are what jumps."""

    def __init__(self) -> None:
        self.ms = BEGIN_MS

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.ms / 1000, UTC)


class Took(NamedTuple):
    """One command as the server first settled it: in this order."""

    device: str
    case_id: str | None
    seq: int
    command_id: str
    applied: bool


class Backup(NamedTuple):
    database: bytes
    order: tuple[Took, ...]
    fences: dict[int, int]


class Broken(AssertionError):
    """The server itself broke a promise, whatever a seat did."""


@functools.cache
def _template() -> bytes:
    """A database with two people, their devices and six cases, one of them a Key User's."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        engine = open_engine(f"sqlite:///{folder / 'server.db'}")
        schema.upgrade(engine)
        storage = Storage(engine, Clock().now)
        with storage.write() as work:
            for user_id, role in [*ROLES.items(), ("agent", Role.AGENT_SERVICE)]:
                row = people.UserRow(user_id, user_id, None, None, None, False, frozenset({role}))
                people.add_user(work.connection, row, work.now_ms)
            for user_id, device in (("u1", "d1"), ("u1", "d2"), ("u2", "d3"), ("u1", "d4")):
                values = {"device_id": device, "user_id": user_id, "device_name": device, "os": "Linux"}
                work.connection.execute(insert(t.devices).values(**values, app_version="0.1.0", created_at=BEGIN_MS))
        _bring(storage, 0, range(len(CASES)))
        return _bytes_of(engine, folder / "server.db")
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def _bring(storage: Storage, turn: int, which: Sequence[int], *, finished: bool = False) -> None:
    """Cases as the agent brings them; a later turn brings other evidence for the same ones."""
    routed = BEGIN - timedelta(minutes=10)
    cases = [
        intake_case(
            f"ATO-{n}",
            routed_at=routed + timedelta(minutes=n),
            opened_at=BEGIN - timedelta(hours=1),
            priority=80 if n == 0 else 40,
            subject={"account": f"u-{n}", "account_age_days": 1210 + turn, "country": "SG", "kyc_level": 2},
        )
        for n in which
    ]
    answer = intake.take_cases(storage, AGENT, msgspec.json.encode(cases), lines=False)
    assert finished or not answer.rejected, answer


@functools.cache
def _place() -> tuple[Engine, Path]:
    """The engine of this process and its file, which is another database each time: what it has compiled once, it does
    not compile again for every example."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return open_engine(f"sqlite:///{folder / 'server.db'}"), folder / "server.db"


def _forget() -> None:
    """A server that starts has told nobody anything yet, though it runs in a process where another one did."""
    scope_counts._counted._kept.clear()
    snapshot._totals._kept.clear()
    documents._shared._kept.clear()
    documents._shared._size = 0


def _bytes_of(engine: Engine, file: Path) -> bytes:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file.read_bytes()


class House:
    """One server, and one at a time. `order` is what it settled, as it settled it; a restore takes that back too."""

    def __init__(self, cap: int | None = None, database: bytes | None = None) -> None:
        self.engine, self._file = _place()
        self.clock = Clock()
        self.order: list[Took] = []
        self.fences: dict[int, int] = {}
        self._turn = 0
        self._policy = Policy(seat_cases={Role.REVIEWER: cap, Role.SENIOR_AGENT: cap}) if cap else Policy()
        self._start(database or _template())
        self.backups = [Backup(database or _template(), (), {})]

    def _start(self, database: bytes) -> None:
        assert not self.engine.pool.checkedin()  # type: ignore[attr-defined]
        for tail in ("-wal", "-shm"):
            Path(f"{self._file}{tail}").unlink(missing_ok=True)
        self._file.write_bytes(database)
        self.storage = Storage(self.engine, self.clock.now, self._policy)
        _forget()
        with self.storage.read() as connection:
            self.cursor_key = bytes.fromhex(state.read(connection, state.CURSOR_KEY) or "")

    def close(self) -> None:
        self.engine.dispose()

    # --- what happens to it

    def back_up(self) -> None:
        self.backups = [*self.backups[-2:], self._backup()]

    def database(self) -> bytes:
        return _bytes_of(self.engine, self._file)

    def _backup(self) -> Backup:
        return Backup(self.database(), tuple(self.order), dict(self.fences))

    def restore(self, back: int, *, told: bool) -> None:
        """Put an older database in place; `told`: whoever did it gave this history a name of its own."""
        backup = self.backups[-1 - back % len(self.backups)]
        self.engine.dispose()
        self._start(backup.database)
        self.order, self.fences = list(backup.order), dict(backup.fences)
        if told:
            restored.begin_anew(self.storage)

    def other_evidence(self, n: int) -> None:
        """The agent brings one case again with other facts; a finished one stays as it is."""
        self._turn += 1
        _bring(self.storage, self._turn, [n], finished=True)

    # --- what it is asked

    def commands(self, principal: Principal, body: bytes) -> CommandAnswer:
        batch = commands.read_batch(body)
        sent = [msgspec.json.decode(raw) for raw in batch.commands]
        for one in sent:
            if one["author_sub"] != principal.user_id:
                raise Broken("a command was sent in another's session")
        with self.storage.read() as connection:
            before = _fences(connection)
            known = {one["command_id"] for one in sent if _known(connection, one["command_id"])}
        answer = commands.batch(self.storage, principal, batch)
        if len(answer.results) != len(sent):
            raise Broken("a command has no result of its own")
        with self.storage.read() as connection:
            after = _fences(connection)
        for number, fence in after.items():
            if fence < max(before[number], self.fences.get(number, 0)):
                raise Broken("a fence went backwards")
        self.fences = after
        for one, result in zip(sent, answer.results, strict=True):
            self._note(principal, batch.device_id, one, result, known, before)
        return answer

    def _note(
        self,
        principal: Principal,
        device: str,
        one: dict[str, object],
        result: CommandResult,
        known: set[object],
        before: dict[int, int],
    ) -> None:
        if result.status not in (Status.APPLIED, Status.CONFLICT, Status.REJECTED) or one["command_id"] in known:
            return
        case_id = one.get("case_id")
        case = str(case_id) if case_id is not None else None
        applied = result.status is Status.APPLIED
        self.order.append(Took(device, case, result.command_seq, result.command_id, applied))
        deciding = applied and one["command_type"] == "review.submit" and "concurring" not in result.flags
        if deciding and "restored" not in result.flags and one.get("fence") != before[case_number(str(case))]:
            raise Broken("a decision took effect under another fence")

    # --- what really happened

    def results(self) -> dict[str, CommandResult]:
        """Every command that the server remembers, by id."""
        with self.storage.read() as connection:
            return {
                row.command_id: msgspec.json.decode(row.result, type=CommandResult)
                for row in connection.execute(select(t.command_results.c.command_id, t.command_results.c.result))
            }

    def reviews(self) -> list[tuple[str, str, int, str]]:
        """(command id, author, case number, standing) of every review."""
        r = t.reviews.c
        with self.storage.read() as connection:
            rows = connection.execute(select(r.command_id, r.reviewer_id, r.case_number, r.standing))
            return [(row[0], row[1], row[2], row[3]) for row in rows]

    def notes(self) -> list[str]:
        with self.storage.read() as connection:
            return list(connection.scalars(select(t.case_notes.c.text)))

    def waiting(self) -> dict[str, int]:
        """The revision of each case that waits."""
        with self.storage.read() as connection:
            rows = connection.exec_driver_sql("SELECT case_number, rev FROM cases WHERE state IN ('open', 'escalated')")
            return {f"C-{number}": rev for number, rev in rows}

    def head_and_chain(self) -> tuple[int, str]:
        with self.storage.read() as connection:
            head = feed.head(connection)
        return head.feed_seq, head.chain8

    def head(self) -> int:
        with self.storage.read() as connection:
            return int(connection.exec_driver_sql("SELECT coalesce(max(feed_seq), 0) FROM feed").scalar_one())


def _fences(connection: Connection) -> dict[int, int]:
    rows = connection.exec_driver_sql("SELECT case_number, fence FROM cases")
    return {int(number): int(fence) for number, fence in rows}


def _known(connection: Connection, command_id: object) -> bool:
    sql = "SELECT 1 FROM command_results WHERE command_id = ?"
    return connection.exec_driver_sql(sql, (str(command_id),)).first() is not None
