"""Who is next in line for a seat: what the database says is what the served order says."""

import random
from pathlib import Path

from sqlalchemy import and_, insert, select

from app.contract.views import Viewer
from app.domain.roles import Role
from app.server.storage import cases, seat
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import to_ms
from tests.server.test_the_served_order_in_sql import random_queue, row
from tests.support.database import database_url
from tests.support.factories import NOON


def test_a_seat_is_filled_in_the_served_order_with_what_its_person_may_begin_and_then_with_the_rest(
    tmp_path: Path,
) -> None:
    engine = open_engine(database_url(tmp_path / "server.db"))
    t.metadata.create_all(engine)
    reviewer, vendor = Viewer("u1", frozenset({Role.REVIEWER})), Viewer("u2", frozenset({Role.BPO_AGENT}), "acme")
    now_ms = to_ms(NOON)
    for seed in range(150):
        rng = random.Random(seed)
        queue = random_queue(rng)
        rows = []
        for facts in queue:
            owner = rng.choice((None, None, "u1", "u9"))
            put_off = rng.choice((None, None, None, now_ms - 5, now_ms + 5))
            rows.append(
                row(
                    facts,
                    vendor=rng.choice((None, "acme", "other")),
                    claim_owner=owner,
                    claim_until=None if owner is None else now_ms + rng.choice((-1, 1)),
                    assigned_to=rng.choice((None, None, None, "u1", "u2", "u9")),
                    snoozed_until=put_off,
                    waiting_since=rng.choice((None, None, None, now_ms - 9)),
                )
            )
        with engine.connect() as connection:
            connection.execute(insert(t.cases), rows)
            for viewer in (reviewer, vendor):
                seen = [r for r in rows if not viewer.outside or r["vendor"] == viewer.vendor]
                begun = {r["external_ref"] for r in seen if may_begin(r, viewer.user_id, now_ms)}
                where = cases.visible(viewer)
                served = select(t.cases.c.external_ref).where(where).order_by(*cases.order_columns(now_ms))
                order = list(connection.scalars(served))
                wanted = [name for name in order if name in begun] + [name for name in order if name not in begun]
                for limit in (1, 5, 99):
                    line = seat.line(connection, viewer, now_ms, 0, limit)
                    assert [cases.case_id(number) for number in line] == wanted[:limit]
                own = seat.own(connection, viewer, now_ms, 0)
                assert {cases.case_id(n) for n in own.all} == {
                    r["external_ref"] for r in seen if is_own(r, viewer, now_ms)
                }
                told = seat.tally(connection, viewer, now_ms)
                for view, count in told.items():
                    of_view = cases.in_view(view, viewer, now_ms)
                    assert of_view is not None
                    assert count == cases.count(connection, and_(of_view, where)), view
            connection.rollback()
    engine.dispose()


def may_begin(one: dict[str, object], me: str, now_ms: int) -> bool:
    away = one["waiting_since"] is not None or one["snoozed_until"] == now_ms + 5
    taken = one["claim_owner"] not in (None, me) and one["claim_until"] == now_ms + 1
    return not away and not taken and one["assigned_to"] in (None, me)


def is_own(one: dict[str, object], viewer: Viewer, now_ms: int) -> bool:
    held = one["claim_owner"] == viewer.user_id and one["claim_until"] == now_ms + 1
    return held or one["assigned_to"] == viewer.user_id
