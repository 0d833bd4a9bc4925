"""A message says what happened; what an administrator would ask for can be copied."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.widgets import reasons
from app.desktop.widgets.message_bar import MessageBar


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_details_are_copied_and_never_shown(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.say("The server cannot be reached.", "bad", details=reasons.details("offline"))
    bar.show()
    assert "offline" not in bar.text()
    bar._copy.setFocus()
    QTest.keyClick(bar._copy, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert copied.endswith("· offline")
    assert "UTC" in copied
    assert bar._copy.text() != "Copy details", "it says that it was done"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_message_without_details_offers_none(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.say("Kept.", "good")
    assert bar._copy.isHidden()
    bar.say("Lost.", "bad", details="x")
    bar.say("Kept.", "good")
    assert bar._copy.isHidden()
