"""A real server: the process that `footplate serve` starts, over real HTTP."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

import requests
from argon2 import PasswordHasher

from app.domain.roles import Role
from app.server.bootstrap import open_storage
from app.server.security import passwords
from app.server.storage.unit_of_work import Storage
from app.server.usecases.people import add_user as store_user
from tests.support.database import database_url

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse 7"
# Long enough for a machine that does ten things at once: who waits in vain is told by the test's own limit.
START_SECONDS = 120.0


# Tests hammer; those of the limits themselves set their own. What a server does of itself would be news in between:
# those of the jobs start them. People choose their cases; those of the served have servers of their own.
UNLIMITED = {f"FOOTPLATE_{kind}_PER_SECOND": "0" for kind in ("SYNC", "USUAL", "OPEN")} | {"FOOTPLATE_JOBS": "0"}
UNLIMITED |= {"FOOTPLATE_WORK_MODES": "bpo_agent=pick"}


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTPLATE_")}
    return kept | UNLIMITED | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", "NO_PROXY": "127.0.0.1,localhost"}


@dataclass
class RunningServer:
    """A server process. `log` is where its lines go; it can be stopped, killed and started again at the same place."""

    database: str
    port: int
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    workers: int = 1
    process: "subprocess.Popen[bytes] | None" = None
    _log_file: IO[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "RunningServer":
        """Start the process and wait until it listens; a port of 0 becomes the one it was given."""
        assert self.process is None, "it runs already"
        self._log_file = self.log.open("ab")
        command = [sys.executable, "-m", "app", "serve", "--database", self.database, "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(self.workers)],
            cwd=ROOT,
            env=_environment() | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log_file,
        )
        line = _first_line(self.process)
        if not line:
            code = self.process.wait(5)
            self._let_go()
            said = self.log.read_text()[-2000:] if self.log.is_file() else ""  # a device has no end
            raise RuntimeError(f"the server ended with {code}: {said}")
        self.port = int(json.loads(line)["url"].rpartition(":")[2])
        if self.workers > 1:
            # The address is listened on before any of them is there to answer.
            with Session(self.url) as asking:
                asking.get("/healthz", timeout=START_SECONDS)
        return self

    def stop(self) -> int:
        """SIGTERM, and wait for the end; the exit code. Harmless on a server that has ended."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        return self._ended(30)

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing flushed."""
        if self.process is not None:
            self.process.kill()
            self._ended(10)

    def restart(self) -> "RunningServer":
        """Start again on the same database and port."""
        return self.start()

    def _ended(self, seconds: float) -> int:
        assert self.process is not None
        try:
            return self.process.wait(seconds)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()
        if self._log_file is not None:
            self._log_file.close()
        self.process, self._log_file = None, None

    def __enter__(self) -> "RunningServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _first_line(process: "subprocess.Popen[bytes]") -> bytes:
    """The first line on stdout; empty where the process ended or said nothing in time."""
    assert process.stdout is not None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        readable, _, _ = select.select([process.stdout], [], [], 0.2)
        if readable:
            return process.stdout.readline()
    process.kill()
    return b""


def start_server(
    database: Path | str, port: int = 0, *, workers: int = 1, environment: dict[str, str] | None = None
) -> RunningServer:
    """A server on this database; a fresh file gets its tables."""
    folder = database.parent if isinstance(database, Path) else Path(os.environ.get("TMPDIR", "/tmp"))
    if isinstance(database, Path):
        environment = {"FOOTPLATE_FILES": f"{database}.files"} | (environment or {})
    log = folder / f"server-{time.monotonic_ns()}.log"
    return RunningServer(database_url(database), port, log, environment or {}, workers).start()


def add_user(
    database: Path | str, name: str, role: str, vendor: str | None = None, password: str | None = PASSWORD
) -> str:
    """A new person beside the server, as `footplate user add` would; the intake token of an agent_service, else
    nothing. In this process, for one of its own takes seconds; tests/test_cli.py holds the command. Raises NotAdded."""
    with opened(database) as storage, quick_to_check():
        return store_user(storage, name, Role(role), vendor, None if role == "agent_service" else password) or ""


@contextmanager
def opened(database: Path | str) -> Iterator[Storage]:
    """The database itself, past the server; a fresh SQLite file gets its tables."""
    storage = open_storage(database_url(database))
    try:
        yield storage
    finally:
        storage.engine.dispose()


@contextmanager
def quick_to_check() -> Iterator[None]:
    """Passwords kept meanwhile cost next to nothing to check: a hash tells its own parameters, and some hundreds of
    people sign in twice."""
    real = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    try:
        yield
    finally:
        passwords._hasher = real


class Session(requests.Session):
    """An HTTP session with a token, against one server: `session.get("/v1/meta")`."""

    def __init__(self, url: str, token: str = "") -> None:
        super().__init__()
        self.trust_env = False
        self.base = url
        self.tokens: dict[str, object] = {}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str | bytes, url: str | bytes, *args: object, **kwargs: object) -> requests.Response:  # type: ignore[override]
        kwargs.setdefault("timeout", 30)
        target = self.base + str(url) if str(url).startswith("/") else url
        return super().request(method, target, *args, **kwargs)  # type: ignore[arg-type]

    @property
    def user_id(self) -> str:
        """Of the person who signed in."""
        return str(self.tokens["user"]["id"])  # type: ignore[index]


def sign_in(url: str, name: str, password: str = PASSWORD, device_id: str | None = None) -> Session:
    """A session signed in as this person."""
    session = Session(url)
    body = {"username": name, "password": password} | ({"device_id": device_id} if device_id else {})
    answer = session.post("/v1/session", json=body)
    assert answer.status_code == 200, answer.text
    session.tokens = answer.json()
    session.headers["Authorization"] = f"Bearer {session.tokens['access_token']}"
    return session


def sign_in_with_device(
    url: str, name: str, password: str = PASSWORD, device_name: str = "seat"
) -> tuple[Session, str]:
    """A session bound to a device of its own, and the device's id."""
    first = sign_in(url, name, password)
    told = first.post("/v1/devices", json={"device_name": device_name, "os": "Linux", "app_version": "0.1.0"})
    assert told.status_code == 200, told.text
    first.close()
    device_id = str(told.json()["device_id"])
    return sign_in(url, name, password, device_id), device_id
