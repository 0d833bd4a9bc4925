"""Answers that are bytes already and go out as they are, which nearly all are: what a framework asks of every answer
(cookies, encoders, merged headers) takes longer than sending one."""

from typing import Any

from litestar import Response
from litestar.types import Receive, Scope, Send


class Plain(Response[bytes]):
    """Bytes with a status that allows a body, told by their kind and length and nothing else."""

    def to_asgi_response(self, app: Any, request: Any, **_more: Any) -> Any:
        """What sends it."""
        return self._go

    async def _go(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        kind, length = str(self.media_type).encode(), str(len(self.content)).encode()
        headers = [(b"content-type", kind), (b"content-length", length)]
        await send({"type": "http.response.start", "status": self.status_code or 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.content, "more_body": False})


def plain(content: bytes, status: int, media_type: str) -> Plain:
    """Made without asking for what it does not have."""
    made = Plain.__new__(Plain)
    made.content, made.status_code, made.media_type = content, status, media_type
    return made
