"""Personal data is marked in the field where it was typed, and a snippet goes in as one step."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.widgets.facts_grid import Fact
from app.desktop.widgets.rationale_edit import RationaleEdit, TextMark
from app.desktop.widgets.raw_fields import RawFields
from app.desktop.widgets.runs import Run
from app.domain.pii_check import find_personal


@pytest.fixture
def field(qapp: QApplication) -> RationaleEdit:
    return RationaleEdit()


def test_marks_stand_over_the_characters_that_were_found(field: RationaleEdit) -> None:
    text = "🏴 用户邮箱为li.wei@example.com，IP 203.0.113.7。"
    field.set_text(text)
    field.set_marks([TextMark(span.start, span.end, span.certain) for span in find_personal(text)])
    shown = [one.cursor.selectedText() for one in field.edit.extraSelections()]
    assert shown == ["li.wei@example.com", "203.0.113.7"]
    assert field.text() == text
    field.set_marks(())
    assert field.edit.extraSelections() == []


def test_a_mark_behind_the_end_of_the_text_does_no_harm(field: RationaleEdit) -> None:
    field.set_text("short")
    field.set_marks([TextMark(2, 90, True)])
    assert [one.cursor.selectedText() for one in field.edit.extraSelections()] == ["ort"]


def test_a_phrase_is_put_in_as_one_step_that_is_told_and_taken_back(field: RationaleEdit) -> None:
    told: list[str] = []
    field.edit.insertPlainText("🏴/vpn")
    field.changed.connect(told.append)
    field.place_text("🏴 the owner uses a VPN.", 3)
    assert told == ["🏴 the owner uses a VPN."]
    assert field.caret() == 3
    field.edit.undo()
    assert field.text() == "🏴/vpn"


def test_raw_values_are_hidden_until_asked_for_and_again_with_the_next_evidence(qapp: QApplication) -> None:
    holder = QWidget()
    raw = RawFields(holder)
    assert raw.isHidden()
    raw.set_facts([Fact("Speed", (Run('"very fast"', data=True),))])
    assert not raw.isHidden()
    assert raw.grid.isHidden()
    raw.button.click()
    assert not raw.grid.isHidden()
    assert raw.button.accessibleName() == "Hide the raw form"
    raw.set_facts([Fact("Speed", (Run("-4", data=True),))])
    assert raw.grid.isHidden()
