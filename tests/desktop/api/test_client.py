"""The one place where foreign errors become ours: real sockets, bad answers."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.contract.problems import CONTENT_TYPE, Code, problem
from app.contract.session import Meta
from app.desktop.api.client import HttpClient, Network, encode, retry_after_ms
from app.desktop.api.endpoints import Api
from app.desktop.api.server_clock import ServerClock
from app.desktop.ports import ApiError, Busy, Offline, Problem, ServerSpoke, Unauthorised

META = {
    "server_epoch": "e1",
    "now": "2026-11-21T08:00:00Z",
    "api": {"min": 1, "max": 1},
    "command_schemas": {},
    "limits": {},
    "policy_rev": 1,
    "feed_head": 0,
    "min_client": "0.1.0",
}


class Answers(http.server.BaseHTTPRequestHandler):
    """Gives back what the test queued: (status, headers, body), or a way to misbehave."""

    queue: list[Any]
    seen: list[tuple[str, str, dict[str, str]]]
    protocol_version = "HTTP/1.1"
    timeout = 0.2  # a connection that a failed test left open ends by itself

    def _answer(self) -> None:
        self.seen.append((self.command, self.path, dict(self.headers)))
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        status, headers, body = self.queue.pop(0)
        if status == "drop":
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if status == "cut" or "Content-Length" in headers:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[type[Answers]]:
    handler = type("Handler", (Answers,), {"queue": [], "seen": []})
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    web.daemon_threads = False
    handler.url = f"http://127.0.0.1:{web.server_port}"  # type: ignore[attr-defined]
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield handler
    web.shutdown()
    thread.join()
    web.server_close()


def client(server: Any, **changes: Any) -> HttpClient:
    return HttpClient(server.url, ServerClock(), **({"connect_seconds": 1, "stall_seconds": 1} | changes))


def ask(server: Any, **changes: Any) -> tuple[int, bytes]:
    http_client = client(server, **changes)
    try:
        return http_client.send("GET", "/v1/meta")
    finally:
        http_client.close()


def document(code: Code) -> tuple[int, dict[str, str], bytes]:
    return code.status, {"Content-Type": CONTENT_TYPE + "; charset=utf-8"}, encode(problem(code, trace_id="t1"))


def test_a_good_answer_comes_back_whole(server: Any) -> None:
    server.queue.append((200, {}, b'{"a":1}'))
    assert ask(server) == (200, b'{"a":1}')


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (Code.CURSOR_EXPIRED, Problem),
        (Code.HISTORY_DIVERGED, Problem),
        (Code.TOKEN_EXPIRED, Unauthorised),
        (Code.RATE_LIMITED, Busy),
        (Code.UNAVAILABLE, Busy),
        (Code.INTERNAL, ServerSpoke),
    ],
)
def test_a_problem_document_becomes_our_error_with_its_code(server: Any, code: Code, error: type[ApiError]) -> None:
    server.queue.append(document(code))
    with pytest.raises(error) as caught:
        ask(server)
    assert caught.value.code == code.code


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (404, {"Content-Type": "text/html"}, b"<html>not here</html>"),
        (401, {"Content-Type": "text/html"}, b"<html>proxy</html>"),
        (302, {"Location": "http://login.example/"}, b""),
        (502, {"Content-Type": "text/html"}, b"<html>bad gateway</html>"),
        (409, {"Content-Type": CONTENT_TYPE}, b"{broken"),
        (409, {"Content-Type": CONTENT_TYPE}, b"[" * 50_000),
    ],
)
def test_whoever_speaks_another_tongue_is_not_our_server(
    server: Any, status: int, headers: dict[str, str], body: bytes
) -> None:
    server.queue.append((status, headers, body))
    with pytest.raises(ServerSpoke) as caught:
        ask(server)
    assert caught.value.retry


def test_a_captive_portal_s_page_is_not_taken_for_an_answer(server: Any) -> None:
    clock = ServerClock()
    http_client = HttpClient(server.url, clock, stall_seconds=1)
    api = Api(http_client, StillBearer(), clock)
    server.queue += [(200, {"Content-Type": "text/html"}, b"<html>sign in to the wifi"), (200, {}, b"[" * 50_000)]
    for _ in range(2):
        with pytest.raises(ServerSpoke):
            api.meta()
    http_client.close()


class StillBearer:
    def __init__(self) -> None:
        self.renewed: list[str] = []

    def access(self) -> str:
        return "old"

    def renew(self, refused: str) -> str:
        self.renewed.append(refused)
        return "new"


def test_a_token_that_ran_out_is_renewed_once_and_the_call_made_again(server: Any) -> None:
    clock, bearer = ServerClock(), StillBearer()
    http_client = HttpClient(server.url, clock)
    api = Api(http_client, bearer, clock)
    server.queue += [document(Code.TOKEN_EXPIRED), (200, {}, json.dumps(META).encode())]
    assert isinstance(api.meta(), Meta)
    assert bearer.renewed == ["old"]
    assert [seen[2]["Authorization"] for seen in server.seen] == ["Bearer old", "Bearer new"]
    server.queue += [document(Code.TOKEN_EXPIRED), document(Code.TOKEN_EXPIRED)]
    with pytest.raises(Unauthorised):
        api.meta()
    http_client.close()


def test_no_answer_is_offline(server: Any) -> None:
    server.queue += [("drop", {}, b""), ("drop", {}, b"")]
    with pytest.raises(Offline):
        ask(server)
    http_client = HttpClient("http://127.0.0.1:1", ServerClock(), connect_seconds=1)
    with pytest.raises(Offline):
        http_client.send("GET", "/")
    http_client.close()


def test_a_body_that_is_cut_short_is_offline_and_never_half_an_answer(server: Any) -> None:
    server.queue.append((200, {"Content-Length": "9000"}, b'{"half":'))
    with pytest.raises(Offline):
        ask(server)


def test_a_body_without_end_is_refused(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desktop.api.client.MAX_BODY", 1000)
    server.queue.append((200, {}, b"x" * 5000))
    with pytest.raises(ServerSpoke) as caught:
        ask(server)
    assert caught.value.code == "answer_too_large"


def test_proxies_of_the_environment_are_not_believed(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.queue.append((200, {}, b"{}"))
    assert ask(server)[0] == 200


def test_a_proxy_that_was_set_is_used(server: Any) -> None:
    server.queue.append((200, {}, b"{}"))
    http_client = HttpClient("http://footplate.invalid", ServerClock(), network=Network(server.url))
    assert http_client.send("GET", "/v1/meta")[0] == 200
    assert server.seen[0][1] == "http://footplate.invalid/v1/meta"
    http_client.close()


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("7", 7_000),
        ("99999999999999999999", 900_000),
        ("-4", None),
        ("soon", None),
        ("", None),
        ("Thu, 01 Jan 1970 00:00:40 GMT", 10_000),
        ("Thu, 01 Jan 2070 00:00:00 GMT", 900_000),
        ("Wed, 31 Dec 1969 00:00:00 GMT", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_bounded(value: str, wait: int | None) -> None:
    assert retry_after_ms(value, now=30.0) == wait


def test_the_clock_follows_the_server_and_ignores_the_wall() -> None:
    wall, mono = [1_000_000], [0]
    clock = ServerClock(500, wall=lambda: wall[0], mono=lambda: mono[0])
    assert clock.now_ms() == 1_000_500
    mono[0] = 40
    clock.observe(2_000_000, 0, 40)
    assert clock.now_ms() == 2_000_020
    wall[0] += 3_600_000
    mono[0] += 1_000
    assert clock.now_ms() == 2_001_020
    clock.observe(2_001_500, 40, 1_040)  # a slow answer that does not contradict changes nothing
    assert clock.now_ms() == 2_001_020
    clock.observe(5_000_000, 1_030, 1_040)
    assert clock.now_ms() == 5_000_005


def test_a_clock_goes_on_from_the_mark_of_an_earlier_run_whatever_the_wall_says() -> None:
    wall, mono = [5_000_000], [700]
    first = ServerClock(wall=lambda: wall[0], mono=lambda: mono[0], boot=lambda: "b1")
    first.observe(9_000_000, 700, 700)
    mark = first.mark()
    wall[0], mono[0] = 5_000_000 - 3_600_000, 1_700
    again = ServerClock(wall=lambda: wall[0], mono=lambda: mono[0], boot=lambda: "b1", mark=mark)
    assert again.now_ms() == 9_001_000
    restarted = ServerClock(wall=lambda: wall[0], mono=lambda: 500, boot=lambda: "b2", mark=mark)
    assert restarted.now_ms() == 9_000_500, "at least as long as this start has lasted"


def test_an_address_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(ApiError):
        HttpClient("ftp://x", ServerClock())
