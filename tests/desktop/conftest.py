"""What every test of the window may lean on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

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
