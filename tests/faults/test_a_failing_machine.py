"""Faults 14 to 17 and 31: a full disk, files that cannot be written, a disk that breaks its word, a locked store, a
clock that jumps. The person is told at once and nothing half-done stays; the next try works."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import OperationalError

from app.desktop.api.server_clock import ServerClock
from app.desktop.cache import engine as store_engine
from app.desktop.cache.engine import LazyEngine, Store
from app.desktop.cache.work_store import WorkStore
from app.desktop.runtime.crash import CrashReports
from app.desktop.vault.sealed import SealedFile
from app.desktop.vault.sealed_blobs import SealedBlobs
from tests.desktop.support.factories import KEY, START_MS, FakeClock, heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

ROOT = Path(__file__).resolve().parents[2]
REFUSED = (OperationalError, sqlcipher.OperationalError)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[WorkStore]:
    store = WorkStore.open(tmp_path, KEY, KEY).store
    for n in range(3):
        store.submit("d1", "u1", new_command(f"C-{200_001 + n}"))
    store.save_draft("u1", "C-200009", b'{"rationale":"Not his."}', START_MS)
    yield store
    store.close()


def as_it_was(work: WorkStore) -> None:
    """Three commands and a draft, and the next command takes the next number."""
    assert [row.command_seq for row in reversed(work.latest("u1", 99))] == [1, 2, 3]
    assert work.draft("u1", "C-200009") == b'{"rationale":"Not his."}'
    row, _ = work.submit("d1", "u1", new_command("C-200009"))
    assert row.command_seq == 4
    assert not work.gone("d1", "u1")
    assert work.sound(together=True)


@contextmanager
def set_on_every_connection(work: Store, pragma: str, back: str) -> Iterator[None]:
    """A limit of SQLite's own, as the file system would set it."""
    with work.read() as connection:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
    with work.act() as execute:
        execute(f"PRAGMA {pragma}")
    plain = LazyEngine._prepare

    def prepare(engine: LazyEngine, connection: Any, record: Any = None) -> None:
        plain(engine, connection, record)
        connection.execute(f"PRAGMA {pragma}")

    LazyEngine._prepare = prepare  # type: ignore[method-assign]
    try:
        yield
    finally:
        LazyEngine._prepare = plain  # type: ignore[method-assign]
        with work.read() as connection:
            connection.exec_driver_sql(f"PRAGMA {back}")
        with work.act() as execute:
            execute(f"PRAGMA {back}")


# --- 14: a full disk
def test_a_full_disk_at_the_commit_of_a_decision_is_told_and_leaves_no_half(work: WorkStore) -> None:
    with work.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with set_on_every_connection(work, f"max_page_count = {pages}", "max_page_count = 100000"):
        with pytest.raises(REFUSED, match="full") as caught:
            work.submit("d1", "u1", new_command("C-200009", note=b'"' + b"x" * 60_000 + b'"'))
        assert "xxxx" not in str(caught.value)
    as_it_was(work)


def test_a_disk_that_is_full_for_the_mark_alone_keeps_the_decision(work: WorkStore, tmp_path: Path) -> None:
    put_off: list[Callable[[], None]] = []
    work.mark_later(put_off.append)
    row, _ = work.submit("d1", "u1", new_command("C-200010"))
    with no_room(), pytest.raises(OSError, match="No space"):
        put_off.pop()()
    assert work.get("u1", row.command_id) is not None
    work.submit("d1", "u1", new_command("C-200011"))
    put_off.pop()()
    again = WorkStore.open(tmp_path, KEY, KEY).store
    assert not again.gone("d1", "u1")
    again.close()


@contextmanager
def no_room() -> Iterator[None]:
    """Nothing more is taken by fsync of a file: ENOSPC where file systems put off the news."""
    plain = os.fsync

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    os.fsync = full
    try:
        yield
    finally:
        os.fsync = plain


def test_a_full_disk_leaves_the_sealed_tokens_as_they_were(tmp_path: Path) -> None:
    file = SealedFile(tmp_path / "session.sealed", KEY, "session")
    file.write(b"the first token")
    with no_room(), pytest.raises(OSError, match="No space"):
        file.write(b"the second token")
    assert file.read() == b"the first token"
    assert [path.name for path in tmp_path.iterdir()] == ["session.sealed"]


def test_a_full_disk_costs_a_document_its_place_on_disk_and_nothing_else(tmp_path: Path) -> None:
    blobs = SealedBlobs(tmp_path, KEY)
    blobs.put("a", "C-200001", b"kept before")
    with no_room(), pytest.raises(OSError, match="No space"):
        blobs.put("b", "C-200001", b"too much")
    assert blobs.get("a", "C-200001") == b"kept before"
    assert not blobs.has("b")
    assert len([path for path in tmp_path.iterdir() if path.name != "index"]) == 1


