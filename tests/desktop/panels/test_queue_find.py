"""Finding in the queue and beyond it, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.contract.views import EvidenceView
from app.contract.work_views import NoteView
from app.desktop import courtesy
from app.desktop.cache import find_rows
from app.desktop.changes import Kind, changed
from app.desktop.widgets import tokens
from app.desktop.widgets.timeline import Timeline
from app.domain.text import Bilingual
from tests.desktop.support.factories import START, case_view
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


def test_what_the_server_has_beside_the_seats_own_hits_is_offered_under_them(at: QueueSeat) -> None:
    at.search.views += [case_view(200_003), case_view(900_003)]
    at.press("Ctrl+F", *"C-")
    assert len(at.rows) == 12
    assert "Ask the server for others" in words(at)
    panel = at.room.view.queue
    assert panel.found.height() <= panel.found.sizeHint().height(), "the question takes no room from the rows"
    at.press("Shift+Return")
    assert at.search.asked == ["c-"]
    assert panel.found.height() > tokens.px(100)
    shown = words(at)
    assert "On the server: 3 of 3" in shown, "what stands among the rows is not told twice"
    assert "C-900003" in shown
    assert len(at.rows) == 12
    assert at.focus == "RecordList"
    at.press("Down", "Return")
    assert at.room.presenter.case_id == "C-900002"
    at.press("Ctrl+F", "Return")
    assert at.focus == "QueueList", "Enter goes to the seat's own rows"


def test_a_long_answer_leaves_the_seats_own_rows_in_sight_and_is_walked_through_by_keys(at: QueueSeat) -> None:
    at.search.views += [case_view(900_010 + n) for n in range(50)]
    at.press("Ctrl+F", *"C-", "Shift+Return")
    panel = at.room.view.queue
    assert panel.list.height() > panel.found.height() // 2
    at.press(*["Down"] * 40)
    row = panel.found.table.row_middle(panel.found.table.current)
    assert panel.found._scroll.viewport().rect().contains(panel.found.table.mapTo(panel.found._scroll.viewport(), row))


def test_the_server_that_has_no_others_says_so(at: QueueSeat) -> None:
    at.search.views = [case_view(200_007)]
    at.press("Ctrl+F", *"C-200007", "Shift+Return")
    assert "The server finds no others." in words(at)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_city_inside_the_evidence_is_found_and_it_is_said_where_it_stands(
    qapp: QApplication, tmp_path: Path, language: str
) -> None:
    server = ModelServer()
    server.fill(12)
    cities = EvidenceView(
        "e1", "sessions", Bilingual("Sign-ins", "登录记录"), rows=({"city": "孟买"}, {"city": "Lisbon"})
    )
    server.fill(1, 200_007, rev=2, evidence=(cities,))
    with queue_seat(qapp, tmp_path, server=server, language=language) as at:
        at.press("Ctrl+F")
        at.compose("meng mai")
        at.compose("", "孟买")
        at.settle()
        assert at.rows == ["C-200007"]
        at.press("Return")
        assert at.room.presenter.case_id == "C-200007"
        at.settle()
        shown = words(at)
        assert {"en": "In this case it stands in: Sign-ins", "zh_CN": "登录记录"}[language] in shown
        at.press("Ctrl+F", *"lisb")
        assert at.rows == ["C-200007"]


def test_while_evidence_is_being_read_the_window_says_how_far_it_is(
    at: QueueSeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at.seat.cache.write() as connection:
        find_rows.clear(connection)
    at.seat.queue.refresh(changed(Kind.WORDS))
    at.press("Ctrl+F", *"device")
    assert "Words inside evidence: 0 of 12 cases are read so far." in words(at)
    assert at.rows == []
    at.seat.engine.note(changed(Kind.CASE))
    at.seat.sync()
    at.hub.publish(changed(Kind.WORDS))
    at.settle()
    assert at.rows == [], "nothing is read beside hands that type"
    monkeypatch.setattr(courtesy, "HANDS_S", 0.0)
    at.seat.sync()
    at.hub.publish(changed(Kind.WORDS))
    at.settle()
    assert len(at.rows) == 12
    assert "are read so far" not in words(at)


LISBON = EvidenceView(
    "e1",
    "signin_timeline",
    Bilingual("Sign-ins", "登录"),
    rows=({"at": "2026-11-20T10:00:00Z", "event": "sign_in", "device": "Pixel 8", "city": "Lisbon"},),
)


def found_in(at: QueueSeat) -> set[str]:
    """The words that are marked in what is painted of the case: facts, events and steps."""
    panel, told = at.room.view.case, set[str]()
    runs = [run for fact in panel._facts._facts for run in fact.value]
    for block in panel.findChildren(Timeline):
        runs += [run for event in block._events for run in event.what]
    runs += [run for step in at.room.view.assessment.steps._steps for run in step.runs]
    for run in runs:
        told |= {run.text[first:last] for first, last in run.found}
    return told


@pytest.fixture
def marking(qapp: QApplication, tmp_path: Path) -> Iterator[QueueSeat]:
    server = ModelServer()
    server.fill(3, 200_001, evidence=(LISBON,), subject={"account": "u-83•••91", "country": "PT", "notes": "Lisbon"})
    with queue_seat(qapp, tmp_path, server=server) as found:
        yield found


def test_the_words_that_are_looked_for_are_marked_in_the_case_and_no_longer_once_the_field_is_left(
    marking: QueueSeat,
) -> None:
    at = marking
    assert found_in(at) == set()
    at.press("Ctrl+F", *"lisb")
    at.settle()
    assert found_in(at) == {"Lisbon"}
    at.press("Return", "J")
    at.settle()
    assert found_in(at) == {"Lisbon"}, "the next case as well, whether it was painted ahead or not"
    at.press("Ctrl+F", "Esc")
    at.settle()
    assert found_in(at) == set()


def test_a_covered_value_is_never_marked(marking: QueueSeat) -> None:
    marking.press("Ctrl+F", *"u-83")
    marking.settle()
    assert found_in(marking) == set()


def test_marks_are_seen_in_the_picture_and_go_with_the_words(marking: QueueSeat) -> None:
    at = marking
    pictures = []
    for keys in (("Ctrl+F", *"lisb", "Return"), ("Ctrl+F", "Esc")) * 2:
        at.press(*keys)
        at.settle()
        pictures.append(at.room.view.case.grab().toImage())
    marked, plain, again, left = pictures
    assert marked != plain
    assert (again, left) == (marked, plain)
