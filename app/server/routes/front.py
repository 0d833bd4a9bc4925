"""The outermost layer: every request gets an id, every answer its headers, a line in the log and a place in the
figures."""

import secrets
import threading
import time
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from app.server.observability import Log, Metrics

_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
# A server that is about to stop asks for nothing more over this connection.
_LAST = [(b"connection", b"close")]


class Front:
    """An ASGI application around another."""

    def __init__(self, inner: ASGIApp, log: Log, metrics: Metrics, stopping: threading.Event) -> None:
        self._inner, self._log, self._metrics, self._stopping = inner, log, metrics, stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http":
            await self._inner(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    async def _request(self, scope: Any, receive: Receive, send: Send) -> None:
        begun, status = time.perf_counter(), 500
        self._metrics.begin()
        # Never a caller's own: in an id of somebody's choosing there is room for a name or a telephone number.
        trace = secrets.token_hex(16)
        scope["footplate_trace"] = trace

        async def answer(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                stamp = str(time.time_ns() // 1_000_000).encode()
                message["headers"] = [
                    *((n, v) for n, v in message.get("headers", ()) if n.lower() != b"cache-control"),
                    *_HEADERS,
                    (b"x-request-id", trace.encode()),
                    (b"x-server-time-ms", stamp),
                    *(_LAST if self._stopping.is_set() else ()),
                ]
            await send(message)

        try:
            await self._inner(scope, receive, answer)
        finally:
            seconds = time.perf_counter() - begun
            self._metrics.end()
            method = str(scope["method"])
            # The template, never the address itself: ids stay out of logs and figures.
            route = str(scope.get("path_template") or "none")
            self._metrics.add("footplate_requests_total", method=method, route=route, status=str(status))
            self._metrics.observe(seconds, route=route)
            self._log.line(
                "request", request_id=trace, method=method, route=route, status=status, ms=round(seconds * 1000, 1)
            )
