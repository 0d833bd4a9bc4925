"""What every test of the window may lean on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.widgets import captions

LONG_MS = 60_000


class PatientBot(QtBot):
    """Waits as long as a busy machine may take: what is waited for comes at once on an idle one."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LONG_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = LONG_MS, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def british_formats() -> None:
    """The same formats on every machine, whatever its own are."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


@pytest.fixture(autouse=True)
def language_left_as_found() -> Iterator[None]:
    """A test that leaves another language behind fails itself, not one that comes long after it."""
    locale, word = QLocale().name(), QCoreApplication.translate("Rooms", "Review")
    yield
    captions.forget()
    assert QCoreApplication.translate("Rooms", "Review") == word, "a translator was left installed"
    assert QLocale().name() == locale, "another locale was left in force"


@pytest.fixture(autouse=True)
def windows_gone_with_their_test() -> Iterator[None]:
    """What a test wants deleted later is deleted with it: no event loop runs between tests, and every window that
    stays is polished and laid out anew by all that come after it."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
