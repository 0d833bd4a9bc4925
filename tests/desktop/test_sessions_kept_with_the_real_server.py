"""Calibration sessions at a seat that was started again without the server, over the real server: what was opened
before is there to be voted on, and what may no longer be told is not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.desktop.ports import Offline, Problem
from app.server.storage import qa_holds
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support import calibration as c
from tests.support.database import run_sql
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import PASSWORD, opened, start_server

SAID = "He moved house."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("kept") / "server.db"
    with start_server(database) as server:
        found = open_house(server, database)
        yield found
        found.close()


@pytest.fixture(scope="module")
def chair(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture
def mei(house: House, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Machine]:
    name = f"mei {request.node.name}"[:40]
    house.add(name, "reviewer")
    machine = Machine(tmp_path / "mei", house, name)
    yield machine
    machine.close()


def user_id(machine: Machine) -> str:
    person = machine.desk.session.person
    assert person is not None
    return person.user_id


def again(machine: Machine, *, cut: bool) -> None:
    """The machine is switched off and on."""
    machine.close()
    machine.start()
    machine.cut = cut
    machine.desk.session.restore()


def made_with(chair: Seat, machine: Machine, **more: Any) -> str:
    """A session over cases that somebody new has decided."""
    house = machine.house
    c.labelled(house, house.seat(f"lin {new_id()[-6:]}"), 3, 1)
    body = c.order(**more) | {"attendees": [user_id(machine)]}
    told = chair.session.post("/v1/calibration/sessions", json=body).json()
    return str(told["session"]["session_id"])


@pytest.mark.slow
def test_a_session_read_before_is_voted_on_after_a_start_without_the_server(chair: Seat, mei: Machine) -> None:
    session_id = made_with(chair, mei, criteria={"size": 3})
    desk = mei.desk.sessions
    page, kept = desk.listed()
    before, _ = desk.one(session_id)
    assert not kept
    assert desk.one(session_id, ask=False) == (before, True), "nobody waits twice for a server that is away"
    again(mei, cut=True)
    desk = mei.desk.sessions
    assert desk.listed() == (page, True)
    assert desk.one(session_id) == (before, True)
    with pytest.raises(Offline):
        desk.one("01a20187-efa4-7e9f-82fd-e3f90cee45af")
    for item in before.items:
        desk.vote(session_id, item.ref, "block", SAID, "en", "signal_overweighted" if item.ref == "01" else "")
    again(mei, cut=True)
    found, _ = mei.desk.sessions.one(session_id)
    assert [item.mine.reason for item in found.items if item.mine is not None] == [SAID] * 3
    assert found.items[0].mine is not None
    assert found.items[0].mine.code == "signal_overweighted"
    mei.cut = False
    mei.sync()
    view, kept = mei.desk.sessions.one(session_id)
    assert not kept
    assert [item.mine.code if item.mine is not None else "-" for item in view.items] == [
        "signal_overweighted", None, None,
    ]  # fmt: skip


@pytest.mark.slow
def test_nothing_of_it_stands_readable_on_the_disk_and_another_person_finds_none(
    house: House, chair: Seat, mei: Machine
) -> None:
    session_id = made_with(chair, mei, title="A name that nobody else would give")
    mei.desk.sessions.one(session_id)
    told = [one.read_bytes() for one in mei.folder.rglob("*") if one.is_file()]
    assert not any(b"nobody else would give" in one for one in told)
    house.add(f"other {mei.name}", "reviewer")
    mei.desk.session.sign_out()
    mei.desk.session.sign_in(f"other {mei.name}", PASSWORD)
    mei.cut = True
    with pytest.raises(Offline):
        mei.desk.sessions.one(session_id)


@pytest.mark.slow
def test_a_copy_that_tells_decisions_goes_once_one_of_them_is_kept_back_from_its_reader(
    house: House, chair: Seat, mei: Machine
) -> None:
    session_id = made_with(chair, mei, criteria={"size": 2})
    desk = mei.desk.sessions
    for item in desk.one(session_id)[0].items:
        desk.vote(session_id, item.ref, "block", SAID, "en")
    mei.sync()
    assert c.act(chair, "/v1/calibration/sessions/{session_id}/reveal", session_id).status_code == 200
    shown, _ = desk.one(session_id)
    assert shown.session.shown
    mei.sync()
    shown, _ = desk.one(session_id)
    mei.cut = True
    assert desk.one(session_id)[1], "it is kept"
    mei.cut = False
    number = shown.items[0].first.case_id.removeprefix("C-") if shown.items[0].first is not None else ""
    hold_back(house, user_id(mei), int(number))
    mei.sync()
    mei.cut = True
    with pytest.raises(Offline):
        desk.one(session_id)
    mei.cut = False
    anew, _ = desk.one(session_id)
    assert anew.items[0].first is None


def hold_back(house: House, who: str, number: int) -> None:
    """As where a case is drawn to be decided again by somebody."""

    with opened(house.database) as storage, storage.write() as work:
        qa_holds.hold(work, who, (number,), "sample-1")


@pytest.mark.slow
def test_a_session_that_one_may_not_read_any_more_is_not_kept(house: House, chair: Seat, mei: Machine) -> None:
    session_id = made_with(chair, mei)
    mei.desk.sessions.one(session_id)
    run_sql(house.database, "UPDATE user_roles SET role = 'bpo_agent' WHERE user_id = :id", id=user_id(mei))
    again(mei, cut=False)
    with pytest.raises(Problem):
        mei.desk.sessions.one(session_id)
    mei.cut = True
    with pytest.raises(Offline):
        mei.desk.sessions.one(session_id)
