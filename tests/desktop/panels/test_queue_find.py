"""Finding in the queue and beyond it, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.contract.work_views import NoteView
from tests.desktop.support.factories import START
from tests.desktop.support.model_server import ModelServer
from tests.support.painted_texts import PaintedTexts
from tests.support.queue_seat import QueueSeat, queue_seat


@pytest.fixture
def at(qapp: QApplication, tmp_path: Path) -> Iterator[QueueSeat]:
    server = ModelServer()
    server.fill(12)
    server.fill(1, 200_007, rev=2, notes=(NoteView("n1", START, "客户要求回电，见聊天记录。", "zh", False, "Ann"),))
    with queue_seat(qapp, tmp_path, server=server) as found:
        yield found


def words(at: QueueSeat) -> str:
    with PaintedTexts(at.window) as texts:
        return "\n".join(shown.text for shown in texts.collect())


def test_ctrl_f_narrows_the_view_and_says_how_many_of_how_many(at: QueueSeat) -> None:
    at.press("Ctrl+F", *"20000")
    assert len(at.rows) == 9
    assert "9 of 12" in words(at)
    at.press("7")
    assert at.rows == ["C-200007"]
    at.press("Return")
    assert at.focus == "QueueList"
    assert at.room.presenter.case_id == "C-200007"


def test_letters_are_text_in_the_field_and_keys_again_after_esc(at: QueueSeat) -> None:
    at.press("Ctrl+F", "j", "k", "x")
    assert at.room.view.queue.find_strip.field.text() == "jkx"
    at.press("Esc")
    assert at.focus == "QueueList"
    assert len(at.rows) == 12
    assert not at.room.view.queue.find_strip.isVisible()
    before = at.room.presenter.case_id
    at.press("J")
    assert at.room.presenter.case_id != before


def test_two_chinese_characters_find_a_note_and_composing_finds_nothing_yet(at: QueueSeat) -> None:
    at.press("Ctrl+F")
    at.compose("hui dian")
    assert len(at.rows) == 12
    at.compose("", "回电")
    at.settle()
    assert at.rows == ["C-200007"]
    assert "1 of 12" in words(at)


def test_select_all_belongs_to_the_field_while_it_has_the_focus(at: QueueSeat) -> None:
    at.press("Ctrl+F", *"200", "Ctrl+A", "9")
    assert at.room.view.queue.find_strip.field.text() == "9"
    assert at.room.queue.desk.picked == ()


def test_what_is_not_on_the_seat_is_asked_of_the_server_and_read_there(at: QueueSeat) -> None:
    at.press("Ctrl+F", *"u-99")
    assert at.rows == []
    assert "Ask the server" in words(at)
    at.press("Return")
    assert at.search.asked == ["u-99"]
    assert "C-900001" in words(at)
    at.press("Down", "Return")
    assert at.room.presenter.case_id == "C-900002"
    shown = at.seat.cases.open_case("C-900002")
    assert shown.may.why == ("not_on_seat",)
    assert not shown.may.decide
    assert not shown.may.escalate
    assert not shown.may.draft
    assert all("C-900002" not in wanted for wanted in at.hand.wanted)
    assert "on the server alone" in words(at)
    at.press("P", "Ctrl+Return")
    assert at.bodies == []


def test_without_the_server_the_reason_stands_where_the_answer_would(at: QueueSeat) -> None:
    at.search.offline = True
    at.press("Ctrl+F", *"u-99", "Return")
    assert "The server cannot be reached" in words(at)
    at.search.offline = False
    at.press("Return")
    assert "C-900001" in words(at)


def test_what_the_server_knows_not_either_is_said(at: QueueSeat) -> None:
    at.press("Ctrl+F", *"nowhere", "Return")
    assert "The server finds nothing either." in words(at)
