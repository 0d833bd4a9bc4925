"""`footplate recover`, from the making of the keys to the seat that sends what another one could not."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.bootstrap.opening import open_stores
from app.desktop.bootstrap.recover import recover
from app.desktop.cache.work_store import WorkStore
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import key_from_text, key_to_text, seal_work
from tests.desktop.support.factories import START_MS, new_command
from tests.support import damage

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


def damaged(folder: Path, name: str, seed: int) -> str:
    """One file of the profile, damaged as this seed says; what was done."""
    dice = random.Random(seed)
    return dice.choice(damage.BLOWS)(folder / name, dice)


def held(out: Path) -> set[str]:
    return {str(one["case_id"]) for part in ("commands", "drafts") for one in json.loads(out.read_text())[part]}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_of_a_torn_profile_the_rest_comes_back_and_that_it_is_the_rest_is_said(
    tmp_path: Path, private_key: tuple[Path, str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process: 30 starts of the program would take a minute."""
    path, public = private_key
    lose_the_key(tmp_path / "whole", public)
    whole = {"C-200001", "C-200002", "C-200009"}
    torn, shut = ("Damaged: work.db", "does not open") if language == "en" else ("已损坏：work.db", "无法打开")
    ends = set()
    for seed in range(30):
        shutil.copytree(tmp_path / "whole", tmp_path / str(seed))
        blow = damaged(tmp_path / str(seed), "work.db", seed)
        out = tmp_path / f"{seed}.json"
        code = recover(tmp_path / str(seed), key=path, out=out, language=language)
        said = capsys.readouterr()
        assert CANARY not in said.out + said.err, (seed, blow)
        if code == 0:
            ends.add(held(out) == whole)
            assert held(out) <= whole, (seed, blow)
            assert held(out) == whole or torn in said.err, (seed, blow)
        else:
            ends.add(None)
            assert code == 1
            assert not out.exists()
            assert "work.db" in said.err, (seed, blow)
            assert shut in said.err, (seed, blow)
    assert ends == {True, False, None}, "all of it, a part, and nothing: each is tried"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_torn_sealed_file_is_named_alone_and_beside_what_does_open(
    tmp_path: Path, private_key: tuple[Path, str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, public = private_key
    folder = tmp_path / "lost"
    lose_the_key(folder, public)
    key = DataKey(LOST)
    work = WorkStore.open(folder, key.sub("work"), key.sub("high-water")).store
    sealed = seal_work(folder, work, key_from_text(public))
    work.close()
    whole = sealed.read_bytes()
    for seed in range(30):
        sealed.write_bytes(whole)
        blow = damaged(folder, sealed.name, seed)
        if sealed.read_bytes() == whole:
            continue
        assert recover(sealed, key=path, language=language) == 1, (seed, blow)
        assert str(sealed) in capsys.readouterr().err, (seed, blow)
        assert recover(folder, key=path, language=language) == 0, (seed, blow)
        said = capsys.readouterr()
        assert "C-200001, C-200002, C-200009" in said.out
        assert sealed.name in said.err, (seed, blow)
    (folder / "work.db").unlink()
    assert recover(folder, key=path, language=language) == 1
    said = capsys.readouterr()
    assert ("does not open" if language == "en" else "无法打开") in said.err
    assert sealed.name in said.err


def test_a_torn_wrapping_says_that_the_work_behind_it_does_not_open(
    tmp_path: Path, private_key: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, public = private_key
    folder = tmp_path / "lost"
    lose_the_key(folder, public)
    (wrapping,) = folder.glob("work-*.recovery")
    whole = wrapping.read_bytes()
    for length in (0, 3, 11, 12, 40, len(whole) - 1):
        wrapping.write_bytes(whole[:length])
        assert recover(folder, key=path, language="en") == 1
        said = capsys.readouterr().err
        assert wrapping.name in said
        assert "work.db" in said
        assert "does not open" in said


def test_a_torn_readable_file_is_brought_in_nowhere(
    tmp_path: Path, private_key: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, public = private_key
    lose_the_key(tmp_path / "lost", public)
    assert recover(tmp_path / "lost", key=path, out=tmp_path / "work.json", language="en") == 0
    whole = (tmp_path / "work.json").read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 3):
        (tmp_path / "work.json").write_bytes(whole[:length])
        capsys.readouterr()
        assert recover(tmp_path / "work.json", into=tmp_path / "seat", language="en") == 1
        assert "holds no unsent work" in capsys.readouterr().err
    assert not (tmp_path / "seat" / "work.db").exists()
