"""`footplate demo --no-window` as a person starts it: what it says first, what is there, and that nothing stays."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import Session, sign_in

ROOT = Path(__file__).resolve().parents[2]
CASES = 40


class _Running:
    """A demo in a process of its own, with its temporary files under `folder`."""

    def __init__(self, folder: Path, *more: str, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.said = folder.parent / "stderr"
        command = [sys.executable, "-m", "app", "demo", "--cases", str(CASES), *more]
        with self.said.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | {"TMPDIR": str(folder)} | (environment or {}),
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self.told: dict[str, Any] = json.loads(self._first_line())

    def _first_line(self) -> bytes:
        assert self.process.stdout is not None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if select.select([self.process.stdout], [], [], 0.2)[0]:
                if line := self.process.stdout.readline():
                    return line
                break
        raise AssertionError(self.said.read_text("utf-8"))

    @property
    def url(self) -> str:
        return str(self.told["url"])

    def sign_in(self, name: str) -> Session:
        user = next(user for user in self.told["users"] if user["name"] == name)
        return sign_in(self.url, name, user["password"])

    def children(self) -> list[int]:
        """Process ids of the demo's children (Linux)."""
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "temporary"
    made.mkdir()
    return made


@pytest.fixture
def demo(folder: Path) -> Iterator[_Running]:
    running = _Running(folder, "--no-window")
    yield running
    running.close()


def _eventually(holds: Any) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_first_line_names_the_server_its_users_and_the_agents_token(demo: _Running) -> None:
    assert set(demo.told) == {"url", "users", "agent_token"}
    assert demo.told["agent_token"]
    roles = {user["role"] for user in demo.told["users"]}
    assert roles == {
        "reviewer",
        "senior_agent",
        "team_lead",
        "bpo_agent",
        "sop_editor",
        "rules_owner",
        "auditor",
        "admin",
    }
    assert demo.url.startswith("http://127.0.0.1:")
    with demo.sign_in("lead-02") as lead:
        page = lead.get("/v1/cases", params={"view": "open", "limit": 200}).json()
        assert len(page["cases"]) == CASES
    # Only its owner can look into what lies on disk meanwhile, and a wish to stop leaves nothing there.
    (private,) = demo.folder.iterdir()
    assert private.stat().st_mode & 0o777 == 0o700
    children = demo.children()
    assert demo.end(signal.SIGTERM) == 0
    assert list(demo.folder.iterdir()) == []
    assert all(not Path(f"/proc/{pid}").exists() for pid in children)


def _blind_shares(running: _Running) -> set[bool]:
    """Whether the agent's word is kept back from a reviewer, over a page of open cases."""
    with running.sign_in("reviewer-07") as reviewer:
        page = reviewer.get("/v1/cases", params={"view": "open", "limit": 200}).json()
    return {one.get("assessment") is None for one in page["cases"]}


def test_everybody_meets_the_agents_word_unless_the_demo_is_told_to_keep_it_back(demo: _Running, folder: Path) -> None:
    assert _blind_shares(demo) == {False}
    demo.close()
    other = _Running(folder, "--no-window", "--blind-first", "1")
    try:
        assert _blind_shares(other) == {True}
    finally:
        other.close()


def test_a_server_that_is_killed_comes_back_at_the_same_address_with_its_cases(demo: _Running) -> None:
    (server,) = demo.children()
    os.kill(server, signal.SIGKILL)
    _eventually(lambda: demo.children() not in ([], [server]))

    def answers() -> bool:
        try:
            with Session(demo.url) as anybody:
                return anybody.get("/readyz").ok
        except OSError:
            return False

    _eventually(answers)
    with demo.sign_in("lead-02") as lead:
        assert len(lead.get("/v1/cases", params={"view": "open", "limit": 200}).json()["cases"]) == CASES
    assert demo.end(signal.SIGINT) == 0


@pytest.mark.slow
def test_a_window_that_is_killed_opens_again_on_its_work_and_a_closed_one_ends_the_demo(folder: Path) -> None:
    running = _Running(folder, environment={"QT_QPA_PLATFORM": "offscreen"})
    try:
        (private,) = folder.iterdir()

        def window() -> int:
            """The workstation's process id; 0 where there is none."""
            for pid in running.children():
                if b"--key-fd" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return pid
            return 0

        def synced(times: int) -> bool:
            return (private / "server.log").read_text("utf-8").count('"route":"/v1/changes","status":200') >= times

        _eventually(lambda: synced(1))
        first = window()
        command = Path(f"/proc/{first}/cmdline").read_bytes()
        assert not any(user["password"].encode() in command for user in running.told["users"])
        os.kill(first, signal.SIGKILL)
        before = (private / "server.log").read_text("utf-8").count('"route":"/v1/changes","status":200')
        _eventually(lambda: window() not in (0, first))
        _eventually(lambda: synced(before + 1))
        # The same profile: the device was registered once and the session went on without the password.
        assert (private / "server.log").read_text("utf-8").count('"route":"/v1/devices"') == 1
        os.kill(window(), signal.SIGTERM)  # the window closes as if somebody had closed it
        assert running.process.wait(30) == 0
        assert list(folder.iterdir()) == []
    finally:
        running.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only X11 can be missing")
def test_without_a_display_it_says_so_and_serves_on(folder: Path) -> None:
    running = _Running(folder, environment={"QT_QPA_PLATFORM": "xcb", "DISPLAY": "", "WAYLAND_DISPLAY": ""})
    try:
        _eventually(lambda: "--no-window" in running.said.read_text("utf-8"))
        with running.sign_in("reviewer-07") as reviewer:
            assert reviewer.get("/v1/cases", params={"view": "open", "limit": 1}).ok
        assert running.end(signal.SIGTERM) == 0
        assert list(folder.iterdir()) == []
    finally:
        running.close()
