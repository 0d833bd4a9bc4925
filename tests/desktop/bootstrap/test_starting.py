"""The workstation as a process: how it starts, refuses to start, and ends."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.bootstrap.credentials import read_credentials
from tests.support.workstation import Workstation, wait_until

ROOT = Path(__file__).resolve().parents[3]
AWAY = "http://127.0.0.1:9"


def _run(profile: Path, pipe: bytes | None, server: str = AWAY) -> subprocess.CompletedProcess[str]:
    read_end, write_end = os.pipe()
    os.write(write_end, pipe or b"")
    os.close(write_end)
    command = [sys.executable, "-m", "app", "--server", server, "--profile", str(profile), "--key-fd", str(read_end)]
    try:
        return subprocess.run(
            command, cwd=ROOT, pass_fds=(read_end,), capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        os.close(read_end)


def test_a_key_that_is_too_short_ends_the_start_instead_of_another_key_in_its_place(tmp_path: Path) -> None:
    done = _run(tmp_path / "profile", b"too short")
    assert done.returncode == 2
    assert not (tmp_path / "profile" / "work.db").exists()


@pytest.mark.parametrize("server", ["http://footplate.example.com", "ftp://x", "https://user:secret@example.com"])
def test_an_address_that_is_not_safe_ends_the_start(tmp_path: Path, server: str) -> None:
    done = _run(tmp_path / "profile", secrets.token_bytes(32), server)
    assert done.returncode == 2
    assert "--server" in done.stderr
    assert "secret" not in done.stderr


def test_a_profile_of_another_user_ends_the_start(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    if os.geteuid() == 0:
        os.chown(profile, 65534, 65534)
    else:
        profile = Path("/usr/share")
    before = sorted(profile.iterdir())
    done = _run(profile, secrets.token_bytes(32))
    assert done.returncode == 2
    assert "belongs to another user" in done.stderr
    assert sorted(profile.iterdir()) == before


def test_the_window_stands_while_the_server_is_away_and_ends_when_told(tmp_path: Path) -> None:
    # A folder that others could write into, as some tool made it: it is closed before anything is kept there.
    (tmp_path / "profile").mkdir()
    (tmp_path / "profile").chmod(0o777)
    seat = Workstation(AWAY, tmp_path / "profile", secrets.token_bytes(32), ("reviewer-07", "a pass phrase"), "en")
    seat.start()
    try:
        wait_until(lambda: seat.sees("cannot be reached"), 30, "the refusal in words")
        second = _run(tmp_path / "profile", seat.key)
        assert second.returncode == 0, "a second start of the same profile hands over to the first"
    finally:
        code = seat.stop()
    assert code == 0
    assert "Traceback" not in seat.tail()
    # Neither the key nor the password may stand in what was left behind.
    assert (tmp_path / "profile").stat().st_mode & 0o777 == 0o700
    for file in (tmp_path / "profile").rglob("*"):
        assert not file.stat().st_mode & 0o077, file
        if file.is_file():
            data = file.read_bytes()
            assert b"a pass phrase" not in data
            assert seat.key not in data


def test_what_follows_the_key_is_read_as_name_and_password() -> None:
    assert read_credentials(b'{"username": "a", "password": "b"}\nrest') == ("a", "b")
    for nonsense in (b"", b"\n", b"[]", b'{"username": 1}', b"\xff\xfe"):
        assert read_credentials(nonsense) is None
