"""Sessions in the Calibrate room, by keys: codes with a ballot and with what is true, what others do meanwhile, and
thresholds that are challenged."""

from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.desktop.changes import Kind, changed
from app.desktop.panels.calibrate.presenter.codes import offered
from app.desktop.panels.calibrate.state import FiguresData, who_was_there
from app.desktop.panels.calibrate.words import room
from app.domain.decision import Verdict
from app.domain.roles import Role
from app.domain.root_cause import CodeKind
from tests.desktop.panels.test_calibrate import WHY, Open, calibrate_room
from tests.support.sample_sessions import session_items

KIND = "ato_investigation"


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda **how: calibrate_room(qapp, **how)


def codes(kind: CodeKind) -> tuple[str, ...]:
    return tuple(one.code for one in catalogue().codes_for(KIND, kind))[:9]


def test_codes_follow_from_the_decision_and_from_what_the_agent_said() -> None:
    told = session_items(True)[0]
    assert told.first is not None
    assert told.first.ai_verdict is Verdict.PASS
    assert offered(KIND, told, "block") == ("root_cause", codes(CodeKind.ROOT_CAUSE))
    assert offered(KIND, told, "pass") == ("why_unsure", codes(CodeKind.WHY_UNSURE))
    assert offered(KIND, told, "escalate").codes == ()
    assert offered(KIND, told, "").codes == ()
    blind = session_items(False)[0]
    assert blind.assessment is None
    assert offered(KIND, blind, "block").codes == (), "nobody says why it erred who does not know what it said"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_true_gets_its_code_by_a_digit_and_loses_it_by_the_same(opening: Open, language: str) -> None:
    with opening(language=language) as at:
        at.go("sessions")
        at.press("J", "Return", "Ctrl+Return")
        assert (at.state.vote.kind, at.state.vote.ref) == ("settle", "4")
        at.press("2")
        assert at.state.vote.code == "", "no decision, no code"
        at.press("B", "2")
        wanted = codes(CodeKind.ROOT_CAUSE)[1]
        assert at.state.vote.code == wanted
        words = next(one for one in catalogue().codes if one.code == wanted).label
        assert ((words.en if language == "en" else words.zh) or wanted) in at.words
        at.press("2")
        assert at.state.vote.code == ""
        at.press("3", "P")
        assert (at.state.vote.code, at.state.vote.code_kind) == ("", "why_unsure"), "a cause of no error is none"
        at.press("B", "1", "W", *WHY, "Ctrl+Return")
        (asked,) = [one for one in at.sessions.asked if one[0] == "settle"]
        assert (asked[2], asked[3], asked[7]) == ("4", "block", codes(CodeKind.ROOT_CAUSE)[0])


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_code_chosen_is_changed_in_its_menu_and_read_again_with_the_case(opening: Open) -> None:
    with opening() as at:
        at.go("sessions")
        at.press("J", "Return", "Ctrl+Return", "B", "1")
        at.tab_to(at.room.view.case.code.box)
        at.press("Return", "Down", "Return")
        at.on.settle()
        assert at.state.vote.code == codes(CodeKind.ROOT_CAUSE)[1]


