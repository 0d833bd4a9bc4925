"""The real server's use cases on a database in memory-backed files, with a clock that a test moves, and a look at what
really happened. A database is made once and copied for each run."""

import atexit
import functools
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from app.contract.audit_chain import ORIGIN, link
from app.contract.claims import ClaimAnswer, ClaimTurn
from app.contract.commands import CommandAnswer, CommandResult, Status
from app.domain.ids import case_number, uuid7
from app.domain.roles import Role
from app.server.config import Policy
from app.server.security.principal import Principal
from app.server.storage import people, schema, state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import commands, devices, documents, intake, restored, scope_counts, snapshot
from tests.support.factories import intake_case

# Power cuts are tried elsewhere: here thousands of commits need no disk.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
BEGIN = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BEGIN_MS = int(BEGIN.timestamp() * 1000)
CASES = tuple(f"C-{200_001 + n}" for n in range(6))
NUMBERS = tuple(map(case_number, CASES))
AGENT = Principal("agent", "agent", frozenset({Role.AGENT_SERVICE}))
ADMIN = Principal("admin", "admin", frozenset({Role.ADMIN}))
SEATS = ("u1", "u1", "u2", "u1")
DEVICES = tuple(uuid7(BEGIN_MS, bytes([n]) * 10) for n in range(len(SEATS)))
"""Whose seats there are, and what they are called."""
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


class Lease(NamedTuple):
    """What the server told somebody of a case: it is theirs until then."""

    user: str
    claim_id: str
    until_ms: int


