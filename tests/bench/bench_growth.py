"""What a house grows by: bytes of each table for a case that was fed in, and what is asked of all rows at once, on
PostgreSQL. docs/scaling.md reckons with these."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, text

from app.demo.agent import CASES_IN_A_BATCH
from app.demo.generator import flood
from app.domain.roles import Role
from app.server.bootstrap import open_storage
from app.server.security.principal import Principal
from app.server.storage import feed, figures, schema
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import intake
from tests.bench.figures import arguments, report
from tests.support.postgresql import Cluster, find_binaries

_SIZES = text(
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)

ROWS_AT_ONCE = 100


def main() -> None:
    told = arguments("bytes of each table for a case", cases=5_000)
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("there is no PostgreSQL here")
    cluster = Cluster(binaries).start()
    try:
        cluster.create("growth", None)
        engine = open_engine(cluster.url("growth"))
        schema.upgrade(engine)
        engine.dispose()
        storage = open_storage(cluster.url("growth"))
        grow(storage, told.cases)
        storage.engine.dispose()
    finally:
        cluster.stop()


def grow(storage: Storage, count: int) -> None:
    agent = Principal("roca", "roca", frozenset({Role.AGENT_SERVICE}), None, None, "f")
    before = sizes(storage)
    making = list(flood(count, 7, datetime.now(UTC)))
    began = time.perf_counter()
    for at in range(0, count, CASES_IN_A_BATCH):
        body = b"\n".join(map(msgspec.json.encode, making[at : at + CASES_IN_A_BATCH]))
        intake.take_cases(storage, agent, body, lines=True)
    report("growth_intake", "cases/s", [count / (time.perf_counter() - began)], cases=count)
    grown = {name: (size - before.get(name, 0)) / count for name, size in sizes(storage).items()}
    most = dict(sorted(grown.items(), key=lambda one: -one[1])[:8])
    rounded = {name: round(size) for name, size in most.items()}
    report("growth_per_case", "bytes", [sum(grown.values())], cases=count, tables=rounded)
    before = sizes(storage)
    for at in range(0, count, ROWS_AT_ONCE):
        with storage.write() as work:
            for n in range(at, at + ROWS_AT_ONCE):
                name = f"01a1ff2a-9ce4-79b1-827a-{n:012d}"
                work.audit(name, "command", "command", name, type="review.submit", status="applied", case=f"C-{n}")
                work.touch("case", f"C-{n}", 2, None)
    rows, after = ROWS_AT_ONCE * -(-count // ROWS_AT_ONCE), sizes(storage)
    trail = {name: round((after[name] - before[name]) / rows) for name in ("audit", "feed")}
    report("growth_per_row", "bytes", [sum(trail.values())], tables=trail)
    report("growth_metrics", "ms", [timed(storage, lambda c: figures.everything(c, to_ms(storage.clock())))])
    report("growth_feed_page", "ms", [timed(storage, lambda c: feed.after(c, count // 2, 500))])


def sizes(storage: Storage) -> dict[str, int]:
    with storage.read() as connection:
        return {row[0]: row[1] for row in connection.execute(_SIZES)}


def timed(storage: Storage, work: Callable[[Connection], object]) -> float:
    with storage.read() as connection:
        work(connection)
        began = time.perf_counter()
        work(connection)
        return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
