"""Snooze, stopping the clock, notes, what was missing and handing over: by keyboard, said before it is sent, and taken
back by Z."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.contract.views import SnoozeView, WaitingView
from app.desktop.panels.review.presenter.work_forms import until_of
from tests.support.decide_desk import deciding
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import NOW_MS

CASE = "C-204817"
MINUTE = 60_000


@pytest.fixture
def at(qapp: QApplication) -> Iterator[Any]:
    with deciding(qapp) as found:
        found.room.open_case(CASE)
        found.settle()
        yield found


def sees(at: Any, text: str) -> bool:
    with PaintedTexts(at.window) as texts:
        return text in " ".join(shown.text for shown in texts.collect())


def sent(at: Any) -> tuple[str, Any]:
    assert len(at.outbox.commands) == 1
    command, body, case = at.outbox.commands[0]
    assert case == CASE
    return command, body


def test_a_snooze_says_what_it_does_to_the_deadline_before_it_is_sent(at: Any) -> None:
    at.press("S", "2", "1")
    assert sees(at, "11 min before its deadline")
    at.press("3")
    assert sees(at, "it falls due before that and will be 3 h 19 min late")
    assert at.outbox.commands == []
    at.press("1", "Return")
    command, body = sent(at)
    assert command == "case.snooze"
    assert (body.reason, body.until) == ("callback_agreed", datetime.fromtimestamp(NOW_MS / 1000 + 1800, UTC))
    assert sees(at, "Snoozed: C-204817 is kept")
    at.press("Z")
    assert at.outbox.undone == ["command-1"]
    assert sees(at, "Snoozed: C-204817 is taken back.")


def test_a_skip_takes_a_reason_and_is_taken_back_by_z(at: Any) -> None:
    at.press("Shift+S")
    assert sees(at, "It goes to somebody else.")
    at.press("Return")
    assert at.outbox.commands == []
    at.press("3", "Return")
    command, body = sent(at)
    assert (command, body.reason, body.note) == ("case.skip", "beyond_me", "")
    at.press("Z")
    assert at.outbox.undone == ["command-1"]


@pytest.mark.parametrize("keys", [("S", "2", "1", "Return"), ("Shift+S", "3", "Return")])
def test_a_case_that_goes_out_of_ones_hands_makes_room_for_the_next_and_comes_back_with_z(
    at: Any, keys: tuple[str, ...]
) -> None:
    shown = at.room.view.filling.case_state
    assert shown.open.case_id == CASE
    at.press(*keys)
    at.settle()
    assert at.room.view.filling.case_state.open.case_id != CASE
    at.press("Z")
    at.settle()
    assert at.room.view.filling.case_state.open.case_id == CASE


def test_a_snooze_to_a_time_of_ones_own(at: Any) -> None:
    at.press("S", "1", "5", "Return")
    assert sees(at, "Write a time such as 14:30")
    assert at.focus == "_Line"
    at.press("2", "5", "Ctrl+Return")
    assert sent(at)[1].until == datetime.fromtimestamp(NOW_MS / 1000 + 25 * 60, UTC)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("2h", 120), ("90", 90), ("90 min", 90), ("1h 30", 90), ("1小时", 60), ("10:03", 30), ("9:03", 23 * 60 + 30)],
)
def test_own_times_are_clock_times_and_lengths(words: str, minutes: int) -> None:
    def zone(ms: int) -> datetime:
        return datetime.fromtimestamp(ms / 1000, UTC)

    assert until_of("own", words, NOW_MS, zone) == NOW_MS + minutes * MINUTE


@pytest.mark.parametrize("words", ["", "soon", "25:00", "h", "-3", "0"])
def test_what_is_no_time_is_none(words: str) -> None:
    assert until_of("own", words, NOW_MS) is None


def test_tomorrow_is_nine_in_the_morning_here() -> None:
    until = until_of("tomorrow", "", NOW_MS)
    assert until is not None
    here = datetime.fromtimestamp(until / 1000).astimezone()
    assert (here.hour, here.minute) == (9, 0)
    assert 0 < until - NOW_MS < 48 * 60 * MINUTE


def test_the_clock_is_stopped_with_a_reason_and_started_by_the_same_key(at: Any) -> None:
    at.press("O", "Return", "Return")
    assert sent(at)[0] == "case.wait"
    view = at.desk.open_case(CASE).view
    waiting = WaitingView(since=view.opened_at, reason="waiting_customer", mine=True)
    at.desk.views[CASE] = replace(view, waiting=waiting)
    at.room.open_case("C-204790")
    at.room.open_case(CASE)
    at.press("O")
    assert at.outbox.commands[1][0] == "case.resume"


def test_a_note_is_written_and_personal_data_in_it_is_named_and_refused(at: Any) -> None:
    at.press("N")
    at.press(*"Ask", "Space", *"a@bcd.com", "Return")
    assert sees(at, "Take the personal data out")
    assert at.outbox.commands == []
    edit = at.room.view.sheet.note.edit
    assert len(edit.extraSelections()) == 1
    edit.setPlainText("Ask the customer again.")
    assert not edit.extraSelections()
    at.press("Return")
    command, body = sent(at)
    assert (command, body.text, body.language) == ("case.note", "Ask the customer again.", "en")


def test_while_it_is_typed_the_kind_of_personal_data_is_named(at: Any) -> None:
    at.press("N", *"a@bcd.com")
    assert sees(at, "Take this out: e-mail address")


def test_what_was_missing_is_chosen_by_digits(at: Any) -> None:
    at.press("M", "1", "3", "1", "2", "Return")
    command, body = sent(at)
    assert command == "case.missing"
    assert len(body.codes) == 2


def test_nobody_outside_is_offered_a_case_of_the_house(at: Any) -> None:
    at.press("H")
    form = at.room.queue.sheets.form
    assert "u-9" in form.groups()[0].rows
    assert "u-14" not in form.groups()[0].rows
    form.case = replace(form.case, vendor="north")
    assert "u-14" in form.groups()[0].rows


def test_a_case_is_handed_over_to_a_colleague_found_by_typing(at: Any) -> None:
    at.press("H", *"senior", "Return")
    assert sees(at, "senior-09")
    at.press(*"look", "Return")
    command, body = sent(at)
    assert (command, body.to, body.note) == ("case.hand_over", "u-9", "look")


def test_offline_a_case_still_goes_back_to_the_queue(at: Any) -> None:
    at.colleagues.offline = True
    at.press("H")
    assert sees(at, "did not name your colleagues")
    at.press("Return", *"done", "Return")
    assert sent(at)[1].to is None


def test_letters_on_a_sheet_decide_nothing_and_esc_leaves(at: Any) -> None:
    at.press("S", "P", "B", "J", "Ctrl+Return", "Esc")
    assert at.outbox.commands == []
    assert at.desk.drafts == {}
    assert at.room.presenter.case_id == CASE
    assert at.focus == "QueueList"


def test_a_sheet_goes_with_its_case(at: Any) -> None:
    at.press("S")
    at.room.open_case("C-204790")
    at.settle()
    assert at.room.view.sheet.isHidden()


def test_nothing_of_the_sheets_is_built_before_the_first_is_opened(at: Any) -> None:
    assert at.room.view.sheet is None


def test_a_case_says_that_it_is_back_as_soon_as_its_snooze_has_ended(at: Any) -> None:
    view = at.desk.open_case(CASE).view
    until = datetime.fromtimestamp(NOW_MS / 1000 + 60, UTC)
    at.desk.views[CASE] = replace(view, snooze=SnoozeView(until, "callback_agreed"))
    at.room.open_case("C-204790")
    at.room.open_case(CASE)
    at.settle()
    assert sees(at, "Snoozed until")
    at.desk.clock.ms += 61_000
    at.room.presenter.tick(True)
    at.settle()
    assert sees(at, "Back from a snooze since")
    assert not sees(at, "Snoozed until")
