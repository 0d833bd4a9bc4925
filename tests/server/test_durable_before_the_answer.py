"""On PostgreSQL nobody is answered before the disk has what they were told: commits are flushed together, by what is
said after them, on a database that flushes nothing of its own accord for as long as a test runs."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.server.storage import schema
from app.server.storage import tables as t
from app.server.storage.chained import MOST_AUDITED
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases.audit_trail import verify
from tests.server.test_postgresql_under_load import decided_until, on_postgresql, whole_decisions
from tests.support.postgresql import Cluster, find_binaries
from tests.support.seats import open_house
from tests.support.server import opened, start_server

pytestmark = [on_postgresql, pytest.mark.slow]
LAZY = {"wal_writer_delay": "10s", "wal_writer_flush_after": "1GB", "bgwriter_lru_maxpages": "0"}
_ALL_ON_DISK = text("SELECT pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A database as a house has it, but for the moment at which it flushes what nobody asked it to."""
    binaries = find_binaries()
    assert binaries is not None
    with closing(Stopped(binaries)) as cluster:
        yield cluster


class Stopped(Cluster):
    def __init__(self, binaries: Path) -> None:
        super().__init__(binaries, durable=True, more=LAZY)
        self.start()

    def close(self) -> None:
        self.stop()


def fresh(cluster: Cluster, name: str) -> str:
    """The address of a database with its tables."""
    cluster.create(name, None)
    engine = open_engine(cluster.url(name))
    schema.upgrade(engine)
    engine.dispose()
    return cluster.url(name)


def test_what_was_committed_lies_on_the_disk_when_the_transaction_is_over(cluster: Cluster) -> None:
    engine = open_engine(fresh(cluster, "commits"))
    storage = Storage(engine, lambda: datetime.now(UTC))
    try:
        with storage.write() as work:
            work.audit("someone", "first", "case", "")
        for rows in (1, MOST_AUDITED, MOST_AUDITED + 1, 1):
            with storage.write() as work:
                for n in range(rows):
                    work.audit("someone", "told", "case", f"C-{n}")
            with engine.connect() as connection:
                assert connection.scalar(_ALL_ON_DISK), rows
    finally:
        engine.dispose()


def test_who_is_told_of_the_order_of_commits_waits_for_the_disk_as_well(cluster: Cluster) -> None:
    engine = open_engine(fresh(cluster, "told"))
    storage = Storage(engine, lambda: datetime.now(UTC))
    try:
        with engine.begin() as other:
            other.execute(text("SET LOCAL synchronous_commit TO OFF"))
            other.execute(text("UPDATE server_state SET value = 'abc' WHERE name = 'token_key'"))
        with engine.connect() as connection:
            assert not connection.scalar(_ALL_ON_DISK)
        with storage.read(settled=True) as connection:
            connection.execute(select(t.feed.c.feed_seq).limit(1)).all()
        with engine.connect() as connection:
            assert connection.scalar(_ALL_ON_DISK)
    finally:
        engine.dispose()


def test_a_database_that_fails_under_load_has_every_acknowledged_decision_and_halves_none(
    cluster: Cluster, tmp_path: Path
) -> None:
    address = fresh(cluster, "fails")
    with start_server(address, workers=2, environment={"FOOTPLATE_FILES": str(tmp_path / "files")}) as server:
        house = open_house(server, address)
        people = [house.seat(f"decides-{n}") for n in range(4)]
        case_ids = house.cases(120)
        acknowledged = decided_until(people, case_ids, cluster.crash)
        assert len(acknowledged) >= 12
        assert acknowledged <= whole_decisions(address)
        with opened(address) as storage:
            assert verify(storage).finding is None
        # The server goes on by itself once its database is back.
        left = next(case_id for case_id in reversed(case_ids) if int(case_id[2:]) not in whole_decisions(address))
        assert house.another_seat("decides-0").review(left, "block").json()["status"] == "applied"
        house.close()
