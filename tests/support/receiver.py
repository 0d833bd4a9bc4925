"""Somebody who is sent webhooks: a bare HTTP server that writes down what it was sent and answers as it is told."""

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple

import msgspec

from app.server.security.webhook_signature import sign

WAIT_SECONDS = 60.0
Answer = tuple[int, dict[str, str]]


class Got(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message_id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.json.decode(self.body)
        return told

    def signed_by(self, secret: str) -> bool:
        """Whether one of its signatures is of this secret."""
        at = int(self.headers["webhook-timestamp"])
        return sign(secret, self.message_id, at, self.body) in self.headers["webhook-signature"].split(" ")


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who does not like our certificate, or goes away, is no fault of ours."""


class Receiver:
    """Use as a context. `answer` is asked for each request, by its number from 1; 204 unless told otherwise."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.got: list[Got] = []
        self.answer: Callable[[int, Got], Answer] = lambda number, got: (204, {})
        self._more = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                """Quiet."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                got = Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                with receiver._more:
                    receiver.got.append(got)
                    number = len(receiver.got)
                    receiver._more.notify_all()
                status, headers = receiver.answer(number, got)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/in"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def wait_for(self, count: int) -> list[Got]:
        """What it got, once it is as much as that."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.got) >= count, WAIT_SECONDS), self.got
            return list(self.got)

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        """The data of what it got of one type."""
        return [got.told["data"] for got in self.got if got.told["type"] == kind]

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
