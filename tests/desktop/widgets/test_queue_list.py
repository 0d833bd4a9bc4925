"""The rows of the queue: painted where something about them changed."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.widgets.queue_list import ROW_ROLE, QueueCell, QueueList


class Rows(QAbstractListModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if role != ROW_ROLE:
            return None
        return QueueCell("ATO", "41 min left", "text", f"C-{index.row()}", "a***", "", "key", "3", 0.9, "0.90", 0.85)


class Regions(QObject):
    """What was painted of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.painted: list[tuple[int, int]] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            rect = event.region().boundingRect()
            self.painted.append((rect.top(), rect.bottom()))
        return False


def test_the_focus_that_comes_and_goes_paints_the_row_it_stands_on_and_no_other(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, rows = QLineEdit(window), QueueList(window)
    field.setGeometry(0, 0, 400, 40)
    rows.setGeometry(0, 40, 400, 560)
    model = Rows(rows)
    rows.setModel(model)
    rows.setCurrentIndex(model.index(1, 0))
    window.resize(400, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    window.repaint()
    place = rows.visualRect(rows.currentIndex())
    for widget in (rows, field):
        regions = Regions(rows.viewport())
        widget.setFocus()
        qtbot.waitUntil(lambda seen=regions: bool(seen.painted))
        assert regions.painted == [(place.top(), place.bottom())]


def test_a_focus_that_another_row_is_about_to_get_leaves_the_row_as_it_is_painted(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, rows = QLineEdit(window), QueueList(window)
    field.setGeometry(0, 0, 400, 40)
    rows.setGeometry(0, 40, 400, 560)
    model = Rows(rows)
    rows.setModel(model)
    rows.setCurrentIndex(model.index(1, 0))
    window.resize(400, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    window.repaint()
    before, regions = rows.visualRect(rows.currentIndex()), Regions(rows.viewport())
    with rows.unmarked():
        rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    rows.setCurrentIndex(model.index(2, 0))
    qtbot.waitUntil(lambda: bool(regions.painted))
    after = rows.visualRect(rows.currentIndex())
    assert regions.painted == [(before.top(), after.bottom())], "both rows, once"
