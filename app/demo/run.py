"""`footplate demo`: a server, a demo agent and the workstation, on invented cases, leaving nothing behind.

The parent draws a random key, makes a temporary folder that only its owner can read, and runs server and workstation
as two children; the workstation gets the key and the demo user's password through a pipe, never by argument,
environment or file. A child that dies is started again with the same key, profile and database, so that unsent work
comes back. The person's own keyring and profile are never touched.
"""

import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from app.demo.agent import DemoAgent, FeedError
from app.demo.answering import Answering, Memory
from app.demo.children import STOP, Child, Events, program
from app.demo.generator import flood, generate, ledger
from app.demo.scans import with_scans
from app.demo.users import SEAT, demo_users, make_users

KEY_BYTES = 32
LEDGER_ROWS = 1_200
READY_SECONDS = 60.0
NO_WINDOW = 3  # the workstation's exit code where no window can be shown
RESTARTS, WITHIN_SECONDS = 5, 60.0
SEAT_CASES = "FOOTPLATE_SEAT_CASES"
_MANY = 2_000  # from here on cases are varied copies: nobody looks at them all


class DemoError(Exception):
    """The demo cannot go on; the text says why."""


def main(*, cases: int, seed: int, language: str | None = None, window: bool = True, blind_first: float = 0.0) -> int:
    """Run until the window is closed or the demo is told to stop; the exit code. `blind_first`: the share of cases,
    from 0 to 1, that keep the agent's word back until the person has decided."""
    events = Events()
    with _stopped_by_signals(events), _private_folder() as folder:
        demo = _Demo(folder, events, language, blind_first)
        try:
            demo.serve()
            demo.feed(cases, seed)
            demo.announce()
            demo.stay(window=window)
        except (DemoError, FeedError) as problem:
            print(f"footplate demo: {problem}", file=sys.stderr)
            return 1
        except _Stopped:
            return 0
        finally:
            demo.stop()
    return 0


class _Stopped(Exception):
    """Somebody asked the demo to end."""


class _Demo:
    """One run: the folder holds the database, the profile and the logs of both children."""

    def __init__(self, folder: Path, events: Events, language: str | None, blind_first: float) -> None:
        self._folder, self._events, self._language = folder, events, language
        self._settings = {
            "FOOTPLATE_BLIND_FIRST_SHARE": str(blind_first),
            # A demo shows all its cases, unless it is to show the cap.
            SEAT_CASES: os.environ.get(SEAT_CASES, "none"),
        }
        self._key = secrets.token_bytes(KEY_BYTES)
        self._users = demo_users()
        self._token = ""
        self._memory = Memory()
        self._answering: Answering | None = None
        self._port = 0
        self._server, self._window = Child("server", events), Child("window", events)
        self._starts: dict[str, list[float]] = {"server": [], "window": []}
        (folder / "profile").mkdir(mode=0o700)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def _database(self) -> str:
        return f"sqlite:///{self._folder / 'server.db'}"

    def serve(self) -> None:
        """Start the server on a free port and make the users meanwhile; returns when it answers."""
        self._token = make_users(self._database, self._users, self._start_server)
        self._port = self._told_port()

    def feed(self, cases: int, seed: int) -> None:
        """Hand everything to the server as an agent would."""
        now = datetime.now(UTC)
        agent = DemoAgent(self.url, self._token)

        def told(done: int) -> None:
            if self._events.stopping:
                raise _Stopped
            if cases >= _MANY:
                print(f"footplate demo: {done} of {cases} cases fed", file=sys.stderr, flush=True)

        made = (one.intake for one in generate(cases, seed, now)) if cases < _MANY else flood(cases, seed, now)
        try:
            first, scans = with_scans(islice(made, _MANY))
            agent.hand_over(scans)
            agent.feed_cases(self._memory.remembering(chain(first, made)), told)
            agent.feed_ledger(ledger(LEDGER_ROWS, seed, now))
        finally:
            agent.close()
        self._answering = Answering(DemoAgent(self.url, self._token), self._memory, seed)
        self._answering.start()

    def announce(self) -> None:
        """The first line on stdout: where the server is and who may sign in."""
        users = [{"name": one.name, "password": one.password, "role": one.role} for one in self._users if one.password]
        print(json.dumps({"url": self.url, "users": users, "agent_token": self._token}), flush=True)

    def stay(self, *, window: bool) -> None:
        """Open the window and keep both children alive until it is closed or the demo is stopped."""
        if window:
            self._start_window()
        else:
            print("footplate demo: serving; Ctrl+C ends it and removes everything", file=sys.stderr, flush=True)
        while (event := self._events.wait()) != STOP:
            name, code = event
            if name == "server":
                self._allow_restart(name)
                print("footplate demo: the server ended and is started again", file=sys.stderr, flush=True)
                self._start_server()
            elif code == 0:
                return
            elif code == NO_WINDOW:
                self._say_no_window()
            else:
                self._allow_restart(name)
                print("footplate demo: the window ended and is opened again", file=sys.stderr, flush=True)
                self._start_window()

    def stop(self) -> None:
        if self._answering is not None:
            self._answering.stop()
        self._window.stop()
        self._server.stop()

    def _start_server(self) -> None:
        serve = ["serve", "--database", self._database, "--host", "127.0.0.1", "--port", str(self._port)]
        self._server.start([*program(), *serve], self._log("server"), temporary=self._folder, settings=self._settings)

    def _start_window(self) -> None:
        seat = next(one for one in self._users if one.name == SEAT)
        command = [*program(), "--server", self.url, "--profile", str(self._folder / "profile"), "--key-fd", "{fd}"]
        if self._language:
            command += ["--language", self._language]
        told = json.dumps({"username": seat.name, "password": seat.password}).encode()
        self._window.start(command, self._log("window"), secret=self._key + told + b"\n", temporary=self._folder)

    def _told_port(self) -> int:
        """The port that the server says it listens on. Raises DemoError where it ends or is mute."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            for line in self._log("server").read_text("utf-8", "replace").splitlines(keepends=True):
                if line.startswith('{"url"') and line.endswith("\n"):
                    return urlsplit(json.loads(line)["url"]).port or 0
            event = self._events.poll(0.03)
            if event == STOP:
                raise _Stopped
            if event is not None:
                raise DemoError(f"the server did not start:\n{self._last_words('server')}")
        raise DemoError(f"the server did not answer within {READY_SECONDS:.0f} s:\n{self._last_words('server')}")

    def _allow_restart(self, name: str) -> None:
        """Raises DemoError where `name` keeps dying."""
        now = time.monotonic()
        self._starts[name] = [at for at in self._starts[name] if now - at < WITHIN_SECONDS] + [now]
        if len(self._starts[name]) > RESTARTS:
            raise DemoError(f"the {name} keeps ending:\n{self._last_words(name)}")

    def _say_no_window(self) -> None:
        print(self._last_words("window"), file=sys.stderr)
        print(
            "footplate demo: no window can be shown here; the server goes on (--no-window asks for just that)",
            file=sys.stderr,
            flush=True,
        )

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _last_words(self, name: str) -> str:
        log = self._log(name)
        return log.read_text("utf-8", "replace")[-2000:].strip() if log.exists() else ""


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A temporary folder with mode 0700, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="footplate-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _stopped_by_signals(events: Events) -> Iterator[None]:
    """Ctrl+C and SIGTERM (and a closed terminal) become a wish to stop, for as long as the demo runs."""

    def ask(number: int, frame: FrameType | None) -> None:
        events.stop()

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), ask) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
