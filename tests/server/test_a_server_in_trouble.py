"""A full disk, a body without end, a client that reads or writes too slowly: clean answers, nothing half written."""

import contextlib
import errno
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import make_url

from app.domain.roles import Role
from app.server.observability import Log
from app.server.security.principal import Principal
from app.server.storage import schema
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, StorageBusy
from app.server.usecases.intake import take_cases
from tests.support import database
from tests.support.database import database_url
from tests.support.factories import intake_case
from tests.support.postgresql import other_user as database_user
from tests.support.seats import House, new_id, open_house
from tests.support.server import RunningServer, Session, start_server

FULL = Path("/dev/full")


@pytest.fixture(scope="module")
def server_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("trouble") / "server.db"
    with start_server(folder) as server:
        house = open_house(server, folder)
        yield house
        house.close()


def test_a_full_disk_is_told_and_takes_nothing_by_halves(tmp_path: Path) -> None:
    """A database that may grow no more, as on a full disk; then there is room again."""
    engine = open_engine(f"sqlite:///{tmp_path / 'server.db'}")
    schema.upgrade(engine)
    limit = [0]

    def may_grow(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit[0] or 1_000_000}")

    event.listen(engine, "begin", may_grow)
    storage = Storage(engine, lambda: datetime.now(UTC))
    agent = Principal(user_id="roca", name="roca", roles=frozenset({Role.AGENT_SERVICE}), vendor=None, device_id=None)
    body = msgspec.json.encode([intake_case(f"full-{n}") for n in range(400)])
    with storage.read() as connection:
        limit[0] = connection.exec_driver_sql("PRAGMA page_count").scalar() + 20
    with pytest.raises(StorageBusy):
        take_cases(storage, agent, body, lines=False)
    assert counts(storage) == (0, 0, 0)
    limit[0] = 0
    assert take_cases(storage, agent, body, lines=False).accepted == 400
    assert counts(storage) == (400, 400, 1)
    engine.dispose()


