"""A PostgreSQL server for the length of a test run: made in a temporary folder, spoken to through a socket in it, gone
with the run.

PostgreSQL will not run as root, so there it runs as the user postgres, or nobody. The folder lies directly under the
temporary directory (a socket's path has 107 bytes at most, and pytest's own folders are closed to other users).
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

START_SECONDS = 30.0
USER = "footplate"
PREFIX, RUN = "fp-pg-", "run.pid"
# Nothing here outlives the run, so nothing needs to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "lc_messages": "C",
}
NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def find_binaries() -> Path | None:
    """The folder with initdb and postgres: as told, on the PATH, or where Debian puts them (the newest)."""
    told = os.environ.get("FOOTPLATE_POSTGRESQL_BIN")
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    for folder in (*([Path(told)] if told else ()), *([Path(on_path).parent] if on_path else ()), *debian):
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    return None


class Cluster:
    """One server. Locale is ICU English where this PostgreSQL has it, as a team's server would have: sorting by bytes
    would hide what leans on it. `durable`: as a team's server would run, which is for benchmarks. `user`: who may do
    everything in it; `more`: settings of its own."""

    def __init__(
        self, binaries: Path, *, durable: bool = False, user: str = USER, more: Mapping[str, str] | None = None
    ) -> None:
        self._binaries, self._user = binaries, user
        self._settings = {name: value for name, value in SETTINGS.items() if not (durable and name in NOT_DURABLE)}
        self._settings |= more or {}
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        (self._folder / RUN).write_text(str(os.getpid()))
        self._data = self._folder / "data"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Cluster":
        """Make it and wait until it answers; a few seconds. RuntimeError with the log where it does not."""
        self._give_folder()
        common = ["--pgdata", str(self._data), "--username", self._user, "--auth", "trust", "--no-sync"]
        common += ["--encoding", "UTF8"]
        icu = ["--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"]
        if self._run("initdb", *common, *icu).returncode:
            shutil.rmtree(self._data, ignore_errors=True)
            made = self._run("initdb", *common, "--locale=C.UTF-8")
            if made.returncode:
                raise RuntimeError(f"initdb failed: {made.stderr}")
        return self._launched()

    def crash(self) -> "Cluster":
        """End it as a failing machine would, and start it again with what lies on the disk."""
        self._end()
        return self._launched()

    def _launched(self) -> "Cluster":
        settings = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._binaries / "postgres"), "-D", str(self._data), "-k", str(self._folder), *settings]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                self._as_user(command), cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(host=str(self._folder), user=self._user, dbname="postgres").close()
                return self
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    told = (self._folder / "log").read_text(errors="replace")[-2000:]
                    self.stop()
                    raise RuntimeError(f"PostgreSQL did not start: {told}") from None
            time.sleep(0.05)

    @property
    def folder(self) -> Path:
        """Where its socket lies: its address."""
        return self._folder

    def url(self, name: str, user: str | None = None) -> str:
        return f"postgresql+psycopg://{user or self._user}@/{name}?host={self._folder}"

    def create(self, name: str, template: str | None) -> None:
        """A database, as a copy of `template` where one is named."""
        self._say(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))

    def drop(self, name: str) -> None:
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """End it at once and delete the folder."""
        if self._process is not None:
            self._process.terminate() if self._process.poll() is None else None
            self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self) -> None:
        assert self._process is not None
        self._run("pg_ctl", "stop", "--pgdata", str(self._data), "--mode", "immediate", "--wait")
        self._process.wait(20)
        self._process = None

    def _say(self, statement: str) -> None:
        with psycopg.connect(host=str(self._folder), user=self._user, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _give_folder(self) -> None:
        if (user := other_user()) is not None:
            os.chown(self._folder, user.pw_uid, user.pw_gid)

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [str(self._binaries / program), *arguments]
        return subprocess.run(self._as_user(command), cwd=self._folder, capture_output=True, text=True, timeout=120)

    def _as_user(self, command: list[str]) -> list[str]:
        """The command so that it runs as somebody who may, and ends with the test run however that ends."""
        user, setpriv = other_user(), shutil.which("setpriv")
        if setpriv is None:
            if user is not None:
                raise RuntimeError("to run PostgreSQL from root's account setpriv is needed (Debian: util-linux)")
            return command
        who = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if user is not None else []
        return [setpriv, *who, "--pdeathsig=QUIT", *command]


def _sweep() -> None:
    """Remove what runs that were killed have left behind; their servers ended with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            run = int((folder / RUN).read_text())
            os.kill(run, 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (OSError, ValueError):
            continue


def other_user() -> pwd.struct_passwd | None:
    """Whom PostgreSQL is run as where we are root; None where we are ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is neither a user postgres nor a user nobody to run PostgreSQL as")
