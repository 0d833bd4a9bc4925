"""Documents at rest: nothing legible, nothing that can be swapped or cut, and nothing left behind."""

import hashlib
import os
from pathlib import Path

import pytest

from app.desktop.vault.sealed import SealBroken
from app.desktop.vault.sealed_blobs import SealedBlobs, seal, unseal

KEY = bytes(range(32))
CANARY = b"kanarienvogel"


def name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_what_is_sealed_comes_back_whole(size: int) -> None:
    data = os.urandom(size)
    assert unseal(seal(data, KEY, "n"), KEY, "n") == data


def test_a_sealed_file_that_was_changed_cut_or_moved_does_not_open() -> None:
    data = os.urandom(150_000)
    sealed = seal(data, KEY, "n")
    step, head = 65_536 + 16, 36
    first, second = sealed[head : head + step], sealed[head + step : head + 2 * step]
    broken = [
        sealed[:-1],
        sealed[: head + step],
        sealed[:head],
        sealed[: head + step * 2],
        sealed[:head] + second + first + sealed[head + 2 * step :],
        sealed[:50_000] + bytes([sealed[50_000] ^ 1]) + sealed[50_001:],
        b"",
        b"FPB1",
    ]
    for one in broken:
        with pytest.raises(SealBroken):
            unseal(one, KEY, "n")
    with pytest.raises(SealBroken):
        unseal(sealed, KEY, "m")
    with pytest.raises(SealBroken):
        unseal(sealed, bytes(32), "n")


def test_nothing_on_the_disk_says_what_it_is(tmp_path: Path) -> None:
    data = CANARY * 10_000
    blobs = SealedBlobs(tmp_path, KEY)
    blobs.put(name_of(data), "C-200001", data)
    for path in tmp_path.iterdir():
        raw = path.read_bytes() + path.name.encode()
        assert CANARY not in raw
        assert name_of(data).encode() not in raw
        assert b"C-200001" not in raw
        assert path.stat().st_mode & 0o077 == 0


def test_files_are_found_again_after_a_start_and_gone_without_the_key(tmp_path: Path) -> None:
    data = b"scan"
    first = SealedBlobs(tmp_path, KEY)
    first.put(name_of(data), "C-200001", data)
    first.close()
    again = SealedBlobs(tmp_path, KEY)
    assert again.get(name_of(data), "C-200001") == data
    foreign = SealedBlobs(tmp_path, bytes(32))
    assert foreign.get(name_of(data), "C-200001") is None
    assert [path.name for path in tmp_path.iterdir() if path.name != "index"] == []


def test_the_least_lately_used_gives_way(tmp_path: Path) -> None:
    blobs = SealedBlobs(tmp_path, KEY, most_bytes=250)
    parts = {letter: letter.encode() * 100 for letter in "abc"}
    blobs.put("a", "C-1", parts["a"])
    blobs.put("b", "C-1", parts["b"])
    assert blobs.get("a", "C-1") == parts["a"]
    blobs.put("c", "C-1", parts["c"])
    assert (blobs.has("a"), blobs.has("b"), blobs.has("c")) == (True, False, True)
    blobs.put("d", "C-1", b"d" * 300)
    assert not blobs.has("d")


def test_a_file_goes_with_the_last_case_that_needs_it(tmp_path: Path) -> None:
    blobs = SealedBlobs(tmp_path, KEY)
    blobs.put("a", "C-1", b"x")
    assert blobs.get("a", "C-2") == b"x"
    blobs.forget({"C-1"})
    assert blobs.has("a")
    blobs.forget({"C-2"})
    assert not blobs.has("a")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_damaged_file_counts_as_absent(tmp_path: Path) -> None:
    blobs = SealedBlobs(tmp_path, KEY)
    blobs.put("a", "C-1", b"x" * 100)
    (file,) = (path for path in tmp_path.iterdir() if path.name != "index")
    file.write_bytes(file.read_bytes()[:-3])
    assert blobs.get("a", "C-1") is None
    assert not blobs.has("a")


def test_what_a_killed_process_left_half_written_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".abc.sealed.1234").write_bytes(b"half")
    SealedBlobs(tmp_path, KEY)
    assert list(tmp_path.iterdir()) == []


def test_what_is_let_go_cannot_be_opened_from_what_the_disk_may_still_hold(tmp_path: Path) -> None:
    blobs = SealedBlobs(tmp_path / "documents", KEY)
    blobs.put("a", "C-1", CANARY * 100)
    (file,) = (path for path in (tmp_path / "documents").iterdir() if path.name != "index")
    assert unseal(file.read_bytes(), KEY, "a") == CANARY * 100
    held = tmp_path / "held"
    os.link(file, held)
    blobs.forget({"C-1"})
    assert not file.exists()
    with pytest.raises(SealBroken):
        unseal(b"FPB1" + held.read_bytes()[4:], KEY, "a")
