"""The order of the queue: what the database serves is what the one stated function says."""

import random
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import insert, select

from app.contract.views import Viewer
from app.domain.claim import Claim
from app.domain.ids import case_number
from app.domain.pause import is_back, paused_at
from app.domain.queue_order import QueueFacts, served_order
from app.domain.roles import Role
from app.server.storage import cases
from app.server.storage import tables as t
from app.server.storage.claim_line import Line, first_free
from app.server.storage.claims import take_first
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import to_ms
from tests.support.database import database_url
from tests.support.factories import NOON, intake_case

FACTS = msgspec.json.encode(intake_case())
LINE = Line("open", Viewer("u1", frozenset({Role.REVIEWER})), 0)


def row(facts: QueueFacts, **more: object) -> dict[str, object]:
    values: dict[str, object] = {
        "case_number": case_number(facts.case_id),
        "external_ref": facts.case_id,
        "content_hash": "",
        "case_type": "ato_investigation",
        "priority": facts.priority,
        "state": "open",
        "rev": 1,
        "material_rev": 1,
        "opened_at": 0,
        "routed_at": to_ms(facts.routed_at),
        "received_at": 0,
        "due_at": to_ms(facts.due_at),
        "paused_ms": facts.paused // timedelta(milliseconds=1),
        "effective_due_at": to_ms(facts.due_at + facts.paused),
        "back_from_snooze": facts.back_from_snooze,
        "facts": FACTS,
    }
    return values | more


def random_queue(rng: random.Random) -> list[QueueFacts]:
    """Few distinct values, so that every tie of the order is met."""

    def minutes() -> timedelta:
        return timedelta(minutes=rng.randrange(-4, 5) * 30)

    return [
        QueueFacts(
            case_id=f"C-{number}",
            priority=rng.choice((0, 40, 74, 75, 90)),
            due_at=NOON + minutes(),
            routed_at=NOON - timedelta(hours=4) + minutes(),
            paused=timedelta(minutes=rng.choice((0, 0, 30))),
            back_from_snooze=rng.random() < 0.2,
        )
        for number in rng.sample(range(200_001, 300_000), rng.randrange(1, 40))
    ]


def test_the_database_serves_random_queues_in_the_stated_order_page_by_page(tmp_path: Path) -> None:
    engine = open_engine(database_url(tmp_path / "server.db"))
    t.metadata.create_all(engine)
    viewer = Viewer("u1", frozenset({Role.REVIEWER}))
    now_ms = to_ms(NOON)
    for seed in range(150):
        rng = random.Random(seed)
        queue = random_queue(rng)
        with engine.connect() as connection:
            connection.execute(insert(t.cases), [row(facts) for facts in queue])
            where = cases.in_view("open", viewer, now_ms)
            assert where is not None
            served: list[str] = []
            after = None
            size = rng.randrange(1, 9)
            while found := cases.page(connection, where, now_ms, after, size):
                served += [stored.record.case_id for stored, _ in found]
                after = found[-1][1]
            connection.rollback()
        expected = sorted(queue, key=lambda facts: served_order(facts, NOON))
        assert served == [facts.case_id for facts in expected]
    engine.dispose()


def test_what_is_put_off_is_served_at_its_time_and_a_wait_gives_its_time_back(tmp_path: Path) -> None:
    engine = open_engine(database_url(tmp_path / "server.db"))
    t.metadata.create_all(engine)
    viewer = Viewer("u1", frozenset({Role.REVIEWER}))
    now_ms = to_ms(NOON)
    for seed in range(100):
        rng = random.Random(seed)
        queue = random_queue(rng)
        rows, expected = [], []
        for facts in queue:
            until = rng.choice((None, None, NOON - timedelta(minutes=5), NOON, NOON + timedelta(minutes=5)))
            since = rng.choice((None, None, None, NOON - timedelta(minutes=20)))
            put_off = {"snoozed_until": until and to_ms(until), "waiting_since": since and to_ms(since)}
            rows.append(
                row(facts, claim_owner="u1", claim_id="k", claim_until=now_ms + 1, claim_hard_until=now_ms, **put_off)
            )
            expected.append(
                msgspec.structs.replace(
                    facts,
                    paused=paused_at(facts.paused, since, NOON),
                    back_from_snooze=facts.back_from_snooze or is_back(until, NOON),
                )
            )
        away = {r["external_ref"] for r in rows if r["waiting_since"] is not None or (r["snoozed_until"] or 0) > now_ms}
        with engine.connect() as connection:
            connection.execute(insert(t.cases), rows)
            for view, wanted in (("mine", set()), ("open", away)):
                where = cases.in_view(view, viewer, now_ms)
                assert where is not None
                served = [stored.record.case_id for stored, _ in cases.page(connection, where, now_ms, None, 99)]
                order = sorted(expected, key=lambda facts: served_order(facts, NOON))
                assert served == [facts.case_id for facts in order if facts.case_id not in wanted]
            later = cases.in_view("later", viewer, now_ms)
            assert later is not None
            assert {s.record.case_id for s, _ in cases.page(connection, later, now_ms, None, 99)} == away
            connection.rollback()
    engine.dispose()


