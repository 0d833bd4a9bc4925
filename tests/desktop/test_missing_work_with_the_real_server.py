"""A profile that lost part of its work: the server's own memory says what arrived, and its author does the rest again.
An older copy of work.db comes back beside a mark that is not older."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desktop.cache.work_store import FILE
from tests.desktop.support.machine import Machine
from tests.support import damage
from tests.support.seats import House, open_house
from tests.support.server import start_server


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        found = open_house(server, database)
        yield found
        found.close()


@pytest.fixture
def machine(tmp_path: Path, house: House) -> Iterator[Machine]:
    found = Machine(tmp_path / "profile", house)
    yield found
    found.close()


def test_of_lost_work_only_what_never_arrived_is_missing_and_can_be_done_again(
    machine: Machine, house: House, tmp_path: Path
) -> None:
    house.add("suyin", "reviewer")
    machine.sign_in("suyin")
    first, second, third = house.cases(3)
    machine.decide(first)
    machine.sync()
    machine.close()
    older = damage.copy_of(machine.folder / FILE, tmp_path / "older")
    machine.open()
    machine.desk.session.restore()
    machine.decide(second)
    machine.sync()
    machine.decide(third)
    machine.close()
    damage.put_back(older, machine.folder / FILE)
    machine.open()
    machine.desk.session.restore()
    told = machine.desk.status.read().missing
    assert told is not None
    assert (told.numbers, told.unasked) == ((), ((2, 3),))
    machine.sync()
    told = machine.desk.status.read().missing
    assert told is not None
    assert (told.numbers, told.unasked, told.read) == (((3, 3),), (), False)
    assert told.since is not None
    machine.desk.activity.missing_read(told)
    machine.decide(third)
    machine.sync()
    lead = house.seat("lead-of-suyin", "team_lead")
    assert [lead.case(case_id)["state"] for case_id in (first, second, third)] == ["closed"] * 3
    machine.restart()
    told = machine.desk.activity.read().missing
    assert told is not None
    assert (told.numbers, told.read) == (((3, 3),), True)
