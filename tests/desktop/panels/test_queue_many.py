"""Choosing many cases and changing them at once, tags, and saved views, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.contract.work_views import AssignedView, SnoozeView
from app.domain.queue_filter import SavedView
from tests.desktop.support.factories import START
from tests.desktop.support.model_server import ModelServer
from tests.support.painted_texts import PaintedTexts
from tests.support.queue_seat import REVIEWER, QueueSeat, queue_seat


@pytest.fixture
def at(qapp: QApplication, tmp_path: Path) -> Iterator[QueueSeat]:
    server = ModelServer()
    server.fill(12)
    server.fill(1, 200_012, rev=2, priority=91)
    with queue_seat(qapp, tmp_path, server=server) as found:
        yield found


def words(at: QueueSeat) -> str:
    with PaintedTexts(at.window) as texts:
        return "\n".join(shown.text for shown in texts.collect())


def test_rows_are_chosen_one_by_one_in_a_run_and_all_at_once(at: QueueSeat) -> None:
    first = at.rows[0]
    at.press("X")
    assert at.room.queue.desk.picked == (first,)
    assert "1 case chosen" in words(at)
    at.press("Shift+J", "Shift+J")
    assert at.room.queue.desk.picked == tuple(at.rows[:3])
    assert "3 cases chosen" in words(at)
    at.press("X")
    assert len(at.room.queue.desk.picked) == 2
    at.press("Ctrl+A")
    assert len(at.room.queue.desk.picked) == 12
    at.press("Ctrl+A")
    assert at.room.queue.desk.picked == ()


def test_one_change_is_counted_before_it_is_made_and_taken_back_by_z(at: QueueSeat) -> None:
    at.press("Ctrl+A", "U")
    assert "12 cases are chosen" in words(at)
    at.press("4")
    assert "1 of a Key User" in words(at)
    for letter in "vip":
        at.press(letter)
    at.press("Return")
    assert [(kind, body["action"], len(body["case_ids"])) for kind, body in at.bodies] == [("cases.bulk", "tag", 12)]
    assert at.bodies[0][1]["params"] == {"add": ["vip"]}
    assert "vip" in words(at)
    at.press("Z")
    assert at.bodies[0][0] == "command.withdrawn"
    assert "vip" not in words(at)


def test_a_priority_that_takes_cases_from_two_people_says_so_before_it_is_set(at: QueueSeat) -> None:
    at.press("Ctrl+A", "U", "3")
    assert "no longer be decided by two people" not in words(at)
    at.press("1")
    assert "1 will no longer be decided by two people" in words(at)


def test_a_bulk_snooze_leaves_key_users_past_their_deadline_alone(at: QueueSeat) -> None:
    at.press("Ctrl+A", "U", "2", "4", "1")
    shown = words(at)
    assert "11 of 12 cases will change" in shown
    assert "fall due before they come back" in shown
    at.press("Ctrl+Return")
    assert at.bodies[0][1]["action"] == "snooze"


def test_the_chosen_are_handed_over_with_a_note(at: QueueSeat) -> None:
    at.press("X", "Shift+J", "U", "5", "2")
    at.press("Return")
    assert at.bodies == [], "a hand-over asks for a note"
    at.room.view.sheet.focus_on("text")
    for letter in "see":
        at.press(letter)
    at.press("Return")
    assert at.bodies[0][1]["params"] == {"to": "u2", "note": "see"}
    assert at.room.queue.desk.picked == (), "what left is no longer chosen"
    assert "chosen" not in words(at)


def test_whoever_may_not_change_many_has_no_key_for_it(qapp: QApplication, tmp_path: Path) -> None:
    with queue_seat(qapp, tmp_path, person=REVIEWER) as at:
        at.press("X", "U")
        assert at.room.queue.desk.picked == ()
        assert at.room.sheets.sheets.form is None


def test_t_tags_the_case_in_sight_and_the_row_shows_it(at: QueueSeat) -> None:
    at.press("T")
    for letter in "Mule ring,x":
        at.press("Space" if letter == " " else letter)
    at.press("Return")
    assert at.bodies == [("case.tag", {"add": ["mule ring", "x"]})]
    assert "mule ring" in words(at)


def test_a_view_is_saved_by_key_counted_changed_and_removed(at: QueueSeat) -> None:
    at.press("Ctrl+F", *"20001", "Return", "Shift+V")
    for letter in "tens":
        at.press(letter)
    at.press("Tab")
    at.press("Return")
    saved = at.seat.saved_views.all()
    assert [(view.name, view.expression) for view in saved] == [("tens", "20001")]
    assert "tens 3" in words(at)
    at.room.presenter.choose_view(f"saved:{saved[0].id}")
    at.settle()
    assert len(at.rows) == 3
    at.press("Shift+V")
    form = at.room.sheets.sheets.form
    assert (form.entry, form.text) == ("tens", "20001")
    at.room.view.sheet.focus_on("view")
    at.press("Del")
    assert at.seat.saved_views.all() == ()
    at.press("Esc")
    assert at.room.presenter.side.view_id == "open"


def test_a_filter_that_makes_no_sense_is_refused_where_it_is_written(at: QueueSeat) -> None:
    at.press("Shift+V")
    for letter in "a":
        at.press(letter)
    at.press("Tab")
    for letter in "state:lost":
        at.press(letter)
    at.press("Return")
    assert at.seat.saved_views.all() == ()
    assert "One of the conditions is not known" in words(at)


def test_saved_views_belong_to_one_person(at: QueueSeat) -> None:
    view = at.seat.saved_views.save("Mine", "tag:x")
    assert isinstance(view, SavedView)
    at.seat.person = REVIEWER.__class__("u2", "Ann", ("reviewer",), None, "en")
    assert at.seat.saved_views.all() == ()


def test_rows_say_what_has_happened_around_their_case(qapp: QApplication, tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(2)
    server.fill(1, 200_001, rev=2, assigned_to=AssignedView("u1", True, "Mei"), tags=("mule ring", "羊毛党"))
    server.fill(1, 200_002, rev=2, snooze=SnoozeView(START.replace(hour=9), "callback_agreed"))
    with queue_seat(qapp, tmp_path, server=server) as at:
        shown = words(at)
        assert "assigned to you" in shown
        assert "mule ring" in shown
        assert "Put off 1" in shown
        at.room.presenter.choose_view("later")
        at.settle()
        assert "until " in words(at)
        at.seat.clock.advance(2 * 3_600_000)
        at.seat.queue.retime()
        at.room.presenter.choose_view("open")
        at.settle()
        assert at.rows[0] == "C-200002"
        assert "back: " in words(at)
