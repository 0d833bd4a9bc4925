"""A server that is told to stop: it says so, goes on serving for a while, and loses no request."""

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.support.seats import House, open_house, review_body
from tests.support.server import RunningServer, Session, start_server

LONG_S = 120.0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """One whose server announces its end for longer than any test takes, unless it is told twice."""
    database = tmp_path / "server.db"
    with start_server(database, environment={"FOOTPLATE_DRAIN_SECONDS": "300"}) as server:
        house = open_house(server, database)
        yield house
        house.close()
        tell(server)
        tell(server)


def tell(server: RunningServer) -> None:
    if server.process is not None:
        server.process.send_signal(signal.SIGTERM)


def until(so: Callable[[], bool]) -> None:
    """Ask again until it is so; the test's own limit ends it."""
    while not so():
        pass


def test_a_server_told_to_stop_is_not_ready_and_goes_on_serving(house: House) -> None:
    lin = house.seat("lin")
    case_id = house.case()
    claim = lin.hold(case_id)
    with Session(house.server.url) as watcher:
        assert watcher.get("/readyz").status_code == 200
        tell(house.server)
        until(lambda: watcher.get("/readyz").status_code == 503)
        told = watcher.get("/readyz")
        assert (told.json()["code"], told.json()["detail"]) == ("unavailable", "about to stop")
        assert watcher.get("/healthz").text == "ok\n"
    decided = lin.put(lin.command(case_id, review_body(), claim))
    assert (decided.status_code, decided.headers["Connection"]) == (200, "close")
    tell(house.server)
    assert house.server.process is not None
    assert house.server.process.wait(LONG_S) == 0


def test_whoever_keeps_connections_open_loses_no_request_when_a_server_stops(house: House) -> None:
    """Each client asks without a pause until an answer closes its connection, as the proxy's pool does."""
    begun, enough, answers, broken = threading.Barrier(5), threading.Event(), [], []

    def ask() -> None:
        with Session(house.server.url) as client:
            begun.wait(LONG_S)
            while True:
                try:
                    answer = client.get("/healthz")
                except requests.RequestException as error:
                    broken.append(error)
                    enough.set()
                    return
                answers.append(answer.status_code)
                if len(answers) > 40:
                    enough.set()
                if answer.headers.get("Connection") == "close":
                    return

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    begun.wait(LONG_S)
    assert enough.wait(LONG_S)
    tell(house.server)
    for client in clients:
        client.join(LONG_S)
    assert broken == []
    assert set(answers) == {200}


def test_the_second_word_ends_the_announcement_and_requests_in_hand_are_finished(house: House) -> None:
    under_way, answers = threading.Event(), []

    def body() -> Iterator[bytes]:
        yield b"["
        under_way.set()
        assert told_twice.wait(LONG_S)
        yield b"]"

    def send() -> None:
        headers = {"Content-Type": "application/json"}
        answers.append(house.agent.post("/v1/intake/cases", data=body(), headers=headers, timeout=LONG_S))

    told_twice = threading.Event()
    sender = threading.Thread(target=send)
    sender.start()
    assert under_way.wait(LONG_S)
    with Session(house.server.url) as watcher:
        tell(house.server)
        until(lambda: watcher.get("/readyz").status_code == 503)
    tell(house.server)
    told_twice.set()
    sender.join(LONG_S)
    assert house.server.process is not None
    assert house.server.process.wait(LONG_S) == 0
    assert answers[0].status_code == 200


def test_whoever_watches_is_never_told_to_ask_less(tmp_path: Path) -> None:
    environment = {"FOOTPLATE_OPEN_PER_SECOND": "1", "FOOTPLATE_OPEN_BURST": "1"}
    with start_server(tmp_path / "server.db", environment=environment) as server, Session(server.url) as watcher:
        told = {watcher.get(path).status_code for _ in range(8) for path in ("/healthz", "/readyz", "/metrics")}
    assert told == {200}
