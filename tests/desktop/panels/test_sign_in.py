"""Signing in: what is typed, what is refused, what is shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.desktop.panels.sign_in import SignInPresenter, SignInView, build
from app.desktop.ports import DeskError, Offline, Person, Problem
from tests.support.sample_desk import Tasks

PERSON = Person("u-7", "reviewer-07", ("reviewer",), None, "en")


class Door:
    """Takes who it is told to take."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, str, str]] = []
        self.refuse: DeskError | None = None

    def __call__(self, server: str, username: str, password: str) -> Person:
        self.tried.append((server, username, password))
        if self.refuse is not None:
            raise self.refuse
        return PERSON


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def page(qtbot: QtBot, door: Door) -> Iterator[tuple[SignInView, SignInPresenter]]:
    view, presenter = build(Tasks(), door)
    window = QMainWindow()
    window.setMinimumSize(900, 700)
    window.setCentralWidget(view)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    yield view, presenter
    window.close()


def _said(view: SignInView) -> str:
    return view._error.text()


def test_on_the_first_run_the_address_is_asked_first(page: tuple[SignInView, SignInPresenter], door: Door) -> None:
    view, presenter = page
    welcome: list[Person] = []
    presenter.done = welcome.append
    presenter.begin("", "")
    assert QApplication.focusWidget() is view.server
    QTest.keyClicks(QApplication.focusWidget(), "footplate.example.com")
    QTest.keyClick(QGuiApplication.focusWindow(), "\t")
    QTest.keyClicks(QApplication.focusWidget(), "reviewer-07")
    QTest.keyClick(QGuiApplication.focusWindow(), "\t")
    QTest.keyClicks(QApplication.focusWidget(), "secret words")
    QTest.keyClick(QGuiApplication.focusWindow(), "\r")
    assert door.tried == [("https://footplate.example.com", "reviewer-07", "secret words")]
    assert welcome == [PERSON]
    assert view.password.text() == ""


def test_a_known_person_types_the_password_alone(page: tuple[SignInView, SignInPresenter]) -> None:
    view, presenter = page
    presenter.begin("https://footplate.example.com", "reviewer-07")
    assert QApplication.focusWidget() is view.password


def test_an_address_without_https_is_refused_before_anything_is_sent(
    page: tuple[SignInView, SignInPresenter], door: Door
) -> None:
    view, presenter = page
    presenter.begin("", "")
    presenter.submit("http://footplate.example.com", "a", "b")
    assert door.tried == []
    assert "https" in _said(view)


def test_both_name_and_password_are_wanted(page: tuple[SignInView, SignInPresenter], door: Door) -> None:
    view, presenter = page
    presenter.begin("https://footplate.example.com", "")
    presenter.submit("https://footplate.example.com", " ", "b")
    assert door.tried == []
    assert "both" in _said(view)


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (Offline(), "cannot be reached"),
        (Offline("certificate"), "certificate"),
        (Problem("sign_in_failed", 401), "wrong"),
        (DeskError("never_heard_of"), "never_heard_of"),
    ],
)
def test_a_refusal_says_what_to_do_next_and_keeps_the_name(
    page: tuple[SignInView, SignInPresenter], door: Door, error: DeskError, part: str
) -> None:
    view, presenter = page
    door.refuse = error
    presenter.begin("https://footplate.example.com", "")
    view.username.setText("reviewer-07")
    view.password.setText("guess")
    view._submit()
    assert part in _said(view)
    assert view.username.text() == "reviewer-07"
    assert view.password.text() == ""
    assert QApplication.focusWidget() is view.password


def test_an_address_the_machine_decided_cannot_be_changed(page: tuple[SignInView, SignInPresenter]) -> None:
    view, presenter = page
    presenter.begin("https://footplate.example.com", "", fixed=True)
    assert not view.server.isEnabled()
    assert QApplication.focusWidget() is view.username


def test_while_the_keyring_is_waited_for_there_is_a_way_out(
    page: tuple[SignInView, SignInPresenter], qtbot: QtBot
) -> None:
    view, presenter = page
    presenter.wait_for_keyring()
    assert view._title.text() == "Waiting for your keyring"
    assert not view.password.isVisible()
    with qtbot.waitSignal(view.cancelled):
        view._cancel.click()


def test_without_a_safe_place_for_a_key_the_page_says_that_nothing_is_kept(
    page: tuple[SignInView, SignInPresenter],
) -> None:
    view, presenter = page
    presenter.begin("https://footplate.example.com", "", key="none", error="keyring_none")
    assert "nothing is kept" in _said(view)
    assert view._note.text().startswith("Online only")
