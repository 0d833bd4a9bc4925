"""What the keys do on every sheet is what its foot says, wherever the focus is, and Esc goes back to where it was."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.decide_desk import deciding

CASE = "C-204817"


@pytest.fixture(params=["en", "zh_CN"])
def at(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Any]:
    with deciding(qapp, language=request.param) as found:
        found.room.open_case(CASE)
        found.settle()
        yield found


def foot(at: Any) -> str:
    return str(at.room.view.sheet._keys.accessibleName())


def note(at: Any) -> str:
    return str(at.room.view.sheet.note.edit.toPlainText())


def says_digits(at: Any) -> bool:
    return "1–9" in foot(at)


def test_a_tab_after_a_digit_does_not_jump_over_the_list_to_which_the_digit_went_on(at: Any) -> None:
    at.press("S", "2", "Tab", "1")
    assert note(at) == "", "the second digit chose until when"
    at.press("Return")
    assert at.outbox.commands[0][0] == "case.snooze"


def test_a_second_tab_goes_on_and_a_tab_after_moving_the_cursor_too(at: Any) -> None:
    at.press("S", "2", "Tab", "Tab")
    assert at.focus == "_Note"
    at.press("Esc", "S", "2", "Down", "Tab")
    assert at.focus == "_Note"


@pytest.mark.parametrize("keys", [("S",), ("O",), ("M",), ("Q",), ("1", "A"), ("H",), ("N",), ("Ctrl+I",), ("C",)])
def test_the_foot_offers_digits_exactly_where_they_choose(at: Any, keys: tuple[str, ...]) -> None:
    at.press("P", *keys)
    sheet = at.room.view.sheet
    assert sheet.isVisible()
    for _ in range(4):
        on_a_list = any(one.lines.hasFocus() and one.lines._digits for one in sheet._lists)
        assert says_digits(at) == on_a_list, foot(at)
        at.press("Tab")


def test_the_foot_says_what_the_keys_do_where_the_focus_is(at: Any) -> None:
    at.press("S")
    first = foot(at)
    at.press("Backtab")
    assert at.focus == "_Note"
    assert foot(at) not in ("", first)
    at.press("Tab")
    assert foot(at) == first


@pytest.mark.parametrize("key", ["S", "O", "M", "Q", "H", "N", "R", "C", "Ctrl+I", "Ctrl+F", "Ctrl+K", "?"])
def test_esc_goes_back_to_where_the_focus_was(at: Any, key: str) -> None:
    at.press("P", "1")
    # The steps are marked by letters, N among them.
    for before in _places(at)[: 2 if key == "N" else 3]:
        before.setFocus()
        at.settle()
        was = QApplication.focusWidget()
        at.press(key)
        assert QApplication.focusWidget() is not was, "the sheet has the focus"
        at.press("Esc")
        assert QApplication.focusWidget() is was, (key, type(was).__name__, at.focus)


def _places(at: Any) -> list[QWidget]:
    view = at.room.view
    return [view.queue.list, view.case.tabs, view.assessment.steps]


def test_tab_stays_on_the_sheet_of_masked_fields(at: Any) -> None:
    at.press("R", "Tab", "Backtab", "Tab")
    assert at.focus == "RevealSheet"


@pytest.mark.parametrize("key", ["S", "R", "Q", "Ctrl+K", "?"])
def test_the_language_can_be_switched_over_an_open_sheet(at: Any, key: str) -> None:
    before = at.translator.language
    other = "en" if before != "en" else "zh_CN"
    at.window.actions_.answer({"language": lambda: at.translator.use(other)})
    at.press(key)
    focus = at.focus
    at.press("Ctrl+Shift+L")
    assert at.translator.language == other
    assert at.focus == focus, "and the sheet stays"


def test_letters_and_digits_on_a_sheet_stay_its_own_even_where_a_key_of_the_window_works_over_it(at: Any) -> None:
    at.window.actions_.remap("language", "I")
    at.press("N", *"iii")
    assert note(at) == "iii"