def test_a_full_disk_costs_a_crash_report_and_not_the_program(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path / "there is no such folder")
    assert reports.write(ValueError, None) is None


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    server = ModelServer()
    server.fill(3)
    made = Seat(tmp_path, server)
    made.sync()
    yield made
    made.stop()


def waits(seat: Seat, code: str) -> None:
    """Sync stands aside, says why, and asks ever more seldom."""
    began = seat.clock.mono_ms()
    for _ in range(12):
        seat.clock.advance(seat.engine.step())
        assert (seat.engine.report.connection, seat.engine.report.paused_by) == ("paused", code)
    assert seat.clock.mono_ms() - began > 2 * 60_000


def goes_on(seat: Seat) -> None:
    """By itself, once the disk takes what is written."""
    seat.clock.advance(60_000)
    seat.sync()
    assert (seat.engine.report.connection, seat.engine.report.paused_by) == ("online", None)
    assert {head.case_id for head in heads(seat.cache)} == set(seat.server.cases)


def test_a_full_disk_in_the_middle_of_a_page_is_told_and_the_page_comes_again(seat: Seat) -> None:
    with seat.cache.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    seat.server.fill(400, first=200_100)
    with set_on_every_connection(seat.cache, f"max_page_count = {pages}", "max_page_count = 1000000"):
        waits(seat, "disk_full")
        assert seat.status.read().paused_by == "disk_full"
    goes_on(seat)


@pytest.mark.parametrize("stage", ["sent", "answered"])
def test_a_disk_that_takes_nothing_while_work_is_sent_is_told_and_the_work_is_done_once(seat: Seat, stage: str) -> None:
    """Before the batch is marked as sent, and after the server has taken it."""
    assert seat.work is not None
    ids = [seat.work.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0].command_id for n in range(2)]
    with ExitStack() as broken:

        def fails() -> None:
            assert seat.work is not None
            broken.enter_context(set_on_every_connection(seat.work, "query_only = ON", "query_only = OFF"))

        def at(call: str, then: str) -> None:
            if call == "commands" and then == "answered" and stage == "answered":
                seat.server.fault = None
                fails()

        if stage == "sent":
            fails()
        seat.server.fault = at
        waits(seat, "disk")
        with pytest.raises(REFUSED, match="readonly"):
            seat.work.submit("d1", "u1", new_command("C-200003"))
        assert seat.status.read().pending == 2
        assert bool(seat.server.effects) is (stage == "answered")
    seat.server.fault = None
    goes_on(seat)
    assert sorted(seat.server.effects) == sorted(ids)
    assert {row.state for row in seat.work.latest("u1", 9)} == {"applied"}


# --- 15: read-only
def test_a_store_that_became_read_only_is_told_and_works_again_afterwards(work: WorkStore) -> None:
    with set_on_every_connection(work, "query_only = ON", "query_only = OFF"):
        with pytest.raises(REFUSED, match="readonly"):
            work.submit("d1", "u1", new_command("C-200009"))
        with pytest.raises(REFUSED, match="readonly"):
            work.save_draft("u1", "C-200010", b"{}", START_MS)
        assert len(work.latest("u1", 99)) == 3, "what is there can be read"
    as_it_was(work)


# --- 16: a disk that does not keep its word
WRITER = """
import sys
from pathlib import Path
from app.desktop.cache.work_store import WorkStore
from tests.desktop.support.factories import KEY, new_command
work = WorkStore.open(Path(sys.argv[1]), KEY, KEY).store
print("ready", flush=True)
for n in range(40):
    try:
        row, _ = work.submit("d1", "u1", new_command())
    except Exception as error:
        print("refused", type(error).__name__, flush=True)
    else:
        print("done", row.command_seq, row.command_id, flush=True)
"""


