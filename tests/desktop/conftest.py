"""What every test of the window may lean on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale

from app.desktop.widgets import captions


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
