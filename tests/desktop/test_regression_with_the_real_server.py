"""The page of the regression set at a real seat over the real server, by keys: versions, candidates, cases, pairs."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.panels.feedback import FeedbackRoom
from app.desktop.usecases.pages_together import together
from app.domain.roles import Role, capabilities
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support.loop_house import feedback_context
from tests.support.painted_texts import PaintedTexts
from tests.support.regression_house import FALLEN, NEXT, regressions
from tests.support.seats import House, open_house
from tests.support.server import start_server
from tests.support.shell_window import Seat, seat

_people = itertools.count(1)


class At:
    """The window with its Feedback room, on the page of the regression set."""

    def __init__(self, window: Seat, room: FeedbackRoom, machine: Machine, opened: list[str]) -> None:
        self.on, self.room, self.machine, self.opened = window, room, machine, opened

    def press(self, *keys: str) -> None:
        self.on.press(*keys)

    @property
    def state(self) -> Any:
        return self.room.presenter.state

    @property
    def words(self) -> str:
        with PaintedTexts(self.on.window) as texts:
            return "\n".join(shown.text for shown in texts.collect())

    def open_run(self, model: str) -> None:
        """By the keys of the list."""
        row = next(n for n, one in enumerate(self.state.data.runs.runs) if one.model_version == model)
        self.press(*["K"] * 5, *["J"] * row, "Return")
        assert self.state.detail.view.model_version == model


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("regression") / "server.db"
    with start_server(database) as server:
        found = open_house(server, database)
        regressions(found)
        yield found
        found.close()


@contextmanager
def at_seat(
    app: QApplication, house: House, folder: Path, *, role: Role = Role.TEAM_LEAD, language: str = "en"
) -> Iterator[At]:
    name = f"{role.value} {next(_people)}"
    house.add(name, role.value)
    machine = Machine(folder / name, house, name)
    rights = frozenset(str(right) for right in capabilities((role,)))
    try:
        with seat(app, language=language) as window:
            window.window.set_signed_in(window.window._person, rights.__contains__)
            opened: list[str] = []
            room = FeedbackRoom(feedback_context(machine.desk, rights, window.window.actions_.key_cap, opened))
            window.window.add_room("feedback", room)
            window.press("Ctrl+7")
            while room.presenter.state.page != "regression":
                assert room.presenter.state.page != "news", "the page is there"
                window.press(".")
            yield At(window, room, machine, opened)
    finally:
        machine.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "worse", "same", "lost"),
    [("en", "worse", "no difference shown", "broken"), ("zh_CN", "更差", "未显出差别", "改错")],
)
def test_a_candidate_that_is_worse_is_called_so_and_one_that_changes_nothing_is_not_called_better(
    qapp: QApplication, house: House, tmp_path: Path, language: str, worse: str, same: str, lost: str
) -> None:
    with at_seat(qapp, house, tmp_path, language=language) as at:
        assert at.state.failed == ""
        shown = at.words
        assert f"{FALLEN}" in shown
        lines = shown.splitlines()
        assert lines.count(worse) == 1
        assert lines.count(same) == 2
        newest = at.state.data.sets.sets[0]
        assert str(newest.checks) in lines
        at.press("T")
        assert at.room.view.regression.growth.shows_table
        at.press("T")
        at.open_run(FALLEN)
        view = at.state.detail.view
        assert view.standing.value == "worse"
        assert view.drawn.lost > view.drawn.gained
        shown = at.words
        assert worse in shown.splitlines()
        assert str(view.drawn.lost) in shown
        rows = at.state.detail.cases.cases
        assert rows, "a concluded run shows its cases to whoever reads it"
        assert {one.became.value for one in rows} <= {"gained", "lost"}
        at.press("C", "Return")
        single = at.state.detail.case
        assert single.row.case_id == rows[0].case_id
        assert (lost if single.row.became.value == "lost" else "") in at.words
        assert single.row.case_id in at.words
        at.press("L")
        assert at.state.detail.cases is not None
        at.press("O")
        assert at.opened == [rows[0].case_id] or at.state.told in ("case_gone", "case_offline"), at.state.told
        at.press("L")
        assert at.state.inner == ""


@pytest.mark.slow
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_lead_keeps_blind_until_they_say_that_they_look_and_judges_no_pair_from_then_on(
    qapp: QApplication, house: House, tmp_path: Path
) -> None:
    with at_seat(qapp, house, tmp_path) as at:
        at.open_run(NEXT)
        assert at.state.detail.cases is None
        assert "Look at the cases" in at.words
        at.press("C", "Esc")
        assert at.state.sheet is None
        at.press("C", "Return")
        assert at.state.told == "looked_now", at.state
        assert at.state.detail.cases.cases
        at.press("C", "W", *["Down"] * 5, "Return")
        assert at.state.inner.split(":")[2] == "repeated"
        row = at.state.detail.cases.cases[0]
        assert row.repeated
        at.press("Return")
        (mark,) = at.state.detail.case.marks
        assert mark.finding.value == "repeated"
        assert "repeated" in at.words.splitlines()
        at.press("L", "L")
        judging_table = at.room.view.regression.judging.table
        for _ in range(6):
            if QApplication.focusWidget() is not judging_table:
                at.press("Tab")
        assert QApplication.focusWidget() is judging_table, "Tab leads to what one may judge"
        assert "you have looked at its cases" in at.words
        judging = [one.run_id for one in at.state.data.judging.runs if one.looked]
        assert len(judging) == 1
        row = next(n for n, one in enumerate(at.state.data.judging.runs) if one.looked)
        at.press(*["K"] * 5, *["J"] * row, "Return")
        assert at.state.failed == "regression_looked"
        assert "no more pairs of it are laid before you" in at.words


@pytest.mark.slow
def test_cases_of_a_run_are_read_page_behind_page_each_once(qapp: QApplication, house: House, tmp_path: Path) -> None:
    with at_seat(qapp, house, tmp_path) as at:
        at.open_run(FALLEN)
        api, run_id = at.machine.desk.regression._online, at.state.detail.view.run_id
        whole = api.regression_run_cases(run_id, "any", 500)
        assert len(whole.cases) > 100
        read = partial(api.regression_run_cases, run_id, "any", 50)
        assert together(read, "cases", lambda one: one.n, 2).cases == whole.cases[:100]
        told = together(read, "cases", lambda one: one.n, 9)
        assert (told.cases, told.next_after) == (whole.cases, None)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "first"), [("en", "The first"), ("zh_CN", "第一")])
def test_a_senior_judges_pairs_by_single_keys_and_reads_nothing_of_whose_they_are(
    qapp: QApplication, house: House, tmp_path: Path, language: str, first: str
) -> None:
    with at_seat(qapp, house, tmp_path, role=Role.SENIOR_AGENT, language=language) as at:
        assert at.state.data.sets is None
        assert at.state.data.judging.runs
        at.press("Return")
        pair = at.state.detail.pair
        shown = at.words
        assert first.casefold() in shown.casefold()
        assert NEXT not in shown
        assert pair.pair_id not in shown
        at.press("1")
        after = at.state.detail
        assert after.run.judged == 1
        assert after.pair.pair_id != pair.pair_id
        at.press("3")
        assert at.state.detail.run.judged == 2
        at.press("Ctrl+Return", "Return")
        assert at.state.sheet is not None, "Enter chooses first, and sends then"
        at.press("Tab", *"ok", "Return")
        assert at.state.sheet is None, at.state.sheet
        assert at.state.detail.run.judged == 3

        at.machine.cut = True
        held = at.state.detail.pair.pair_id
        at.press("2")
        assert at.state.told == "vote_offline"
        assert at.state.detail.pair.pair_id == held, "nothing was counted, so that the pair stays"
        at.machine.cut = False
        at.press("2")
        assert at.state.detail.run.judged == 4
        at.press("L")
        assert at.state.inner == ""
        assert at.room.view.pair.evidence._view is None, "nothing of a case stays once it is out of sight"


@pytest.mark.slow
@pytest.mark.parametrize(("language", "asked"), [("en", "roca-6"), ("zh_CN", "roca-7")])
def test_a_lead_freezes_a_version_and_has_a_candidate_answer_it_by_keys(
    qapp: QApplication, house: House, tmp_path: Path, language: str, asked: str
) -> None:
    with at_seat(qapp, house, tmp_path, language=language) as at:
        versions = len(at.state.data.sets.sets)
        at.press("Ctrl+Return", "Return")
        assert at.state.told == "set_same", at.state
        assert len(at.state.data.sets.sets) == versions
        at.press("N", "Return")
        assert at.state.sheet.problem == "model_required"
        at.press(*asked, "Return")
        assert at.state.told == "candidate_asked", at.state
        assert at.state.detail.view.model_version == asked
        assert at.state.detail.view.standing.value == "waiting"
        at.press("Ctrl+Return")
        assert at.state.told == "regression_unanswered"

        at.machine.cut = True
        at.press("R")
        assert at.state.stale == "offline"
        assert at.state.detail.view.model_version == asked, "what was read last stays"
        at.press("L", "R")
        assert at.state.stale == "offline"
        at.machine.cut = False
        at.press("R")
        assert at.state.stale == ""


@pytest.mark.slow
def test_who_reads_the_set_and_judges_nothing_needs_not_say_that_they_look(
    qapp: QApplication, house: House, tmp_path: Path
) -> None:
    with at_seat(qapp, house, tmp_path, role=Role.RULES_OWNER) as at:
        assert at.state.data.judging is None
        at.open_run(NEXT)
        assert at.state.detail.cases.cases
        at.press("1")
        assert at.state.told == "", "no key of a pair does anything here"
