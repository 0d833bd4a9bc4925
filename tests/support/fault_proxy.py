"""A treacherous road to a server: an HTTP relay on a thread of its own that does to each request what a test tells.

It understands just enough of HTTP/1.1 (one request after another on a connection, lengths and chunks) to know where a
request and an answer begin and end, so that a fault can hit the third batch of commands and nothing else. Nothing
here waits for time to pass, but what is asked to be slow: a stalled answer is held until the client gives up.
"""

import asyncio
import contextlib
import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

_AT_ONCE = struct.pack("ii", 1, 0)
_HEAD_END = b"\r\n\r\n"
PORTAL = b"<html><head><title>Sign in to the guest network</title></head><body>Welcome</body></html>"


class Lost(Exception):
    """The other end went away."""


@dataclass(frozen=True)
class Asked:
    """One request as it came in; `number` counts from 1."""

    number: int
    method: str
    path: str
    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        return self.head + self.body


@dataclass(frozen=True)
class Answer:
    """One answer as the server gave it, its chunks joined."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def head(self, length: int | None = None) -> bytes:
        """The head with `length` as Content-Length, that of the body unless told otherwise."""
        kept = [(n, v) for n, v in self.headers if n.lower() not in ("content-length", "transfer-encoding")]
        kept.append(("Content-Length", str(len(self.body) if length is None else length)))
        lines = "".join(f"{name}: {value}\r\n" for name, value in kept)
        return f"HTTP/1.1 {self.status} .\r\n{lines}\r\n".encode("latin-1")

    @property
    def raw(self) -> bytes:
        return self.head() + self.body

    def with_headers(self, *more: tuple[str, str]) -> "Answer":
        names = {name.lower() for name, _ in more}
        return replace(self, headers=(*(h for h in self.headers if h[0].lower() not in names), *more))


@dataclass
class Road:
    """What a fault has in hand: the request, the way to the server, the way back."""

    asked: Asked
    proxy: "FaultProxy"
    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader

    async def server(self) -> Answer:
        """Ask the server; what it says is remembered as the last answer of its path."""
        return await self.proxy.ask(self.asked)

    async def give(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        """Break the connection as a machine does that knows nothing of it (RST)."""
        line = self.writer.get_extra_info("socket")
        if line is not None:
            with contextlib.suppress(OSError):
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.writer.transport.abort()

    async def hold(self) -> None:
        """Say nothing more until the client hangs up."""
        with contextlib.suppress(OSError):
            while await self.reader.read(65_536):
                pass


Fault = Callable[[Road], Awaitable[bool]]
"""Does one exchange; whether the connection stays."""


# --- the faults -----------------------------------------------------------------------------------------------------
async def passed(road: Road) -> bool:
    """No fault."""
    await road.give((await road.server()).raw)
    return True


async def no_request(road: Road) -> bool:
    """The request never arrives."""
    return False


async def no_answer(road: Road) -> bool:
    """The server did it, and nobody hears."""
    await road.server()
    return False


async def reset(road: Road) -> bool:
    """The server did it; the connection is broken."""
    await road.server()
    road.reset()
    return False


async def twice(road: Road) -> bool:
    """The request arrives twice; the second answer is the one that is heard."""
    await road.server()
    await road.give((await road.server()).raw)
    return True


async def half_open(road: Road) -> bool:
    """Taken in and never answered."""
    await road.hold()
    return False


def late(after: int) -> Fault:
    """The request is lost to its sender, and arrives when `after` others have passed: out of order, perhaps after its
    own repetition."""

    async def fault(road: Road) -> bool:
        road.proxy.held.append((road.asked.number + after, road.asked))
        return False

    return fault


async def answer_of_before(road: Road) -> bool:
    """The answer that the last request of this path got, once more (a page out of order)."""
    kept = road.proxy.last.get(road.asked.path.partition("?")[0])
    await road.give((kept if kept is not None else await road.server()).raw)
    return True


def delayed(seconds: float) -> Fault:
    async def fault(road: Road) -> bool:
        answer = await road.server()
        await asyncio.sleep(seconds)
        await road.give(answer.raw)
        return True

    return fault


def cut(after: int | None = None) -> Fault:
    """The body ends after so many bytes, half of them unless told; the length promised more."""

    async def fault(road: Road) -> bool:
        answer = await road.server()
        end = len(answer.body) // 2 if after is None else after
        await road.give(answer.head() + answer.body[:end])
        return False

    return fault


def stalled(after: int | None = None) -> Fault:
    """Half of the body, then silence on an open line."""

    async def fault(road: Road) -> bool:
        answer = await road.server()
        end = len(answer.body) // 2 if after is None else after
        await road.give(answer.head() + answer.body[:end])
        await road.hold()
        return False

    return fault


def dripping(pause: float, most: int = 100_000) -> Fault:
    """One byte at a time with a pause between two: never silent, never done."""

    async def fault(road: Road) -> bool:
        answer = await road.server()
        await road.give(answer.head())
        for n in range(min(most, len(answer.body))):
            await road.give(answer.body[n : n + 1])
            await asyncio.sleep(pause)
        return False

    return fault


def wrong_length(by: int) -> Fault:
    """Content-Length is off by so much; the connection ends after the body."""

    async def fault(road: Road) -> bool:
        answer = await road.server()
        await road.give(answer.head(len(answer.body) + by) + answer.body)
        return False

    return fault


def instead(status: int, body: bytes = b"", *headers: tuple[str, str], reach: bool = True) -> Fault:
    """Another answer than the server's; with `reach` the server did what was asked all the same."""

    async def fault(road: Road) -> bool:
        if reach:
            await road.server()
        await road.give(Answer(status, headers, body).raw)
        return True

    return fault


