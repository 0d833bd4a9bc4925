"""The settings page: choices are put in force at once, a key that is taken stays with its owner."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.panels.settings import Decided, KeyRefused, KeyRow, SettingsRoom, SettingsState, build
from app.desktop.panels.settings.view.machine_card import decided_words
from app.desktop.policy import FIELDS
from app.desktop.widgets.label import Label
from tests.support.painted_texts import PaintedTexts


@dataclass
class Desk:
    state: SettingsState = field(
        default_factory=lambda: SettingsState(server="https://footplate.example.com", person="reviewer-07")
    )
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def read(self) -> SettingsState:
        return self.state

    def key_rows(self) -> list[KeyRow]:
        return [KeyRow("case.next", "Next case", "J"), KeyRow("decide.pass", "Decide: pass", "P")]

    def use_language(self, language: str) -> None:
        self.state = msgspec.structs.replace(self.state, language=language)

    def use_theme(self, theme: str, percent: int) -> None:
        self.state = msgspec.structs.replace(self.state, theme=theme, text_percent=percent)

    def use(self, name: str, value: str) -> None:
        self.state = msgspec.structs.replace(self.state, **{name: value})

    def remap(self, action: str, key: str) -> KeyRefused | None:
        self.asked.append((action, key))
        if key == "Ctrl+Space":
            return KeyRefused(action, "input_method", "Ctrl Space")
        return KeyRefused(action, "taken", "P", "Decide: pass") if key == "P" else None

    def reset_key(self, action: str) -> KeyRefused | None:
        self.asked.append(("first", action))
        return None

    def reset_keys(self) -> None:
        self.asked.append(("reset",))

    def sign_out(self) -> None:
        self.asked.append(("out",))

    def rotate_key(self) -> None:
        self.asked.append(("rotate",))
        self.state = msgspec.structs.replace(self.state, rotation="asked")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def room(qtbot: QtBot, desk: Desk) -> Iterator[SettingsRoom]:
    made = build(desk)
    window = QMainWindow()
    window.setMinimumSize(1000, 800)
    window.setCentralWidget(made.widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    made.activate()
    yield made
    window.close()


def test_theme_and_size_are_put_in_force_when_chosen(room: SettingsRoom, desk: Desk) -> None:
    room.widget.theme.picked.emit("dark")
    room.widget.text_size.picked.emit("125")
    assert (desk.state.theme, desk.state.text_percent) == ("dark", 125)
    room.presenter.choose("theme", "pink")
    assert desk.state.theme == "dark"


def test_a_new_key_is_recorded_by_pressing_it(room: SettingsRoom, desk: Desk) -> None:
    field = room.widget.keys.fields["case.next"][1]
    field.setFocus()
    field.click()
    assert field.keeps_all
    QTest.keyClick(QGuiApplication.focusWindow(), Qt.Key.Key_N)
    assert desk.asked == [("case.next", "N")]
    assert not field.keeps_all


def test_a_key_that_is_taken_is_refused_in_words(room: SettingsRoom, desk: Desk) -> None:
    room.widget.key_given.emit("case.next", "P")
    said = room.widget.keys.refusal.text()
    assert "Decide: pass" in said
    assert "Next case" in said


def test_esc_leaves_a_key_as_it_was_and_backspace_takes_it_away(room: SettingsRoom, desk: Desk) -> None:
    field = room.widget.keys.fields["case.next"][1]
    field.setFocus()
    field.click()
    QTest.keyClick(QGuiApplication.focusWindow(), Qt.Key.Key_Escape)
    assert desk.asked == []
    field.click()
    QTest.keyClick(QGuiApplication.focusWindow(), Qt.Key.Key_Backspace)
    assert desk.asked == [("case.next", "")]


def test_chords_and_signs_are_recorded_as_a_person_sees_them(room: SettingsRoom, desk: Desk) -> None:
    field = room.widget.keys.fields["case.next"][1]
    field.setFocus()
    field.click()
    QTest.keyClick(QGuiApplication.focusWindow(), Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(QGuiApplication.focusWindow(), Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    field.click()
    QTest.keyClick(QGuiApplication.focusWindow(), "?", Qt.KeyboardModifier.ShiftModifier)
    assert desk.asked == [("case.next", "Ctrl+G"), ("case.next", "?")]


def test_what_the_machine_decided_cannot_be_opened(room: SettingsRoom, desk: Desk) -> None:
    desk.state = msgspec.structs.replace(desk.state, fixed=frozenset({"theme"}))
    room.presenter.refresh()
    assert room.widget.theme.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert "owner of this machine" in room.widget._fixed.text()


def test_the_page_says_where_the_key_is_kept(room: SettingsRoom, desk: Desk) -> None:
    for key, part in (("keyring", "keyring"), ("inherited", "this run"), ("none", "nothing is kept")):
        desk.state = msgspec.structs.replace(desk.state, key=key)
        room.presenter.refresh()
        assert part in room.widget._kept.text()


def texts_of(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


def test_what_the_organisation_decided_is_listed_in_words_and_hidden_where_it_decided_nothing(
    desk: Desk, qtbot: QtBot
) -> None:
    room = build(desk)
    qtbot.addWidget(room.widget)
    room.activate()
    card = room.widget.machine
    assert not card.isVisibleTo(room.widget)
    told = tuple(
        Decided(name, value) for name, value in (("clipboard", "false"), ("idle_lock_minutes", "5"), ("new_one", "x"))
    )
    desk.state = msgspec.structs.replace(desk.state, decided=told)
    room.activate()
    assert card.isVisibleTo(room.widget)
    assert "Copying | Not allowed | Locks when nobody is here | After 5 minutes | new_one | x" in texts_of(card)
    desk.state = msgspec.structs.replace(desk.state, decided=told[:1], policy_fault="writable")
    room.activate()
    assert "After 5 minutes" not in texts_of(card)
    assert "others than its administrator may change it" in texts_of(card)


def test_every_field_of_the_policy_has_words_on_the_page() -> None:
    for name in FIELDS:
        if name != "settings":
            assert decided_words(Decided(name, "1"))[0] != name


def test_the_key_is_changed_at_the_next_start_where_that_is_for_this_seat_to_say(
    room: SettingsRoom, desk: Desk
) -> None:
    assert not room.widget.rotate.isVisible(), "an inherited key is its giver's"
    desk.state = msgspec.structs.replace(desk.state, rotation="offered")
    room.activate()
    assert room.widget.rotate.isVisible()
    QTest.mouseClick(room.widget.rotate, Qt.MouseButton.LeftButton)
    assert desk.asked == [("rotate",)]
    assert not room.widget.rotate.isVisible()
    with PaintedTexts(room.widget) as texts:
        assert any("changed when Footplate is started" in shown.text for shown in texts.collect())
