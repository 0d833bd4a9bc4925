"""What the house said about exports reaches `footplate export`, with the server or without."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desktop import export_freeze
from tests.desktop.bootstrap.test_lock import Seat, opened, seat

__all__ = ["seat"]


def test_the_mark_follows_what_the_seat_was_told(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    station = seat()
    opened(station, qtbot)
    stores = station._seat.stores
    assert stores is not None
    for told in (True, False):
        stores.seat.change(exports_frozen=told)
        qtbot.waitUntil(lambda: not station._watch._asking)
        station._watch.look()
        qtbot.waitUntil(lambda now=told: export_freeze.frozen(tmp_path) is now)  # type: ignore[misc]
