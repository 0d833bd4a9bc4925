"""What painted widgets say can be heard."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPixmap
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
    measures, centre = ink._measures(painter.font()), Qt.AlignmentFlag.AlignVCenter.value
    starts = [ink._start(measures, QRect(0, n * high, 200, high), centre, 50).y() for n in range(8)]
    painter.end()
    assert {later - one for one, later in pairwise(starts)} == {high}


def _picture(draw: Callable[[QPainter], object], scale: float) -> QImage:
    image = QImage(round(420 * scale), round(40 * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(tokens.font(Type.BODY, tabular=True))
    draw(painter)
    painter.end()
    return image


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(
    "text",
    [
        "41 min left · 0.93",
        "低风险的地址 a1",
        "שלום עולם abc",
        "مرحبا 12",
        "fi AV é e\u0301",
        "🙂 x",
        "a\u200bb",
        "x" * 500,
    ],
)
def test_a_line_that_is_kept_shaped_looks_as_if_it_were_drawn_anew(qapp: object, text: str, scale: float) -> None:
    def drawn(painter: QPainter) -> None:
        painter.drawText(QPointF(7, 25), text)

    def kept(painter: QPainter) -> None:
        ascent = painter.fontMetrics().ascent()
        ink.draw_text(painter, QRect(7, 25 - ascent, 400, 30), Qt.AlignmentFlag.AlignLeft, text)

    assert _picture(kept, scale) == _picture(drawn, scale)
    assert _picture(kept, scale) == _picture(drawn, scale)


def test_what_must_not_be_kept_is_forgotten(qapp: object) -> None:
    _picture(lambda painter: ink.draw_text(painter, QRect(0, 0, 40, 30), 0, "anna@example.org", elide=True), 1.0)
    assert ink._line.cache_info().currsize
    assert ink._elided.cache_info().currsize
    ink.forget_lines()
    assert not ink._line.cache_info().currsize
    assert not ink._elided.cache_info().currsize


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
