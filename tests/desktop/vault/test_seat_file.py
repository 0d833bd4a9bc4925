"""What a seat knows of itself outlives whatever a server tells it."""

from pathlib import Path

import pytest

from app.contract.devices import Outcome, Receipt
from app.desktop.vault.keys import DataKey
from app.desktop.vault.mark import Mark
from app.desktop.vault.sealed import MAX_SEALED, SealedFile
from app.desktop.vault.seat_file import FILE, MARK, SeatFile
from app.domain.dead_man import Contact
from app.domain.seat_clock import TimeMark


def seat(folder: Path) -> SeatFile:
    return SeatFile(SealedFile(folder / FILE, DataKey(bytes(32)).sub("seat"), "seat"))


def test_a_server_cannot_make_a_seat_forget_whom_it_obeys_by_telling_it_too_much(tmp_path: Path) -> None:
    first = seat(tmp_path)
    first.change(directive_key="the house's", nonces=("0123456789abcdef",))
    with pytest.raises(ValueError, match="too much"):
        first.answer(Receipt("x" * MAX_SEALED, Outcome.REFUSED_SIGNATURE))
    with pytest.raises(ValueError, match="too much"):
        first.learn("http://127.0.0.1:9", "mei", "d1", "k" * MAX_SEALED, None)
    again = seat(tmp_path)
    assert again.state.directive_key == "the house's"
    assert again.obeyed("0123456789abcdef")
    assert first.state == again.state


def held(folder: Path, notes: dict[str, str]) -> tuple[SeatFile, bool]:
    found = seat(folder)
    return found, found.hold_to(Mark(lambda: notes.get(MARK), lambda text: notes.__setitem__(MARK, text)))


@pytest.mark.parametrize("harm", ["gone", "older", "damaged"])
def test_a_seat_file_that_is_not_the_marked_one_frees_the_seat_of_nothing(tmp_path: Path, harm: str) -> None:
    notes: dict[str, str] = {}
    first, whole = held(tmp_path, notes)
    assert whole
    first.change(contact=Contact(0, TimeMark(0, 0, 0, ""), 1))
    old = (tmp_path / FILE).read_bytes()
    first.change(directive_key="the house's", exports_frozen=True)
    if harm == "gone":
        (tmp_path / FILE).unlink()
    else:
        (tmp_path / FILE).write_bytes(old if harm == "older" else b"FPS1" + bytes(60))
    again, whole = held(tmp_path, notes)
    assert not whole
    assert (again.state.directive_key, again.state.exports_frozen) == ("the house's", True)
    again.change(contact=None)
    third, whole = held(tmp_path, notes)
    assert whole, "told once; from there on it counts as before"
    assert third.state.directive_key == "the house's"


def test_a_seat_that_only_ever_kept_its_last_contact_is_missed_as_well(tmp_path: Path) -> None:
    notes: dict[str, str] = {}
    held(tmp_path, notes)[0].change(contact=Contact(0, TimeMark(0, 0, 0, ""), 1))
    (tmp_path / FILE).unlink()
    assert not held(tmp_path, notes)[1]


def test_a_kill_between_seat_file_and_mark_is_no_harm(tmp_path: Path) -> None:
    notes: dict[str, str] = {}
    first = held(tmp_path, notes)[0]
    first.change(directive_key="the house's")
    before = dict(notes)
    first.obey("0123456789abcdef")
    again, whole = held(tmp_path, before)
    assert whole
    assert again.obeyed("0123456789abcdef")
