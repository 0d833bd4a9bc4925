"""Initial sync: cases per second from a real server on loopback (its own process) into the encrypted cache, without a
window. The floor of the same run: the same page bodies by a raw socket from a thread that only sends, and after that
the same documents inserted by bare SQLCipher as it comes (pages of 4 KB, its own checkpoints), into one table and with
nothing read in them. The first seat is told apart: the server makes most views for it, and keeps them
for the seats that follow."""

import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from app.contract import paths
from app.desktop.bootstrap import SWITCH_SECONDS
from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.changes import Changed
from app.desktop.vault.keys import DataKey
from tests.bench.figures import arguments, report
from tests.bench.profiles import KEY
from tests.bench.servers import House, open_house
from tests.desktop.support.factories import DirectWriter

PAGE = 250


class Watched:
    """Stands between a seat and its HTTP client and keeps what came by. `waited`: seconds that the seat had nothing to
    write."""

    def __init__(self, http: Any) -> None:
        self.http, self.bodies, self.waited = http, [], 0.0

    def send(self, method: str, path: str, **more: Any) -> tuple[int, bytes]:
        status, data = self.http.send(method, path, **more)
        if path == paths.SNAPSHOT:
            self.bodies.append(data)
        return status, data

    def waiting(self, fetched: Any) -> Any:
        """The same function, with the time in it counted."""

        def count(walk: Any) -> Any:
            began = time.perf_counter()
            page = fetched(walk)
            self.waited += time.perf_counter() - began
            return page

        return count


def main() -> None:
    told = arguments("initial sync into the encrypted cache", cases=20_000, runs=4)
    sys.setswitchinterval(SWITCH_SECONDS)  # as the program does
    rates, waits, floors = [], [], []
    with open_house() as house:
        house.feed(told.cases)
        for turn in range(told.runs):
            seconds, watched = sync(house, house.folder / f"seat-{turn}", told.cases)
            rates.append(told.cases / seconds)
            waits.append(watched.waited)
            floors.append(told.cases / floor(watched.bodies, house.folder / f"floor-{turn}.db"))
    base = sorted(floors)[len(floors) // 2]
    size = sum(map(len, watched.bodies)) // told.cases
    report(f"sync_rate_first_{told.cases}", "cases/s", rates[:1], floor=base, bytes_per_case=size)
    report(f"sync_rate_{told.cases}", "cases/s", rates[1:] or rates, floor=base, pages=len(watched.bodies))
    report("sync_waiting_for_the_server", "s", waits)


def sync(house: House, folder: Path, cases: int) -> tuple[float, Watched]:
    """Seconds from the first request of the sync until the cache holds everything and has its place in the feed. What
    is made of it afterwards, beside the work (the words inside evidence), is not of the sync."""
    folder.mkdir(mode=0o700)
    stores = open_stores(folder, DataKey(KEY), "inherited")

    def hear(news: Changed) -> None:
        """Nobody looks."""

    desk = Services(stores, house.server.url, folder, None, DirectWriter(), hear, "0.1.0")
    try:
        desk.session.sign_in(*house.credentials)
        api = desk.engine._server
        watched = Watched(api._http)
        api._http = watched  # type: ignore[attr-defined]
        pull = desk.engine._pull
        pull._fetched = watched.waiting(pull._fetched)  # type: ignore[method-assign]
        began = time.perf_counter()
        while desk.engine.step() == 0 and "cursor" not in stores.cache.state():
            pass
        seconds = time.perf_counter() - began
        if stores.cache.counts()["case"] != cases:
            raise SystemExit(f"{stores.cache.counts()} instead of {cases} cases; {desk.engine.report}")
        return seconds, watched
    finally:
        desk.engine.close()
        stores.close()


def floor(bodies: list[bytes], file: Path) -> float:
    """Seconds for the same bytes by the barest means, one after the other."""
    import msgspec

    from app.contract.changes import SnapshotPage

    pages = [msgspec.json.decode(body, type=SnapshotPage).rows for body in bodies]
    documents = [[(int(row.entity_id[2:]), 1, bytes(row.document or b"")) for row in page] for page in pages]
    seconds = raw_socket(bodies)
    connection = sqlcipher.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE body (number INTEGER PRIMARY KEY, rev INTEGER, document BLOB)")
    began = time.perf_counter()
    for page in documents:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO body VALUES (?, ?, ?)", page)
        connection.execute("COMMIT")
    seconds += time.perf_counter() - began
    connection.close()
    return seconds


def raw_socket(bodies: list[bytes]) -> float:
    """Seconds to ask for and read each body over one connection: one byte up, the body down."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        peer, _ = listener.accept()
        with peer:
            for body in bodies:
                peer.recv(1)
                peer.sendall(body)

    thread = threading.Thread(target=serve)
    thread.start()
    began = time.perf_counter()
    with socket.create_connection(listener.getsockname()) as wire:
        for body in bodies:
            wire.sendall(b"?")
            left = len(body)
            while left:
                left -= len(wire.recv(min(left, 262_144)))
    seconds = time.perf_counter() - began
    thread.join()
    listener.close()
    return seconds


if __name__ == "__main__":
    main()
