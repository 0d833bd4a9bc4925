"""The Feedback room over a real seat and the real server: what its keys do arrives there."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.panels.feedback import FeedbackRoom
from app.domain.roles import Role, capabilities
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support.loop_house import errs, feedback_context
from tests.support.painted_texts import PaintedTexts
from tests.support.seats import House, open_house
from tests.support.server import start_server
from tests.support.shell_window import Seat, seat

LEAD = frozenset(str(right) for right in capabilities((Role.TEAM_LEAD,)))
_people = itertools.count(1)


class At:
    """The window with its Feedback room at a seat."""

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


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("feedback") / "server.db"
    with start_server(database) as server:
        found = open_house(server, database)
        errs(found)
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
            assert window.window.current == "feedback"
            yield At(window, room, machine, opened)
    finally:
        machine.close()


@pytest.mark.slow
def test_a_lead_reads_what_recurs_with_its_interval_and_what_chance_has_to_do_with_it(
    qapp: QApplication, house: House, tmp_path: Path
) -> None:
    with at_seat(qapp, house, tmp_path) as at:
        (pattern,) = [one for one in at.state.data.items if one.kind == "pattern"]
        assert pattern.lift_low < pattern.lift < pattern.lift_high
        shown = at.words
        assert "FP · Signal weighs too much · Signal “Emulator”" in shown, shown
        assert f"{pattern.count} of {pattern.errors}" in shown
        assert "hardly chance" in shown
        assert "A · retraining" in shown


@pytest.mark.slow
def test_a_lead_accepts_a_finding_takes_it_back_and_makes_a_training_set_of_it_by_keys(
    qapp: QApplication, house: House, tmp_path: Path
) -> None:
    with at_seat(qapp, house, tmp_path) as at:
        row = next(n for n, one in enumerate(at.state.data.items) if one.kind == "pattern")
        at.press(*["J"] * row, "Return")
        view = at.state.detail.view
        assert view.item.kind == "pattern"
        assert f"{len(at.state.detail.cases.cases)}" in at.words
        at.press("P")
        at.press("J", "P")
        assert len(at.state.picked) == 2

        at.press("Ctrl+Return")
        assert at.state.sheet.chosen["state"] == "accepted", "the usual next step is chosen already"
        at.press("Return")
        assert at.state.told == "changed_now", at.state
        at.press("Y")
        assert at.state.told == "taken_back"
        at.press("Ctrl+Return", "Return")
        at.machine.sync()
        at.press("R")
        assert at.state.detail.view.item.state == "accepted"

        at.press("A", *"emulator", "Return")
        assert at.state.page == "training", at.state
        made = at.state.detail.view
        assert (made.name, made.version) == ("emulator", 1)
        assert made.manifest.counts["pattern"] >= 24
        assert "emulator, version 1" in at.words, "a name stands as it was written"
        at.press("L", "Tab", "Return")
        assert at.state.inner
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Files", "what is at the top stays in sight while nobody has asked"
        at.press("F")
        assert at.state.told == "taken", at.state
        at.press("Ctrl+Return", "Return")
        assert at.state.told == "asked_waiting"
        assert [one.state for one in at.state.detail.view.requests] == ["asked"]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_answers_and_without_the_server_what_was_read_last_stays(
    qapp: QApplication, house: House, tmp_path: Path, language: str
) -> None:
    with at_seat(qapp, house, tmp_path, language=language) as at:
        for page in at.state.pages:
            assert at.state.page == page
            assert at.state.failed == "", at.state
            assert at.state.data is not None
            at.press(".")
        while at.state.page != "signals":
            at.press(",")
        failing = [one for one in at.state.data[0].signals if one.failing]
        assert failing
        at.machine.cut = True
        at.press("R")
        assert at.state.stale == "offline"
        assert at.state.data is not None
        at.machine.cut = False
        at.press("R", "Return")
        assert at.state.inner.split("\x1f")[0] in {one.signal for one in failing}, "the failing ones come first"
        at.press("Ctrl+Return")
        assert at.state.page == "patterns"
        assert at.state.detail.view.item.kind == "signal"


@pytest.mark.slow
def test_a_reviewer_has_the_news_alone(qapp: QApplication, house: House, tmp_path: Path) -> None:
    with at_seat(qapp, house, tmp_path, role=Role.REVIEWER) as at:
        assert at.state.pages == ("news",)
        assert "No news yet." in at.words


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "named"), [("en", "Value often missing · Signal"), ("zh_CN", "数值经常缺失 · 信号")]
)
def test_the_finding_of_a_failing_signal_says_its_rule_and_offers_nothing_that_takes_cases(
    qapp: QApplication, house: House, tmp_path: Path, language: str, named: str
) -> None:
    with at_seat(qapp, house, tmp_path, language=language) as at:
        assert named in at.words
        row = next(n for n, one in enumerate(at.state.data.items) if one.kind == "signal")
        at.press(*["J"] * row, "Return")
        assert at.state.detail.view.item.kind == "signal"
        shown = at.words
        assert named in shown, shown
        assert "missing_rate" not in shown
        merge, weeks = ("merge", "cases a week") if language == "en" else ("合并", "每周案件数")
        lines = shown.casefold().splitlines()
        assert not {merge, weeks} & {*lines}
        at.press("M")
        assert (at.state.sheet, at.state.told) == (None, "signal_alone")

        at.press("L")
        row = next(n for n, one in enumerate(at.state.data.items) if one.kind == "pattern")
        at.press(*["K"] * 20, *["J"] * row, "Return")
        assert at.state.detail.view.item.kind == "pattern"
        lines = at.words.casefold().splitlines()
        assert {merge, weeks} <= {*lines}


@pytest.mark.slow
@pytest.mark.parametrize(("language", "times"), [("en", " ×"), ("zh_CN", " 倍")])
def test_the_lift_of_a_signal_stands_as_a_figure_and_its_interval_beneath_it(
    qapp: QApplication, house: House, tmp_path: Path, language: str, times: str
) -> None:
    with at_seat(qapp, house, tmp_path, language=language) as at:
        at.press(".", "Return")
        signal, *_ = at.state.inner.split("\x1f")
        one = next(o for o in at.state.data[0].signals if o.signal == signal and o.lift_risk.value is not None)
        lines = at.words.splitlines()
        assert f"{one.lift_risk.value:,.1f}{times}" in lines, lines