def counts(storage: Storage) -> tuple[int, ...]:
    """Rows of cases, feed and trail."""
    with storage.read() as connection:
        tables = (t.cases, t.feed, t.audit)
        return tuple(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")
def test_a_disk_that_is_full_for_the_log_costs_its_lines_and_nothing_else(tmp_path: Path) -> None:
    with RunningServer(database_url(tmp_path / "server.db"), 0, FULL, {}, 1).start() as server:
        line = HTTPConnection(urlsplit(server.url).netloc, timeout=20)
        for _ in range(3):
            line.request("GET", "/healthz")
            kept = line.sock
            with line.getresponse() as answer:
                assert answer.status == 200
                answer.read()
            assert kept is not None
            assert line.sock is kept, "the connection stays"
        line.close()
        assert server.stop() == 0


def test_lines_that_were_lost_are_counted_in_the_log_once_it_can_be_written_again(tmp_path: Path) -> None:
    class Disk(StringIO):
        full = True

        def flush(self) -> None:
            if self.full:
                raise OSError(errno.ENOSPC, "No space left on device")

    disk = Disk()
    log = Log(disk)
    log.line("request", status=200)
    log.line("request", status=201)
    disk.full = False
    disk.seek(0)
    disk.truncate()
    log.line("request", status=202)
    log.line("request", status=203)
    told = [msgspec.json.decode(line) for line in disk.getvalue().splitlines()]
    assert [(one["event"], one.get("count", one.get("status"))) for one in told] == [
        ("log_lines_lost", 2), ("request", 202), ("request", 203),
    ]  # fmt: skip


def test_a_body_of_a_gigabyte_is_refused_before_it_is_read(server_house: House) -> None:
    url = server_house.server.url
    token = str(server_house.agent.headers["Authorization"])
    head = (
        "POST /v1/intake/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: {token}\r\nContent-Length: 1073741824\r\n\r\n[["
    )
    with connected(url) as line:
        line.sendall(head.encode())
        assert b" 413 " in line.makefile("rb").readline()
    assert Session(url).get("/healthz").status_code == 200


def test_a_body_without_an_end_is_refused_at_its_limit(server_house: House) -> None:
    """In pieces, and without a word on how long it will be."""
    url = server_house.server.url
    token = str(server_house.agent.headers["Authorization"])
    head = (
        "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: {token}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    piece = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    sent = 0
    with connected(url) as line:
        line.sendall(head.encode())
        with contextlib.suppress(OSError):
            while sent < 1 << 30 and not answered(line):
                line.sendall(piece)
                sent += len(piece)
        assert b" 413 " in line.makefile("rb").readline()
    assert sent < 32 << 20


def answered(line: socket.socket) -> bool:
    """Whether the server has said something."""
    line.setblocking(False)
    try:
        return bool(line.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        line.setblocking(True)
        line.settimeout(60)


@contextlib.contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    host, _, port = url.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        yield line


def test_clients_that_write_a_letter_at_a_time_hold_up_nobody(server_house: House) -> None:
    url = server_house.server.url
    head = "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
    with contextlib.ExitStack() as many:
        for _ in range(40):
            many.enter_context(connected(url)).sendall(head.encode())
        # More than there are threads, and all of them in the middle of their request.
        for _ in range(5):
            assert server_house.agent.get("/v1/meta").status_code == 200


def resident_mb(pid: int) -> float:
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@contextlib.contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A file system of so many bytes that PostgreSQL may write to; as root alone. Skips where there can be none."""
    folder = Path(tempfile.mkdtemp(prefix="fp-disk-"))
    try:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False).returncode:
            pytest.skip("no file system of a size of its own can be mounted here")
        try:
            user = database_user()
            if user is not None:
                os.chown(folder, user.pw_uid, user.pw_gid)
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        folder.rmdir()


@pytest.mark.slow
@pytest.mark.skipif(not database.here(), reason=database.NONE_HERE)
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="a small disk is made by root alone")
def test_a_full_disk_under_postgresql_is_told_and_takes_nothing_by_halves(tmp_path: Path) -> None:
    """The tables lie on a disk that is full after some cases; then there is room again."""
    address = database.postgresql_url(tmp_path / "server.db")
    other = database.postgresql_url(tmp_path / "beside.db")
    ((size,),) = database.run_sql(address, "SELECT pg_database_size(current_database())")
    name, space = str(make_url(address).database), f"small_{new_id().replace('-', '')}"

    def say(words: str) -> None:
        engine = create_engine(other, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(words)
        engine.dispose()

    with small_disk(size + 2 * 1024 * 1024) as disk:
        say(f"CREATE TABLESPACE {space} LOCATION '{disk}'")
        say(f'ALTER DATABASE "{name}" SET TABLESPACE {space}')
        try:
            with start_server(address, environment={"FOOTPLATE_FILES": str(tmp_path / "files")}) as server:
                _fill_up(server, address, disk)
        finally:
            say(f'ALTER DATABASE "{name}" SET TABLESPACE pg_default')
            say(f"DROP TABLESPACE {space}")


def _fill_up(server: RunningServer, address: str, disk: Path) -> None:
    house = open_house(server, address)
    lin, first = house.seat("lin"), house.case()
    whole = "SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM feed WHERE entity = 'case' AND rev = 1)"
    taken = 1
    while True:
        body = msgspec.json.encode([intake_case(f"disk-{taken + n}") for n in range(200)])
        answer = house.agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
        if answer.status_code != 200:
            break
        taken += 200
        assert taken < 20_000, "the disk was never full"
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert database.run_sql(address, whole) == [(taken, taken)]
    # What is there can be read, and whoever decides is told to come again or is told that it is done.
    assert lin.case(first)["state"] == "open"
    told = house.agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
    assert told.status_code == 503
    subprocess.run(["mount", "-o", "remount,size=256m", str(disk)], check=True)
    told = house.agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
    assert (told.status_code, told.json()["accepted"]) == (200, 200)
    assert lin.review(first, "block").json()["status"] == "applied"
    assert database.run_sql(address, whole) == [(taken + 200, taken + 200)]
    house.close()


@pytest.mark.slow
@pytest.mark.skipif(not database.here(), reason=database.NONE_HERE)
def test_who_reads_an_export_slowly_holds_neither_a_transaction_nor_memory(tmp_path: Path) -> None:
    """Sixty megabytes that nobody takes."""
    address = database.postgresql_url(tmp_path / "server.db")
    with start_server(address, environment={"FOOTPLATE_FILES": str(tmp_path / "files")}) as server:
        house = open_house(server, address)
        auditor = house.reader("slow", "auditor")
        row = (
            "INSERT INTO audit (audit_seq, at, actor_id, action, entity, entity_id, detail, hash)"
            " SELECT n, 0, 'u', 'job.tested', 'job', 'x', '[' || repeat('1,', 2500) || '1]', :hash FROM"
            " generate_series(100000, 112000) AS n"
        )
        database.run_sql(address, row, hash=bytes(32))
        head = (
            "GET /v1/exports/audit?format=jsonl HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: {auditor.headers['Authorization']}\r\n\r\n"
        )
        assert server.process is not None
        before = resident_mb(server.process.pid)
        with connected(server.url) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(head.encode())
            assert b" 200 " in line.makefile("rb").readline()
            open_for = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND state LIKE 'idle in transaction%'"
            )
            deadline = time.monotonic() + 120
            while database.run_sql(address, open_for) != [(0,)]:
                assert time.monotonic() < deadline
            last = "SELECT max(query_start) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            last += " AND datname = current_database()"
            same, asked = 0, None
            while same < 10:
                # Until the server asks the database for no more: what nobody takes is not made ready either.
                now = database.run_sql(address, last)
                same, asked = (same + 1 if now == asked else 0), now
                assert time.monotonic() < deadline
            assert resident_mb(server.process.pid) - before < 30
            # Others write meanwhile.
            body = msgspec.json.encode([intake_case(f"slow-{new_id()}")])
            told = house.agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
            assert told.status_code == 200
        house.close()