@pytest.mark.slow
def test_the_database_agrees_on_ten_thousand_random_queues(tmp_path: Path) -> None:
    engine = open_engine(database_url(tmp_path / "server.db"))
    t.metadata.create_all(engine)
    for seed in range(10_000):
        queue = random_queue(random.Random(seed))
        with engine.connect() as connection:
            connection.execute(insert(t.cases), [row(facts) for facts in queue])
            query = select(t.cases.c.external_ref).order_by(*cases.order_columns(to_ms(NOON)))
            served = list(connection.scalars(query))
            connection.rollback()
        assert served == [facts.case_id for facts in sorted(queue, key=lambda facts: served_order(facts, NOON))]
    engine.dispose()


def queue_of_one_person(rng: random.Random) -> tuple[list[dict[str, object]], list[int]]:
    """Rows of a queue of which others hold, wait for or were given some, and the numbers of what is free for u1 in the
    stated order."""
    now_ms = to_ms(NOON)
    rows, free = [], []
    for facts in random_queue(rng):
        back = NOON + timedelta(minutes=rng.choice((-30, 30))) if rng.random() < 0.3 else None
        mine = rng.choice((None, None, "u1", "u2"))
        until = rng.choice((None, None, now_ms + rng.choice((-1, 0, 1))))
        held = {"claim_owner": None if until is None else "u2", "claim_until": until}
        away = {"snoozed_until": None if back is None else to_ms(back), "assigned_to": mine}
        rows.append(row(facts, **away, **held))
        if (back is None or back <= NOON) and mine != "u2" and (until or 0) <= now_ms:
            returned = facts.back_from_snooze or back is not None
            free.append(msgspec.structs.replace(facts, back_from_snooze=returned))
    return rows, [case_number(one.case_id) for one in sorted(free, key=lambda one: served_order(one, NOON))]


def test_what_is_claimed_next_is_the_first_of_the_stated_order(tmp_path: Path) -> None:
    """By the stretches of an index, of which a few are looked at, and not by sorting the queue."""
    engine = open_engine(database_url(tmp_path / "server.db"))
    t.metadata.create_all(engine)
    for seed in range(60):
        rng = random.Random(seed)
        rows, wanted = queue_of_one_person(rng)
        with engine.connect() as connection:
            connection.execute(insert(t.cases), rows)
            limit = rng.choice((1, 3, 40))
            assert [free.number for free in first_free(connection, LINE, to_ms(NOON), limit)] == wanted[:limit]
            connection.rollback()
    engine.dispose()


def test_cases_that_are_taken_one_after_another_come_in_the_stated_order_until_none_is_left(tmp_path: Path) -> None:
    """As the next case is given: found, locked and leased by one statement where the database can."""
    engine = open_engine(database_url(tmp_path / "server.db"))
    t.metadata.create_all(engine)
    now_ms, until = to_ms(NOON), NOON + timedelta(minutes=30)
    for seed in range(40):
        rows, wanted = queue_of_one_person(random.Random(seed))
        # Each case by a lease of its own: more turns than cases, so that the end is asked for as well.
        leases = [Claim(f"lease {n}", "", "u1", 0, until, until, device_id="seat") for n in range(len(rows) + 1)]
        with engine.connect() as connection:
            connection.execute(insert(t.cases), rows)
            taken = [take_first(connection, LINE, lease, now_ms) for lease in leases]
            assert [free.number for free in taken if free is not None] == wanted
            assert all(free is None for free in taken[len(wanted) :])
            c = t.cases.c
            kept = select(c.case_number, c.claim_id).where(c.claim_device == "seat", c.claim_until == to_ms(until))
            leased = {held.case_number: held.claim_id for held in connection.execute(kept)}
            assert leased == {number: lease.claim_id for number, lease in zip(wanted, leases, strict=False)}
            connection.rollback()
    engine.dispose()
