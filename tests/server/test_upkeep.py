"""What a server does of itself: deadlines are told, leases that nobody renews end, old rows go."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from app.contract.views import Viewer
from app.domain.queue_order import QueueFacts
from app.domain.roles import Role
from app.domain.sla import SlaStage, sla_stage
from app.server.security.cursors import FeedPosition, feed_cursor
from app.server.storage import feed, schema, sla, state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import ended_leases, retention, sla_events
from app.server.usecases.feed import position
from app.server.usecases.refusal import Refused
from tests.server.test_the_served_order_in_sql import row
from tests.support.database import database_url, on_postgresql
from tests.support.factories import NOON

HOUR = timedelta(hours=1)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path, clock: Clock) -> Iterator[Storage]:
    engine = open_engine(database_url(tmp_path / "server.db"))
    if not on_postgresql():
        schema.upgrade(engine)
    yield Storage(engine, clock)
    engine.dispose()


def put(storage: Storage, number: int, routed: datetime = NOON, sla: timedelta = 4 * HOUR, **more: object) -> None:
    facts = QueueFacts(f"C-{number}", 40, routed + sla, routed)
    with storage.write() as work:
        work.connection.execute(insert(t.cases), [row(facts, **more)])


def told(storage: Storage) -> list[tuple[str, str]]:
    """(case, stage) in the order in which the trail has them."""
    with storage.read() as connection:
        a = t.audit.c
        rows = connection.execute(
            select(a.entity_id, a.detail).where(a.action == sla_events.ACTION).order_by(a.audit_seq)
        )
        return [(row.entity_id, row.detail.partition('"stage":"')[2].partition('"')[0]) for row in rows]


def look(storage: Storage) -> bool:
    with storage.write() as work:
        return sla_events.tell(work)


def test_each_stage_of_a_deadline_is_told_once_when_it_comes(storage: Storage, clock: Clock) -> None:
    put(storage, 200_001)
    stages = []
    for minute in range(0, 250, 2):
        clock.now = NOON + timedelta(minutes=minute)
        before = len(told(storage))
        look(storage)
        stages += [(minute, stage) for _, stage in told(storage)[before:]]
    assert stages == [(180, "amber"), (216, "red"), (240, "late")]


def test_who_follows_the_feed_is_told_and_the_case_keeps_its_revision(storage: Storage, clock: Clock) -> None:
    put(storage, 200_001, rev=3)
    with storage.read() as connection:
        before = feed.head(connection).feed_seq
    clock.now += 4 * HOUR
    look(storage)
    look(storage)
    with storage.read() as connection:
        assert [(one.entity_id, one.rev) for one in feed.after(connection, before, 9)] == [("C-200001", 3)]


def test_a_case_that_waits_for_somebody_or_is_decided_is_not_told(storage: Storage, clock: Clock) -> None:
    put(storage, 200_001, waiting_since=to_ms(NOON))
    put(storage, 200_002, state="closed")
    put(storage, 200_003, state="escalated")
    clock.now += 9 * HOUR
    look(storage)
    assert told(storage) == [("C-200003", "late")]


def test_a_deadline_that_moves_away_is_told_again_when_it_comes_back(storage: Storage, clock: Clock) -> None:
    put(storage, 200_001)
    clock.now += timedelta(minutes=220)
    look(storage)
    with storage.write() as work:
        later = to_ms(NOON + 8 * HOUR)
        work.connection.execute(update(t.cases).values(effective_due_at=later, paused_ms=4 * 3_600_000))
    look(storage)
    assert told(storage) == [("C-200001", "red")]
    clock.now = NOON + timedelta(minutes=240 + 181)
    look(storage)
    clock.now = NOON + 8 * HOUR
    look(storage)
    assert [stage for _, stage in told(storage)] == ["red", "amber", "late"]


def test_many_at_once_are_told_two_hundred_at_a_time(storage: Storage, clock: Clock) -> None:
    facts = [QueueFacts(f"C-{200_001 + n}", 40, NOON, NOON - 4 * HOUR) for n in range(450)]
    with storage.write() as work:
        work.connection.execute(insert(t.cases), [row(one) for one in facts])
    assert [look(storage) for _ in range(3)] == [True, True, False]
    assert len(set(told(storage))) == len(told(storage)) == 450


def test_the_database_sees_the_stages_that_the_stated_rule_sees(storage: Storage, clock: Clock) -> None:
    rng = random.Random(7)
    minute = timedelta(minutes=1)
    facts = []
    for n in range(500):
        routed = NOON - rng.randrange(600) * minute
        paused = rng.choice((0, 0, 17, 90)) * minute
        facts.append((200_001 + n, routed, routed + rng.choice((30, 60, 240, 480)) * minute, paused))
    with storage.write() as work:
        rows = [row(QueueFacts(f"C-{n}", 40, due, routed, paused)) for n, routed, due, paused in facts]
        work.connection.execute(insert(t.cases), rows)
    with storage.read() as connection:
        query = select(t.cases.c.case_number, sla.stage(to_ms(NOON)))
        seen = {number: sla.STAGES[stage] for number, stage in connection.execute(query)}
    assert seen == {n: sla_stage(routed, due + paused, NOON, paused) for n, routed, due, paused in facts}
    assert set(seen.values()) == set(SlaStage)


def lease(until: datetime, hard_until: datetime) -> dict[str, object]:
    return {
        "claim_owner": "lin",
        "claim_id": "c1",
        "claim_mode": "online",
        "fence": 4,
        "claim_until": to_ms(until),
        "claim_hard_until": to_ms(hard_until),
    }


def test_a_lease_ends_for_everybodys_eyes_once_nobody_renews_it(storage: Storage, clock: Clock) -> None:
    put(storage, 200_001, **lease(NOON + HOUR / 2, NOON + 8 * HOUR))
    put(storage, 200_002, **lease(NOON + HOUR / 4, NOON + HOUR / 4))

    def ended() -> list[int]:
        with storage.write() as work:
            ended_leases.end(work)
        with storage.read() as connection:
            nobodys = select(t.cases.c.case_number).where(t.cases.c.claim_owner.is_(None))
            return sorted(connection.scalars(nobodys))

    assert ended() == []
    clock.now += HOUR / 2
    assert ended() == [200_002]  # beyond its hard end, so that no renewal can save it
    clock.now += HOUR / 2 - timedelta(milliseconds=1)
    assert ended() == [200_002]
    clock.now += timedelta(milliseconds=1)
    assert ended() == [200_001, 200_002]
    with storage.read() as connection:
        kept = connection.execute(select(t.cases).where(t.cases.c.case_number == 200_001)).one()
        assert (kept.fence, kept.claim_id, kept.rev) == (4, "c1", 2)
        assert [one.entity_id for one in feed.after(connection, 0, 9)] == ["C-200002", "C-200001"]


def feed_rows(storage: Storage) -> list[int]:
    with storage.read() as connection:
        return [one.feed_seq for one in feed.after(connection, 0, 10_000)]


def test_old_feed_rows_go_and_the_newest_stays(storage: Storage, clock: Clock) -> None:
    put(storage, 200_001)
    for _ in range(12):
        with storage.write() as work:
            for _ in range(3):
                work.touch("case", "C-200001", 1, None)
        clock.now += timedelta(days=10)

    def forget() -> None:
        with storage.write() as work:
            retention.forget(work, timedelta(days=400), timedelta(days=45))

    forget()
    # Four transactions of three rows are young enough.
    assert feed_rows(storage) == list(range(25, 37))
    clock.now += timedelta(days=4_000)
    forget()
    assert feed_rows(storage) == [36]
    with storage.write() as work:
        work.touch("case", "C-200001", 1, None)
    assert feed_rows(storage) == [36, 37]


def test_a_cursor_among_rows_that_went_is_too_old_and_no_proof_of_a_restore(storage: Storage, clock: Clock) -> None:
    put(storage, 200_001)
    at = []
    for _ in range(4):
        with storage.write() as work:
            work.touch("case", "C-200001", 1, None)
        with storage.read() as connection:
            head = feed.head(connection)
            at.append(FeedPosition(state.read(connection, state.EPOCH) or "", head.feed_seq, head.chain8))
        clock.now += timedelta(days=10)
    with storage.write() as work:
        assert retention.forget(work, timedelta(days=400), timedelta(days=25)) is False
    assert feed_rows(storage) == [3, 4]
    viewer, key = Viewer("u1", frozenset({Role.REVIEWER})), bytes(32)
    with storage.read() as connection:
        for place, code in ((0, "cursor_expired"), (1, "cursor_expired"), (2, None), (3, None)):
            cursor = feed_cursor(at[place], viewer, key)
            if code is None:
                assert position(connection, cursor, viewer, at[place].epoch, key) == at[place]
                continue
            with pytest.raises(Refused) as refused:
                position(connection, cursor, viewer, at[place].epoch, key)
            assert refused.value.code.code == code


def test_the_memory_of_commands_outlives_the_longest_absence_and_no_more(storage: Storage, clock: Clock) -> None:
    with storage.write() as work:
        rows = [
            {
                "command_id": f"{n}",
                "device_id": "d",
                "command_seq": n + 1,
                "author_id": "a",
                "body_sha256": "",
                "received_at": to_ms(NOON - timedelta(days=days)),
                "result": b"",
            }
            for n, days in enumerate((500, 401, 399, 1))
        ]
        work.connection.execute(insert(t.command_results), rows)
    with storage.write() as work:
        retention.forget(work, timedelta(days=400), timedelta(days=180))
    with storage.read() as connection:
        assert sorted(connection.scalars(select(t.command_results.c.command_id))) == ["2", "3"]
