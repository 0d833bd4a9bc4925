"""The QA and the Team room over a real seat and the real server: what their keys do arrives there."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.panels.qa import QaRoom
from app.desktop.panels.team import TeamRoom
from app.domain.roles import Role, capabilities
from tests.desktop.test_quality_with_the_real_server import decide
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support.sample_desk import Hub, Tasks
from tests.support.sample_team import Files
from tests.support.seats import House, open_house
from tests.support.server import start_server
from tests.support.shell_window import seat

LEAD = frozenset(str(right) for right in capabilities((Role.TEAM_LEAD,)))
WORDS = "the second device belongs to somebody else."
_people = itertools.count(1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("rooms") / "server.db"
    with start_server(database) as server:
        found = open_house(server, database)
        yield found
        found.close()


@pytest.fixture
def lead(house: House, tmp_path: Path) -> Iterator[Machine]:
    name = f"rooms {next(_people)}"
    house.add(name, "team_lead")
    machine = Machine(tmp_path / "lead", house, name)
    yield machine
    machine.close()


@pytest.mark.slow
def test_a_lead_draws_re_reviews_and_signs_without_the_network_and_every_page_answers_with_it(
    qapp: QApplication, house: House, lead: Machine
) -> None:
    decide(house, house.seat("first reviewer"), house.cases(3))
    desk = lead.desk
    with seat(qapp) as at:
        at.window.set_signed_in(at.window._person, LEAD.__contains__)
        context = SimpleNamespace(
            tasks=Tasks(),
            hub=Hub(),
            clock=desk.clock,
            session=SimpleNamespace(may=LEAD.__contains__),
            key_of=at.window.actions_.key_cap,
            show_case=lambda _case: None,
            search=desk.search,
            quality=desk.quality,
            team=desk.team,
            files=Files(),
            acts=int,
        )
        qa, team = QaRoom(context), TeamRoom(context)
        at.window.add_room("qa", qa)
        at.window.add_room("team", team)
        at.press("Ctrl+4", ".", "Ctrl+Return")
        frame = qa.presenter.state.frame
        assert frame is not None, qa.presenter.state
        assert frame.size == 3
        at.press("O")
        assert qa.presenter.state.told == "taken_along"

        lead.cut = True
        at.press("Ctrl+Return")
        for _ in range(3):
            at.press("Ctrl+Return")
            if qa.presenter.state.work is None:
                break
            at.press("B", "W", *("Space" if letter == " " else letter for letter in WORDS))
        at.press("Ctrl+Return", "Esc", "G")
        lot = qa.presenter.state.open_lot
        assert lot is not None
        assert lot.carried is not None
        assert lot.carried.signed, qa.presenter.state
        assert qa.presenter.state.offline == "offline"

        lead.cut = False
        for _ in range(3):
            lead.sync()
        at.press("R")
        lot = qa.presenter.state.open_lot
        assert lot is not None
        assert lot.carried is not None
        assert (lot.carried.pending, lot.carried.refused) == (0, ())
        assert lot.sample is not None
        assert lot.sample.result is not None, "told once one has signed"

        for room, key in ((qa, "Ctrl+4"), (team, "Ctrl+5")):
            at.press(key)
            for page in room.presenter.state.pages:
                room.presenter.choose_page(page)
                at.settle()
                state = room.presenter.state
                assert getattr(state, "failed", "") == "", (page, state)
                assert getattr(state, "offline", "") == "", (page, state)
