"""The engine lets go what is over for a day, with and without the server."""

from pathlib import Path

from app.desktop.ports import Offline
from app.desktop.sync.engine import SWEEP_EVERY_MS
from tests.desktop.support.factories import case_view, heads
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

DAY = 24 * 3_600_000


def away(call: str, stage: str) -> None:
    raise Offline


def synced(folder: Path) -> tuple[ModelServer, Seat]:
    server = ModelServer()
    for number in (200_001, 200_002):
        server.put(case_view(number))
    server.put(case_view(200_002, rev=2, state="closed"))
    seat = Seat(folder, server)
    while seat.engine.step() == 0:
        pass
    assert [head.state for head in heads(seat.cache)] == ["open", "closed"]
    return server, seat


def test_a_decided_case_leaves_the_seat_after_a_day_without_the_server(tmp_path: Path) -> None:
    server, seat = synced(tmp_path)
    server.fault = away
    seat.clock.advance(SWEEP_EVERY_MS)
    seat.engine.step()
    seat.clock.advance(DAY)
    seat.engine.step()
    assert [head.case_id for head in heads(seat.cache)] == ["C-200001"]
    assert "C-200002" in seat.news.ids


def test_an_online_only_seat_lets_go_as_well(tmp_path: Path) -> None:
    server = ModelServer()
    server.put(case_view(200_001, state="closed"))
    seat = Seat(None, server)
    while seat.engine.step() == 0:
        pass
    for ms in (SWEEP_EVERY_MS, DAY):
        seat.clock.advance(ms)
        while seat.engine.step() == 0:
            pass
    assert heads(seat.cache) == []
