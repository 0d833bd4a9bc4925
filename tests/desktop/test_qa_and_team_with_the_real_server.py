"""The QA and the Team room over a real seat and the real server: what their keys do arrives there."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.demo.generator import generate
from app.demo.scans import with_scans
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

LEARNER = frozenset(str(right) for right in capabilities((Role.REVIEWER,)))
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
    qapp: QApplication, house: House, lead: Machine, tmp_path: Path
) -> None:
    decided = house.cases(3)
    decide(house, house.seat("first reviewer"), decided)
    with seat(qapp) as at:
        at.window.set_signed_in(at.window._person, LEAD.__contains__)
        context = room_context(lead, LEAD, at.window.actions_.key_cap)
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

        keeps_known_answers(team, decided[0])
        house.add("a learner", "reviewer")
        learner = Machine(tmp_path / "learner", house, "a learner")
        try:
            learns(TeamRoom(room_context(learner, LEARNER, at.window.actions_.key_cap)))
        finally:
            learner.close()
        team.presenter.choose_page("licences")
        row = next(n for n, one in enumerate(team.presenter.state.data.rows) if one.user_name == "a learner")
        team.presenter.place(row)
        team.presenter.pick("outcome", "supervised:1000")
        team.presenter.type("did this work elsewhere")
        team.presenter.confirm()
        placed = team.presenter.state.data.rows[row].licence
        assert (placed.rung, placed.why, placed.reason) == ("supervised", "granted", "did this work elsewhere")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_lead_takes_the_documents_of_a_packet_along_and_reads_them_without_the_network(
    qapp: QApplication, house: House, lead: Machine, tmp_path: Path, language: str
) -> None:
    pytest.importorskip("PIL")
    made = [one.intake for one in generate(60, 7, datetime(2026, 11, 21, 10, tzinfo=UTC))]
    blocked = [one for one in made if one["case_type"] == "kyc_audit" and one["assessment"]["verdict"] == "block"]
    cases, scans = with_scans(blocked[:3])
    for scan in scans:
        address = f"/v1/intake/attachments/{scan.sha256}"
        told = house.agent.put(address, data=scan.data, headers={"Content-Type": scan.media_type})
        assert told.status_code in (200, 201), told.text
    named = [case | {"external_ref": f"SCANNED-{language}-{n}"} for n, case in enumerate(cases)]
    fed = house.feed(msgspec.json.encode(named))
    decider = house.seat(f"read the scans {language}")
    for case_id in fed:
        assert decider.review(case_id).status_code == 200
    with seat(qapp, language=language) as at:
        at.window.set_signed_in(at.window._person, LEAD.__contains__)
        qa = QaRoom(room_context(lead, LEAD, at.window.actions_.key_cap))
        at.window.add_room("qa", qa)
        at.press("Ctrl+4", ".")
        qa.presenter.choose("case_type", "kyc_audit")
        qa.presenter.choose("days", "1")
        at.press("Ctrl+Return", "O", "Ctrl+Return", "Esc", "L", "Return")
        lot = qa.presenter.state.open_lot
        assert lot is not None, qa.presenter.state
        assert (lot.files.total, lot.files.here) == (len({scan.sha256 for scan in scans}), 0)
        assert qa.view.buttons["files"].isVisible()
        at.press("N")
        lot = qa.presenter.state.open_lot
        assert lot is not None
        assert qa.presenter.state.told == "files_here"
        assert lot.files.here == lot.files.total
        assert not qa.view.buttons["files"].isVisible()

        lead.cut = True
        at.press("Ctrl+Return", "D")
        sheet = qa.view.case.documents
        assert sheet.isVisible()
        at.settle()
        viewer = sheet.viewer._places[0].pane
        assert not viewer.isHidden()
        assert viewer._tiles is not None, "the page is drawn"
        at.press("Esc")
        assert not sheet.isVisible()
        assert qa.presenter.state.work is not None, "the case stays in sight"
        at.press("B")
        assert qa.presenter.state.work.decision == "block"

        packet = qa.presenter.state.work.packet_id
        assert any(name.startswith(f"packet/{packet}/") for name in lead.stores.documents.cases())
        lead.cut = False
        at.press("Esc")
        for _ in range(3):
            lead.sync()
        at.press("L", "R", "X")
        assert qa.presenter.state.told == "given_back", qa.presenter.state.told
        assert not any(name.startswith("packet/") for name in lead.stores.documents.cases()), "nothing of it stays"


def room_context(machine: Machine, rights: frozenset[str], key_of: Callable[[str], str]) -> Any:
    """What rooms at this machine are given."""
    desk = machine.desk
    return SimpleNamespace(
        tasks=Tasks(),
        hub=Hub(),
        clock=desk.clock,
        session=SimpleNamespace(may=rights.__contains__, person=desk.session.person),
        key_of=key_of,
        show_case=lambda _case: None,
        search=desk.search,
        quality=desk.quality,
        team=desk.team,
        ladder=desk.ladder,
        golds=desk.golds,
        files=Files(),
        acts=int,
        documents=desk.documents,
        comfort=None,
    )


def keeps_known_answers(room: TeamRoom, case_id: str) -> None:
    """A lead makes a set, puts a closed case in it, and is told why it cannot be there twice."""
    presenter = room.presenter
    presenter.choose_page("gold")
    presenter.add()
    presenter.enter("Basics")
    presenter.confirm()
    assert presenter.state.told == "set_made", presenter.state
    presenter.open_set(0)
    for expected in ("", "not_gold"):
        presenter.add()
        presenter.enter(case_id)
        presenter.pick("outcome", "block")
        presenter.pick("second", "practice")
        presenter.type("The second device was not the owner's.")
        presenter.confirm()
        assert presenter.state.sheet is None or presenter.state.sheet.problem == expected
    presenter.close()
    detail = presenter.state.data.detail
    assert (detail.set.version, [one.standing for one in detail.items]) == (2, ["practice"])
    presenter.hand_over()
    assert presenter.state.sheet is not None or presenter.state.told == "no_other_owner", presenter.state.told
    presenter.close()


def learns(room: TeamRoom) -> None:
    """Somebody who begins reads where they stand, and practises the case with its explanation."""
    presenter = room.presenter
    assert presenter.state.pages == ("own", "ladder", "checks")
    presenter.choose_page("ladder")
    own = presenter.state.data.licences
    types = [one.case_type for one in own]
    assert {one.rung for one in own} == {"learn"}
    presenter.practise(types.index("ato_investigation"))
    work = presenter.state.practice
    assert work is not None, presenter.state
    assert work.case.case.assessment is not None, "a practice case is disclosed"
    presenter.decide("block")
    presenter.step()
    work = presenter.state.practice
    assert work is not None
    assert work.result is not None, work
    assert (work.result.right, work.result.reason) == (True, "The second device was not the owner's.")
    assert work.result.licence.to_go == own[0].to_go - 1
    presenter.step()
    assert presenter.state.practice is None
    presenter.choose_page("checks")
    assert presenter.state.failed == ""
