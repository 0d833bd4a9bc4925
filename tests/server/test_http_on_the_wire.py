"""What comes over a connection and is no good HTTP, or too much of it: told so, forgotten, and in nobody's way."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from app.server.routes.wire import MOST_UNREAD, Wire
from tests.support.seats import House, open_house
from tests.support.server import Session, start_server

PLAIN = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
LONG = b"a" * 1000
# More than is taken and than lies on the way; whoever sends it all was not refused.
MUCH = 64 << 20


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("wire") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@contextlib.contextmanager
def connected(house: House) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", house.server.port), timeout=60) as line:
        yield line


def heard(line: socket.socket) -> bytes:
    """Everything up to the end of the connection, however it ends."""
    told = b""
    with contextlib.suppress(ConnectionError):
        while piece := line.recv(65536):
            told += piece
    return told


def poured(line: socket.socket, piece: bytes) -> int:
    """How many bytes could be sent before the other side ended the connection."""
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < MUCH:
            line.sendall(piece)
            sent += len(piece)
    return sent


@pytest.mark.parametrize(
    "begin",
    [b"GET /", PLAIN + b"X-Long: ", PLAIN],
    ids=["address", "value", "headers"],
)
def test_a_head_without_an_end_is_refused_at_its_limit(house: House, begin: bytes) -> None:
    piece = b"X-More: 1\r\n" * 100 if begin is PLAIN else LONG
    with connected(house) as line:
        line.sendall(begin)
        assert poured(line, piece) < MUCH
    assert Session(house.server.url).get("/healthz").status_code == 200


@pytest.mark.parametrize("after", [b"1;", b"0\r\nX-Late: "], ids=["about-a-piece", "behind-the-body"])
def test_what_is_said_around_the_pieces_of_a_body_has_a_limit(house: House, after: bytes) -> None:
    head = (
        b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with connected(house) as line:
        line.sendall(head + after)
        assert poured(line, LONG) < MUCH
    assert Session(house.server.url).get("/healthz").status_code == 200


def test_a_head_within_the_limit_is_read(house: House) -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (n, LONG) for n in range(MOST_UNREAD // 1100))
    with connected(house) as line:
        line.sendall(PLAIN + lines + b"Connection: close\r\n\r\n")
        assert heard(line).startswith(b"HTTP/1.1 200 ")


def test_a_head_that_comes_letter_by_letter_is_read(house: House) -> None:
    with connected(house) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for letter in PLAIN + b"Connection: close\r\n\r\n":
            line.sendall(bytes([letter]))
        assert heard(line).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "told",
    [
        b"secret nonsense\r\n\r\n",
        PLAIN + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        PLAIN + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        PLAIN + b"Content-Length: +5\r\n\r\nhello",
        PLAIN + b"Transfer-Encoding: chunked, identity\r\n\r\n",
        PLAIN + b"X-Folded: one\r\n two\r\n\r\n",
        PLAIN + b"X Space: one\r\n\r\n",
        PLAIN + b"X-Nul: a\x00b\r\n\r\n",
        b"GET /caf\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
        PLAIN + b"Host: y\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        PLAIN + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        PLAIN + b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        PLAIN.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ids="nonsense two-lengths lengths-differ plus coding folded space nul not-ascii two-hosts no-host compressed"
    " compressed-in-two pieces-in-1.0".split(),
)
def test_what_can_be_read_in_two_ways_is_not_read_at_all(house: House, told: bytes) -> None:
    """Whoever stands in between may have read it the other way."""
    with connected(house) as line:
        line.sendall(told + PLAIN + b"\r\n")
        answers = heard(line)
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert answers.count(b"HTTP/1.1 ") == 1
    assert b"secret" not in answers


@pytest.mark.parametrize("other", [b"foo", b"websocket", b"h2c"])
@pytest.mark.parametrize("pieces", [False, True], ids=["length", "pieces"])
def test_no_other_protocol_is_spoken_and_no_body_becomes_a_request(house: House, other: bytes, pieces: bool) -> None:
    """Whoever stands in between sends the body on as one: read as a request, it would have passed by all its rules."""
    inside = PLAIN + b"\r\n"
    head = b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: Upgrade\r\n"
    length = b"Transfer-Encoding: chunked" if pieces else b"Content-Length: %d" % len(inside)
    body = (b"%x\r\n" % len(inside), inside, b"\r\n0\r\n\r\n") if pieces else (inside,)
    with connected(house) as line:
        line.sendall(head + b"Upgrade: " + other + b"\r\n" + length + b"\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            for piece in body:
                line.sendall(piece)
        answers = heard(line)
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert answers.count(b"HTTP/1.1 ") == 1


def test_a_way_through_to_elsewhere_is_refused(house: House) -> None:
    with connected(house) as line:
        line.sendall(b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n" + PLAIN + b"\r\n")
        answers = heard(line)
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert answers.count(b"HTTP/1.1 ") == 1


def test_what_stands_behind_a_body_is_no_header(house: House) -> None:
    """A token there signs nobody in, and the next request over the connection is read as it should be."""
    token = str(house.agent.headers["Authorization"]).encode()
    head = (
        b"POST /v1/intake/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    )
    with connected(house) as line:
        line.sendall(head + b"\r\n2\r\n[]\r\n0\r\nAuthorization: " + token + b"\r\n\r\n")
        line.sendall(PLAIN + b"Connection: close\r\n\r\n")
        first, _, second = heard(line).partition(b"HTTP/1.1 200 ")
    assert first.startswith(b"HTTP/1.1 401 ")
    assert second.endswith(b"ok\n")


def test_requests_sent_before_their_turn_are_answered_in_order(house: House) -> None:
    with connected(house) as line:
        line.sendall(PLAIN + b"\r\n" + PLAIN.replace(b"/healthz", b"/v1/nowhere") + b"\r\n")
        line.sendall(PLAIN + b"Connection: close\r\n\r\n")
        answers = heard(line)
    assert [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"200", b"404", b"200"]


class Hasty(Wire):
    head_seconds = body_seconds = 0.5


@pytest.fixture(scope="module")
def hasty() -> Iterator[int]:
    """The port of a server with little patience, which answers with what it was sent."""

    async def echo(scope: Any, receive: Any, send: Any) -> None:
        told, more = b"", True
        while more:
            event = await receive()
            if event["type"] == "http.disconnect":
                return
            told, more = told + event.get("body", b""), event.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(told))]})
        await send({"type": "http.response.body", "body": told})

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(echo, http=Hasty, ws="none", lifespan="off", log_config=None, timeout_keep_alive=60)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield int(listener.getsockname()[1])
        server.should_exit = True
        thread.join()


FORM = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"


@pytest.mark.parametrize(
    "told",
    [b"", b"POST / HTTP/1.1\r\nHo", FORM, FORM + b"12345", b"\r\n", FORM + b"1234567890POST"],
    ids=["nothing", "half-a-head", "no-body", "half-a-body", "line-end", "half-a-second"],
)
def test_whoever_says_half_of_something_is_waited_for_no_longer_than_its_time(hasty: int, told: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=30) as line:
        line.sendall(told)
        answers = heard(line)
    assert answers.count(b"HTTP/1.1 ") == answers.count(b"HTTP/1.1 200 ") == told.count(b"1234567890")


def test_between_two_requests_nothing_but_a_request_keeps_a_connection(hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=30) as line:
        for _ in range(2):
            line.sendall(FORM + b"1234567890")
            assert line.recv(65536).endswith(b"1234567890")
            time.sleep(0.7)  # within the limit between two
        line.sendall(b"\r\n")
        assert heard(line) == b""


def test_a_body_that_comes_slowly_but_comes_is_read(hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=30) as line:
        line.sendall(FORM)
        for letter in b"1234567890":
            time.sleep(0.1)
            line.sendall(bytes([letter]))
        assert line.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_nothing_of_it_is_in_the_log(tmp_path: Path) -> None:
    with start_server(tmp_path / "server.db") as server:
        for told in (b"secret nonsense\r\n\r\n", PLAIN + b"X-Secret: " + LONG * 300):
            with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
                with contextlib.suppress(ConnectionError):
                    line.sendall(told)
                heard(line)
        server.stop()
        lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    assert [line["code"] for line in lines if line["event"] == "library"] == ["uvicorn.error"] * 2
    assert "secret" not in server.log.read_text().lower()
