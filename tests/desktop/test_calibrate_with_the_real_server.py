"""The Calibrate room over a real seat and the real server, by keys alone: what is proposed, approved, tried and rolled
back there is so."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.contract import paths
from app.contract.catalogue import catalogue
from app.desktop.panels.calibrate import CalibrateRoom
from app.domain.roles import Role, capabilities
from app.domain.targets import MEASURES
from app.server.security.principal import Principal
from app.server.usecases.threshold_rules import set_rule
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support import hub_examples
from tests.support.calibration import labelled
from tests.support.sample_desk import Hub, Tasks
from tests.support.sample_team import Files
from tests.support.seats import House, open_house
from tests.support.server import Session, opened, start_server
from tests.support.shell_window import Seat, seat

WHY = "the audits of last month say so"
_people = itertools.count(1)


class At:
    def __init__(self, window: Seat, room: CalibrateRoom, machine: Machine) -> None:
        self.window, self.room, self.machine = window, room, machine

    def press(self, *keys: str) -> None:
        self.window.press(*keys)

    def say(self, *keys: str) -> None:
        """The reason, and what sends it."""
        self.press(*("Space" if letter == " " else letter for letter in WHY), *keys)

    @property
    def state(self) -> Any:
        return self.room.presenter.state

    def tab_to(self, widget: Any) -> None:
        for _ in range(60):
            if widget.hasFocus():
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to {widget}")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("calibrate") / "server.db"
    with start_server(database) as server:
        found = open_house(server, database)
        yield found
        found.close()


@pytest.fixture(scope="module")
def owner(house: House) -> Session:
    return house.reader("who owns the rules", "rules_owner")


@pytest.fixture(scope="module")
def other_lead(house: House) -> Session:
    return house.reader("another lead", "team_lead")


@contextmanager
def at_the_room(
    app: QApplication,
    house: House,
    folder: Path,
    *,
    role: Role = Role.TEAM_LEAD,
    language: str = "en",
    machine: Machine | None = None,
) -> Iterator[At]:
    kept, machine = machine is not None, machine or somebody(house, folder, role)
    rights = frozenset(str(right) for right in capabilities((role,)))
    try:
        with seat(app, language=language) as window:
            window.window.set_signed_in(window.window._person, rights.__contains__)
            desk = machine.desk
            context = SimpleNamespace(
                tasks=Tasks(),
                hub=Hub(),
                clock=desk.clock,
                session=SimpleNamespace(may=rights.__contains__, person=desk.session.person),
                key_of=window.window.actions_.key_cap,
                show_case=lambda _case: None,
                thresholds=desk.thresholds,
                calibration=desk.calibration,
                sessions=desk.sessions,
                files=Files(),
            )
            room = CalibrateRoom(context)
            window.window.add_room("calibrate", room)
            window.press("Ctrl+6")
            assert window.window.current == "calibrate"
            yield At(window, room, machine)
    finally:
        if not kept:
            machine.close()


def somebody(house: House, folder: Path, role: Role) -> Machine:
    """A new person at a machine of their own."""
    name = f"calibrates {next(_people)}"
    house.add(name, role.value)
    return Machine(folder / name.replace(" ", "-"), house, name)


TYPES = {"en": "kyc_audit", "zh_CN": "poa_review"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_threshold_is_proposed_tried_and_ended_by_keys_alone(
    qapp: QApplication, house: House, owner: Session, other_lead: Session, tmp_path: Path, language: str
) -> None:
    kind = TYPES[language]
    hub_examples.first(owner, other_lead, kind, "pass", 0.85)
    with at_the_room(qapp, house, tmp_path, language=language) as at:
        view, presenter = at.room.view, at.room.presenter
        at.press(".")
        presenter.choose("case_type", kind)
        assert (at.state.page, at.state.failed) == ("thresholds", "")
        at.tab_to(view.hub.sides["pass"].slider)
        assert at.state.side == "pass"
        at.press("Left", "Left", "Left")
        at.press("Ctrl+Return")
        assert at.state.sheet is not None, at.state
        assert at.state.sheet.entry == "0.82"
        at.press("Tab")
        at.say("Return")
        assert (at.state.page, at.state.told, at.state.sheet) == ("proposals", "proposed", None), at.state
        made = at.state.data.open
        assert (made.threshold, made.base_threshold, made.why) == (0.82, 0.85, WHY)
        assert made.replay is not None, "it is replayed at once"
        at.press("X")
        at.say("Return")
        assert at.state.data.open.state == "withdrawn", at.state

        hub_examples.propose(owner, kind, "pass", 0.8)
        at.press("L", "R")
        assert at.state.inner == ""
        at.press("Return", "Ctrl+Return", "1", "Tab")
        at.say("Return")
        assert (at.state.told, at.state.data.open.state) == ("approved", "approved"), at.state
        at.press("Ctrl+Return", *["Tab"] * 7)
        at.say("Return")
        assert (at.state.told, at.state.data.open.state) == ("started", "testing"), at.state
        plan = at.state.data.open.experiment.plan
        assert (plan.metric, plan.guard_margin, plan.least, plan.most) == ("to_people", 0.02, 200, 20_000)
        at.press("O")
        assert at.state.told == "looked", at.state
        lacking = {one.what for one in at.state.data.open.experiment.standing.lacking}
        assert lacking >= {"cases", "metric"}
        at.press("Ctrl+Return")
        assert at.state.told == "locked", "promotion says why it does not open"
        assert at.state.sheet is None
        assert view.message.isVisible()
        at.press("X")
        at.say("Return")
        assert (at.state.told, at.state.data.open.state) == ("stopped", "failed"), at.state


@pytest.mark.slow
def test_one_step_puts_the_threshold_of_before_in_force_again(
    qapp: QApplication, house: House, owner: Session, other_lead: Session, tmp_path: Path
) -> None:
    kind = "reset_2fa"
    hub_examples.first(owner, other_lead, kind, "block", 0.85)
    with at_the_room(qapp, house, tmp_path) as at:
        at.press(".")
        at.room.presenter.choose("case_type", kind)
        at.press("U")
        assert at.state.told == "nothing_before", at.state
        who = Principal(owner.user_id, "who owns the rules", frozenset({Role.RULES_OWNER}))
        with opened(house.database) as storage, storage.write() as work:
            set_rule(work, who, (kind, "block"), 0.8, ("Lowered.", "en"), proposal_id=None)
        at.press("R", "U")
        assert at.state.sheet is not None, at.state
        at.say("Return")
        assert at.state.told == "rolled_back", at.state
        found = at.state.data.side(kind, "block")
        assert found.in_force.threshold == 0.85
        assert [one.threshold for one in found.versions] == [0.85, 0.8, 0.85]
    told = owner.get(paths.HUB_RULES).json()
    assert any(one["case_type"] == kind and one["in_force"]["threshold"] == 0.85 for one in told["sides"])


@pytest.mark.slow
def test_slices_say_why_cases_came_and_an_auditor_reads_and_changes_nothing(
    qapp: QApplication, house: House, tmp_path: Path
) -> None:
    house.cases(3)
    with at_the_room(qapp, house, tmp_path, role=Role.AUDITOR) as at:
        assert at.state.pages == ("figures", "thresholds", "proposals", "boundary", "sessions", "targets")
        at.press(".", "Ctrl+Return")
        assert (at.state.page, at.state.sheet) == ("thresholds", None)
        at.press(".", ".")
        assert (at.state.page, at.state.failed) == ("boundary", "")
        assert at.state.data.totals[0].cases >= 3
        assert at.state.data.slices
        at.tab_to(at.room.view.boundary.slices.table)
        at.press("Return")
        assert at.state.sheet is None
        assert at.state.told == "slice_unknown", at.state


@pytest.mark.slow
def test_without_the_server_the_room_says_so_and_comes_back_by_a_key(
    qapp: QApplication, house: House, tmp_path: Path
) -> None:
    with at_the_room(qapp, house, tmp_path) as at:
        at.machine.cut = True
        at.press("R")
        assert at.state.failed == "offline"
        assert "cannot be reached" in at.room.view._none_words.text()
        at.machine.cut = False
        at.press("R")
        assert at.state.failed == ""
        assert at.state.data is not None


@pytest.mark.slow
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_calibration_is_told_of_labels_in_force_and_of_a_chosen_type(
    qapp: QApplication, house: House, tmp_path: Path, language: str
) -> None:
    decided = house.cases(4)
    reviewer = house.seat(f"decides {language}")
    for number, case_id in enumerate(decided):
        answer = reviewer.review(case_id, "pass" if number == 0 else "block")
        assert answer.json()["status"] == "applied", answer.text
    with at_the_room(qapp, house, tmp_path, language=language) as at:
        view = at.room.view
        assert (at.state.page, at.state.failed) == ("figures", ""), at.state
        told = at.state.data.view
        assert told.from_at < told.before_at
        at.press("C", "Down", "Return")
        at.window.settle()
        assert at.state.of != "", "the menu of types is walked by keys"
        assert at.state.failed == ""
        at.press("T")
        assert at.state.as_table
        assert view.charts() == [] or view.charts()[0].shows_table
        for _ in range(5):
            at.press(".")
            assert at.state.failed == "", at.state
        assert at.state.page == "targets"
        assert [row.measure for row in at.state.data.rows] == list(MEASURES)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_session_is_made_voted_on_without_the_server_revealed_and_settled_by_keys_alone(
    qapp: QApplication, house: House, tmp_path: Path, language: str
) -> None:
    labelled(house, house.seat(f"decided them first {language}"), 4, 2)
    chair, voter = somebody(house, tmp_path, Role.TEAM_LEAD), somebody(house, tmp_path, Role.REVIEWER)
    try:
        with at_the_room(qapp, house, tmp_path, machine=chair, language=language) as at:
            at.press(".", ".", ".", ".")
            assert (at.state.page, at.state.failed) == ("sessions", "")
            at.press("Ctrl+Return")
            sheet = at.state.sheet
            assert sheet is not None, at.state
            at.press(*"WEEK", "Tab", "2", "Tab")
            types = list(catalogue().case_types)
            at.press(str(types.index("ato_investigation") + 1), "Tab")
            at.press(*["Down"] * [one.name for one in sheet.about].index(voter.name), "Space", "Tab", "1")
            picks = at.state.sheet.picks
            assert (picks["kind"], picks["type"], picks["size"]) == ("reviewer", "ato_investigation", "5"), picks
            at.press("Ctrl+Return")
            assert at.state.told == "session_made", at.state
            session = at.state.data.open
            assert session is not None
            assert (session.session.state, len(session.items)) == ("open", 5)
            assert all(item.assessment is None for item in session.items), "neither the agent's word is told"
            assert all(item.first is None for item in session.items), "nor that of whoever decided it first"

        with at_the_room(qapp, house, tmp_path, machine=voter, role=Role.REVIEWER, language=language) as at:
            assert at.state.pages == ("sessions",)
            titles = [one.session_id for one in at.state.data.page.sessions]
            at.press(*["Down"] * titles.index(session.session.session_id), "Return")
            assert at.state.data.open is not None, at.state
            if "join" in at.state.data.open.may:
                at.press("Ctrl+Return")
                assert at.state.told == "joined", at.state
            at.machine.cut = True
            at.press("Ctrl+Return")
            for number in range(5):
                assert at.state.vote is not None, (number, at.state)
                at.press("P" if number else "B", "W")
                at.say("Ctrl+Return")
                assert at.state.told == "voted", at.state
            assert at.state.vote is None
            assert at.state.data.kept, "what is told is as it was before"
            assert all(item.mine is not None for item in at.state.data.open.items)
            at.press("Return", "E", "Ctrl+Return", "Y")
            assert at.state.told == "taken_back", at.state
            at.machine.cut = False
            for _ in range(3):
                at.machine.sync()
            at.press("L", "R")
            assert not at.state.data.kept
            brief = next(one for one in at.state.data.page.sessions if one.session_id == titles[0])
            assert brief.voted == 5, "no ballot was lost"

        with at_the_room(qapp, house, tmp_path, machine=chair, language=language) as at:
            at.press(".", ".", ".", ".")
            at.press("Return")
            view = at.state.data.open
            assert {one.name: one.ballots for one in view.attendees}[voter.name] == 5
            assert all(not item.ballots for item in view.items), "how many, and never what"
            at.press("O", "Return")
            assert at.state.told == "revealed", at.state
            view = at.state.data.open
            assert view.session.shown
            assert {one.decision.value for item in view.items for one in item.ballots} == {"pass", "block"}
            at.press("Ctrl+Return")
            for _ in range(5):
                assert at.state.vote is not None, at.state
                assert at.state.vote.kind == "settle"
                at.press("P", "1", "W")
                at.say("Ctrl+Return")
                assert at.state.told == "settled", at.state
            assert at.state.vote is None
            assert all(item.truth is not None for item in at.state.data.open.items)
            assert {item.truth.reason for item in at.state.data.open.items} == {WHY}
            assert all(item.truth.code for item in at.state.data.open.items), "each with its code"
            at.press("N")
            at.say("Return")
            assert at.state.told == "noted", at.state
            for _ in range(3):
                at.machine.sync()
            at.press("F", "3", "Tab", "2", "Tab", "Tab", "Tab")
            at.say("Return")
            assert at.state.told == "followed", at.state
            view = at.state.data.open
            assert [one.text for one in view.notes] == [WHY]
            assert [one.route.value for one in view.follow_ups] == ["C"]
            at.press("Ctrl+Return", "Return")
            assert (at.state.told, at.state.data.open.session.state) == ("session_closed", "closed"), at.state
    finally:
        chair.close()
        voter.close()


@pytest.mark.slow
def test_a_challenge_by_a_case_arrives_and_its_answer_comes_back(
    qapp: QApplication, house: House, tmp_path: Path
) -> None:
    author = somebody(house, tmp_path, Role.REVIEWER)
    try:
        (case_id,) = house.cases(1)
        assert house.another_seat(author.name).review(case_id).json()["status"] == "applied"
        with at_the_room(qapp, house, tmp_path, machine=author, role=Role.REVIEWER) as at:
            at.press("H", *case_id, "Tab", *"0.9", "Tab")
            at.say("Return")
            assert at.state.told == "challenged", at.state
            for _ in range(3):
                at.machine.sync()
            at.press("R")
            assert [(one.state, one.threshold) for one in at.state.data.challenges.challenges] == [("challenged", 0.9)]
        with at_the_room(qapp, house, tmp_path) as at:
            at.press(".", ".")
            at.tab_to(at.room.view.list.challenges.table)
            found = [one.case_id for one in at.state.data.challenges.challenges]
            at.press(*["J"] * found.index(case_id), "Return", "1", "Tab")
            at.say("Return")
            assert at.state.told == "answered", at.state
        with at_the_room(qapp, house, tmp_path, machine=author, role=Role.REVIEWER) as at:
            (one,) = at.state.data.challenges.challenges
            assert (one.state, one.answer) == ("declined", WHY)
    finally:
        author.close()
