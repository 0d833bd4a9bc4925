"""Keys are changed with the keyboard alone, in both languages, in the real window over a real settings file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.policy import Policy
from app.desktop.settings import SettingsStore
from app.desktop.shell.action_table import SPECS, text_of
from app.desktop.widgets import formats, tokens
from tests.support.sample_settings import settings_room
from tests.support.shell_window import Seat, seat

LANGUAGES = ("en", "zh_CN")


@pytest.fixture(params=LANGUAGES)
def here(qapp: QApplication, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Seat]:
    with seat(qapp, language=request.param) as made:
        made.settings = settings_room(made.window, made.theme, made.translator, tmp_path)  # type: ignore[attr-defined]
        made.window.add_room("settings", made.settings)  # type: ignore[attr-defined]
        made.press("Ctrl+,")
        yield made
        made.settings.station.forget()  # type: ignore[attr-defined]


def card(here: Seat):  # type: ignore[no-untyped-def]
    return here.settings.widget.keys  # type: ignore[attr-defined]


def go_to(here: Seat, action: str) -> None:
    """Tab until the field of this action has the focus."""
    field = card(here).fields[action][1]
    for _ in range(300):
        if QApplication.focusWidget() is field:
            return
        here.press("Tab")
    raise AssertionError(f"Tab never reaches {action}")


def kept(tmp_path: Path) -> dict[str, str]:
    return SettingsStore(tmp_path, Policy()).now.keys


def test_a_key_is_changed_and_works_at_once_and_is_kept(here: Seat, tmp_path: Path) -> None:
    go_to(here, "case.next")
    here.press("Return", "L")
    assert kept(tmp_path) == {"case.next": "L"}
    here.press("Ctrl+1")
    before = here.room.presenter._case_id
    here.press("J")
    assert here.room.presenter._case_id == before
    here.press("L")
    assert here.room.presenter._case_id != before
    assert here.window.actions_.key_cap("case.next") == "L"


def test_a_clash_is_refused_in_words_that_name_the_other_action(here: Seat, tmp_path: Path) -> None:
    go_to(here, "case.next")
    here.press("Return", "P")
    said = card(here).refusal.text()
    assert text_of(SPECS["decide.pass"]) in said
    assert text_of(SPECS["case.next"]) in said
    assert kept(tmp_path) == {}
    assert here.window.actions_.key("case.next") == "J"
    assert here.window.actions_.key("decide.pass") == "P"


@pytest.mark.parametrize("action", ["case.next", "help"])
def test_what_is_said_of_a_key_stands_in_sight_with_the_key(here: Seat, action: str) -> None:
    here.window.resize(1366, 720)
    go_to(here, action)
    here.press("Return", "P")
    here.settle()
    page = here.settings.widget  # type: ignore[attr-defined]
    field = card(here).fields[action][1]
    for widget in (card(here).refusal, field):
        place = widget.rect().translated(widget.mapTo(page, widget.rect().topLeft()))
        assert page.rect().contains(place), widget
        assert not widget.visibleRegion().isEmpty()


@pytest.mark.parametrize("key", ["Ctrl+Space", "Ctrl+V", "Home"])
def test_keys_that_are_needed_otherwise_are_refused(here: Seat, tmp_path: Path, key: str) -> None:
    go_to(here, "case.next")
    here.press("Return", key)
    assert card(here).refusal.text()
    assert kept(tmp_path) == {}
    assert QApplication.focusWidget() is card(here).fields["case.next"][1]


def test_one_key_is_given_back_by_delete_and_by_its_button(here: Seat, tmp_path: Path) -> None:
    for way in ("delete", "button"):
        go_to(here, "case.next")
        here.press("Return", "L")
        assert kept(tmp_path) == {"case.next": "L"}
        if way == "delete":
            here.press("Return", "Del")
        else:
            here.press("Tab", "Return")
        assert kept(tmp_path) == {}, way
        assert QApplication.focusWidget() is card(here).fields["case.next"][1], "the focus stays in its row"


def test_all_keys_are_given_back_at_once(here: Seat, tmp_path: Path) -> None:
    go_to(here, "case.next")
    here.press("Return", "L")
    go_to(here, "decide.pass")
    here.press("Return", "Backspace")
    assert kept(tmp_path) == {"case.next": "L", "decide.pass": ""}
    for _ in range(300):
        if QApplication.focusWidget() is card(here).reset:
            break
        here.press("Tab")
    here.press("Return")
    assert kept(tmp_path) == {}
    assert here.window.actions_.key("decide.pass") == "P"


def test_two_keys_change_places_and_outlive_the_window(here: Seat, tmp_path: Path) -> None:
    go_to(here, "case.next")
    here.press("Return", "Backspace")
    go_to(here, "case.previous")
    here.press("Return", "J")
    while QApplication.focusWidget() is not card(here).fields["case.next"][1]:
        here.press("Shift+Tab")
    here.press("Return", "K")
    assert kept(tmp_path) == {"case.next": "K", "case.previous": "J"}


def test_while_a_key_is_awaited_no_shortcut_runs_and_esc_changes_nothing(here: Seat, tmp_path: Path) -> None:
    go_to(here, "case.next")
    here.press("Return", "Ctrl+1")
    assert here.window.current == "settings"
    assert card(here).refusal.text()
    here.press("Return", "Esc")
    assert kept(tmp_path) == {}


def test_enter_and_space_both_open_the_field_and_neither_becomes_its_key(here: Seat, tmp_path: Path) -> None:
    go_to(here, "case.next")
    for opener in ("Return", "Space"):
        here.press(opener)
        assert card(here).fields["case.next"][1].keeps_all
        here.press("Space")
        assert card(here).refusal.text()
        assert kept(tmp_path) == {}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_comfort_settings_work_while_the_window_is_open(here: Seat, tmp_path: Path) -> None:
    page = here.settings.widget  # type: ignore[attr-defined]
    row = tokens.row(78)

    def choose(box, downs: int) -> None:  # type: ignore[no-untyped-def]
        box.setFocus()
        here.press("Return")
        menu = QApplication.activePopupWidget()
        assert menu is not None
        for _ in range(downs):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        here.settle()

    choose(page.density, 1)
    assert tokens.row(78) < row
    choose(page.times, 1)
    assert formats.tells_utc()
    choose(page.documents, 1)
    choose(page.start_room, 1)
    choose(page.text_size, 2)
    now = SettingsStore(tmp_path, Policy()).now
    assert (now.density, now.times, now.documents, now.start_room) == ("compact", "utc", "grey", "day")
    assert now.text_percent == 125
    assert tokens.px(100) == 125
    here.theme.set_percent(100)
    assert QGuiApplication.focusWindow() is not None
