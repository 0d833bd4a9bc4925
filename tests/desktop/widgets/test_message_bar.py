"""A message says what happened; what an administrator would ask for can be copied."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QVBoxLayout, QWidget
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


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_long_message_under_a_tall_list_is_cut_nowhere(qtbot: QtBot) -> None:
    column = QWidget()
    qtbot.addWidget(column)
    rows, bar = QListView(), MessageBar()
    rows.setMinimumHeight(200)
    foot = QHBoxLayout()
    foot.addWidget(bar)
    layout = QVBoxLayout(column)
    layout.addWidget(rows, 1)
    layout.addLayout(foot)
    column.resize(290, 280)
    column.show()
    for text in ("Restrict account, and what else was said: C-200049 is kept and goes out in 10 s.", "Kept.") * 2:
        bar.say(text, "good", "Take back", "undo", "Z")
        layout.activate()
        QApplication.sendPostedEvents()
        label = bar._label
        assert label.height() >= label.heightForWidth(label.width()), text
        assert bar.height() < 160, "and it is not taller than its words"
