"""The table: what is folded takes room only where there is something to say, and columns keep their distance."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.ink import Painted
from app.desktop.widgets.record_list import Cell, Column, RecordList

COLUMNS = (Column("Field"), Column("Declared"), Column("Document"), Column("Difference"), Column("Result"))


def row(*texts: str, badge: str = "pass_") -> tuple[Cell, ...]:
    return (*(Cell(text) for text in texts[:-1]), Cell(texts[-1], badge=badge))


ROWS = (
    row("Full name", "Achieng Odhiambo", "Odhiambo Achieng", "the order of the words", "Similar"),
    row("Nationality", "Kenya", "Kenya", "", "Same"),
    row("Sex", "F", "F", "", "Same"),
)


def painted(table: RecordList) -> list[Painted]:
    texts: list[Painted] = []
    ink.observers.append(texts.append)
    try:
        table.render(QImage(table.size(), QImage.Format.Format_RGB888))
    finally:
        ink.observers.remove(texts.append)
    return texts


def shown(qtbot: QtBot, table: RecordList, width: int) -> RecordList:
    qtbot.addWidget(table)
    table.resize(width, table.heightForWidth(width))
    return table


def test_a_row_with_nothing_folded_under_it_is_no_higher_than_in_a_wide_table(qtbot: QtBot) -> None:
    table = RecordList(folds=True)
    table.set_table(COLUMNS, ROWS)
    shown(qtbot, table, 420)
    heights = [part.rect.height() for part in table.accessible_parts()]
    assert heights[0] > heights[1] == heights[2]
    assert table.height() == heights[1] + sum(heights)
    table.resize(1200, table.heightForWidth(1200))
    assert len({part.rect.height() for part in table.accessible_parts()}) == 1


def test_a_row_is_chosen_where_it_is_pressed_however_high_those_above_it_are(qtbot: QtBot) -> None:
    table = RecordList(True, folds=True)
    table.set_table(COLUMNS, ROWS)
    shown(qtbot, table, 420)
    told: list[int] = []
    table.chosen.connect(told.append)
    for part in table.accessible_parts():
        QTest.mouseClick(table, Qt.MouseButton.LeftButton, pos=part.rect.center())
    assert told == [0, 1, 2]


def test_figures_at_the_right_of_a_column_stand_clear_of_the_next_one(qtbot: QtBot) -> None:
    table = RecordList()
    table.set_table(
        (Column("Time"), Column("Amount", right=True), Column("Network")),
        ((Cell("21 Nov 07:25"), Cell("1,051 USDT"), Cell("Arbitrum")),),
    )
    for width in (240, 300, 500, 900):
        shown(qtbot, table, width)
        texts = {one.text: one for one in painted(table)}
        assert texts["Arbitrum"].rect.left() - texts["1,051 USDT"].rect.right() >= tokens.S3


def test_a_table_that_lights_no_row_begins_where_the_text_above_it_does(qtbot: QtBot) -> None:
    read, walked = RecordList(), RecordList(True)
    for table in (read, walked):
        table.set_table(COLUMNS, ROWS)
        shown(qtbot, table, 900)
    assert painted(read)[0].rect.left() == 0
    assert painted(walked)[0].rect.left() > 0
