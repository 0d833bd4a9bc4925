"""Sessions that come again by themselves, and what is kept of those that are long over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import insert, select

from app.contract.calibration_sessions import BatchCriteria, SessionOrder, SessionView
from app.domain.calibration_session import SessionKind, batch, next_seed, of_both
from app.domain.roles import Role
from app.server.jobs.calibration import CountLabels, MakeSessions
from app.server.security.principal import Principal
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage
from app.server.usecases import calibration_making, calibration_results, calibration_sessions, retention
from app.server.usecases.people import add_user
from app.server.usecases.refusal import Refused
from tests.support.labelled import Case, put, reviewer
from tests.support.server import opened, quick_to_check

KIND = "ato_investigation"
CRITERIA = BatchCriteria(KIND, size=3, days=14, right_per_mille=0)


class House:
    """`lea` leads and `rita` decides; a clock that is moved."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.now = storage, storage.clock()
        storage.clock = lambda: self.now
        with quick_to_check():
            for name, role in (("lea", Role.TEAM_LEAD), ("sam", Role.SENIOR_AGENT)):
                add_user(storage, name, role, None, "a password that is long")
        with storage.read() as connection:
            ids = {row.name: row.user_id for row in connection.execute(select(t.users.c.name, t.users.c.user_id))}
        self.lea = Principal(ids["lea"], "lea", frozenset({Role.TEAM_LEAD}))
        self.sam = Principal(ids["sam"], "sam", frozenset({Role.SENIOR_AGENT}))
        self.wrong()

    def wrong(self, many: int = 8) -> None:
        """Errors of the agent, labelled today."""
        put(self.storage, [Case(decision="pass") for _ in range(many)], reviewer(self.storage))
        with self.storage.write() as work:
            CountLabels().run(work)

    def make(self, every_days: int | None = None) -> str:
        order = SessionOrder(SessionKind.MODEL, "Every week", "en", CRITERIA, "seed", (self.sam.user_id,), every_days)
        return calibration_making.make(self.storage, self.lea, order)

    def every(self) -> list[SessionView]:
        page = calibration_sessions.listed(self.storage, self.lea, None, None, 50)
        return [calibration_sessions.one(self.storage, self.lea, one.session_id) for one in reversed(page.sessions)]

    def turn(self) -> int:
        made = 0
        while MakeSessions().step(self.storage):
            made += 1
        return made


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path / "server.db") as storage:
        yield House(storage)


def test_the_next_session_is_made_when_it_is_due_and_no_sooner(house: House) -> None:
    first = house.make(every_days=7)
    assert house.turn() == 0
    house.now += timedelta(days=7, minutes=1)
    house.wrong()
    assert house.turn() == 1
    one, other = house.every()
    assert one.session.session_id == first
    assert (other.session.title, other.session.series_id) == (one.session.title, one.session.series_id)
    assert [row.name for row in other.attendees] == ["lea", "sam"]
    assert other.seed == next_seed("seed", 1)
    assert other.session.chair_id == house.lea.user_id
    assert other.next_at is not None
    assert timedelta(days=6) < other.next_at - house.now <= timedelta(days=7)
    assert house.turn() == 0


def test_where_nothing_fits_it_is_looked_for_again_a_day_later(house: House) -> None:
    house.make(every_days=30)
    house.now += timedelta(days=31)
    assert house.turn() == 1  # looked at, and nothing was there
    assert len(house.every()) == 1
    house.wrong()
    assert house.turn() == 0
    house.now += timedelta(days=1, minutes=1)
    assert house.turn() == 1
    assert len(house.every()) == 2


def test_a_series_that_is_ended_or_has_nobody_to_lead_it_makes_none(house: House) -> None:
    house.make(every_days=7)
    (one,) = house.every()
    assert one.session.series_id is not None
    assert "end_series" in one.may
    told = calibration_results.end_series(house.storage, house.lea, one.session.series_id)
    assert told.next_at is None
    assert "end_series" not in told.may
    house.now += timedelta(days=8)
    assert house.turn() == 0
    house.wrong()
    house.make(every_days=7)
    with house.storage.write() as work:
        work.connection.execute(t.users.update().where(t.users.c.name == "lea").values(disabled_at=work.now_ms))
    house.now += timedelta(days=8)
    house.wrong()
    assert house.turn() == 1
    with house.storage.read() as connection:
        assert len(list(connection.execute(select(t.calibration_sessions)))) == 2


def test_words_of_a_session_go_two_years_after_its_end_and_what_was_found_true_stays(house: House) -> None:
    session_id = house.make()
    ballot = {
        "command_id": "c-1", "session_id": session_id, "ref": "01", "user_id": house.lea.user_id, "decision": "pass",
        "reason": "So it is.", "language": "en", "cast_at": 1, "command_seq": 1, "received_at": 1, "late": False,
    }  # fmt: skip
    with house.storage.write() as work:
        work.connection.execute(insert(t.calibration_ballots), ballot)
    calibration_results.reveal(house.storage, house.lea, session_id)
    calibration_results.close(house.storage, house.lea, session_id)

    def left() -> int:
        with house.storage.write() as work:
            retention.forget(work, timedelta(days=30), timedelta(days=30))
        with house.storage.read() as connection:
            return len(list(connection.execute(select(t.calibration_ballots))))

    house.now += timedelta(days=729)
    assert left() == 1
    house.now += timedelta(days=2)
    assert left() == 0
    told = calibration_sessions.one(house.storage, house.lea, session_id)
    assert told.agreement is not None
    assert told.session.state == "closed"


def test_only_its_chair_leads_a_session(house: House) -> None:
    session_id = house.make()
    other = msgspec.structs.replace(house.sam, roles=frozenset({Role.TEAM_LEAD}))
    for act in (calibration_results.reveal, calibration_results.close, calibration_results.cancel):
        with pytest.raises(Refused) as refused:
            act(house.storage, other, session_id)
        assert refused.value.code.code == "forbidden"


def test_a_batch_is_the_same_for_everybody_and_tells_nothing_by_its_order() -> None:
    wrong, right = list(range(100)), list(range(100, 200))
    drawn = of_both("s", wrong, right, 20, 300)
    assert drawn == of_both("s", wrong[::-1], right[::-1], 20, 300)
    assert sum(case >= 100 for case in drawn) == 6
    assert sorted(drawn) != list(drawn)
    assert of_both("s", wrong[:2], right, 20, 200) == batch("s", (*wrong[:2], *batch("s", right, 18)), 20)
    assert all(case < 100 for case in of_both("s", wrong, right, 20, 0))
    assert len(of_both("s", wrong[:3], [], 20, 300)) == 3
