"""My day in the real window: figures, the end of the shift, handing over; by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.contract.work_views import AssignedView
from app.desktop.panels.day import DayRoom
from app.desktop.panels.day.presenter import shift_end_of
from app.desktop.ports import Person, ReviewDraft
from app.desktop.runtime.translator import Translator
from tests.desktop.support.factories import START_MS
from tests.desktop.support.model_server import ModelServer
from tests.support.painted_texts import PaintedTexts
from tests.support.queue_seat import REVIEWER, QueueSeat, queue_seat


def opened(at: QueueSeat) -> QueueSeat:
    room = DayRoom(at.room.queue._context)
    at.window.add_room("day", room)
    at.day = room
    at.press("Ctrl+3")
    return at


@pytest.fixture
def at(qapp: QApplication, tmp_path: Path) -> Iterator[QueueSeat]:
    server = ModelServer()
    server.fill(4)
    server.fill(3, 200_001, rev=2, assigned_to=AssignedView("u1", True, "Mei"))
    with queue_seat(qapp, tmp_path, server=server, person=REVIEWER) as found:
        yield opened(found)


def words(at: QueueSeat) -> str:
    with PaintedTexts(at.window) as texts:
        return "\n".join(shown.text for shown in texts.collect())


def test_what_is_mine_stands_there_and_what_is_not_known_is_not_guessed(at: QueueSeat) -> None:
    shown = words(at)
    assert "3\nassigned to you" in shown
    assert "Too little is done today" in shown
    assert "Active time on cases today" in shown


def test_an_empty_day_says_what_to_do(qapp: QApplication, tmp_path: Path) -> None:
    with queue_seat(qapp, tmp_path, person=REVIEWER) as at:
        shown = words(opened(at))
    assert "Nothing is yours yet. Open a case in Review (Ctrl 1)" in shown


def test_the_end_of_the_shift_is_written_and_kept(at: QueueSeat) -> None:
    at.press("E", *"25:90", "Return")
    assert "Write a time such as 17:30." in words(at)
    end = shift_end_of("23:55", START_MS)
    at.press("E", *"23:55", "Return")
    assert at.seat.day.read(START_MS - 3_600_000).shift_end == end
    assert "Write a time" not in words(at)


def test_everything_is_handed_over_with_a_note_and_taken_back(at: QueueSeat) -> None:
    at.press("H")
    assert "3 cases of yours go to one person" in words(at)
    at.press("Return")
    assert at.bodies == []
    assert "Mei" not in [line.text for line in at.day.view.sheet.list_named("to").lines], "nobody to themselves"
    at.press("Backtab", *"ann", "Return")
    assert at.day.view.sheet.note.edit.hasFocus(), "only the note is left to say"
    at.press("Return")
    assert "Write a note for the next person" in words(at)
    assert at.bodies == []
    at.press(*"shift", "Return")
    assert [(kind, body["to"], body["note"]) for kind, body in at.bodies] == [("case.hand_over", "u2", "shift")] * 3
    assert "3 cases are handed over" in words(at)
    at.press("Y")
    assert {kind for kind, _ in at.bodies} == {"command.withdrawn"}
    assert "The cases are yours as before" in words(at)


def test_without_the_server_the_cases_can_still_go_back_to_the_queue(at: QueueSeat) -> None:
    at.search.offline = True
    at.press("H")
    assert "The server did not name your colleagues" in words(at)
    at.press("Down", "Return")
    at.day.view.sheet.focus_on("text")
    at.press(*"x", "Return")
    assert [body["to"] for _, body in at.bodies] == [None] * 3


def test_the_forecast_has_its_interval_in_words_once_enough_is_done(at: QueueSeat) -> None:
    at.seat.hand.want(tuple(f"C-20000{number}" for number in range(1, 4)))
    for number in range(1, 4):
        case_id = f"C-20000{number}"
        draft = ReviewDraft(decision="escalate", rationale="Not sure.", rationale_language="en", active_ms=60_000)
        at.seat.reviews.submit(case_id, draft)
        at.seat.clock.advance(600_000)
    at.day.presenter.refresh()
    at.settle()
    shown = words(at)
    assert "3\ndone today" in shown
    assert "on four days in five like this one" in shown
    assert "cases an hour, breaks included" in shown


@pytest.mark.parametrize(
    ("language", "due", "done"),
    [("en", "Due\nCase\nType\nLeft", "Escalate"), ("zh_CN", "到期\n案件\n类型\n剩余时间", "上报")],
)
def test_cases_to_do_and_done_stand_one_by_one_and_open_by_keys(
    at: QueueSeat, language: str, due: str, done: str
) -> None:
    at.translator.use(language)
    at.seat.hand.want(("C-200001",))
    draft = ReviewDraft(decision="escalate", rationale="Not his.", rationale_language="en", active_ms=60_000)
    at.seat.reviews.submit("C-200001", draft)
    at.day.presenter.refresh()
    at.settle()
    shown = words(at)
    assert due in shown
    assert done in shown
    table = at.day.view.due.rows
    while not table.hasFocus():
        at.press("Tab")
    at.press("J", "Return")
    wanted = at.day.presenter._state.day.next_due[1].case_id
    assert at.window.current == "review"
    assert at.room.presenter.case_id == wanted


def test_nothing_is_clipped_in_either_language(at: QueueSeat, qapp: QApplication) -> None:
    translator: Translator = at.translator
    for language in ("en", "zh_CN"):
        translator.use(language)
        at.settle()
        with PaintedTexts(at.window) as texts:
            clipped = [one.text for one in texts.collect() if one.clipped and not one.data and not one.elided]
        assert clipped == []


def test_who_may_hand_nothing_over_is_not_offered_it(qapp: QApplication, tmp_path: Path) -> None:
    outside = Person("u1", "Mei", ("bpo_agent",), "acme", "zh")
    with queue_seat(qapp, tmp_path, person=outside) as seat:
        room = DayRoom(seat.room.queue._context)
        seat.window.add_room("day", room)
        seat.window.ask_room("day")
        seat.settle()
        assert room.view.hand_over.isHidden()
        assert room.view.hasFocus(), "where letters are keys"
        live = {spec.id for spec in seat.window.actions_.known()}
        assert not {"day.hand_over", "case.hand_over", "queue.change", "pii.reveal"} & live
        assert {"note.write", "case.snooze", "case.tag", "missing.write", "decide.pass"} <= live