class Backup(NamedTuple):
    database: bytes
    order: tuple[Took, ...]
    fences: dict[int, int]
    leases: dict[str, Lease]


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
            for user_id, device in zip(SEATS, DEVICES, strict=True):
                values = {"device_id": device, "user_id": user_id, "device_name": "Desk", "os": "Linux"}
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
    # An example says more different things than the driver keeps unless told to.
    return open_engine(f"sqlite:///{folder / 'server.db'}?cached_statements=1000"), folder / "server.db"


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
    """One server, and one at a time. `order` is what it settled, as it settled it, and `leases` who has which case by
    its word; a restore takes that back too."""

    def __init__(self, cap: int | None = None, database: bytes | None = None) -> None:
        self.engine, self._file = _place()
        self.clock = Clock()
        self.order: list[Took] = []
        self.fences: dict[int, int] = {}
        self.leases: dict[str, Lease] = {}
        self._eyes: sqlite3.Connection | None = None
        self._turn = 0
        self._policy = Policy(seat_cases={Role.REVIEWER: cap, Role.SENIOR_AGENT: cap}) if cap else Policy()
        self._start(database or _template())
        self.backups = [Backup(database or _template(), (), {}, {})]

    def _start(self, database: bytes) -> None:
        assert not self.engine.pool.checkedin()  # type: ignore[attr-defined]
        self._look_away()
        for tail in ("-wal", "-shm"):
            Path(f"{self._file}{tail}").unlink(missing_ok=True)
        self._file.write_bytes(database)
        self.storage = Storage(self.engine, self.clock.now, self._policy)
        _forget()
        with self.storage.read() as connection:
            self.cursor_key = bytes.fromhex(state.read(connection, state.CURSOR_KEY) or "")

    def close(self) -> None:
        self._look_away()
        self.engine.dispose()

    def _look_away(self) -> None:
        if self._eyes is not None:
            self._eyes.close()
            self._eyes = None

    # --- what happens to it

    def back_up(self) -> None:
        self.backups = [*self.backups[-2:], self._backup()]

    def database(self) -> bytes:
        return _bytes_of(self.engine, self._file)

    def _backup(self) -> Backup:
        return Backup(self.database(), tuple(self.order), dict(self.fences), dict(self.leases))

    def restore(self, back: int, *, told: bool) -> None:
        """Put an older database in place; `told`: whoever did it gave this history a name of its own."""
        backup = self.backups[-1 - back % len(self.backups)]
        self.engine.dispose()
        self._start(backup.database)
        self.order, self.fences, self.leases = list(backup.order), dict(backup.fences), dict(backup.leases)
        if told:
            restored.begin_anew(self.storage)

    def other_evidence(self, n: int) -> None:
        """The agent brings one case again with other facts; a finished one stays as it is."""
        self._turn += 1
        _bring(self.storage, self._turn, [n], finished=True)

    def let_out_or_in(self, device: str) -> None:
        """A seat is taken away from its person, or given back."""
        (devices.restore if self.is_out(device) else devices.revoke)(self.storage, ADMIN, device)

    def is_out(self, device: str | None) -> bool:
        return bool(self._all("SELECT 1 FROM devices WHERE device_id = ? AND revoked_at IS NOT NULL", device))

    # --- what it is asked

    def gave(self, who: Principal, answer: ClaimAnswer) -> None:
        """I7: no case is two people's at once, by the server's time."""
        for view in answer.claims:
            self._keeps(who, view.case_id, view.claim_id, to_ms(view.expires_at))

    def renewed(self, who: Principal, turns: Sequence[ClaimTurn]) -> None:
        numbers = dict(self._all("SELECT claim_id, case_number FROM cases WHERE claim_id IS NOT NULL"))
        for turn in turns:
            if turn.code == "renewed" and turn.expires_at is not None:
                self._keeps(who, f"C-{numbers[turn.claim_id]}", turn.claim_id, to_ms(turn.expires_at))

    def released(self, turns: Sequence[ClaimTurn]) -> None:
        over = {turn.claim_id for turn in turns if turn.code == "released"}
        self.leases = {case: lease for case, lease in self.leases.items() if lease.claim_id not in over}

    def _keeps(self, who: Principal, case: str, claim_id: str, until_ms: int) -> None:
        before = self.leases.get(case)
        if before is not None and before.user != who.user_id and before.until_ms > self.clock.ms:
            raise Broken("a case was given to two people at once")
        self.leases[case] = Lease(who.user_id, claim_id, until_ms)

    def commands(self, principal: Principal, body: bytes) -> CommandAnswer:
        batch = commands.read_batch(body)
        sent = [msgspec.json.decode(raw) for raw in batch.commands]
        for one in sent:
            if one["author_sub"] != principal.user_id:
                raise Broken("a command was sent in another's session")
        before = self._fences()
        known = {one["command_id"] for one in sent if self._knows(one["command_id"])}
        answer = commands.batch(self.storage, principal, batch)
        if len(answer.results) != len(sent):
            raise Broken("a command has no result of its own")
        after = self._fences()
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
        if applied and one["command_type"] == "review.submit":
            self.leases.pop(str(case), None)
        deciding = applied and one["command_type"] == "review.submit" and "concurring" not in result.flags
        if deciding and "restored" not in result.flags and one.get("fence") != before[case_number(str(case))]:
            raise Broken("a decision took effect under another fence")

    # --- what really happened

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What is in the file, past the program: this is asked at every step, and is not what is tried here."""
        if self._eyes is None:
            self._eyes = sqlite3.connect(self._file, isolation_level=None)
        return self._eyes.execute(sql, values).fetchall()

    def results(self) -> dict[str, CommandResult]:
        """Every command that the server remembers, by id."""
        rows = self._all("SELECT command_id, result FROM command_results")
        return {name: msgspec.json.decode(told, type=CommandResult) for name, told in rows}

    def reviews(self) -> list[tuple[str, str, int, str]]:
        """(command id, author, case number, standing) of every review."""
        rows = self._all("SELECT command_id, reviewer_id, case_number, standing FROM reviews")
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def notes(self) -> list[str]:
        return [text for (text,) in self._all("SELECT text FROM case_notes")]

    def waiting(self) -> dict[str, int]:
        """The revision of each case that waits."""
        rows = self._all("SELECT case_number, rev FROM cases WHERE state IN ('open', 'escalated')")
        return {f"C-{number}": rev for number, rev in rows}

    def head_and_chain(self) -> tuple[int, str]:
        """The number of the newest row of the feed and its link in hex."""
        ((feed_seq, chain),) = self._all("SELECT feed_seq, chain FROM feed ORDER BY feed_seq DESC LIMIT 1")
        return feed_seq, bytes(chain).hex()

    def head(self) -> int:
        return self.head_and_chain()[0]

    def trail(self) -> dict[str, int]:
        """I14: the chain of the audit trail holds from first row to last. How often it tells of each command."""
        told: dict[str, int] = {}
        previous = ORIGIN
        rows = self._all(
            "SELECT audit_seq, at, actor_id, action, entity, entity_id, detail, hash FROM audit ORDER BY audit_seq"
        )
        for number, (seq, at, actor, action, entity, name, detail, hashed) in enumerate(rows, 1):
            previous = link(previous, number, at, (actor, action, entity, name), detail)
            if (seq, previous) != (number, bytes(hashed)):
                raise Broken("the audit trail does not hold together")
            if entity == "command":
                told[name] = told.get(name, 0) + 1
        return told

    def _fences(self) -> dict[int, int]:
        return dict(self._all("SELECT case_number, fence FROM cases"))

    def _knows(self, command_id: object) -> bool:
        return bool(self._all("SELECT 1 FROM command_results WHERE command_id = ?", command_id))
