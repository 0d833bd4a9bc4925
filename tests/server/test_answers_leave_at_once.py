"""An answer is written in two pieces; the second must not wait until the other side has acknowledged the first."""

import asyncio
import socket

from app.server.bootstrap import _listen


def test_no_connection_holds_back_the_end_of_an_answer() -> None:
    assert asyncio.run(_at_once()) == [1, 1]


async def _at_once() -> list[int]:
    """TCP_NODELAY of two connections to the listener that the server listens on, as uvicorn would answer on them."""
    found: asyncio.Queue[int] = asyncio.Queue()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken = writer.get_extra_info("socket")
        found.put_nowait(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        await writer.wait_closed()

    listener = _listen("127.0.0.1", 0)
    async with await asyncio.start_server(answer, sock=listener):
        for _ in range(2):
            _, asking = await asyncio.open_connection(*listener.getsockname())
            asking.close()
            await asking.wait_closed()
        return [await found.get(), await found.get()]
