"""The work around a case from one seat to another, with the real server between them."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.desktop.bootstrap.services import Services, Stores, open_stores
from app.desktop.changes import NOTHING, Changed
from app.desktop.panels.review.model import marks
from app.desktop.vault.keys import DataKey
from app.domain.pause import SnoozeBody
from app.domain.tags import TagBody
from tests.desktop.support.factories import DirectWriter
from tests.support.seats import House, open_house
from tests.support.server import PASSWORD, start_server

HOUR = 3_600_000


class Machine:
    """One person's workstation without its window."""

    def __init__(self, folder: Path, house: House, name: str, role: str) -> None:
        house.add(name, role)
        self.stores: Stores = open_stores(folder, DataKey(secrets.token_bytes(32)), "inherited")
        self.news: Changed = NOTHING
        self.desk = Services(self.stores, house.server.url, folder, None, DirectWriter(), self._hear, "0.1.0")
        self.desk.session.sign_in(name, PASSWORD)

    def _hear(self, news: Changed) -> None:
        self.news |= news

    def sync(self) -> None:
        """Everything goes out, undo windows or not, and everything comes in."""
        assert self.stores.work is not None
        with self.stores.work.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET release_at = 0 WHERE state = 'pending'")
        for _ in range(300):
            if self.desk.engine.step() > 0:
                break
        self.desk.queue.load()

    def listed(self, view: str, find: str = "") -> list[str]:
        queue = self.desk.queue
        return [queue.row(int(index)).case_id for index in queue.view(view, find).order]

    def close(self) -> None:
        self.desk.engine.close()
        self.stores.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def mei(house: House, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(_folder(tmp_path, "mei"), house, "mei", "reviewer")
    yield machine
    machine.close()


@pytest.fixture
def lea(house: House, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(_folder(tmp_path, "lea"), house, "lea", "team_lead")
    yield machine
    machine.close()


def _folder(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder


def test_a_case_is_handed_over_with_a_note_and_is_the_receivers_own(house: House, mei: Machine, lea: Machine) -> None:
    first, second = house.cases(2)
    for one in (mei, lea):
        one.sync()
    (to,) = [person for person in mei.desk.search.colleagues() if person.name == "lea"]
    mei.desk.case_work.hand_over(first, to.user_id, "Customer asks for you.", to.name)
    mei.desk.case_work.note(second, "客户要求回电。", "zh")
    for one in (mei, lea):
        one.sync()
    assert lea.listed("mine") == [first]
    row = lea.desk.queue.row(lea.desk.queue.index_of(first))
    assert (row.handed_by, row.assigned_to_me) == ("mei", True)
    assert [mark.text for mark in marks(row, lea.desk.clock.now_ms())] == ["handed over by mei"]
    given = mei.desk.queue.row(mei.desk.queue.index_of(first))
    assert (given.handed_by, given.assigned_to_other) == (None, True)
    (note,) = lea.desk.notes.of(lea.desk.cases.open_case(first).view).rows
    assert (note.kind, note.to_me, note.author_name, note.pending) == ("hand_over", True, "mei", False)
    assert lea.listed("open", "回电") == [second]
    assert [row.state for row in mei.desk.activity.read().rows] == ["applied", "applied"]
    assert mei.desk.notes.of(mei.desk.cases.open_case(second).view).unsent == 0


def test_a_snooze_of_one_hides_the_case_for_all_and_a_wait_stops_its_clock(
    house: House, mei: Machine, lea: Machine
) -> None:
    snoozed, waiting, free = house.cases(3)
    mei.sync()
    mei.desk.case_work.snooze(snoozed, mei.desk.clock.now_ms() + HOUR, "needs_focus")
    mei.desk.case_work.wait(waiting, "waiting_customer")
    for one in (mei, lea):
        one.sync()
        assert one.listed("open") == [free]
        assert set(one.listed("later")) == {snoozed, waiting}
    lea.desk.case_work.resume(waiting)
    lea.desk.case_work.bring_back(snoozed)
    for one in (lea, mei):
        one.sync()
        assert one.listed("open")[0] == snoozed
    assert mei.desk.cases.open_case(waiting).view.paused_ms > 0


def test_many_are_changed_by_one_command_and_what_was_not_is_told(house: House, mei: Machine, lea: Machine) -> None:
    ids = house.cases(4)
    for one in (mei, lea):
        one.sync()
    mei.desk.hand.want((ids[0],))
    until = datetime.fromtimestamp(lea.desk.clock.now_ms() / 1000 + 3600, UTC)
    lea.desk.bulk.apply(ids, TagBody(("wave 7",)))
    lea.desk.bulk.apply(ids, SnoozeBody(until, "pattern_building"))
    lea.sync()
    mei.sync()
    assert set(mei.listed("later")) == set(ids[1:])
    assert mei.listed("open") == [ids[0]]
    assert set(mei.listed("later", "wave 7")) == set(ids[1:])


def test_the_server_finds_what_is_not_on_the_seat(house: House, mei: Machine) -> None:
    (case_id,) = house.cases(1, subject={"account": "u-31415926", "country": "SG", "kyc_level": 2})
    found = mei.desk.search.find(case_id)
    assert [(one.case_id, one.state) for one in found.cases] == [(case_id, "open")]
    assert mei.desk.search.find("u-31415926").total == 0
    assert [one.case_id for one in mei.desk.search.find_identifier("u-31415926").cases] == [case_id]
