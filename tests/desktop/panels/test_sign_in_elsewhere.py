"""Signing in through the house's identity provider, on the page: by a key, a button, or a code typed elsewhere."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.contract.identity import ProviderView, SignInWays
from app.desktop.panels.sign_in import SignInPresenter, SignInView, build
from app.desktop.ports import DeskError, Offline, Person
from tests.support.sample_desk import Tasks

PERSON = Person("u-7", "reviewer-07", ("reviewer",), None, "en")
SERVER = "https://desk.example.com"
PROVIDER = ProviderView(
    "Example ID",
    "https://id.example.com",
    "footplate",
    "openid",
    "https://id.example.com/authorize",
    "https://id.example.com/token",
    "n",
    "https://id.example.com/device",
)


class Elsewhere:
    """A provider that does what it is told to."""

    def __init__(self) -> None:
        self.told: SignInWays | None = SignInWays(True, PROVIDER)
        self.asked: list[str] = []
        self.refuse: DeskError | None = None

    def ways(self, server: str) -> SignInWays:
        self.asked.append(f"ways {server}")
        if self.told is None:
            raise Offline
        return self.told

    def browser(self, server: str, done: str, failed: str) -> Person:
        assert done
        assert failed
        return self._person(f"browser {server}")

    def code(self, server: str) -> tuple[str, str]:
        self.asked.append(f"code {server}")
        return "WDJB-MJHT", "https://id.example.com/go"

    def typed(self, server: str) -> Person:
        return self._person(f"typed {server}")

    def cancel(self) -> None:
        self.asked.append("cancel")

    def _person(self, asked: str) -> Person:
        self.asked.append(asked)
        if self.refuse is not None:
            raise self.refuse
        return PERSON


class Held(Tasks):
    """Work that waits until the test lets it go on."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], None]] = []

    def read(self, fn, done=None, failed=None, *, key=None) -> None:  # type: ignore[no-untyped-def]
        if key == "sign_in":
            self.waiting.append(lambda: super(Held, self).read(fn, done, failed, key=key))
        else:
            super().read(fn, done, failed, key=key)


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def tasks() -> Held:
    return Held()


@pytest.fixture
def page(qtbot: QtBot, elsewhere: Elsewhere, tasks: Held) -> Iterator[tuple[SignInView, SignInPresenter]]:
    view, presenter = build(tasks, lambda *_told: PERSON, elsewhere)
    window = QMainWindow()
    window.setMinimumSize(900, 700)
    window.setCentralWidget(view)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    yield view, presenter
    window.close()


def test_a_server_with_a_provider_offers_it_by_a_button_with_its_key(
    page: tuple[SignInView, SignInPresenter], elsewhere: Elsewhere, tasks: Held
) -> None:
    view, presenter = page
    welcome: list[Person] = []
    presenter.done = welcome.append
    presenter.begin(SERVER, "")
    assert view._browser.isVisible()
    assert "Example ID" in view._browser.text()
    assert view.password.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert presenter.state.step == "browser"
    assert not view._form.isVisible()
    assert view._cancel.isVisible()
    tasks.waiting.pop()()
    assert welcome == [PERSON]
    assert elsewhere.asked == [f"ways {SERVER}", f"browser {SERVER}"]


def test_a_server_without_one_is_as_it_was(page: tuple[SignInView, SignInPresenter], elsewhere: Elsewhere) -> None:
    view, presenter = page
    for told in (SignInWays(True), None):
        elsewhere.told = told
        presenter.begin(SERVER, "lin")
        assert not view._browser.isVisible()
        assert view.password.isVisible()
        assert presenter.state.error == ""


def test_where_no_password_is_taken_none_is_asked_for(
    page: tuple[SignInView, SignInPresenter], elsewhere: Elsewhere
) -> None:
    view, presenter = page
    elsewhere.told = SignInWays(False, PROVIDER)
    presenter.begin(SERVER, "")
    assert not view.password.isVisible()
    assert not view.username.isVisible()
    assert not view._go.isVisible()
    assert view._browser.isVisible()
    assert QApplication.focusWidget() is view._browser


def test_another_address_is_asked_anew_and_what_is_typed_keeps_the_focus(
    page: tuple[SignInView, SignInPresenter], elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    view, presenter = page
    presenter.begin("", "")
    assert elsewhere.asked == []
    view.server.setFocus()
    QTest.keyClicks(view.server, "desk.example.com")
    QTest.keyClick(view.server, Qt.Key.Key_Tab)
    assert elsewhere.asked == [f"ways {SERVER}"]
    assert view._browser.isVisible()
    assert QApplication.focusWidget() is view.username


def test_escape_ends_the_waiting_and_a_late_answer_shows_nothing(
    page: tuple[SignInView, SignInPresenter], elsewhere: Elsewhere, tasks: Held
) -> None:
    view, presenter = page
    presenter.begin(SERVER, "")
    view._browser.click()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert presenter.state.step == "form"
    assert "cancel" in elsewhere.asked
    elsewhere.refuse = DeskError("sign_in_cancelled")
    tasks.waiting.pop()()
    assert (presenter.state.step, presenter.state.error) == ("form", "")


def test_a_code_can_be_typed_on_any_machine_instead(
    page: tuple[SignInView, SignInPresenter], elsewhere: Elsewhere, tasks: Held
) -> None:
    view, presenter = page
    welcome: list[Person] = []
    presenter.done = welcome.append
    presenter.begin(SERVER, "")
    view._browser.click()
    assert view._by_code.isVisible()
    view._by_code.click()
    tasks.waiting.pop()()
    assert view._code.text() == "WDJB-MJHT"
    assert "https://id.example.com/go" in view._lead.text()
    tasks.waiting.pop()()
    assert welcome == [PERSON]


@pytest.mark.parametrize("code", ["identity_unknown", "provider_slow", "browser_missing", "id_token_refused"])
def test_what_went_wrong_is_told_on_the_form(
    page: tuple[SignInView, SignInPresenter], elsewhere: Elsewhere, tasks: Held, code: str
) -> None:
    view, presenter = page
    presenter.begin(SERVER, "")
    elsewhere.refuse = DeskError(code)
    view._browser.click()
    tasks.waiting.pop()()
    assert (presenter.state.step, presenter.state.error) == ("form", code)
    assert view._error.text()
    assert view._browser.isEnabled()
