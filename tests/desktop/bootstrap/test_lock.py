"""A locked window: nothing of a case is to be seen, heard or reached, and only its person comes back in."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap.opening import DOOR, SEAT, WORK
from app.desktop.bootstrap.workstation import Workstation
from app.desktop.panels.lock import LockView
from app.desktop.policy import Policy
from app.desktop.ports import Person
from app.desktop.settings import SettingsStore
from app.desktop.vault.door import Door
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import SealedFile
from app.desktop.widgets import captions, copying
from tests.desktop.bootstrap.test_rows_first import AWAY, MEI, _profile
from tests.desktop.support.factories import KEY
from tests.support.accessible_tree import faults, tree
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_window import SampleWindow

PASSWORD = "a long enough pass phrase"
CASE = "C-200001"
BPO = Person("u1", "Mei", ("bpo_agent",), "north", "en")
Seat = Callable[..., Workstation]


def door(folder: Path) -> Door:
    return Door(SealedFile(folder / DOOR, DataKey(KEY).sub("door"), "door"))


@pytest.fixture
def seat(qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    """A workstation whose person signed in on another day; the server is out of reach."""
    locale = QLocale()
    made: list[Workstation] = []

    def end(station: Workstation) -> None:
        made.remove(station)
        station.close()
        station.finish()
        station.translator.use("en")
        for installed in station.translator._installed:
            qapp.removeTranslator(installed)
        station.deleteLater()
        station.window.deleteLater()
        qapp.processEvents()

    def go(person: Person = MEI, policy: Policy | None = None, again: bool = False) -> Workstation:
        if again:
            end(made[-1])
        else:
            _profile(tmp_path, person)
            door(tmp_path).learn(person.user_id, PASSWORD)
        told = policy or Policy()
        settings = SettingsStore(tmp_path, told)
        station = Workstation(qapp, folder=tmp_path, policy=told, settings=settings, server=AWAY)
        made.append(station)
        station.window.setWindowState(Qt.WindowState.WindowNoState)
        station.window.resize(1366, 768)
        station.show()
        reading, writing = os.pipe()
        os.write(writing, KEY)
        os.close(writing)
        station.start(reading)
        return station

    yield go
    for station in list(made):
        end(station)
    QLocale.setDefault(locale)
    captions.forget()


def opened(station: Workstation, qtbot: QtBot) -> None:
    """A person sees their first case."""
    qtbot.waitUntil(lambda: station.window.has_room("review"))
    station.complete()
    qtbot.waitUntil(lambda: CASE in station.window.windowTitle(), timeout=20_000)


def page(station: Workstation) -> LockView:
    (found,) = station.window.findChildren(LockView)
    return found


def seen(window: QWidget) -> str:
    with PaintedTexts(window) as texts:
        return " | ".join(shown.text for shown in texts.collect())


def unlock(station: Workstation, password: str) -> None:
    view = page(station)
    view.password.setText(password)
    QTest.keyClick(view.password, Qt.Key.Key_Return)


def test_nothing_of_a_case_is_seen_or_heard_while_it_is_locked(seat: Seat, qtbot: QtBot) -> None:
    station = seat()
    opened(station, qtbot)
    assert CASE in seen(station.window)
    station.lock.lock()
    assert station.window.windowTitle() == "Locked · Footplate"
    texts = seen(station.window)
    assert "Mei" in texts
    assert "C-2000" not in texts
    heard = str(tree(station.window))
    assert "C-2000" not in heard
    assert faults(tree(station.window)) == []
    view = page(station)
    assert [w for w in station.window.findChildren(QWidget) if w.isVisible() and not view.isAncestorOf(w)] == []


def test_no_key_of_the_window_works_while_it_is_locked_but_language_and_theme(seat: Seat, qtbot: QtBot) -> None:
    station = seat()
    opened(station, qtbot)
    room = station.window.room("review")
    station.lock.lock()
    assert {spec.id for spec in station.window.actions_.live()} == {"language", "theme"}
    for key, modifiers in (
        (Qt.Key.Key_J, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(station.window.windowHandle(), key, modifiers)
    assert station.window.covered
    assert station.window.sheets.palette is None
    assert room.presenter._case_id == CASE  # type: ignore[attr-defined]


def test_the_person_s_password_opens_it_without_the_server_and_the_draft_is_as_it_was(seat: Seat, qtbot: QtBot) -> None:
    station = seat()
    opened(station, qtbot)
    room = station.window.room("review")
    room.presenter.set_rationale("Half a sentence")  # type: ignore[attr-defined]
    station.lock.lock()
    unlock(station, "not it")
    qtbot.waitUntil(lambda: "This is not the password" in seen(page(station)))
    assert page(station).password.text() == ""
    unlock(station, PASSWORD)
    qtbot.waitUntil(lambda: not station.window.covered)
    assert CASE in station.window.windowTitle()
    assert station.window.room("review") is room
    assert "Half a sentence" in seen(station.window)


def test_a_lock_is_still_there_after_a_start_anew_and_nothing_is_shown_before(seat: Seat, qtbot: QtBot) -> None:
    station = seat()
    opened(station, qtbot)
    station.lock.lock()
    qtbot.waitUntil(lambda: station._tasks.idle)
    again = seat(again=True)
    qtbot.waitUntil(lambda: again.window.covered)
    assert "C-2000" not in seen(again.window)
    qtbot.waitUntil(lambda: again.services is not None)
    assert "C-2000" not in seen(again.window)
    assert again.window.windowTitle() == "Locked · Footplate"
    unlock(again, PASSWORD)
    qtbot.waitUntil(lambda: not again.window.covered)
    qtbot.waitUntil(lambda: "C-2000" in seen(again.window))


@pytest.mark.parametrize("harm", ["gone", "older"])
def test_a_lock_is_not_lifted_by_taking_the_door_away(seat: Seat, qtbot: QtBot, tmp_path: Path, harm: str) -> None:
    station = seat()
    opened(station, qtbot)
    open_one = (tmp_path / DOOR).read_bytes()
    station.lock.lock()
    qtbot.waitUntil(lambda: station._tasks.idle)
    if harm == "gone":
        (tmp_path / DOOR).unlink()
    else:
        (tmp_path / DOOR).write_bytes(open_one)
    again = seat(again=True)
    qtbot.waitUntil(lambda: again.window.covered, timeout=60_000)
    qtbot.waitUntil(lambda: again.services is not None, timeout=60_000)
    unlock(again, PASSWORD)
    qtbot.waitUntil(lambda: "cannot check the password alone" in seen(page(again)), timeout=60_000)
    assert again.window.covered
    assert "C-2000" not in seen(again.window)


@pytest.mark.parametrize("gone", [(SEAT,), (WORK, DOOR)])
def test_a_profile_that_lacks_what_keeps_it_shut_lets_nobody_in_without_the_server(
    seat: Seat, qtbot: QtBot, tmp_path: Path, gone: tuple[str, ...]
) -> None:
    station = seat()
    opened(station, qtbot)
    stores = station._stores
    assert stores is not None
    stores.seat.change(directive_key="the house's")
    station.lock.lock()
    qtbot.waitUntil(lambda: station._tasks.idle)
    unsent = stores.work is not None and stores.work.newest_draft(MEI.user_id)
    station.close()
    station.finish()
    for name in gone:
        for path in tmp_path.glob(f"{name}*"):
            path.unlink()
    again = seat(again=True)
    qtbot.waitUntil(lambda: again._page is not None, timeout=60_000)
    assert again._page is not None
    qtbot.waitUntil(lambda: "keeps this seat shut is missing" in seen(again.window), timeout=60_000)
    assert "C-2000" not in seen(again.window)
    found = again._stores
    assert found is not None
    assert (found.tokens.read(), list(found.cache.headers_of((CASE,)))) == (None, [])
    if gone == (SEAT,):
        assert found.seat.state.directive_key == "the house's", "whom it obeys is known still"
        assert found.work is not None
        assert found.work.newest_draft(MEI.user_id) == unsent, "and nothing that was not sent is lost"


def test_somebody_else_gets_to_the_sign_in_page_and_to_nothing_of_the_one_before(seat: Seat, qtbot: QtBot) -> None:
    station = seat()
    opened(station, qtbot)
    station.lock.lock()
    QTest.mouseClick(page(station).other, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: station.services is None)
    assert not station.window.covered
    assert not station.window.has_room("review")
    assert "C-2000" not in seen(station.window)
    assert station._page is not None
    assert station.window.shows(station._page[0])
    assert not door(station._seat.folder).locked


def test_it_locks_by_the_key_and_with_the_session_of_the_desktop(seat: Seat, qtbot: QtBot) -> None:
    station = seat()
    opened(station, qtbot)
    QTest.keyClick(station.window.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: station.window.covered)
    unlock(station, PASSWORD)
    qtbot.waitUntil(lambda: not station.window.covered)
    station.lock.session.locked.emit()
    assert station.window.covered
    assert "Your desktop was locked" in seen(station.window)


@pytest.mark.parametrize(("person", "minutes", "locked_after"), [(MEI, 15, 15), (BPO, 15, 5), (BPO, 0, 5), (MEI, 0, 0)])
def test_it_locks_by_itself_after_the_minutes_of_the_policy(
    seat: Seat, qtbot: QtBot, person: Person, minutes: int, locked_after: int
) -> None:
    station = seat(person, Policy(idle_lock_minutes=minutes))
    opened(station, qtbot)
    watch = station.lock._idle
    assert watch.minutes == locked_after
    start = watch._mono_ms()
    watch._mono_ms = lambda: start + locked_after * 60_000 - 30_000
    station.lock.tick()
    assert not station.window.covered
    watch._mono_ms = lambda: start + locked_after * 60_000 + 30_000
    station.lock.tick()
    assert station.window.covered is (locked_after > 0)


def test_open_menus_sheets_and_tips_go_with_it_and_come_back(qapp: QApplication) -> None:
    sample = SampleWindow(qapp)
    window = sample.window
    window.resize(1366, 768)
    window.show()
    sample.settle()
    try:
        window.sheets.toggle_help()
        sample.settle()
        view = LockView()
        window.cover(view)
        sample.settle()
        assert window.sheets.help is not None
        assert not window.sheets.help.isVisible()
        window.resize(1200, 700)
        assert view.size() == window.size()
        window.uncover()
        assert window.sheets.help.isVisible()
        assert not view.isVisible()
    finally:
        sample.close()


def _gone(widget: QWidget) -> None:
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_went_away_while_it_was_locked_keeps_nobody_out(qapp: QApplication) -> None:
    sample = SampleWindow(qapp)
    window = sample.window
    window.resize(1366, 768)
    window.show()
    sample.settle()
    try:
        focused = QPushButton(window.ground)
        focused.show()
        window.activateWindow()
        focused.setFocus()
        QToolTip.showText(window.mapToGlobal(QPoint(40, 40)), "a name", window.top.search)
        assert QToolTip.isVisible()
        (tip,) = (w for w in QApplication.topLevelWidgets() if w.windowType() == Qt.WindowType.ToolTip)
        view = LockView()
        window.cover(view)
        assert not tip.isVisible()
        _gone(tip)
        _gone(focused)
        window.uncover()
        assert not view.isVisible()
        assert window.actions_.is_live("help")
    finally:
        sample.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_floating_panel_is_out_of_sight_and_is_remembered_where_the_window_is_closed_locked(
    qapp: QApplication,
) -> None:
    sample = SampleWindow(qapp)
    window = sample.window
    window.resize(1366, 768)
    window.show()
    sample.settle()
    try:
        dock = window.findChildren(QDockWidget)[0]
        dock.setFloating(True)
        before = window.layouts()
        assert before
        window.cover(LockView())
        assert not dock.isVisible()
        assert window.layouts() == before
        window.uncover()
        assert dock.isVisible()
    finally:
        sample.close()


@pytest.mark.parametrize("goes", ["locks", "closes"])
def test_what_was_copied_goes_with_the_person(seat: Seat, qtbot: QtBot, goes: str) -> None:
    station = seat()
    opened(station, qtbot)
    clipboard = QApplication.clipboard()
    copying.gate().put("a name")
    assert clipboard.text() == "a name"
    if goes == "locks":
        station.lock.lock()
    else:
        station.close()
        station.finish()
    assert clipboard.text() == ""