def test_what_others_did_is_read_when_the_feed_tells_of_it_and_never_over_a_case(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        asked = len(at.sessions.asked)
        for _ in range(90):
            at.room.presenter.tick(True)
        assert len(at.sessions.asked) == asked, "nobody asks by the clock"
        at.on.desk.hub.publish(changed(Kind.CALIBRATION))
        assert at.sessions.asked[asked:] == [("listed",)]
        at.press("Return", "Ctrl+Return", "B")
        assert at.state.vote is not None
        asked = len(at.sessions.asked)
        at.on.desk.hub.publish(changed(Kind.CALIBRATION))
        assert len(at.sessions.asked) == asked
        assert at.state.vote.decision == "block", "what is half said stays"
        at.press("L")
        at.room.presenter.tick(True)
        assert at.sessions.asked[asked:] == [("listed",), ("one", "k-1")]


def test_a_room_that_is_come_back_to_reads_its_sessions_again(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        at.press("Ctrl+1")
        at.room._tick()
        asked = len(at.sessions.asked)
        at.on.desk.hub.publish(changed(Kind.CALIBRATION))
        assert len(at.sessions.asked) == asked, "nothing is read out of sight"
        at.press("Ctrl+6")
        assert at.sessions.asked[asked:] == [("listed",)]


def test_a_challenge_carries_the_threshold_that_its_author_would_draw(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        at.press("H", *"C-204801", "Tab", *"9", "Tab", *WHY, "Return")
        assert at.state.sheet.problem == "threshold_form"
        assert "Write a threshold from 0 to 1, such as 0.90." in at.words
        at.press("Shift+Tab", "Backspace", *"0,92", "Return")
        assert ("challenge", "C-204801", "better", "en", 0.92) in at.sessions.asked
    with opening() as at:
        at.go("proposals")
        assert "0.80" in at.words
        at.tab_to(at.room.view.list.challenges.table)
        at.press("Return")
        assert "wished for: 0.80" in at.words


def test_all_that_is_said_of_a_case_and_all_of_its_evidence_is_reached_by_keys(opening: Open) -> None:
    with opening(size=(1024, 640)) as at:
        at.go("sessions")
        at.press("J", "Return", "Ctrl+Return")
        # One with a long evidence.
        at.press("L", *["Home"], "J", "J", "Return")
        page = at.room.view.case
        said, evidence = page._right.verticalScrollBar(), page._left.verticalScrollBar()
        assert said.maximum() > 0, "it does not fit"
        at.press(*["PgDown"] * 6)
        assert (said.value(), evidence.value()) == (said.maximum(), 0)
        at.press(*["Shift+PgDown"] * 6)
        assert evidence.value() == evidence.maximum() > 0
        at.press(*["PgUp"] * 6)
        assert said.value() == 0


def test_whoever_writes_down_what_is_true_was_there(opening: Open) -> None:
    with opening() as at:
        at.go("sessions")
        at.press("J", "Return", "Ctrl+Return")
        assert "Written down with who was there: lead-01, reviewer-07." in at.words
        view = at.state.data.open
        left = tuple(msgspec.structs.replace(one, joined_at=None) for one in view.attendees)
        assert [one.name for one in who_was_there(msgspec.structs.replace(view, attendees=left))] == ["lead-01"]


def test_the_key_that_takes_a_ballot_back_stands_on_its_button(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        at.press("Return", "Ctrl+Return", "B", "W", *WHY, "Ctrl+Return")
        assert at.room.view.message._button._key == "Y"


def test_a_period_ends_with_its_last_day_and_not_with_the_day_after(opening: Open) -> None:
    with opening() as at:
        view = at.state.data.view
        before = datetime(2026, 11, 23, tzinfo=UTC).astimezone()
        whole = msgspec.structs.replace(view, before_at=before.replace(hour=0, minute=0))
        state = msgspec.structs.replace(at.state, data=FiguresData(whole, at.state.data.groups))
        assert room.summary(state).endswith("22 Nov 2026")


def test_while_a_session_is_asked_for_the_room_says_so_and_offers_no_new_one(opening: Open) -> None:
    with opening() as at:
        at.go("sessions")
        assert "New session" in room.step_words(at.state)
        state = msgspec.structs.replace(at.state, inner="k-1", asking=True)
        assert room.summary(state) == "Asking the server …"
        assert room.step_words(state) == ""


def test_what_is_written_has_the_language_that_it_is_written_in_and_not_that_of_the_window(opening: Open) -> None:
    with opening(role=Role.REVIEWER, language="zh_CN") as at:
        at.press("Return", "Ctrl+Return", "B", "W", *WHY, "Ctrl+Return")
        assert ("vote", "k-1", "3", "block", "better", "en", "") in at.sessions.asked
        at.press("P")
        at.room.presenter.say("设备与地址均与本人一致。")
        at.press("Ctrl+Return")
        assert ("vote", "k-1", "4", "pass", "设备与地址均与本人一致。", "zh", "") in at.sessions.asked
