"""Painted widgets work by keyboard."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.widgets.rationale_edit import RationaleEdit
from app.desktop.widgets.record_list import Cell, Column, RecordList
from app.desktop.widgets.runs import Run
from app.desktop.widgets.step_list import StepItem, StepList
from app.desktop.widgets.tab_strip import TabStrip
from app.desktop.widgets.tip import Tip


def steps() -> StepList:
    found = StepList()
    found.set_steps([StepItem(n, (Run(f"Step {n}", data=True),), True, False, None) for n in (1, 2, 3)])
    return found


def test_y_and_n_mark_the_step_under_the_cursor(qtbot: QtBot) -> None:
    widget = steps()
    qtbot.addWidget(widget)
    told: list[tuple[int, object]] = []
    widget.marked.connect(lambda n, mark: told.append((n, mark)))
    qtbot.keyClick(widget, Qt.Key.Key_Y)
    qtbot.keyClick(widget, Qt.Key.Key_Down)
    qtbot.keyClick(widget, Qt.Key.Key_N)
    qtbot.keyClick(widget, Qt.Key.Key_Delete)
    assert told == [(1, "right"), (2, "wrong"), (2, None)]


def test_enter_on_a_step_asks_for_its_evidence(qtbot: QtBot) -> None:
    widget = steps()
    qtbot.addWidget(widget)
    told: list[int] = []
    widget.evidence_asked.connect(told.append)
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert told == [1]


def test_the_cursor_of_a_table_stops_at_its_ends(qtbot: QtBot) -> None:
    table = RecordList(selectable=True)
    qtbot.addWidget(table)
    table.set_table([Column("A")], [[Cell("one")], [Cell("two")]])
    told: list[int] = []
    table.chosen.connect(told.append)
    for _ in range(5):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told == [1]


def test_left_and_right_walk_through_the_tabs(qtbot: QtBot) -> None:
    strip = TabStrip()
    qtbot.addWidget(strip)
    strip.set_tabs([("One", False), ("Two", False)])
    told: list[int] = []
    strip.chosen.connect(told.append)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert told == [1, 0]


def test_filling_the_rationale_tells_nobody_and_typing_tells_everything(qtbot: QtBot) -> None:
    field = RationaleEdit()
    qtbot.addWidget(field)
    told: list[str] = []
    field.changed.connect(told.append)
    field.set_text("Kept.")
    assert told == []
    qtbot.keyClicks(field.edit, "ab")
    assert told[-1] == "Kept.ab"  # writing goes on where it ended


def test_only_the_field_for_text_takes_an_input_method(qtbot: QtBot) -> None:
    field, widget = RationaleEdit(), steps()
    qtbot.addWidget(field)
    qtbot.addWidget(widget)
    assert field.edit.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_hover_text_is_plain_and_stays_inside_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 300)
    owner = StepList(window)
    window.show()
    tip = Tip(owner)
    tip.tell("<b>Fastest speed</b> between two sign-ins.", QPoint(100_000, 100_000))
    assert tip.isVisible()
    assert window.rect().contains(tip.geometry())
    tip.tell("", QPoint(0, 0))
    assert not tip.isVisible()
