"""Initial sync: cases per second from a real server on loopback (its own process) into the encrypted cache, without a
window. The floor of the same run, one after the other: the same page bodies by a raw socket from a thread that only
sends, and then the rows that are read in them put by bare SQLCipher into the tables of a new cache, with its size of
pages and its promises (`LazyEngine`), a transaction for each page. Beside it, as `floor_documents_alone`: the documents
into one table of SQLCipher as it comes, pages of 4 KB and everything else at its defaults. The first seat is told
apart: the server makes most views for it, and keeps them for the seats that follow."""

import gc
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from app.contract import paths
from app.contract.changes import CASE, SnapshotPage
from app.contract.queue_row import CaseRow
from app.desktop.bootstrap import SWITCH_SECONDS
from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.cache.cache_store import FILE, CacheStore
from app.desktop.cache.engine import FAST, open_engine
from app.desktop.cache.header import COLUMNS
from app.desktop.changes import Changed
from app.desktop.runtime.litter import YOUNG
from app.desktop.vault.keys import DataKey
from tests.bench.figures import arguments, report
from tests.bench.profiles import KEY
from tests.bench.servers import House, open_house
from tests.desktop.support.factories import DirectWriter


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
    told = arguments("initial sync into the encrypted cache", cases=20_000, runs=4, light=0)
    # As the program does once its window stands.
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.freeze()
    gc.set_threshold(*YOUNG)
    rates, waits, floors, alone = [], [], [], []
    with open_house() as house:
        house.feed(told.cases, light=bool(told.light))
        for turn in range(told.runs):
            seconds, watched = sync(house, house.folder / f"seat-{turn}", told.cases)
            rates.append(told.cases / seconds)
            waits.append(watched.waited)
            carried = raw_socket(watched.bodies)
            floors.append(told.cases / (carried + as_kept(watched.bodies, house.folder / f"floor-{turn}")))
            alone.append(told.cases / (carried + documents_alone(watched.bodies, house.folder / f"alone-{turn}.db")))
    size = sum(map(len, watched.bodies)) // told.cases
    name = f"{told.cases}_light" if told.light else str(told.cases)
    base, bare = _median(floors), _median(alone)
    beside = {"floor_documents_alone": round(bare), "bytes_per_case": size, "pages": len(watched.bodies)}
    report(f"sync_rate_first_{name}", "cases/s", rates[:1], floor=base, **beside)
    later = rates[1:] or rates
    report(f"sync_rate_{name}", "cases/s", later, floor=base, ratio_alone=round(_median(later) / bare, 4), **beside)
    report("sync_waiting_for_the_server", "s", waits)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


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
        while desk.engine.step() == 0:
            at = desk.engine.report.progress
            # The cache is asked only once it may say yes: asking takes time as well.
            if at is not None and at.done >= (at.total or 0) and "cursor" in stores.cache.state():
                break
        seconds = time.perf_counter() - began
        if stores.cache.counts()["case"] != cases:
            raise SystemExit(f"{stores.cache.counts()} instead of {cases} cases; {desk.engine.report}")
        return seconds, watched
    finally:
        desk.engine.close()
        stores.close()


def as_kept(bodies: list[bytes], folder: Path) -> float:
    """Seconds to write the rows of these pages into the tables of a cache, by the driver alone."""
    decode = msgspec.json.Decoder(CaseRow).decode
    pages = []
    for page in _pages(bodies):
        rows = [decode(row.row) for row in page.rows]
        documents = [(head.number, head.rev, row.document) for row, (head, _, _) in zip(page.rows, rows, strict=True)]
        place = [("snapshot_id", page.snapshot_id), ("snapshot_after", page.after or ""), ("snapshot_rows", "0")]
        pages.append(([h for h, _, _ in rows], documents, [w for _, _, w in rows], place))
    folder.mkdir(mode=0o700)
    CacheStore.open(folder, KEY).close()
    engine = open_engine(folder / FILE, KEY, FAST)
    connection = engine.connect()
    marks = ", ".join("?" * len(COLUMNS))
    began = time.perf_counter()
    for heads, documents, words, place in pages:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO case_head ({', '.join(COLUMNS)}) VALUES ({marks})", heads)
        connection.executemany("INSERT INTO case_body VALUES (?, ?, ?)", documents)
        connection.executemany("INSERT INTO case_words VALUES (?, ?, ?)", words)
        connection.executemany("INSERT OR REPLACE INTO sync_state VALUES (?, ?)", place)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    engine.dispose()
    return seconds


def documents_alone(bodies: list[bytes], file: Path) -> float:
    """Seconds to write the documents alone, as SQLCipher comes."""
    pages = [[(int(row.entity_id[2:]), 1, bytes(row.document)) for row in page.rows] for page in _pages(bodies)]
    connection = sqlcipher.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE body (number INTEGER PRIMARY KEY, rev INTEGER, document BLOB)")
    began = time.perf_counter()
    for page in pages:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO body VALUES (?, ?, ?)", page)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


def _pages(bodies: list[bytes]) -> list[SnapshotPage]:
    """The pages with their cases alone: on the last one stand a few rows of other kinds."""
    read = [msgspec.json.decode(body, type=SnapshotPage) for body in bodies]
    return [msgspec.structs.replace(page, rows=tuple(row for row in page.rows if row.entity == CASE)) for page in read]


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
