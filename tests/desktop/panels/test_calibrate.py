"""The Calibrate room in the real window: figures, thresholds, proposals, boundary, sessions, targets; by keyboard."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.contract.hub import Lacking
from app.desktop.panels.calibrate import CalibrateRoom
from app.desktop.panels.calibrate.presenter.proposals import FIRST_PLAN, plan_of
from app.desktop.panels.calibrate.state import session_step
from app.desktop.panels.calibrate.words import calibration, proposals
from app.domain.roles import Role, capabilities
from tests.support.accessible_tree import faults, tree
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_calibrate import calibrate_context
from tests.support.sample_calibration import calibration_figures, calibration_view
from tests.support.sample_sessions import SessionsDesk, session
from tests.support.sample_team import Files
from tests.support.sample_thresholds import ThresholdDesk, experiment, proposal
from tests.support.shell_window import Seat, seat

Open = Callable[..., AbstractContextManager["At"]]
WHY = ("b", "e", "t", "t", "e", "r")


class At:
    """The window with its Calibrate room, and what was asked of the server."""

    def __init__(self, window: Seat, room: CalibrateRoom, hub: ThresholdDesk, sessions: SessionsDesk, files: Files):
        self.on, self.room, self.hub, self.sessions, self.files = window, room, hub, sessions, files

    def press(self, *keys: str) -> None:
        self.on.press(*keys)

    @property
    def state(self) -> Any:
        return self.room.presenter.state

    @property
    def words(self) -> str:
        with PaintedTexts(self.on.window) as texts:
            return "\n".join(shown.text for shown in texts.collect())

    def go(self, page: str) -> None:
        """By keys to a page."""
        pages = self.state.pages
        step = pages.index(page) - pages.index(self.state.page)
        self.press(*("." if step > 0 else ",",) * abs(step))
        assert self.state.page == page

    def tab_to(self, widget: QWidget) -> None:
        for _ in range(60):
            if widget.hasFocus():
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to {widget}")


@contextmanager
def calibrate_room(
    app: QApplication,
    *,
    role: Role = Role.TEAM_LEAD,
    language: str = "en",
    size: tuple[int, int] = (1366, 768),
    offline: bool = False,
) -> Iterator[At]:
    rights = frozenset(str(right) for right in capabilities((role,)))
    with seat(app, language=language, size=size) as window:
        window.window.set_signed_in(window.window._person, rights.__contains__)
        hub, files = ThresholdDesk(), Files()
        context = calibrate_context(window.desk, hub, files, rights, window.window)
        hub.offline = context.calibration.offline = offline
        room = CalibrateRoom(context)
        window.window.add_room("calibrate", room)
        window.press("Ctrl+6")
        assert window.window.current == "calibrate"
        yield At(window, room, hub, context.sessions, files)


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda **how: calibrate_room(qapp, **how)


def test_each_role_has_the_pages_that_it_may_read(opening: Open) -> None:
    for role, pages in (
        (Role.REVIEWER, ("sessions",)),
        (Role.RULES_OWNER, ("figures", "thresholds", "proposals", "boundary", "sessions", "targets")),
        (Role.AUDITOR, ("figures", "thresholds", "proposals", "boundary", "sessions", "targets")),
    ):
        with opening(role=role) as at:
            assert at.state.pages == pages, role


def test_figures_come_with_interval_number_and_what_the_diagram_means(opening: Open) -> None:
    with opening() as at:
        shown = at.words
        assert "94.1 %" in shown
        assert "92.6–95.2 %, n 1,280" in shown
        assert "1,204 TP" in shown
        assert "Between 0.5 and 0.8 ROCA says more risk than there is." in shown
        chart = at.room.view.figures.reliability.chart
        assert chart.hasFocus()
        at.press("End")
        assert any(part.focused and "scores 0.9 to 1.0" in part.name for part in chart.accessible_parts())
        at.press("T")
        assert at.room.view.figures.reliability.table.hasFocus(), "the table behind it, with the focus"
        at.press("S")
        assert at.files.saved, at.state


def test_the_slider_is_moved_by_keys_and_the_table_tells_what_would_have_been(opening: Open) -> None:
    with opening() as at:
        at.go("thresholds")
        at.room.presenter.choose("case_type", "withdrawal_anomaly")
        slider = at.room.view.hub.sides["block"].slider
        at.tab_to(slider)
        at.press("PgUp")
        assert at.state.at == {"block": 0.9}
        assert slider.accessibleName() == "ROCA blocks alone from 0.85 → 0.90"
        assert "0.85 → 0.90" in at.words
        at.press("Home")
        assert at.state.at == {"block": 0.5}
        at.press("End", "Right")
        assert at.state.at == {"block": 1.0}, "it ends where confidence ends"
        at.tab_to(at.room.view.hub.sides["pass"].slider)
        assert at.state.side == "pass", "what is proposed for goes with the keys"


def test_a_proposal_needs_a_threshold_another_one_and_a_reason(opening: Open) -> None:
    with opening() as at:
        at.go("thresholds")
        at.room.presenter.choose("case_type", "withdrawal_anomaly")
        at.press("Ctrl+Return", "Ctrl+Return")
        assert at.state.sheet.problem == "words_required"
        at.press("Tab", *WHY, "Return")
        assert at.state.sheet.problem == "same_threshold"
        at.room.presenter.enter("1.2")
        at.press("Return")
        assert at.state.sheet.problem == "threshold_form"
        at.room.presenter.enter("0.9")
        at.press("Return")
        assert ("propose", "withdrawal_anomaly", "block", 0.9, 60.0, "better", "en") in at.hub.asked
        assert (at.state.page, at.state.told) == ("proposals", "proposed")


def test_promotion_is_locked_and_says_what_is_lacking(opening: Open) -> None:
    with opening() as at:
        at.go("proposals")
        at.press("J", "J", "Return")
        assert at.state.data.open.state in ("testing", "shown")
        at.room.presenter.open_proposal(1)
        assert "Promote: locked" in at.words
        at.press("Ctrl+Return")
        assert at.state.sheet is None
        assert "Promotion is locked. Still lacking: evidence for the metric, evidence for the guard." in at.words
        assert "Wanted: below 0.0 points. Evidence 7.4 of 20.0." in at.words
        assert "at most once in 87,065, however often one looks" in at.words
        at.press("O")
        assert ("look", "p-6") in at.hub.asked
        at.press("L")
        assert at.state.data.open is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Evidence 7.4 of 40.0.", "at most 2.5 % of cases", "The same was tried before", "by the draw about")),
        ("zh_CN", ("证据 7.4，需 40.0", "概率至多为 2.5%", "此前已试过同样的变更", "按抽签约为")),
    ],
)
def test_a_second_try_and_arms_that_came_otherwise_than_drawn_are_told(
    opening: Open, language: str, words: tuple[str, ...]
) -> None:
    with opening(language=language, size=(1600, 1000)) as at:
        at.go("proposals")
        tried = experiment()
        standing = tried.standing
        standing = msgspec.structs.replace(
            standing,
            metric=msgspec.structs.replace(standing.metric, needed=40.0),
            lacking=(*standing.lacking, Lacking("split", 212, 270.0)),
        )
        tried = msgspec.structs.replace(tried, standing=standing)
        at.hub.found[0] = proposal("p-8", "testing", ("look", "stop"), experiment=tried)
        at.press("R", "Return")
        shown = at.words + "\n" + proposals.looks_said(tried)
        for said in words:
            assert said in shown, said


def test_a_plan_whose_parts_contradict_each_other_is_not_sent(opening: Open) -> None:
    assert plan_of(FIRST_PLAN) is not None
    assert plan_of(FIRST_PLAN | {"least": "5000", "most": "2000"}) is None
    with opening() as at:
        at.go("proposals")
        at.hub.found[0] = proposal("p-8", "approved", ("start",))
        at.press("R", "Return", "Ctrl+Return")
        at.room.presenter.pick("least", "5000")
        at.room.presenter.pick("most", "2000")
        at.room.presenter.type("try it")
        at.press("Ctrl+Return")
        assert at.state.sheet.problem == "plan_order"


def test_a_slice_is_proposed_where_its_bound_clears_the_target_and_nowhere_else(opening: Open) -> None:
    with opening() as at:
        at.go("boundary")
        assert "243 of 348" in at.words
        table = at.room.view.boundary.slices.table
        at.tab_to(table)
        at.press("J", "Return")
        assert at.state.told == "slice_unknown"
        at.press("J", "Return")
        assert at.state.told == "slice_missed"
        at.press("K", "K", "Return")
        assert at.state.sheet is not None, at.state
        at.press("Tab", *WHY, "Return")
        (asked,) = [one for one in at.hub.asked if one[0] == "propose_slice"]
        assert (asked[1].segment, asked[2:]) == ("SG", (100, "better", "en"))
        at.tab_to(at.room.view.boundary.left.table)
        assert "52 of 53 right, at most 97.1 %, 7 unanswered for too long" in at.words
        at.press("Return", *WHY, "Return")
        assert ("bring_back", "s-1", "better", "en") in at.hub.asked


def test_ballots_are_cast_one_after_another_and_the_last_one_can_be_taken_back(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        at.press("Return", "Ctrl+Return")
        assert (at.state.vote.ref, at.state.vote.kind) == ("3", "vote")
        at.press("Ctrl+Return")
        assert at.state.vote.problem == "decision_missing"
        at.press("B", "Ctrl+Return")
        assert at.state.vote.problem == "words_required"
        at.press("W", *WHY, "Ctrl+Return")
        assert ("vote", "k-1", "3", "block", "better", "en", "") in at.sessions.asked
        assert (at.state.vote.ref, at.state.told) == ("4", "voted")
        assert at.state.vote.decision == "", "nothing of the one before stands on the next"
        at.press("Y")
        assert ("undo", "c-3") in at.sessions.asked
        assert at.state.told == "taken_back"
        at.press("L", "L")
        assert at.state.inner == ""
        assert at.room.view.case._shown == (), "nothing of a case stays in the widgets"


def test_before_the_reveal_nothing_of_others_stands_on_the_screen(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        at.press("Return")
        shown = at.words
        assert "Told once the ballots are revealed." in shown
        assert "At first" not in shown
        assert "reviewer-12" not in shown
        at.press("L", "J", "Return")
        assert "Beyond chance: alpha 0.21, AC1 0.68." in at.words


def test_what_comes_next_of_a_session_follows_what_its_server_allows() -> None:
    desk = SessionsDesk()
    open_, revealed, closed = desk.briefs
    assert session_step(session("k-1", open_, ("join",))) == "join"
    assert session_step(session("k-1", open_, ("vote", "reveal"))) == "vote"
    assert session_step(session("k-2", revealed, ("join", "vote", "settle", "close"))) == "settle"
    assert session_step(session("k-3", closed, ())) == ""
    told = msgspec.structs.replace(session("k-1", open_, ("vote", "reveal")), items=())
    assert session_step(told) == "reveal"


def test_targets_say_met_missed_or_not_yet_known_by_the_bound_and_what_moves_them(opening: Open) -> None:
    with opening() as at:
        at.go("targets")
        shown = at.words
        assert "Even the lower bound reaches 95\u00a0%." in shown
        assert "Target 98\u00a0%: 210 more cases may settle it." in shown
        assert "Even the upper bound stays below 80\u00a0%." in shown
        at.press("J")
        assert at.room.view.targets.trend.heading.text() == "Trend: decision accuracy"
        assert at.room.view.targets.movers.table.table()[1], "what moves it"


def test_without_the_server_the_room_says_so_and_sessions_stay_readable(opening: Open) -> None:
    with opening(offline=True) as at:
        assert "The server cannot be reached." in at.words
        at.sessions.offline = True
        at.go("sessions")
        assert at.state.data.kept
        assert "as read before the server went away" in at.words


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1366, 768), (1600, 1000)])
def test_every_page_is_told_to_a_screen_reader(opening: Open, language: str, size: tuple[int, int]) -> None:
    with opening(language=language, size=size) as at:
        for page in at.state.pages:
            at.go(page)
            assert faults(tree(at.on.window)) == [], page
        if language == "zh_CN":
            assert "目标" in at.words


def test_a_threshold_is_challenged_by_a_case_and_answered_by_who_proposes_them(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        assert "One case says little yet." in at.words, "what became of one's own"
        at.press("H", "C", "Tab", "Tab", *WHY, "Return")
        assert at.state.sheet.problem == "case_required"
        at.room.presenter.enter("c-204801")
        at.press("Return")
        assert ("challenge", "C-204801", "better", "en", None) in at.sessions.asked
        assert at.state.told == "challenged"
    with opening() as at:
        at.go("proposals")
        at.tab_to(at.room.view.list.challenges.table)
        at.press("Return", "2", "Tab", *WHY, "Return")
        assert ("answer", "ch-1", "p-7", "better", "en") in at.hub.asked
        at.press("J", "Return")
        assert at.state.told == "challenge_answered"


@pytest.mark.parametrize(
    ("language", "more"), [("en", "n 2, 28 more until it is shown"), ("zh_CN", "n 2，再有 28 件才显示")]
)
def test_of_a_handful_of_cases_no_figure_is_told_and_how_many_more_it_takes_is(
    qapp: QApplication, language: str, more: str
) -> None:
    told = calibration_figures(tp=2, fp=0, fn=0, tn=0)
    with seat(qapp, language=language):
        view = msgspec.structs.replace(calibration_view(), figures=told, by_design=None)
        words = calibration.figures_of(view)
        assert {one.value for one in words} == {"–"}, words
        assert {one.basis for one in words} == {more}
        assert "ECE" not in calibration.reliability_said(told)
        enough = msgspec.structs.replace(view, figures=calibration_figures(tp=20, fp=10, fn=10, tn=10))
        assert calibration.figures_of(enough)[0].value != "–"
