"""The server as a process: it starts, stops without losing a request, and comes back at the same place."""

import json
import re
import socket
import threading
from pathlib import Path

import msgspec
import pytest
import requests

from app.server.usecases.people import NotAdded
from tests.support.database import held
from tests.support.factories import intake_case
from tests.support.server import RunningServer, Session, add_user, sign_in, start_server


def test_a_stopped_server_finishes_the_request_in_hand(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    server = start_server(database)
    token = add_user(database, "roca", "agent_service")
    body = msgspec.json.encode([intake_case(f"stop-{n}") for n in range(1000)])
    answers: list[requests.Response] = []
    under_way = threading.Event()

    def pieces():  # type: ignore[no-untyped-def]
        yield body[:1000]
        under_way.set()
        yield body[1000:]

    def send() -> None:
        with Session(server.url, token) as agent:
            headers = {"Content-Type": "application/json"}
            answers.append(agent.post("/v1/intake/cases", data=pieces(), headers=headers))

    sender = threading.Thread(target=send)
    sender.start()
    assert under_way.wait(30)
    assert server.stop() == 0
    sender.join(30)
    assert answers[0].status_code == 200
    assert answers[0].json()["accepted"] == 1000


def test_a_server_started_again_knows_its_people_and_their_tokens(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    server = start_server(database)
    add_user(database, "lin", "reviewer")
    with sign_in(server.url, "lin") as session:
        epoch = session.get("/v1/meta").json()["server_epoch"]
        server.kill()
        with server.restart():
            assert session.get("/v1/meta").json()["server_epoch"] == epoch


def test_several_worker_processes_serve_one_address(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    with start_server(database, workers=2) as server:
        token = add_user(database, "roca", "agent_service")

        def feed(n: int) -> None:
            with Session(server.url, token) as agent:
                body = msgspec.json.encode([intake_case(f"w-{n}-{k}") for k in range(50)])
                answer = agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
                counted.append(answer.json()["accepted"])

        counted: list[int] = []
        threads = [threading.Thread(target=feed, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert counted == [50] * 6


@pytest.fixture
def server(tmp_path: Path):  # type: ignore[no-untyped-def]
    with start_server(tmp_path / "server.db") as running:
        yield running


def test_health_readiness_and_figures(server: RunningServer) -> None:
    with Session(server.url) as anybody:
        assert anybody.get("/healthz").text == "ok\n"
        ready, *told_beside = anybody.get("/readyz").text.splitlines()
        assert (ready, len(told_beside)) == ("ready", 1)
        assert "not signed" in told_beside[0]
        anybody.get("/v1/nowhere")
        told = anybody.get("/metrics")
    assert told.headers["Content-Type"].startswith("text/plain")
    assert 'footplate_requests_total{method="GET",route="/readyz",status="200"} 1' in told.text
    assert 'footplate_requests_total{method="GET",route="none",status="404"} 1' in told.text
    assert "footplate_feed_head 0" in told.text
    for name in ("requests_in_hand", "cases_claimed", "audit_unsigned_rows", "pool_size", "webhooks_waiting"):
        assert f"\nfootplate_{name} " in told.text
    assert 'footplate_pool_connections{state="in_use"}' in told.text
    assert 'footplate_request_seconds_bucket{le="+Inf",route="/readyz"} 1' in told.text or "/readyz" in told.text


def test_every_log_line_is_an_object_of_known_names(server: RunningServer) -> None:
    with Session(server.url) as anybody:
        answer = anybody.get("/v1/cases/C-200001?view=secret", headers={"X-Request-Id": "secret-4915112345678"})
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as broken:
        broken.sendall(b"secret nonsense\r\n\r\n")
        broken.recv(1000)
    server.stop()
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    assert [line["request_id"] for line in lines if line["event"] == "request"] == [answer.headers["X-Request-Id"]]
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-Id"])
    assert [line["code"] for line in lines if line["event"] == "library"] == ["uvicorn.error"]
    assert "secret" not in server.log.read_text()
    assert "C-200001" not in server.log.read_text()


def test_a_sender_that_goes_away_in_the_middle_is_no_fault_of_the_server(server: RunningServer) -> None:
    head = "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as gone:
        gone.sendall(head.encode())
    with Session(server.url) as anybody:
        assert anybody.get("/healthz").status_code == 200
    server.stop()
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    (aborted,) = [line for line in lines if line.get("route") == "/v1/session"]
    assert aborted["status"] == 400
    assert not [line for line in lines if line["event"] == "unforeseen"]


@pytest.mark.parametrize(
    "address", ["/v1/cases?view=type:%00", "/v1/cases?cursor=%00", "/v1/changes?cursor=a%00", "/v1/commands/%00"]
)
def test_a_nul_in_an_address_reaches_no_database(tmp_path: Path, address: str) -> None:
    database = tmp_path / "server.db"
    add_user(database, "lin", "reviewer")
    with start_server(database) as server, sign_in(server.url, "lin") as lin:
        assert lin.get(address).status_code in (400, 404)


@pytest.mark.parametrize(
    "arguments",
    [
        ("bo", "bpo_agent", None, "correct horse 7"),
        ("lin", "reviewer", "harbour", "correct horse 7"),
        ("lin", "reviewer", None, "short"),
        ("", "reviewer", None, "correct horse 7"),
        ("a\nb", "reviewer", None, "correct horse 7"),
    ],
)
def test_a_user_that_makes_no_sense_is_not_added(
    tmp_path: Path, arguments: tuple[str, str, str | None, str | None]
) -> None:
    with pytest.raises(NotAdded):
        add_user(tmp_path / "server.db", *arguments)


def test_a_name_is_given_once(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    add_user(database, "lin", "reviewer")
    with pytest.raises(NotAdded, match="already"):
        add_user(database, "lin", "team_lead")


@pytest.mark.slow
def test_a_database_held_by_another_is_told_as_busy_and_nothing_is_half_done(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        token = add_user(database, "roca", "agent_service")
        body = msgspec.json.encode([intake_case("busy-1")])
        with Session(server.url, token) as agent:
            headers = {"Content-Type": "application/json"}
            with held(database):
                busy = agent.post("/v1/intake/cases", data=body, headers=headers)
            assert (busy.status_code, busy.json()["code"], busy.headers["Retry-After"]) == (503, "unavailable", "1")
            assert agent.post("/v1/intake/cases", data=body, headers=headers).json()["accepted"] == 1
