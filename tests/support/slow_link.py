"""A slow and lossy road to a server on this machine: a relay that holds every piece back for half a round trip, and
a lost one for the round trip that sending it again takes. TCP delivers in order, so what follows a lost piece waits
with it; that is what a program sees of loss."""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

SEGMENT = 1460
"""Bytes that travel and are lost together, as in an Ethernet frame."""


@dataclass(frozen=True)
class Road:
    """`round_trip_s` seconds there and back; `loss` is the share of segments that have to be sent again."""

    round_trip_s: float
    loss: float
    seed: int = 7


class SlowLink:
    """Listens on a free loopback port and relays to `target`; `url` is where to knock."""

    def __init__(self, target: tuple[str, int], road: Road) -> None:
        self._target, self._road = target, road
        self._dice = random.Random(road.seed)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.lost = self.sent = 0
        self.url = ""
        self._thread = threading.Thread(target=self._run, name="slow-link", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._met, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))  # transports close one turn later
        self._loop.close()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Opening a connection costs a round trip of its own.
        await asyncio.sleep(self._road.round_trip_s)
        try:
            there_reader, there_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.close()
            return
        try:
            await asyncio.gather(self._carry(reader, there_writer), self._carry(there_reader, writer))
        except asyncio.CancelledError:
            return  # the relay stops; a cancelled task would be reported as an error of its own
        finally:
            for end in (writer, there_writer):
                with suppress(OSError):
                    end.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read at once and deliver later, in order, so that a long answer is not slowed piece by piece."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                due, piece = await waiting.get()
                pause = due - self._loop.time()
                if pause > 0:
                    await asyncio.sleep(pause)
                if not piece:
                    with suppress(OSError):
                        writer.write_eof()
                    return
                writer.write(piece)
                await writer.drain()

        delivering = asyncio.ensure_future(deliver())
        latest = 0.0
        try:
            while True:
                piece = await reader.read(SEGMENT)
                due = self._loop.time() + self._road.round_trip_s / 2
                if piece:
                    self.sent += 1
                    if self._dice.random() < self._road.loss:
                        self.lost += 1
                        due += self._road.round_trip_s
                latest = max(latest, due)
                waiting.put_nowait((latest, piece))
                if not piece:
                    break
            await delivering
        except (OSError, asyncio.IncompleteReadError):
            delivering.cancel()


@contextmanager
def slow_link(target: tuple[str, int], road: Road) -> Iterator[SlowLink]:
    link = SlowLink(target, road)
    link.start()
    try:
        yield link
    finally:
        link.stop()
