"""The states of a real keyring service, where this machine has one (gnome-keyring, on a session bus of its own)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [
    pytest.mark.skipif(
        shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
        reason="no gnome-keyring here",
    ),
]

# Runs on the bus: a daemon that was unlocked (or not), asked through our helper; then stopped in its tracks.
ON_THE_BUS = """
import os, signal, subprocess, sys
from app.desktop.vault.keyring_call import KeyringCall

def say(*told):
    print(*told, flush=True)

def call(kind, secret=None, last=60.0):
    state, got = KeyringCall(kind, "footplate", "profile-test", secret, last_seconds=last).wait(120)
    return state.value, got

if sys.argv[1] == "none":
    say(call("get")[0])
    raise SystemExit
command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
if sys.argv[1] == "unlocked":
    command.append("--unlock")
daemon = subprocess.Popen(
    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
)
daemon.stdin.write(b"a pass phrase")
daemon.stdin.close()
daemon.stdout.readline()
try:
    key = bytes(range(32))
    if sys.argv[1] == "unlocked":
        say(call("get")[0], call("set", key)[0], call("get") == ("ok", key))
        daemon.send_signal(signal.SIGSTOP)
        say(call("get", last=3.0)[0])
        daemon.send_signal(signal.SIGCONT)
        say(call("get") == ("ok", key), call("delete")[0], call("get")[0], call("delete")[0])
    else:
        say(call("set", key)[0])
finally:
    daemon.kill()
    daemon.wait()
"""


def on_a_bus(folder: Path, manner: str) -> list[list[str]]:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    folder.chmod(0o700)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", ON_THE_BUS, manner],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def test_an_unlocked_service_keeps_the_key_and_a_frozen_one_is_given_up(tmp_path: Path) -> None:
    first, frozen, after = on_a_bus(tmp_path, "unlocked")
    assert first == ["absent", "ok", "True"]
    assert frozen == ["timed_out"]
    assert after == ["True", "ok", "absent", "ok"]


def test_a_service_that_was_never_unlocked_is_told_as_locked(tmp_path: Path) -> None:
    assert on_a_bus(tmp_path, "locked") == [["locked"]]


def test_a_bus_without_the_service_counts_as_no_keyring(tmp_path: Path) -> None:
    # On a bus of its own nothing starts by itself unless the system says so; then it is locked.
    assert on_a_bus(tmp_path, "none") in ([["no_backend"]], [["locked"]])
