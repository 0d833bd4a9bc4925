"""HTTP as it is read from a connection: by httptools, in a fraction of the time that a reader in Python takes, and
within a limit that httptools does not have."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_UNREAD = 64 * 1024
"""So many bytes of a head, of what is said about the pieces of a body or of what follows it are taken, and no more
before there is something whole in them. What is in a body has the limit of its route."""
_REFUSAL = "The head of the request is too large."


class Wire(HttpToolsProtocol):
    """One connection."""

    _unread = 0
    _in_head = False

    def data_received(self, data: bytes) -> None:
        self._unread += len(data)
        super().data_received(data)
        if self._unread > MOST_UNREAD and not self.transport.is_closing():
            self.logger.warning(_REFUSAL)
            self.send_400_response(_REFUSAL)

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        # What stands behind a body is no header: whoever stands in between has checked those before it alone.
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head, self._unread = False, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unread = 0
        super().on_message_complete()
