"""The demo's children: their key comes by pipe, their end is noticed, and none of them stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.children import STOP, Child, Events

LINUX = sys.platform == "linux"


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def child(events: Events) -> Iterator[Child]:
    one = Child("window", events)
    yield one
    one.stop()


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _until(path: Path) -> str:
    """The content of `path` once there is any."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text("utf-8").strip()):
            return text
        time.sleep(0.01)
    raise AssertionError(f"nothing came to {path}")


def _is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text("utf-8"):
            return True
        time.sleep(0.01)
    return False


def test_a_secret_travels_by_pipe_and_stands_in_no_argument(child: Child, events: Events, tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = "import os,sys; print(os.fdopen(int(sys.argv[1]),'rb').read() == bytes(range(32)) + b'name', sys.argv[1:])"
    child.start([*_python(code), "{fd}"], log, secret=bytes(range(32)) + b"name")
    assert events.wait() == ("window", 0)
    assert log.read_text("utf-8").startswith("True ['")
    assert "name" not in log.read_text("utf-8")


def test_a_child_that_is_killed_is_noticed_and_can_start_again(child: Child, events: Events, tmp_path: Path) -> None:
    waits = _python("import time; print('up', flush=True); time.sleep(600)")
    child.start(waits, tmp_path / "first")
    _until(tmp_path / "first")
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    assert events.wait() == ("window", -signal.SIGKILL)
    assert not child.is_running()
    child.start(waits, tmp_path / "second")
    assert _until(tmp_path / "second") == "up"
    assert child.is_running()


def test_stopping_waits_until_the_child_is_gone(child: Child, events: Events, tmp_path: Path) -> None:
    child.start(_python("import time; print('up', flush=True); time.sleep(600)"), tmp_path / "log")
    _until(tmp_path / "log")
    pid = child.pid
    child.stop()
    assert pid is not None
    assert _is_gone(pid)
    assert events.wait() == ("window", -signal.SIGTERM)


@pytest.mark.skipif(not LINUX, reason="only Linux tells a child that its parent died")
def test_a_child_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import sys, time; from pathlib import Path; from app.demo.children import Child, Events\n"
        "Child('x', Events()).start([sys.executable, '-c', "
        "'import os, time; print(os.getpid(), flush=True); time.sleep(600)'], Path(sys.argv[1]))\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([*_python(code), str(log)])
    try:
        pid = int(_until(log))
    finally:
        parent.kill()
        parent.wait()
    assert _is_gone(pid)


def test_a_wish_to_stop_comes_out_as_one(events: Events) -> None:
    assert events.poll(0) is None
    events.stop()
    assert events.stopping
    assert events.wait() == STOP
