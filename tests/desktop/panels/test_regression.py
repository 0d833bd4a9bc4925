"""The page of the regression set in the real window, by keyboard: what it says where little or nothing is known, and
what it keeps to itself."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.contract.regression import Vote
from app.desktop.panels.feedback import FeedbackRoom
from app.desktop.panels.feedback.state import Place, place
from app.desktop.panels.feedback.words import regression, regression_run
from app.domain.regression import Became, Standing
from app.domain.roles import Role, capabilities
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_loop import LoopDesk, loop_context
from tests.support.sample_regression import RegressionSample, part, preference, row, run_view
from tests.support.shell_window import Seat, seat

Open = Callable[..., AbstractContextManager["At"]]
OPEN = run_view(9, Standing.NOT_SHOWN, cases_shown=False)


class At:
    def __init__(self, window: Seat, room: FeedbackRoom) -> None:
        self.on, self.room = window, room

    def press(self, *keys: str) -> None:
        self.on.press(*keys)

    @property
    def state(self) -> Any:
        return self.room.presenter.state

    @property
    def words(self) -> str:
        with PaintedTexts(self.on.window) as shown:
            return "\n".join(one.text for one in shown.collect())


@contextmanager
def room_at(
    app: QApplication, desk: RegressionSample, *, role: Role = Role.TEAM_LEAD, language: str = "en"
) -> Iterator[At]:
    rights = frozenset(str(right) for right in capabilities((role,)))
    with seat(app, language=language) as window:
        window.window.set_signed_in(window.window._person, rights.__contains__)
        context = loop_context(LoopDesk(), rights, window.window.actions_.key_cap)
        context.regression = desk
        room = FeedbackRoom(context)
        window.window.add_room("feedback", room)
        window.press("Ctrl+7")
        while room.presenter.state.page != "regression":
            window.press(".")
        yield At(window, room)


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda desk, **how: room_at(qapp, desk, **how)


def test_what_is_open_is_told_from_its_place_and_back() -> None:
    at = Place("case", "0190-a", "lost", 17)
    assert place(at.inner) == at
    assert place("") is None


@pytest.mark.parametrize(
    ("standing", "badge", "said"),
    [
        (Standing.WORSE, "worse", "It should not go into force"),
        (Standing.BETTER, "better", "right more often"),
        (Standing.NOT_SHOWN, "no difference shown", "That is no proof that both are alike"),
        (Standing.WAITING, "too few answers yet", "prove nothing"),
    ],
)
def test_what_may_be_said_of_a_candidate_is_what_the_server_says_and_no_more(
    standing: Standing, badge: str, said: str
) -> None:
    words, _, told = regression_run.verdict(run_view(1, standing))
    assert words == badge
    assert said in told
    assert ("e-value" in told) is (standing is not Standing.WAITING), "no figure where nothing is answered"


def test_chances_beyond_reading_are_told_as_bounds_and_others_as_they_are() -> None:
    assert (regression_run.e_words(1e300), regression_run.e_words(19.96)) == ("over 10,000", "20.0")
    assert (regression_run.p_words(0.0), regression_run.p_words(0.0412)) == ("under 0.001", "0.041")


def test_a_part_that_was_chosen_for_its_faults_is_said_to_prove_nothing() -> None:
    _, rows = regression_run.parts_table(run_view(1, Standing.BETTER))
    last = [one[-1].text for one in rows]
    assert last == ["better", "proves nothing", "proves nothing"]
    assert rows[2][7].text == "–", "a part without answers has no p"


def test_votes_are_blind_while_a_run_is_open_withheld_where_they_are_few_and_told_else() -> None:
    badge, _, said = regression_run.preferred(run_view(1, Standing.NOT_SHOWN, votes=3))
    assert (badge, "3 pairs" in said) == ("still blind", True)
    badge, _, said = regression_run.preferred(run_view(1, Standing.NOT_SHOWN, state="concluded", votes=7))
    assert (badge, "Withheld" in said) == ("too few", True)
    for told, expected in (
        (preference(20, 2, 1, 900.0), "better"),
        (preference(2, 20, 1, 900.0), "worse"),
        (preference(6, 5, 1, 0.4), "no difference shown"),
    ):
        badge, _, said = regression_run.preferred(
            run_view(1, Standing.NOT_SHOWN, state="concluded", preference=told, votes=told.votes)
        )
        assert badge == expected
        assert f"Of {told.votes} pairs" in said


def test_a_set_from_before_its_marks_were_counted_shows_no_make_up() -> None:
    sample = RegressionSample(versions=1).versions[0]
    bare = type(sample)(*(getattr(sample, name) for name in sample.__struct_fields__[:10]))
    assert regression.makeup(bare)[1] == ()
    assert len(regression.makeup(sample)[1]) == 3


@pytest.mark.parametrize(
    ("language", "empty", "none"),
    [
        ("en", "No version is frozen yet.", "No candidate has been asked"),
        ("zh_CN", "还没有固定版本", "还没有让任何候选版本"),
    ],
)
def test_an_empty_house_says_what_comes_first(opening: Open, language: str, empty: str, none: str) -> None:
    with opening(RegressionSample(versions=0), language=language) as at:
        assert empty in at.words
        at.press("N")
        assert (at.state.sheet, at.state.told) == (None, "no_set")
        at.press("Ctrl+Return", "Return")
        assert at.state.told == "set_frozen"
        assert none in at.words


@pytest.mark.parametrize("fails", ["offline", "unavailable"])
def test_without_an_answer_what_was_read_stays_and_what_was_not_is_said_to_be_missing(
    opening: Open, fails: str
) -> None:
    desk = RegressionSample(run_view(1, Standing.WORSE))
    with opening(desk) as at:
        desk.fails = fails
        at.press("R")
        assert at.state.stale == fails
        assert "roca-1" in at.words
        at.press("Return")
        assert at.state.failed == fails, "the run was never opened"
        desk.fails = ""
        at.press("R")
        assert at.state.detail.view.model_version == "roca-1"


def test_a_pair_is_gone_from_the_seat_once_one_has_left_it(opening: Open) -> None:
    desk = RegressionSample(OPEN)
    with opening(desk, role=Role.SENIOR_AGENT) as at:
        at.press("Return")
        assert "First of pair 0." in at.words
        at.press("L")
        desk.fails = "offline"
        at.press("Return")
        assert (at.state.detail, at.state.failed) == (None, "offline")
        assert "First of pair 0." not in at.words
        assert at.room.view.pair.evidence._view is None


def test_pairs_are_judged_by_single_keys_or_with_a_reason_until_none_is_left(opening: Open) -> None:
    desk = RegressionSample(OPEN)
    with opening(desk, role=Role.SENIOR_AGENT) as at:
        at.press("Ctrl+Return")
        assert at.state.detail.pair is not None, "the main step of who only judges"
        at.press("2", "3")
        assert desk.votes == [Vote("second"), Vote("neither")]
        assert "2 judged by you" in at.words
        at.press("Ctrl+Return", "Tab", *"why", "Return")
        assert at.state.sheet.problem == "choice_required"
        at.press("Esc", "Ctrl+Return", "1", "Tab", *"why", "Return")
        assert desk.votes[2:] == [Vote("first", "why", "en")]
        assert "All judged" in at.words
        at.press("1")
        assert len(desk.votes) == 3


def test_a_vote_that_is_on_its_way_is_not_sent_twice(opening: Open) -> None:
    desk = RegressionSample(OPEN)
    with opening(desk, role=Role.SENIOR_AGENT) as at:
        at.press("Return")
        tasks, waiting = at.room.presenter._tasks, []  # type: tuple[Any, list[Any]]
        read = tasks.read
        tasks.read = lambda *told, **more: waiting.append((told, more))
        at.press("1", "2")
        tasks.read = read
        assert len(waiting) == 1
        told, more = waiting[0]
        read(*told, **more)
        assert desk.votes == [Vote("first")]


@pytest.mark.parametrize(("language", "word"), [("en", "repeated"), ("zh_CN", "重犯")])
def test_a_lead_goes_from_a_run_to_its_case_and_back_among_its_cases(opening: Open, language: str, word: str) -> None:
    with opening(RegressionSample(OPEN), language=language) as at:
        at.press("Return", "C", "Return")
        assert at.state.detail.cases is not None
        at.press("C", "J", "Return")
        assert at.state.detail.case.row.n == 2
        assert word in at.words
        at.press("L")
        assert at.room.view.run.cases.table.hasFocus(), "whoever comes back is among the cases"
        at.press("Ctrl+Return", "Return")
        assert at.state.detail.view.state == "concluded"
        at.press("Ctrl+Return")
        assert at.state.told == "run_concluded"


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", "These are the first 200 of 450; H shows more."), ("zh_CN", "这是 450 件中的前 200 件；按 H 显示更多。")],
)
def test_cases_of_a_run_go_on_beyond_the_first_page_and_stay_as_far_as_they_were_read(
    opening: Open, language: str, first: str
) -> None:
    desk = RegressionSample(run_view(9, Standing.WORSE))
    desk.rows = tuple(row(n, Became.LOST) for n in range(1, 451))
    with opening(desk, language=language) as at:
        at.press("Return", "C")
        assert len(at.state.detail.cases.cases) == 200
        assert first in regression_run.cases_said(at.state.detail.cases)
        at.press("H")
        assert len(at.state.detail.cases.cases) == 400
        at.press("C", *["J"] * 300, "Return")
        assert at.state.detail.case.row.n == 301
        at.press("L")
        assert len(at.state.detail.cases.cases) == 400
        at.press("H")
        assert [one.n for one in at.state.detail.cases.cases] == list(range(1, 451))
        at.press("H")
        assert at.state.told == "all_shown"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "60 of these cases have no answer and count as lost"), ("zh_CN", "其中 60 件尚无回答，在答复前按改错计")],
)
def test_a_gain_on_picked_cases_is_told_as_none_with_the_reason(opening: Open, language: str, words: str) -> None:
    picked = msgspec.structs.replace(run_view(9, Standing.NOT_SHOWN), drawn=part(160, 100, 70, 20, 1, 4_000.0))
    with opening(RegressionSample(picked), language=language) as at:
        at.press("Return")
        assert words in at.words
    whole = msgspec.structs.replace(picked, drawn=part(100, 100, 70, 3, 1, 2.0))
    with opening(RegressionSample(whole), language=language) as at:
        at.press("Return")
        assert words[-6:] not in at.words
