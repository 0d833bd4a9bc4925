"""The door of a locked window: whom it lets in without the server, and what of a password lies on the disk."""

from pathlib import Path

import pytest

from app.desktop.vault.door import MARK, MOST_WRONG, Door
from app.desktop.vault.keys import DataKey
from app.desktop.vault.mark import Mark
from app.desktop.vault.sealed import SealedFile

PASSWORD = "correct horse 电池"


def door(folder: Path, key: bytes = bytes(32)) -> Door:
    return Door(SealedFile(folder / "door.sealed", DataKey(key).sub("door"), "door"))


def test_the_password_that_the_server_accepted_opens_it_and_no_other(tmp_path: Path) -> None:
    door(tmp_path).learn("u1", PASSWORD)
    again = door(tmp_path)
    assert again.opens("u1", PASSWORD) is True
    assert again.opens("u1", PASSWORD + " ") is False
    assert again.opens("u2", PASSWORD) is None, "of another person it knows nothing"


def test_nothing_of_the_password_lies_on_the_disk(tmp_path: Path) -> None:
    door(tmp_path).learn("u1", PASSWORD)
    lies = (tmp_path / "door.sealed").read_bytes()
    assert PASSWORD.encode() not in lies
    assert b"u1" not in lies


def test_a_lock_outlives_the_process_until_somebody_opened_or_signed_out(tmp_path: Path) -> None:
    first = door(tmp_path)
    assert not first.locked
    first.learn("u1", PASSWORD)
    first.lock()
    again = door(tmp_path)
    assert again.locked
    again.unlock()
    assert not door(tmp_path).locked
    again.lock()
    again.forget()
    assert not door(tmp_path).locked
    assert door(tmp_path).opens("u1", PASSWORD) is None


def test_after_some_wrong_passwords_only_the_server_opens(tmp_path: Path) -> None:
    first = door(tmp_path)
    first.learn("u1", PASSWORD)
    for _ in range(MOST_WRONG):
        assert first.opens("u1", "guess") is False
    again = door(tmp_path)
    assert again.opens("u1", PASSWORD) is None
    again.learn("u1", PASSWORD)
    assert door(tmp_path).opens("u1", PASSWORD) is True


def test_wrong_passwords_are_forgotten_once_the_right_one_came(tmp_path: Path) -> None:
    first = door(tmp_path)
    first.learn("u1", PASSWORD)
    for _ in range(3):
        for _ in range(MOST_WRONG - 1):
            first.opens("u1", "guess")
        assert first.opens("u1", PASSWORD) is True
        first.unlock()


@pytest.mark.parametrize("harm", ["flip", "cut", "other_key"])
def test_a_door_that_was_tampered_with_is_locked_and_asks_the_server(tmp_path: Path, harm: str) -> None:
    door(tmp_path).learn("u1", PASSWORD)
    path = tmp_path / "door.sealed"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    if harm != "other_key":
        path.write_bytes(bytes(data) if harm == "flip" else bytes(data[:20]))
    found = door(tmp_path, bytes([1]) * 32 if harm == "other_key" else bytes(32))
    assert found.locked
    assert found.opens("u1", PASSWORD) is None


def test_without_a_file_it_forgets_with_the_process() -> None:
    alone = Door()
    alone.learn("u1", PASSWORD)
    alone.lock()
    assert alone.locked
    assert alone.opens("u1", PASSWORD) is True
    assert not Door().locked


def marked(folder: Path, notes: dict[str, str]) -> Door:
    mark = Mark(lambda: notes.get(MARK), lambda text: notes.__setitem__(MARK, text))
    return Door(SealedFile(folder / "door.sealed", DataKey(bytes(32)).sub("door"), "door"), mark)


def test_a_door_that_was_taken_away_is_a_locked_one_that_only_the_server_opens(tmp_path: Path) -> None:
    notes: dict[str, str] = {}
    first = marked(tmp_path, notes)
    first.learn("u1", PASSWORD)
    first.lock()
    (tmp_path / "door.sealed").unlink()
    found = marked(tmp_path, notes)
    assert found.locked
    assert found.opens("u1", PASSWORD) is None
    found.learn("u1", PASSWORD)
    assert not marked(tmp_path, notes).locked


def test_an_older_door_in_its_place_is_a_locked_one_too(tmp_path: Path) -> None:
    notes: dict[str, str] = {}
    first = marked(tmp_path, notes)
    first.learn("u1", PASSWORD)
    open_one = (tmp_path / "door.sealed").read_bytes()
    for _ in range(MOST_WRONG):
        first.opens("u1", "guess")
    first.lock()
    (tmp_path / "door.sealed").write_bytes(open_one)
    found = marked(tmp_path, notes)
    assert found.locked
    assert found.opens("u1", PASSWORD) is None, "nor do the wrong passwords begin anew"


def test_a_kill_between_door_and_mark_locks_nobody_out(tmp_path: Path) -> None:
    notes: dict[str, str] = {}
    first = marked(tmp_path, notes)
    first.learn("u1", PASSWORD)
    before = dict(notes)
    first.lock()
    first.unlock()
    assert not marked(tmp_path, before).locked
    assert marked(tmp_path, before).opens("u1", PASSWORD) is True


def test_after_a_sign_out_no_door_is_looked_for_and_none_of_before_fits(tmp_path: Path) -> None:
    notes: dict[str, str] = {}
    first = marked(tmp_path, notes)
    first.learn("u1", PASSWORD)
    old = (tmp_path / "door.sealed").read_bytes()
    first.forget()
    assert not marked(tmp_path, notes).locked
    second = marked(tmp_path, notes)
    second.learn("u2", PASSWORD)
    (tmp_path / "door.sealed").write_bytes(old)
    assert marked(tmp_path, notes).locked
