"""Of all the engines over one profile, in this process or in another, one speaks to the server."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.cache.file_lock import FileLock
from app.desktop.ports import Identity
from app.desktop.sync.engine import OTHER_FLIGHT_MS
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import KEY, DirectWriter, heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat

ROOT = Path(__file__).resolve().parents[3]
FLYING = """
import sys
from pathlib import Path
from app.desktop.cache.file_lock import FileLock
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
folder = Path(sys.argv[1])
seat = Seat(folder, ModelServer(), flight=FileLock(folder / "sync.lock"))
seat.sync()
print(len(seat.server.calls), flush=True)
sys.stdin.readline()
"""
Make = Callable[[], Seat]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Engines over one profile, each with a server of its own, so that its calls tell who spoke."""
    made: list[Seat] = []

    def another() -> Seat:
        server = ModelServer()
        server.fill(3)
        made.append(Seat(tmp_path, server, flight=FileLock(tmp_path / "sync.lock")))
        return made[-1]

    yield another
    for seat in made:
        seat.engine.close()
        seat.stop()


def stands_by(seat: Seat) -> bool:
    return seat.engine.step() == OTHER_FLIGHT_MS and not seat.server.calls


def test_a_second_engine_stands_by_until_the_first_is_gone(make: Make) -> None:
    first, second = make(), make()
    first.sync()
    assert first.server.calls
    assert first.work is not None
    sent = first.work.submit("d1", "u1", new_command("C-200001"))[0].command_id
    for _ in range(3):
        assert stands_by(second)
    second.engine.resume()
    assert stands_by(second), "not even where a person asks for it"
    first.engine.close()
    assert second.sync() > 0
    assert second.server.effects == [sent], "and the work of the first goes by it"
    assert len(heads(second.cache)) == 3


def test_of_two_threads_one_flies(make: Make) -> None:
    seats, together = (make(), make()), threading.Barrier(2)
    waits: list[int] = []

    def fly(seat: Seat) -> None:
        together.wait(60)
        for _ in range(20):
            waits.append(seat.engine.step())

    threads = [threading.Thread(target=fly, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(waits) == 40
    assert sorted(bool(seat.server.calls) for seat in seats) == [False, True]
    assert waits.count(OTHER_FLIGHT_MS) == 20


def test_an_engine_of_another_process_is_waited_for_and_one_that_was_killed_is_not(make: Make, tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", FLYING, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert other.stdout is not None
        assert int(other.stdout.readline()) > 0, "the other speaks to its server"
        seat = make()
        for _ in range(3):
            assert stands_by(seat)
    finally:
        other.kill()
        other.communicate()
    assert seat.sync() > 0
    assert seat.server.calls


def test_the_workstation_s_own_engine_stands_by_for_another_over_its_profile(tmp_path: Path) -> None:
    stores = open_stores(tmp_path, DataKey(KEY), "inherited")
    desk = Services(stores, "http://127.0.0.1:9", tmp_path, None, DirectWriter(), lambda _: None, "0.1.0")
    desk.engine._signed = SimpleNamespace(identity=lambda: Identity("u1", "d1"))
    other = FileLock(tmp_path / "sync.lock")
    assert other.take()
    assert desk.engine.step() == OTHER_FLIGHT_MS
    assert desk.engine.report.connection == "signed_out", "nobody was asked"
    other.give_back()
    desk.engine.step()
    assert desk.engine.report.connection == "paused", "without a session nobody is asked either, but it flew"
    desk.engine.close()
    stores.cache.close()
    assert stores.work is not None
    stores.work.close()
