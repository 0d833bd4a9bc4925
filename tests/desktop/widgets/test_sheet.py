"""The light sheet takes the height that its words need, whenever they come."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import Sheet, SheetContent, SheetList


def content(*names: str) -> SheetContent:
    lines = tuple(ChoiceLine(name, name) for name in names)
    people = SheetList("to", "To whom", lines, filtered=True)
    return SheetContent(
        "Hand over",
        entry="",
        lists=(people,),
        text="",
        button="Hand over",
        keys="Esc closes",
        keys_entry="Type to find, ↑ ↓ move, Enter chooses, Tab goes to the note, Esc closes it all again",
    )


def test_lines_that_come_in_late_make_the_sheet_higher_and_cover_nothing(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(600, 700)
    sheet = Sheet(room)
    room.show()
    sheet.fill(content("Back to the queue"), fresh=True)
    sheet.show()
    sheet.place(500, 600)
    sheet.take_focus()
    QCoreApplication.sendPostedEvents()
    low = sheet.height()
    sheet.fill(content("Back to the queue", "Ann", "李敏"), fresh=False)
    sheet.place(500, 600)
    lines = sheet.list_named("to")
    assert lines is not None
    row = lines.heightForWidth(lines.width()) // 3
    assert sheet.height() == low + 2 * row
    assert lines.height() == 3 * row
    assert sheet.note.geometry().bottom() < sheet.button.geometry().top()


def test_the_line_stands_where_the_keys_come_to_it(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(600, 700)
    sheet = Sheet(room)
    room.show()
    sheet.show()

    def above() -> bool:
        sheet.place(500, 600)
        QCoreApplication.sendPostedEvents()
        lines = sheet.list_named("to")
        assert lines is not None
        return sheet.entry.mapTo(sheet, sheet.entry.rect().topLeft()).y() < lines.mapTo(sheet, lines.pos() * 0).y()

    told = content("Back to the queue")
    sheet.fill(told, fresh=True)
    assert above()
    sheet.fill(told._replace(entry_first=False), fresh=True)
    assert not above()
    sheet.fill(told, fresh=True)
    assert above()
