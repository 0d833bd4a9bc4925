"""A stand-in for a reverse proxy where Caddy is not installed: it asks every server whether it is ready, sends each
request to one that is, and tries another where a server does not take the connection. Never sends a request twice."""

import asyncio
import contextlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path

PIECE = 64 * 1024


def rules(caddyfile: Path) -> tuple[str, float]:
    """The path that is asked and how often (seconds), as the Caddyfile says."""
    text = caddyfile.read_text(encoding="utf-8")
    path, every = re.search(r"health_uri (\S+)", text), re.search(r"health_interval (\d+)s", text)
    assert path is not None
    assert every is not None
    return path.group(1), float(every.group(1))


class SmallProxy:
    """Listens on a free port of this machine; `url` once started."""

    def __init__(self, ports: list[int], health: str, every: float) -> None:
        self._ports, self._health, self._every = ports, health, every
        self._ready: dict[int, bool] = dict.fromkeys(ports, False)
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy")
        self._port, self._turn = 0, 0
        # The loop knows its tasks weakly, and a connection that both sides have left is known to its task alone.
        self._at_work: set[asyncio.Task[None] | None] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def ready(self) -> set[int]:
        """The ports of the servers that said they are."""
        return {port for port, so in self._ready.items() if so}

    @contextlib.contextmanager
    def running(self) -> Iterator["SmallProxy"]:
        self._thread.start()
        assert self._started.wait(30)
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(30)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, limit=PIECE)
        self._port = server.sockets[0].getsockname()[1]
        looking = {asyncio.create_task(self._look(port)) for port in self._ports}
        self._started.set()
        await self._stop.wait()
        server.close()
        # A connection that was taken a moment ago has its task only now: look again until nobody is left.
        told: set[asyncio.Task[None]] = set()
        while left := (asyncio.all_tasks() | {task for task in looking if not task.done()}) - {asyncio.current_task()}:
            for task in left - told:
                task.cancel()
            told |= left
            await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)
        await server.wait_closed()

    async def _look(self, port: int) -> None:
        while True:
            self._ready[port] = await self._asked(port)
            await asyncio.sleep(self._every)

    async def _asked(self, port: int) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        try:
            writer.write(f"GET {self._health} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            return b" 200 " in await reader.readline()
        except OSError:
            return False
        finally:
            await _end(writer)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request; the connection ends with its answer."""
        self._at_work.add(task := asyncio.current_task())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            await self._hand_on(head, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # somebody went away, or the proxy ends, and this task with it
        finally:
            try:
                await _end(writer)
            finally:
                self._at_work.discard(task)

    async def _hand_on(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await self._server()
        try:
            first, _, rest = head.partition(b"\r\n")
            kept = [line for line in rest.split(b"\r\n") if line and not line.lower().startswith(b"connection:")]
            server_writer.write(b"\r\n".join([first, *kept, b"Connection: close", b"", b""]))
            sending = asyncio.create_task(_pour(reader, server_writer))
            try:
                await _pour(server_reader, writer)
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
        finally:
            await _end(server_writer)

    async def _server(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to a server that is ready; waits until there is one."""
        while True:
            ports = sorted(self.ready())
            self._turn += 1
            for port in ports[self._turn % len(ports) :] + ports[: self._turn % len(ports)] if ports else ():
                with contextlib.suppress(OSError):
                    return await asyncio.open_connection("127.0.0.1", port)
                self._ready[port] = False
            await asyncio.sleep(0.1)


async def _end(writer: asyncio.StreamWriter) -> None:
    """Close a connection, and wait until it is: a loop that ends before leaves it behind."""
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(PIECE):
            target.write(piece)
            await target.drain()
