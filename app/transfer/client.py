"""One HTTP session with patience: waits as the server asks, tries again where trying again can help."""

import random
import ssl
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter

from app.contract.version import API_VERSION

CONNECT_SECONDS = 5.0
STALL_SECONDS = 60.0
ATTEMPTS = 8
LONGEST_WAIT = 60.0
AGAIN = frozenset({429, 502, 503, 504})


class TransferError(Exception):
    """The transfer cannot go on. `status` is the HTTP status, or None where no answer came."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class _SystemTrust(HTTPAdapter):
    """Certificates are judged by the system's own store, so that a company's authority counts."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **kwargs)


class Client:
    """Calls one server with one token. `sleep` takes seconds; tests hand in their own."""

    def __init__(self, server: str, token: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        try:
            told = urlsplit(server)
            _ = told.port
        except ValueError as error:
            raise TransferError(f"the server address cannot be read: {error}") from None
        if not (token.isascii() and token.isprintable()):
            raise TransferError("the token holds characters that no token has")
        if told.scheme not in ("http", "https") or not told.hostname:
            raise TransferError(f"the server address must start with http:// or https://: {server}")
        self._base = server.rstrip("/")
        self._sleep = sleep
        self._session = requests.Session()
        self._session.mount("https://", _SystemTrust())
        self._session.trust_env = told.hostname not in ("127.0.0.1", "::1", "localhost")
        self._session.headers.update(
            {"Authorization": f"Bearer {token}", "User-Agent": f"footplate-transfer/{API_VERSION}"}
        )

    def close(self) -> None:
        self._session.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        stream: bool = False,
    ) -> requests.Response:
        """A 2xx answer. Raises TransferError for any other, after the attempts that make sense."""
        why = ""
        status: int | None = None
        for attempt in range(ATTEMPTS):
            floor = 0.0
            try:
                answer = self._session.request(
                    method,
                    self._base + path,
                    data=body,
                    headers=dict(headers or {}),
                    params=dict(params or {}),
                    stream=stream,
                    timeout=(CONNECT_SECONDS, STALL_SECONDS),
                    allow_redirects=False,
                )
            except (requests.ConnectionError, requests.Timeout) as error:
                why, status = f"no answer from {self._base} ({type(error).__name__})", None
            else:
                if 200 <= answer.status_code < 300:
                    return answer
                why, status = _reason(answer), answer.status_code
                floor = _retry_after(answer)
                answer.close()
                if status not in AGAIN:
                    raise TransferError(why, status)
            if attempt + 1 < ATTEMPTS:
                self._sleep(max(floor, random.uniform(0, min(LONGEST_WAIT, 0.5 * 2**attempt))))  # noqa: S311
        raise TransferError(why, status)


def _reason(answer: requests.Response) -> str:
    """What a refusal says, in one line. Its body is bounded and never printed raw."""
    told = ""
    try:
        problem = answer.json()
        told = str(problem.get("code", "")) + ": " + str(problem.get("detail") or problem.get("title") or "")
    except (ValueError, AttributeError):
        told = answer.reason or ""
    return f"the server answered {answer.status_code} {told}"[:300]


def _retry_after(answer: requests.Response) -> float:
    """Seconds of Retry-After, either form; 0 where there is none."""
    told = answer.headers.get("Retry-After", "").strip()
    if not told:
        return 0.0
    if told.isdigit():
        return min(float(told), 600.0)
    try:
        return min(max(parsedate_to_datetime(told).timestamp() - time.time(), 0.0), 600.0)
    except (TypeError, ValueError):
        return 0.0
