"""Texts side by side: read by keys, told to a screen reader, and never by colour alone."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.widgets.column_list import ColumnList, ColumnRow, spoken
from app.desktop.widgets.runs import Run, broken, paragraph

ROWS = (
    ColumnRow("§1", ((Run("One line."),), (Run("一行。"),))),
    ColumnRow("§2", ((Run("gone", line="through"), Run("new", line="under")), (Run("a\nb"),)), badge="changed"),
    ColumnRow("§3", ((Run("Much. " * 80),), ()), picked=0),
)


def made(qtbot: QtBot) -> ColumnList:
    rows = ColumnList()
    qtbot.addWidget(rows)
    rows.set_rows(("English", "中文"), ROWS, 0, "Clauses")
    rows.resize(600, rows.heightForWidth(600))
    rows.show()
    qtbot.waitExposed(rows)
    rows.setFocus()
    return rows


def test_keys_move_through_the_rows_and_enter_chooses(qtbot: QtBot) -> None:
    rows = made(qtbot)
    moved, chosen = list[int](), list[int]()
    rows.moved.connect(moved.append)
    rows.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(rows, key)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert (moved, chosen) == ([1, 2, 2, 1, 0, 2], [2])


def test_rows_lie_under_one_another_as_high_as_their_longest_text(qtbot: QtBot) -> None:
    rows = made(qtbot)
    places = [rows.row_rect(number) for number in range(3)]
    assert all(upper.bottom() + 1 == lower.top() for upper, lower in pairwise(places))
    assert places[2].height() > places[0].height()
    assert rows.heightForWidth(600) == places[2].bottom() + 1
    assert rows.heightForWidth(300) > rows.heightForWidth(600)


def test_a_screen_reader_hears_columns_badges_and_what_is_gone_or_new(qtbot: QtBot) -> None:
    rows = made(qtbot)
    parts = [part.name for part in rows.accessible_parts()]
    assert parts[0] == "§1; English: One line.; 中文: 一行。"
    assert "changed; English: [−gone][+new]" in parts[1]
    assert spoken((Run("plain"),)) == "plain"


def test_a_line_end_in_a_text_ends_the_line(qapp: QApplication) -> None:
    assert paragraph(broken((Run("a\nb"),)), 400).lines == 2
