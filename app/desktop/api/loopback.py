"""The address on this machine that an identity provider sends the browser back to (RFC 8252, section 7.3): 127.0.0.1 at
a port of chance, open for one sign-in."""

import hmac
import http.server
import socket
import time
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs, urlsplit

import msgspec

PATH = "/callback"
_LOOK_S, _SLOW_S = 0.2, 5.0


class Returned(msgspec.Struct, frozen=True):
    """What the provider sent along: a code, or the code of a refusal; and who it says it is (RFC 9207)."""

    code: str = ""
    error: str = ""
    issuer: str | None = None


class PageText(msgspec.Struct, frozen=True):
    """What the browser shows afterwards, in the person's language."""

    done: str = "Signed in. You can close this page."
    failed: str = "Not signed in. You can close this page."


class Loopback:
    """Listens from the beginning; `wait` takes the one answer that carries `state`."""

    def __init__(self, state: str, text: PageText) -> None:
        self._state, self._text = state, text
        self._returned: Returned | None = None
        outer = self

        class Handler(_Handler):
            desk = outer

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.timeout = _LOOK_S

    @property
    def redirect_uri(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{PATH}"

    def wait(self, seconds: float, cancelled: Callable[[], bool]) -> Returned | None:
        """What came back; None where nothing did in time, or the person went on otherwise."""
        until = time.monotonic() + seconds
        while self._returned is None and time.monotonic() < until and not cancelled():
            self._server.handle_request()
        return self._returned

    def close(self) -> None:
        self._server.server_close()

    def take(self, target: str) -> tuple[int, str]:
        """The status and the words for one request. Whatever does not carry the state is not the provider's: it is
        turned away, and the waiting goes on."""
        parts = urlsplit(target)
        told = parse_qs(parts.query, keep_blank_values=True)
        if parts.path != PATH or self._returned is not None or any(len(values) > 1 for values in told.values()):
            return 404, self._text.failed
        if not hmac.compare_digest(_one(told, "state").encode(), self._state.encode()):
            return 400, self._text.failed
        code, error = _one(told, "code"), _one(told, "error")
        if not code and not error:
            return 400, self._text.failed
        self._returned = Returned("" if error else code, error, _one(told, "iss") or None)
        return 200, self._text.failed if error else self._text.done


def _one(told: dict[str, list[str]], name: str) -> str:
    return told.get(name, [""])[0]


class _Server(http.server.HTTPServer):
    allow_reuse_address = False

    def server_bind(self) -> None:
        # Without asking the network for a name of this machine, as the library would.
        socket.socket.bind(self.socket, self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away; the waiting goes on."""


class _Handler(http.server.BaseHTTPRequestHandler):
    desk: Loopback
    timeout = _SLOW_S

    def do_GET(self) -> None:
        status, words = self.desk.take(self.path)
        page = f'<!doctype html><meta charset="utf-8"><title>Footplate</title><p>{escape(words)}</p>'.encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(page))),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_words: object) -> None:
        """Nothing: the address carries the code."""
