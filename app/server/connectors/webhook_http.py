"""Sending one webhook: to an address that was looked at, by HTTPS, without following anything."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from email.utils import parsedate_to_datetime

import msgspec
import truststore

from app.server.config import Network
from app.server.connectors.addresses import BadAddress, Resolve, Target, addresses_of, read_url, resolve

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
USER_AGENT = "Footplate-Webhooks/1"


class Sent(msgspec.Struct, frozen=True):
    """What came of one attempt. `status`: of the answer, None where none came; `error`: a code, empty where the
    receiver took it; `retry_after_ms`: what it asked for; `took_ms`: how long all of it lasted."""

    status: int | None
    error: str
    took_ms: int
    retry_after_ms: int = 0

    @property
    def taken(self) -> bool:
        return not self.error


Send = Callable[[str, bytes, Mapping[str, str]], Sent]


class WebhookSender:
    """Posts messages. `allowed`: networks that may be called beside public addresses."""

    def __init__(
        self,
        allowed: Iterable[Network] = (),
        *,
        look_up: Resolve = resolve,
        tls: Callable[[], ssl.SSLContext] | None = None,
        whole_seconds: float = WHOLE_SECONDS,
    ) -> None:
        self._allowed, self._look_up, self._whole = tuple(allowed), look_up, whole_seconds
        self._tls = tls or (lambda: truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        """One attempt. Never raises for what the other side does."""
        started = time.monotonic()
        status, error, wait = self._post(url, body, headers)
        return Sent(status, error, round((time.monotonic() - started) * 1000), wait)

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int | None, str, int]:
        try:
            target = read_url(url, self._allowed)
            addresses = addresses_of(target, self._allowed, self._look_up)
        except BadAddress as error:
            return None, error.code, 0
        connected = self._connect(target, addresses)
        if isinstance(connected, str):
            return None, connected, 0
        # A receiver that drips a byte now and then would hold the thread for ever: the line is cut for it.
        too_long = threading.Event()
        watch = threading.Timer(self._whole, _cut, (connected, too_long))
        watch.start()
        try:
            return self._talk(connected, target, body, headers)
        except TimeoutError:
            return None, "timeout", 0
        except (OSError, http.client.HTTPException, ValueError):
            return None, "timeout" if too_long.is_set() else "broken_off", 0
        finally:
            watch.cancel()
            watch.join()
            connected.close()

    def _connect(self, target: Target, addresses: list[str]) -> socket.socket | str:
        error = "no_connection"
        for address in addresses:
            try:
                raw = socket.create_connection((address, target.port), CONNECT_SECONDS)
            except OSError:
                continue
            if not target.https:
                return raw
            try:
                return self._tls().wrap_socket(raw, server_hostname=target.host)
            except (ssl.SSLError, OSError, ValueError):
                raw.close()
                error = "tls"
        return error

    def _talk(
        self, connected: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int | None, str, int]:
        connected.settimeout(self._whole)
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = connected
        told = {"Host": target.host_header, "User-Agent": USER_AGENT, "Content-Type": "application/json"}
        connection.request("POST", target.path, body=body, headers=told | dict(headers) | {"Connection": "close"})
        answer = connection.getresponse()
        status, wait = answer.status, _retry_after_ms(answer.headers.get("Retry-After", ""))
        if 200 <= status < 300:
            return status, "", 0
        # Where it points to was never looked at, so it is not followed.
        return status, "redirect" if 300 <= status < 400 else "status", wait


def _cut(connected: socket.socket, too_long: threading.Event) -> None:
    too_long.set()
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _retry_after_ms(told: str) -> int:
    told = told.strip()
    if told.isascii() and told.isdecimal():
        return min(int(told[:9]), 86_400) * 1000
    try:
        return max(0, min(round((parsedate_to_datetime(told).timestamp() - time.time()) * 1000), 86_400_000))
    except (TypeError, ValueError):
        return 0