def portal(status: int = 200) -> Fault:
    """The page of a captive portal or a tired gateway in place of an answer; nothing reaches the server."""
    return instead(status, PORTAL, ("Content-Type", "text/html; charset=utf-8"), reach=False)


def elsewhere(url: str, status: int = 302) -> Fault:
    """A redirect to another host."""
    return instead(status, b"", ("Location", url), reach=False)


def bomb(size: int) -> Fault:
    """A small compressed body that unpacks to `size` zeros."""
    packed = gzip.compress(bytes(size))
    return instead(200, packed, ("Content-Type", "application/json"), ("Content-Encoding", "gzip"), reach=False)


def altered(change: Callable[[bytes], bytes]) -> Fault:
    """The body as `change` makes it of the server's."""

    async def fault(road: Road) -> bool:
        answer = await road.server()
        await road.give(replace(answer, body=change(answer.body)).raw)
        return True

    return fault


# --- the relay ------------------------------------------------------------------------------------------------------
@dataclass
class FaultProxy:
    """Relays to `target` (host, port). `choose` is asked for the fault of each request; requests that are on `plan`
    take theirs first. `tls`: the certificate that it shows."""

    target: tuple[str, int]
    tls: ssl.SSLContext | None = None
    choose: Callable[[Asked], Fault] = lambda asked: passed
    plan: list[Fault] = field(default_factory=list)
    seen: list[Asked] = field(default_factory=list)
    held: list[tuple[int, Asked]] = field(default_factory=list)
    last: dict[str, Answer] = field(default_factory=dict)
    bytes_out: int = 0
    url: str = ""

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._port = 0
        self._thread = threading.Thread(target=self._run, name="fault-proxy", daemon=True)
        self._thread.start()
        if not self._ready.wait(30):
            raise RuntimeError("the fault proxy does not start")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def then(self, *faults: Fault) -> None:
        """The next requests meet these, one each."""
        self.plan.extend(faults)

    def show(self, tls: ssl.SSLContext | None) -> None:
        """From now on another certificate; whoever is connected has to come again."""
        self._call(self._listen(tls))

    def shut(self) -> None:
        """Nobody listens any more."""
        self._call(self._close())

    def open_again(self) -> None:
        self._call(self._listen(self.tls))

    def _call(self, what: "Awaitable[None]") -> None:
        async def done() -> None:
            await what

        asyncio.run_coroutine_threadsafe(done(), self._loop).result(30)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _listen(self, tls: ssl.SSLContext | None) -> None:
        await self._close()
        self.tls = tls
        self._server = await asyncio.start_server(self._met, "127.0.0.1", self._port, ssl=tls, limit=1 << 26)
        self._port = self._server.sockets[0].getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._port}"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        # A handshake that the client breaks off is what some tests want; nobody has to hear of it.
        self._loop.set_exception_handler(lambda loop, context: None)
        self._loop.run_until_complete(self._listen(self.tls))
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._close())
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while True:
                asked = await _request(reader, len(self.seen) + 1)
                self.seen.append(asked)
                fault = self.plan.pop(0) if self.plan else self.choose(asked)
                stays = await fault(Road(asked, self, writer, reader))
                await self._bring_late(asked.number)
                if not stays:
                    break
        except (Lost, OSError, asyncio.CancelledError, asyncio.IncompleteReadError):
            return  # the client went away, or the relay stops
        finally:
            self._open.discard(writer)
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def _bring_late(self, number: int) -> None:
        due = [asked for at, asked in self.held if at <= number]
        self.held = [(at, asked) for at, asked in self.held if at > number]
        for asked in due:
            with contextlib.suppress(OSError, Lost, asyncio.IncompleteReadError):
                await self.ask(asked)

    def bring_held(self) -> None:
        """What is still under way arrives now."""
        self._call(self._bring_late(1 << 60))

    async def ask(self, asked: Asked) -> Answer:
        reader, writer = await asyncio.open_connection(*self.target, limit=1 << 26)
        try:
            writer.write(_one_shot(asked))
            await writer.drain()
            answer = await _answer(reader)
        finally:
            writer.close()
        self.last[asked.path.partition("?")[0]] = answer
        self.bytes_out += len(answer.body)
        return answer


def _one_shot(asked: Asked) -> bytes:
    """The request, for a connection that ends with its answer."""
    head = asked.head[: -len(_HEAD_END)]
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + _HEAD_END + asked.body


async def _head(reader: asyncio.StreamReader) -> tuple[bytes, dict[str, str]]:
    try:
        head = await reader.readuntil(_HEAD_END)
    except asyncio.IncompleteReadError as error:
        raise Lost from error
    lines = head.decode("latin-1").split("\r\n")[1:-2]
    pairs = (line.partition(":") for line in lines)
    return head, {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _request(reader: asyncio.StreamReader, number: int) -> Asked:
    head, headers = await _head(reader)
    method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    return Asked(number, method, path, head, await reader.readexactly(int(headers.get("content-length", "0"))))


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head, headers = await _head(reader)
    status = int(head.split(b" ", 2)[1])
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _chunks(reader)
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    else:
        body = b"" if status in (204, 304) else await reader.read()
    return Answer(status, tuple(headers.items()), body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()
    return bytes(body)


@contextmanager
def fault_proxy(
    target: tuple[str, int], *, tls: ssl.SSLContext | None = None, plan: Sequence[Fault] = ()
) -> Iterator[FaultProxy]:
    proxy = FaultProxy(target, tls, plan=list(plan))
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
