"""What a lead does to a queue as a whole, by keyboard alone: a priority for a part of it, rules, skills."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.assignment_rules import AssignmentRule
from tests.desktop.support.model_server import ModelServer
from tests.support.painted_texts import PaintedTexts
from tests.support.queue_seat import LEAD, SENIOR, QueueSeat, queue_seat


@pytest.fixture
def at(qapp: QApplication, tmp_path: Path) -> Iterator[QueueSeat]:
    server = ModelServer()
    server.fill(8, priority=40)
    server.fill(3, 200_101, priority=20, case_type="poa_review")
    server.fill(1, 200_201, priority=91)
    with queue_seat(qapp, tmp_path, person=LEAD, server=server) as found:
        yield found


def words(at: QueueSeat) -> str:
    with PaintedTexts(at.window) as texts:
        return "\n".join(shown.text for shown in texts.collect())


def type_in(at: QueueSeat, text: str) -> None:
    for letter in text:
        at.press("Space" if letter == " " else letter)


def test_a_part_of_the_queue_is_counted_moved_and_taken_back(at: QueueSeat) -> None:
    at.press("Shift+U")
    assert "PRIORITY OF A WHOLE QUEUE" in words(at)
    sheet = at.room.view.sheet
    sheet.focus_on("now")
    at.press("2")
    assert "3 cases" not in words(at), "nothing is counted before a priority is chosen"
    sheet.focus_on("priority")
    at.press("5")
    assert "3 cases of the queue on this computer will change" in words(at)
    at.press("Ctrl+Return")
    assert at.bodies == [("queue.prioritise", {"priority": 70, "most": 29})]
    at.press("Z")
    assert at.bodies[-1][0] == "command.withdrawn"


def test_the_type_of_the_view_in_sight_is_chosen_already_and_key_users_stay(at: QueueSeat) -> None:
    at.room.presenter.choose_view("type:ato_investigation")
    at.press("Shift+U")
    at.room.view.sheet.focus_on("priority")
    at.press("5")
    assert "8 cases of the queue" in words(at)
    at.press("Ctrl+Return")
    ((kind, body),) = at.bodies
    assert (kind, body["case_types"], body["most"]) == ("queue.prioritise", ["ato_investigation"], 74)


def test_without_a_priority_nothing_is_sent(at: QueueSeat) -> None:
    at.press("Shift+U", "Ctrl+Return")
    assert "Choose a priority" in words(at)
    assert at.bodies == []


def test_a_rule_is_written_counted_and_put_in_force(at: QueueSeat) -> None:
    rules = at.search.rules
    at.press("Shift+R")
    assert "documents: type:poa_review cap:5" in words(at)
    form = at.room.queue.sheets.form
    at.room.view.sheet.focus_on("entry")
    type_in(at, "mandarin")
    at.room.view.sheet.focus_on("text")
    type_in(at, "type:nonsense")
    at.press("Ctrl+Return")
    assert "Say a skill, a cap, or both" in words(at)
    assert form is at.room.queue.sheets.form
    at.room.queue.sheets.type("type:poa_review language:zh skill:mandarin")
    assert "at most 3 cases that wait" in words(at)
    at.press("Ctrl+Return")
    assert rules.kept.rev == 4
    assert rules.kept.rules[-1] == AssignmentRule(
        "mandarin", case_types=("poa_review",), languages=("zh",), skill="mandarin"
    )
    assert rules.kept.rules[0].name == "documents"
    assert "The rules of who is given what are in force" in words(at)


def test_a_rule_is_changed_in_its_place_and_another_taken_off(at: QueueSeat) -> None:
    rules = at.search.rules
    at.press("Shift+R")
    sheets = at.room.queue.sheets
    sheets.pick("rule", "documents")
    assert (sheets.form.entry, sheets.form.text) == ("documents", "type:poa_review cap:5")
    sheets.type("type:poa_review cap:0")
    sheets.confirm()
    assert "A cap lies between 1 and 100" in words(at)
    sheets.type("type:poa_review cap:7 late:wait")
    sheets.confirm()
    at.settle()
    assert rules.kept.rules == (AssignmentRule("documents", ("poa_review",), load_cap=7, late_to_all=False),)
    at.press("Shift+R")
    sheets.remove("rule", "documents")
    sheets.confirm()
    at.settle()
    assert rules.kept.rules == ()


def test_whoever_was_quicker_is_told_and_nothing_is_overwritten(at: QueueSeat) -> None:
    at.press("Shift+R")
    sheets = at.room.queue.sheets
    sheets.enter("mine")
    sheets.type("cap:3")
    at.search.rules.quicker = True
    sheets.confirm()
    at.settle()
    assert "Somebody else changed the rules" in words(at)
    assert at.search.rules.kept.rev == 3
    at.press("Esc")
    at.search.rules.quicker = False
    at.press("Shift+R", "Ctrl+Return")
    assert "Nothing was changed" in words(at)


def test_a_person_is_given_skills(at: QueueSeat) -> None:
    at.press("Shift+Q")
    sheets = at.room.queue.sheets
    sheets.confirm()
    assert sheets.form is not None
    sheets.pick("to", "u2")
    sheets.enter("mandarin, sanctions")
    sheets.confirm()
    at.settle()
    assert at.search.rules.kept.skills == {"u2": ("mandarin", "sanctions")}
    assert at.search.rules.kept.rules[0].name == "documents"
    at.press("Shift+Q")
    assert "Ann: mandarin, sanctions" in words(at)


def test_whoever_does_not_lead_has_neither_rules_nor_skills(qapp: QApplication, tmp_path: Path) -> None:
    with queue_seat(qapp, tmp_path, person=SENIOR) as at:
        at.press("Shift+R")
        assert at.room.queue.sheets.form is None
        at.press("Shift+U")
        assert at.room.queue.sheets.form is not None, "who may change many cases may move a queue"
