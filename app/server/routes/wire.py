"""HTTP as it is read from a connection: by httptools, in a fraction of the time that a reader in Python takes, and
within limits of room and time that neither httptools nor uvicorn has."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

MOST_UNREAD = 64 * 1024
"""So many bytes of a head, of what is said about the pieces of a body or of what follows it are taken, and no more
before there is something whole in them. What is in a body has the limit of its route."""
_REFUSAL = "The head of the request is too large."


class Wire(HttpToolsProtocol):
    """One connection.

    Whoever says nothing, or half of something, holds an open file of the process: a head has to be whole, and a body
    to go on, within its time. Between two requests the keep-alive limit of uvicorn holds."""

    head_seconds = 20.0
    body_seconds = 60.0

    _unread = 0
    _in_head = False
    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._within(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._within(None)
        super().connection_lost(exc)

    def _within(self, seconds: float | None) -> None:
        if self._limit is not None:
            self._limit.cancel()
        self._limit = None if seconds is None else self.loop.call_later(seconds, self._over, seconds)

    def _over(self, seconds: float) -> None:
        self._limit = None
        if self.flow.read_paused:
            # It is the server that does not read on.
            self._within(seconds)
        else:
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        self._unread += len(data)
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if self._limit is None and (cycle is None or cycle.response_complete):
            # Neither a request nor the limit between two, which ended with these bytes.
            self._within(self.head_seconds)
        if self._unread > MOST_UNREAD and not self.transport.is_closing():
            self.logger.warning(_REFUSAL)
            self.send_400_response(_REFUSAL)

    def on_message_begin(self) -> None:
        self._in_head = True
        self._within(self.head_seconds)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        # What stands behind a body is no header: whoever stands in between has checked those before it alone.
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head, self._unread = False, 0
        if self._two_ways():
            # The parser makes an error of its own of it, which is answered with 400 and the end of the connection.
            raise ValueError
        self._within(self.body_seconds)
        super().on_headers_complete()

    def _two_ways(self) -> bool:
        """Whether it may be read in another way by whoever stands in between: where a request ends, who it is for.

        No other protocol is spoken here, and httptools takes what asks for one for a request without a body: what
        follows would be read as the next. RFC 9112, 3.2 (one Host) and 6.1 (what tells the length of a body)."""
        coding = b",".join(value.strip().lower() for name, value in self.headers if name == b"transfer-encoding")
        hosts = sum(name == b"host" for name, _ in self.headers)
        if self.parser.get_http_version() == "1.1":
            two = hosts != 1 or coding not in (b"", b"chunked")
        else:
            two = hosts > 1 or bool(coding)
        return two or bool(self.parser.should_upgrade())

    def on_body(self, body: bytes) -> None:
        self._unread = 0
        self._within(self.body_seconds)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unread = 0
        self._within(None)
        super().on_message_complete()
