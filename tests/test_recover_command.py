"""`footplate recover`, from the making of the keys to the seat that sends what another one could not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.bootstrap.opening import open_stores
from app.desktop.cache.work_store import WorkStore
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import key_to_text, seal_work
from tests.desktop.support.factories import START_MS, new_command

ROOT = Path(__file__).resolve().parents[1]
LOST, SEAT = bytes(range(32)), bytes(range(32, 64))
CANARY = "canary-51c7"


def run(*arguments: str | Path, key: bytes | None = None, language: str = "en") -> subprocess.CompletedProcess[str]:
    """The command as a person runs it; `key` is the seat's own, by an inherited pipe."""
    told = [sys.executable, "-m", "app", "recover", *map(str, arguments), "--language", language]
    reading: int | None = None
    if key is not None:
        reading, writing = os.pipe()
        os.write(writing, key)
        os.close(writing)
        told += ["--key-fd", str(reading)]
    try:
        return subprocess.run(
            told,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            pass_fds=() if reading is None else (reading,),
        )
    finally:
        if reading is not None:
            os.close(reading)


@pytest.fixture(scope="module")
def private_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The file of the private key, and the public one."""
    path = tmp_path_factory.mktemp("office") / "recovery.key"
    done = run("keygen", "--out", path)
    assert done.returncode == 0, done.stderr
    assert path.stat().st_mode & 0o077 == 0
    public = done.stdout.splitlines()[1]
    assert public not in path.read_text()
    return path, public


def lose_the_key(folder: Path, public: str | None) -> list[str]:
    """A seat with two pending commands and a draft, whose key nobody has any more; the ids of the commands."""
    folder.mkdir(exist_ok=True)
    stores = open_stores(folder, DataKey(LOST), "inherited", public)
    work = stores.work
    assert work is not None
    work.put_value("device_id/https://x/mei", "d1")
    body = json.dumps({"rationale": CANARY}).encode()
    ids = [work.submit("d1", "u1", new_command(f"C-{200_001 + n}", body=body))[0].command_id for n in range(2)]
    work.save_draft("u1", "C-200009", body, START_MS)
    stores.close()
    return ids


def seat_of(folder: Path) -> WorkStore:
    key = DataKey(SEAT)
    return WorkStore.open(folder, key.sub("work"), key.sub("high-water")).store


def test_unsent_work_of_a_lost_key_goes_to_another_seat_under_its_own_ids(
    tmp_path: Path, private_key: tuple[Path, str]
) -> None:
    path, public = private_key
    ids = lose_the_key(tmp_path / "lost", public)
    out = tmp_path / "work.json"
    opened = run(tmp_path / "lost", "--key", path, "--out", out)
    assert opened.returncode == 0, opened.stderr
    assert "2 pending, 0 refused and not dealt with, 1 drafts" in opened.stdout
    assert "C-200001, C-200002, C-200009" in opened.stdout
    assert CANARY not in opened.stdout + opened.stderr
    assert "mei" not in opened.stdout
    assert CANARY in out.read_text()
    assert out.stat().st_mode & 0o077 == 0

    brought = run(out, "--into", tmp_path / "seat", key=SEAT)
    assert brought.returncode == 0, brought.stderr
    assert "2 commands, 1 drafts; 0 were here already" in brought.stdout
    again = run(out, "--into", tmp_path / "seat", key=SEAT)
    assert "0 commands, 0 drafts; 2 were here already" in again.stdout
    store = seat_of(tmp_path / "seat")
    assert store.take_due("d9", "u1", START_MS, 9) == []
    assert store.take_over("d9", "u1") == 2
    assert [row.command_id for row in store.take_due("d9", "u1", START_MS, 9)] == ids
    assert store.drafts("u1") == {"C-200009"}
    store.close()


def test_what_was_sealed_before_a_wipe_comes_back_from_its_file_alone(
    tmp_path: Path, private_key: tuple[Path, str]
) -> None:
    path, public = private_key
    lose_the_key(tmp_path / "lost", None)
    key = DataKey(LOST)
    work = WorkStore.open(tmp_path / "lost", key.sub("work"), key.sub("high-water")).store
    from app.desktop.vault.recovery import key_from_text

    sealed = seal_work(tmp_path / "lost", work, key_from_text(public))
    work.close()
    (tmp_path / "lost" / "work.db").unlink()
    assert run(sealed).returncode == 1
    told = run(sealed, "--key", path, "--into", tmp_path / "seat", key=SEAT)
    assert told.returncode == 0, told.stderr
    of_folder = run(tmp_path / "lost", "--key", path, "--names")
    assert "2 pending" in of_folder.stdout
    assert "u1 (mei)" in of_folder.stdout


def test_work_that_was_set_aside_when_the_keyring_changed_is_found_too(
    tmp_path: Path, private_key: tuple[Path, str]
) -> None:
    path, public = private_key
    lose_the_key(tmp_path, public)
    stores = open_stores(tmp_path, DataKey(SEAT), "inherited", public)
    assert stores.aside is not None
    assert stores.work is not None
    stores.work.submit("d2", "u2", new_command("C-200033"))
    stores.close()
    told = run(tmp_path, "--key", path)
    assert "3 pending" in told.stdout, told.stderr
    assert "C-200033" in told.stdout


def test_what_stands_in_the_way_is_said_in_both_languages(tmp_path: Path, private_key: tuple[Path, str]) -> None:
    path, public = private_key
    other = tmp_path / "other.key"
    assert run("keygen", "--out", other).returncode == 0
    lose_the_key(tmp_path / "lost", public)
    wrong = run(tmp_path / "lost", "--key", other)
    assert wrong.returncode == 1
    assert "Sealed to the key" in wrong.stderr
    assert "密封所用密钥" in run(tmp_path / "lost", "--key", other, language="zh_CN").stderr
    assert "--key FILE" in run(tmp_path / "lost").stderr
    assert "holds no recovery key" in run(tmp_path / "lost", "--key", tmp_path / "lost" / "work.db").stderr
    (tmp_path / "empty").mkdir()
    assert "Nothing in" in run(tmp_path / "empty", "--key", path).stderr
    assert "cannot be read" in run(tmp_path / "nowhere", "--key", path).stderr
    assert "File exists" in run("keygen", "--out", other).stderr
    assert run("keygen").returncode == 2


def test_nothing_is_brought_into_a_profile_whose_window_is_open(tmp_path: Path) -> None:
    from PySide6.QtCore import QLockFile

    (tmp_path / "work.json").write_text('{"format":"footplate-unsent-work","version":1}')
    (tmp_path / "seat").mkdir()
    lock = QLockFile(str(tmp_path / "seat" / "window.lock"))
    assert lock.tryLock(0)
    told = run(tmp_path / "work.json", "--into", tmp_path / "seat", key=SEAT)
    lock.unlock()
    assert told.returncode == 1
    assert "close it first" in told.stderr
    assert not (tmp_path / "seat" / "work.db").exists()


def test_a_public_key_that_is_none_keeps_no_seat_from_opening(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for public in ("x", key_to_text(bytes(32))):
        lose_the_key(tmp_path, public)
    assert list(tmp_path.glob("*.recovery")) == []
    assert "could not be sealed" in caplog.text