def traced(what: str, folder: Path) -> "list[list[str]] | None":
    """What the writer told under `strace -e inject=...`; None where nothing may be traced here."""
    strace = shutil.which("strace")
    if strace is None:
        return None
    command = [strace, "-f", "-qq", "-o", "/dev/null", "-e", f"inject={what}", sys.executable, "-c", WRITER]
    done = subprocess.run([*command, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=120)
    return [line.split() for line in done.stdout.splitlines()] if "ready" in done.stdout else None


@pytest.mark.slow
@pytest.mark.parametrize(
    "what",
    ["fdatasync,fsync:error=EIO:when=12..15", "pwrite64:error=EIO:when=60..66", "pwrite64:error=ENOSPC:when=60..66"],
)
def test_an_error_of_the_disk_is_told_and_what_was_acknowledged_is_there(what: str, tmp_path: Path) -> None:
    told = traced(what, tmp_path)
    if told is None:
        pytest.skip("strace is not here, or nothing may be traced")
    refused = [line for line in told if line[0] == "refused"]
    done = {int(line[1]): line[2] for line in told if line[0] == "done"}
    assert refused, "the fault was met, and told"
    assert {line[1] for line in refused} <= {"OperationalError", "OSError"}
    opened = WorkStore.open(tmp_path, KEY, KEY)
    assert opened.unreadable is None
    rows = {row.command_seq: row.command_id for row in opened.store.latest("u1", 999)}
    assert done.items() <= rows.items()
    assert sorted(rows) == list(range(1, len(rows) + 1))
    assert len(rows) <= len(done) + len(refused)
    opened.store.close()


@pytest.mark.slow
def test_kill_9_inside_any_write_of_sqlite_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    for number in (25, 61, 90):
        folder = tmp_path / str(number)
        folder.mkdir()
        told = traced(f"pwrite64:signal=SIGKILL:when={number}", folder)
        if told is None:
            pytest.skip("strace is not here, or nothing may be traced")
        done = {int(line[1]): line[2] for line in told if line[0] == "done"}
        assert len(done) < 40, "it was killed"
        opened = WorkStore.open(folder, KEY, KEY)
        assert opened.unreadable is None
        rows = {row.command_seq: row.command_id for row in opened.store.latest("u1", 999)}
        assert done.items() <= rows.items()
        assert len(rows) <= len(done) + 1
        opened.store.close()


def test_a_disk_that_fails_to_keep_a_secret_is_told_and_not_tried_again_blindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, asked = SealedFile(tmp_path / "session.sealed", KEY, "session"), []
    file.write(b"the first token")

    def broken(descriptor: int) -> None:
        asked.append(descriptor)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="Input/output error"):
            file.write(b"the second token")
    assert len(asked) == 1
    assert file.read() == b"the first token"


# --- 17: locked
def test_a_store_that_another_program_holds_is_told_after_the_wait_and_not_lost(
    work: WorkStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_engine, "BUSY_MS", 50)
    other = sqlcipher.connect(str(tmp_path / "work.db"), isolation_level=None)
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    again = WorkStore.open(tmp_path, KEY, KEY).store
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(REFUSED, match="locked"):
        again.submit("d1", "u1", new_command("C-200009"))
    other.execute("ROLLBACK")
    other.close()
    as_it_was(again)
    again.close()


# --- 31: clocks
HOUR, YEAR = 3_600_000, 365 * 24 * 3_600_000
JUMPS = (HOUR, -HOUR, 10 * YEAR, -10 * YEAR, 1, -1)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_wall_clock_that_jumps_moves_no_server_time(jump: int) -> None:
    """An hour is also what a change to or from summer time would do to a careless program."""
    wall, mono = [START_MS], [5_000]
    clock = ServerClock(wall=lambda: wall[0], mono=lambda: mono[0])
    clock.observe(START_MS + 700, 5_000, 5_000)
    wall[0] += jump
    mono[0] += 30_000
    assert clock.now_ms() == START_MS + 30_700
    clock.observe(START_MS + 31_700, 36_000, 36_000)
    mono[0] = 36_000
    assert clock.now_ms() == START_MS + 31_700


def test_a_machine_that_slept_asks_the_server_for_the_time(tmp_path: Path) -> None:
    """The monotonic clock stands still in sleep: until the next answer the seat is behind, never ahead."""
    wall, mono = [START_MS], [0]
    clock = ServerClock(wall=lambda: wall[0], mono=lambda: mono[0])
    clock.observe(START_MS, 0, 0)
    wall[0] += 8 * HOUR
    assert clock.now_ms() == START_MS
    clock.observe(START_MS + 8 * HOUR, 10, 20)
    mono[0] = 20
    assert abs(clock.now_ms() - (START_MS + 8 * HOUR)) <= 10


@pytest.mark.parametrize("jump", JUMPS)
def test_no_command_is_stuck_or_doubled_when_the_clocks_of_a_machine_jump(jump: int, tmp_path: Path) -> None:
    server, clock = ModelServer(), FakeClock()
    server.fill(4)
    seat = Seat(tmp_path, server, clock=clock)
    seat.sync()
    assert seat.work is not None
    before = seat.work.submit("d1", "u1", new_command("C-200001", release_at=clock.now_ms() + 10_000))[0]
    clock.offset -= jump  # the wall alone
    middle = seat.work.submit(
        "d1", "u1", new_command("C-200002", release_at=clock.now_ms() + 10_000, created_wall=clock.wall_ms())
    )[0]
    seat.stop()
    seat.clock = FakeClock(clock.now_ms() + 60_000, clock.offset)  # a start anew: the monotonic clock begins again
    seat.start()
    seat.sync()
    assert sorted(server.effects) == sorted([before.command_id, middle.command_id])
    assert seat.work.tallies("u1")[0] == 0
    seat.stop()
