"""The model of the server (tests/desktop/support/model_server.py) behind real HTTP, so that a seat's own client, with
every fault of a road between, can be stepped against it in one process."""

import http.server
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from app.contract import paths
from app.contract.claims import ClaimRequest, HeldClaim
from app.contract.commands import CommandBatch
from app.contract.problems import CONTENT_TYPE
from app.desktop.api.client import HttpClient
from app.desktop.api.endpoints import Api
from app.desktop.api.server_clock import ServerClock
from app.desktop.ports import Problem
from tests.desktop.support.model_server import ModelServer

_BODIES: dict[str, tuple[str, Any]] = {
    paths.COMMANDS: ("commands", CommandBatch),
    paths.CLAIMS: ("claim", ClaimRequest),
    paths.CLAIMS_RENEW: ("renew_claims", tuple[HeldClaim, ...]),
    paths.CLAIMS_RELEASE: ("release_claims", tuple[HeldClaim, ...]),
}
_READS = {paths.META: "meta", paths.CHANGES: "changes", paths.SNAPSHOT: "snapshot"}


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: ModelServer
    turn: threading.Lock

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        method = getattr(self.model, _READS[asked.path])
        takes = inspect.signature(method).parameters
        given: dict[str, Any] = {name: value for name, value in parse_qsl(asked.query) if name in takes}
        for name in takes:
            if name == "limit":
                given[name] = int(given[name])
            elif takes[name].default is inspect.Parameter.empty:
                given.setdefault(name, None)
        self._answer(lambda: method(**given))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        name, kind = _BODIES[urlsplit(self.path).path]
        self._answer(lambda: getattr(self.model, name)(msgspec.json.decode(body, type=kind)))

    def _answer(self, act: Callable[[], Any]) -> None:
        status, kind = 200, "application/json"
        try:
            with self.turn:
                value = act()
        except Problem as problem:
            status, kind = problem.status, CONTENT_TYPE
            value = {
                "type": problem.code, "title": "", "status": status, "detail": "", "instance": "",
                "code": problem.code, "trace_id": "", "errors": [],
            }  # fmt: skip
        data = msgspec.json.encode(value)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def served_model(model: ModelServer) -> Iterator[tuple[str, int]]:
    """The model on a free loopback port: (host, port)."""
    handler = type("Handler", (_Handler,), {"model": model, "turn": threading.Lock()})
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield ("127.0.0.1", web.server_port)
    finally:
        web.shutdown()
        thread.join(10)
        web.server_close()


class _Bearer:
    def access(self) -> str:
        return "token"

    def renew(self, refused: str) -> str:
        return "token"


@contextmanager
def client_of(url: str, *, stall_seconds: float = 5.0, connect_seconds: float = 5.0) -> Iterator[Api]:
    """The workstation's own client for that address."""
    clock = ServerClock()
    http_client = HttpClient(url, clock, connect_seconds=connect_seconds, stall_seconds=stall_seconds)
    try:
        yield Api(http_client, _Bearer(), clock)
    finally:
        http_client.close()
