"""A locked window of a person who signs in at the house's identity provider: it opens there, and for nobody else."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.contract.identity import ProviderView, SignInWays
from app.desktop.panels.lock import LockPresenter, LockView, build
from app.desktop.ports import DeskError, Offline
from tests.support.sample_desk import Tasks

PROVIDER = ProviderView("Example ID", "https://id", "footplate", "openid", "https://id/a", "https://id/t", "n")


class Elsewhere:
    """A provider that does what it is told to."""

    def __init__(self) -> None:
        self.told: SignInWays | None = SignInWays(True, PROVIDER)
        self.refuse: DeskError | None = None
        self.cancelled = 0

    def ways(self) -> SignInWays:
        if self.told is None:
            raise Offline
        return self.told

    def prove(self, done: str, failed: str) -> None:
        assert done
        assert failed
        if self.refuse is not None:
            raise self.refuse

    def cancel(self) -> None:
        self.cancelled += 1


class Held(Tasks):
    """Proofs wait until the test lets them go on."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], None]] = []

    def read(self, fn, done=None, failed=None, *, key=None) -> None:  # type: ignore[no-untyped-def]
        if key == "unlock":
            self.waiting.append(lambda: super(Held, self).read(fn, done, failed, key=key))
        else:
            super().read(fn, done, failed, key=key)


Page = tuple[LockView, LockPresenter, Elsewhere, Held, list[str]]


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Page]:
    elsewhere, tasks, opened = Elsewhere(), Held(), list[str]()
    view, presenter = build(tasks, lambda _password: None, elsewhere)
    presenter.done = lambda: opened.append("opened")
    window = QMainWindow()
    window.setMinimumSize(900, 700)
    window.setCentralWidget(view)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    yield view, presenter, elsewhere, tasks, opened
    window.close()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_it_opens_at_the_provider_by_a_key(page: Page) -> None:
    view, presenter, _, tasks, opened = page
    presenter.begin("Mei", "idle", 5)
    view.take_focus()
    assert "Example ID" in view.browser.text()
    assert view.password.isVisible()
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert presenter.state.step == "browser"
    assert not view.password.isVisible()
    assert opened == []
    tasks.waiting.pop()()
    assert opened == ["opened"]


def test_where_no_password_is_taken_none_is_asked_for(page: Page) -> None:
    view, presenter, elsewhere, tasks, opened = page
    elsewhere.told = SignInWays(False, PROVIDER)
    presenter.begin("Mei", "asked")
    view.take_focus()
    assert not view.password.isVisible()
    assert view.browser.hasFocus()
    press(Qt.Key.Key_Space)
    tasks.waiting.pop()()
    assert opened == ["opened"]


@pytest.mark.parametrize(("code", "said"), [("other_person", "somebody else"), ("provider_stale", "did not ask")])
def test_whoever_is_refused_there_stays_before_the_locked_window(page: Page, code: str, said: str) -> None:
    view, presenter, elsewhere, tasks, opened = page
    presenter.begin("Mei", "asked")
    elsewhere.refuse = DeskError(code)
    presenter.by_browser("done", "failed")
    tasks.waiting.pop()()
    assert (presenter.state.step, presenter.state.error, opened) == ("form", code, [])
    assert said in view._error_words(code)


def test_the_person_may_go_back_from_the_browser_and_use_the_password(page: Page) -> None:
    view, presenter, elsewhere, tasks, opened = page
    presenter.begin("Mei", "asked")
    view.take_focus()
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Escape)
    assert elsewhere.cancelled == 1
    elsewhere.refuse = DeskError("sign_in_cancelled")
    tasks.waiting.pop()()
    assert (presenter.state.step, presenter.state.error) == ("form", "")
    view.password.setText("a long enough pass phrase")
    press(Qt.Key.Key_Return)
    tasks.waiting.pop()()
    assert opened == ["opened"]


def test_without_a_provider_or_a_server_it_is_as_it_was(page: Page) -> None:
    view, presenter, elsewhere, _, _ = page
    for told in (SignInWays(True), None):
        elsewhere.told = told
        presenter.begin("Mei", "asked")
        assert not view.browser.isVisible()
        assert view.password.isVisible()
        presenter.by_browser("done", "failed")
        assert presenter.state.step == "form"
