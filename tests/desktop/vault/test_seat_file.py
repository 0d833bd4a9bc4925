"""What a seat knows of itself outlives whatever a server tells it."""

from pathlib import Path

import pytest

from app.contract.devices import Outcome, Receipt
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import MAX_SEALED, SealedFile
from app.desktop.vault.seat_file import FILE, SeatFile


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
