"""What painted widgets say can be heard."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from app.desktop.widgets import ink, tokens
from app.desktop.widgets.label import Label
from app.desktop.widgets.runs import Paragraph, Run
from app.desktop.widgets.tokens import Type
from tests.support.painted_texts import PaintedTexts


def test_a_drawn_text_tells_its_place_and_the_width_it_needs(qapp: object) -> None:
    heard: list[ink.Painted] = []
    ink.observers.append(heard.append)
    picture = QPixmap(300, 40)
    painter = QPainter(picture)
    painter.translate(10, 5)
    ink.draw_text(painter, QRect(0, 0, 200, 20), Qt.AlignmentFlag.AlignLeft, "41 min left", data=True)
    painter.end()
    ink.observers.remove(heard.append)
    (painted,) = heard
    assert (painted.text, painted.data) == ("41 min left", True)
    assert (painted.rect.x(), painted.rect.y()) == (10, 5)
    assert 0 < painted.needed <= 200


def test_a_text_too_wide_for_its_place_is_found_clipped(qtbot: QtBot) -> None:
    label = Label("a sentence that is far too long for this place")
    qtbot.addWidget(label)
    label.resize(60, 20)
    with PaintedTexts(label) as texts:
        assert [shown.clipped for shown in texts.collect()] == [True]


def test_runs_keep_their_own_mark_of_data(qapp: object) -> None:
    picture = QPixmap(300, 80)
    heard: list[ink.Painted] = []
    ink.observers.append(heard.append)
    painter = QPainter(picture)
    Paragraph((Run("step "), Run("ATO-12 §3", "accent", None, True)), 280).draw(painter, 0, 0)
    painter.end()
    ink.observers.remove(heard.append)
    assert [(painted.text, painted.data) for painted in heard] == [("step ", False), ("ATO-12 §3", True)]


def test_a_label_never_reads_markup(qtbot: QtBot) -> None:
    label = Label("<b>bold</b><img src='file:///etc/hostname'>", data=True)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    with PaintedTexts(label) as texts:
        assert texts.collect()[0].text.startswith("<b>bold</b>")


def test_rows_of_one_height_stand_at_one_distance(qapp: object) -> None:
    picture = QPixmap(300, 400)
    painter = QPainter(picture)
    high = painter.fontMetrics().height() + 11  # so that half a pixel is left over
    starts = [
        ink._start(painter.fontMetrics(), QRect(0, n * high, 200, high), Qt.AlignmentFlag.AlignVCenter.value, 50).y()
        for n in range(8)
    ]
    painter.end()
    assert {later - one for one, later in pairwise(starts)} == {high}


@pytest.mark.parametrize("clause", ["SOP ATO-12 §3", "无 SOP 条款，可标记缺口", "no SOP — flag gap"])
def test_a_run_that_is_whole_goes_to_the_next_line_rather_than_break(qapp: object, clause: str) -> None:
    measures = QFontMetrics(tokens.font(Type.BODY))
    runs = (Run("A statement. "), Run(clause, whole=True))
    room = measures.horizontalAdvance("A statement. " + clause) - 4
    assert Paragraph(runs, room).lines == 2
    # Alone on the second line it takes all the room it needs.
    assert Paragraph(runs, room).natural_width <= room
    laid = Paragraph(runs, room)
    assert laid.run_at(4, laid.height - 4) == 1
    assert laid.run_at(measures.horizontalAdvance(clause) - 4, laid.height - 4) == 1


def test_one_line_is_as_high_in_chinese_as_in_english(qtbot: QtBot) -> None:
    english, chinese = Label("20 min", Type.VERDICT), Label("20 分钟", Type.VERDICT)
    for label in (english, chinese):
        qtbot.addWidget(label)
    assert english.sizeHint().height() == chinese.sizeHint().height()
