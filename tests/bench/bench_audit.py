"""What the audit trail costs: a commit with its row hashed into the chain beside one whose rows carry no hash made for
them, and how many rows a second are exported and checked. On SQLite, and on PostgreSQL where it is here."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.domain.roles import Role
from app.server.bootstrap import open_storage
from app.server.security.principal import Principal
from app.server.storage import schema, unit_of_work
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import audit_trail
from app.transfer import audit_file
from tests.bench.figures import arguments, report
from tests.support.postgresql import Cluster, find_binaries

ROWS_AT_ONCE = 1_000
_chained = unit_of_work.link


def _as_one(previous: bytes, *_: object) -> bytes:
    """In the place of the chain: nothing is written out and hashed."""
    return previous


def commit(storage: Storage, n: int) -> float:
    """Seconds of one transaction that leaves what a command leaves: a row of the trail and one of the feed."""
    began = time.perf_counter()
    with storage.write() as work:
        work.audit(
            "01a1ff2a-9ce4-79b1-827a-1a37fc2173d7", "command", "command", f"01a1ff2a-9ce4-79b1-827a-{n:012d}",
            type="review.submit", status="applied", code="applied", case=f"C-{n}", device=None, review=None,
        )  # fmt: skip
        work.touch("case", f"C-{n}", 2, None)
    return time.perf_counter() - began


def costs(storage: Storage, commits: int, name: str) -> None:
    """In turns, so that whatever else the machine does falls on both."""
    with_chain: list[float] = []
    without: list[float] = []
    for n in range(commits):
        with_chain.append(commit(storage, n) * 1000)
        unit_of_work.link = _as_one
        try:
            without.append(commit(storage, n) * 1000)
        finally:
            unit_of_work.link = _chained
    report(f"audit_commit_{name}", "ms", with_chain, floor=sorted(without)[len(without) // 2])


def reading(storage: Storage, rows: int, name: str, folder: Path) -> None:
    """Rows a second, of a trail that holds."""
    for _ in range(0, rows, ROWS_AT_ONCE):
        with storage.write() as work:
            for n in range(ROWS_AT_ONCE):
                work.audit("u", "case.claim", "case", f"C-{n}", fence=n, mode="online")
    began = time.perf_counter()
    found = audit_trail.verify(storage)
    took = time.perf_counter() - began
    if found.finding is not None:
        raise SystemExit(f"the chain does not hold: {found.finding}")
    report(f"audit_verify_{name}", "rows/s", [found.rows / took], rows=found.rows)
    auditor = Principal("a", "ada", frozenset({Role.AUDITOR}), None, None, "f")
    file, began = folder / f"{name}.jsonl", time.perf_counter()
    with file.open("wb") as out:
        for piece in audit_trail.export(storage, auditor, audit_trail.Chosen(), None):
            out.write(piece)
    report(f"audit_export_{name}", "rows/s", [found.rows / (time.perf_counter() - began)], bytes=file.stat().st_size)
    began = time.perf_counter()
    heads, statement = audit_file.seals(file)
    checked = audit_file.check_file(file, heads, statement, ())
    report(f"audit_verify_file_{name}", "rows/s", [checked.rows / (time.perf_counter() - began)])


def main() -> None:
    told = arguments("what the chain of the audit trail costs", commits=600, rows=50_000)
    with tempfile.TemporaryDirectory() as told_folder:
        folder = Path(told_folder)
        for name, storages in houses(folder):
            costs(next(storages), told.commits, name)
            reading(next(storages), told.rows, name, folder)


def houses(folder: Path) -> Iterator[tuple[str, Iterator[Storage]]]:
    """The kinds of database, each with fresh ones to draw."""
    yield "sqlite", (open_storage(f"sqlite:///{folder / str(n)}.db") for n in range(2))
    binaries = find_binaries()
    if binaries is None:
        return
    cluster = Cluster(binaries, durable=True).start()
    try:
        yield "postgresql", (_on(cluster, f"bench_{n}") for n in range(2))
    finally:
        cluster.stop()


def _on(cluster: Cluster, name: str) -> Storage:
    cluster.create(name, None)
    engine = open_engine(cluster.url(name))
    schema.upgrade(engine)
    engine.dispose()
    return open_storage(cluster.url(name))


if __name__ == "__main__":
    main()
