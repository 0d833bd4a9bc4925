"""Every call of the client against a server that says anything at all: the call ends soon, with a value of its type or
with an error that has a code, and with nothing else."""

import functools
import gzip
import http.server
import inspect
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.contract.problems import CONTENT_TYPE
from app.contract.problems import Problem as ProblemDocument
from app.desktop.api.client import HttpClient
from app.desktop.api.endpoints import Api, SessionApi
from app.desktop.api.server_clock import ServerClock
from app.desktop.ports import ApiError, ServerSpoke
from tests.desktop.support.strange_answers import ANYTHING, answers, places, put

SOON_SECONDS = 0.1
JSON = "application/json"


class Saying(http.server.BaseHTTPRequestHandler):
    """Says what the test told last."""

    protocol_version = "HTTP/1.1"
    timeout = 5
    close_connection = True
    told: tuple[int, dict[str, str], bytes]

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, headers, body = self.told
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if status not in (204, 304):
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def log_message(self, *_args: object) -> None:
        return


class Carrier:
    """Whoever carries a token here always has one."""

    def access(self) -> str:
        return "token"

    def renew(self, refused: str) -> str:
        return f"not {refused}"


def calls_of(kind: type) -> list[str]:
    return [
        name
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") and get_type_hints(method).get("return") is not None
    ]


CALLS = [(kind, name) for kind in (SessionApi, Api) for name in calls_of(kind)]


def given_to(method: Callable[..., Any]) -> list[Any]:
    """Something for each parameter; what goes into a body does not matter here."""
    hints = get_type_hints(method)
    found: list[Any] = []
    for name, parameter in list(inspect.signature(method).parameters.items())[1:]:
        if parameter.default is not inspect.Parameter.empty:
            break
        hint = str(hints[name])
        if "Callable" in hint:
            found.append(lambda _piece: None)
        elif "tuple" in hint:
            found.append(("C-200001",) if "str" in hint else ())
        else:
            found.append("x" if "str" in hint else 1 if "int" in hint or "float" in hint else None)
    return found


@pytest.fixture
def saying() -> Iterator[type[Saying]]:
    handler = type("Handler", (Saying,), {"told": (200, {}, b"")})
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    web.daemon_threads = False
    handler.url = f"http://127.0.0.1:{web.server_port}"  # type: ignore[attr-defined]
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield handler
    web.shutdown()
    thread.join()
    web.server_close()


STATUS = st.sampled_from([200] * 12 + [201, 204, 206, 302, 304, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 511])
HEADERS = st.sampled_from(
    [{"Content-Type": JSON}] * 6
    + [{}, {"Content-Type": CONTENT_TYPE}, {"Content-Type": "text/html"}, {"Content-Type": "\xff;;=", "ETag": '"x"'}]
    + [{"Content-Type": JSON, "Content-Encoding": "gzip"}, {"Content-Type": CONTENT_TYPE, "Retry-After": "-1e9"}]
    + [{"Content-Type": JSON, "X-Server-Time-Ms": "9" * 14}, {"Content-Type": JSON, "X-Server-Time-Ms": "\xb2"}]
)


def ask(saying: Any, call: Callable[[], Any], answer: tuple[int, dict[str, str], bytes]) -> ApiError | None:
    """The error that a call ends with on this answer, if any; all but ApiError fails the test, and so does time."""
    saying.told = answer
    for trial in (1, 2):  # the collector may have its turn in one of them
        before, error = time.thread_time(), None
        try:
            call()
        except ApiError as caught:
            error = caught
        if time.thread_time() - before <= SOON_SECONDS:
            break
        assert trial == 1, "it took too long"
    assert error is None or error.code
    return error


@pytest.mark.parametrize(("kind", "name"), CALLS, ids=[name for _, name in CALLS])
def test_whatever_is_answered_a_call_has_a_value_or_an_error_with_a_code_and_soon(
    saying: Any, kind: type[Any], name: str
) -> None:
    clock = ServerClock()
    client = HttpClient(saying.url, clock, connect_seconds=5, stall_seconds=5)
    api = Api(client, Carrier(), clock) if kind is Api else SessionApi(client)
    told = get_type_hints(getattr(kind, name))["return"]
    told = get_args(told)[0] if type(None) in get_args(told) else told
    call = functools.partial(getattr(api, name), *given_to(getattr(kind, name)))
    listed = name == "contexts"  # what it gives is a part of what it was told
    sound = answers(told) if told not in (bytes, bool) and not listed else st.just({"contexts": [{}]})

    @settings(
        max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate]
    )
    @given(value=sound, seen=st.integers(0, 400), new=ANYTHING, status=STATUS, headers=HEADERS, cut=st.integers(0, 99))
    def look(value: Any, seen: int, new: Any, status: int, headers: dict[str, str], cut: int) -> None:
        whole = json.dumps(value).encode()
        refused = ask(saying, call, (200, {"Content-Type": JSON}, whole))
        assert refused is None or (name.endswith("document") and isinstance(refused, ServerSpoke)), repr(
            refused.__cause__
        )
        at = places(value)
        body = json.dumps(put(json.loads(whole), at[seen % len(at)], new)).encode()
        ask(saying, call, (200, {"Content-Type": JSON}, body))
        body = gzip.compress(body) if "Content-Encoding" in headers and seen % 2 else body
        ask(saying, call, (status, headers, body))
        ask(saying, call, (200, {"Content-Type": JSON}, whole[: len(whole) * cut // 100]))

    try:
        look()
    finally:
        client.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate]
)
@given(value=answers(ProblemDocument), seen=st.integers(0, 400), new=ANYTHING, status=STATUS)
def test_whatever_a_refusal_says_it_is_an_error_with_a_code(
    saying: Any, value: Any, seen: int, new: Any, status: int
) -> None:
    client = HttpClient(saying.url, ServerClock(), connect_seconds=5, stall_seconds=5)
    at = places(value)
    body = json.dumps(put(value, at[seen % len(at)], new)).encode()
    try:
        error = ask(saying, lambda: client.send("GET", "/v1/meta"), (status, {"Content-Type": CONTENT_TYPE}, body))
        assert (error is None) == (200 <= status < 300)
    finally:
        client.close()


def test_no_call_is_left_out() -> None:
    names = {name for _, name in CALLS}
    assert {"changes", "commands", "hub_rules", "sop_pages", "regression_runs", "feedback", "own_gold", "ways"} <= names
    assert len(CALLS) > 120
