"""Charts: drawn, walked by keys, told to a screen reader, saved as picture and vectors, with a table behind them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.widgets import accessible, tokens
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.chart_file import as_png, as_svg
from app.desktop.widgets.chart_spec import (
    AnyChart,
    Axis,
    Band,
    Bar,
    Bars,
    Chart,
    Curve,
    Dot,
    Level,
    Rule,
    nice_places,
)
from app.desktop.widgets.figure import FigureCard, FigureWords
from app.desktop.widgets.record_list import Cell, Column
from app.desktop.widgets.tokens import Scheme
from tests.support.painted_texts import PaintedTexts


def shares(low: float, high: float) -> tuple[tuple[float, str], ...]:
    return tuple((place, f"{place * 100:.0f} %") for place in nice_places(low, high))


FUNNEL = Chart(
    "Accuracy by cases judged",
    Axis("cases judged", 0, 500, tuple((place, f"{place:.0f}") for place in nice_places(0, 500))),
    Axis("accuracy", 0.85, 1, shares(0.85, 1)),
    bands=(Band(tuple((n, 0.9 + n / 10_000, 1.0) for n in range(20, 500, 20))),),
    curves=(Curve(((20, 0.88), (500, 0.96)), "muted", True),),
    levels=(Level(0.98, "benchmark 98 %"),),
    dots=(
        Dot(150, 0.92, "b-102", "b-102: 92.0 % of 150", colour="block", named=True),
        Dot(152, 0.92, "b-9", "b-9: 92.0 % of 152", colour="block", named=True),
        Dot(40, 0.97, "b-101", "b-101: 97.0 % of 40", low=0.9, high=0.99),
    ),
    bins=((0, 100, 1), (100, 200, 0.4)),
)
CURVE = Chart(
    "What this plan can tell",
    Axis("true error rate", 0, 0.1, shares(0, 0.1)),
    Axis("weeks passed", 0, 1, shares(0, 1)),
    curves=(Curve(((0, 1), (0.05, 0.4), (0.1, 0))),),
    rules=(Rule(0.05, 0.4, "A 95 % team still passes 40 % of weeks", "block"),),
)
BARS = Bars(
    "Accuracy by type",
    Axis("share right", 0.9, 1, shares(0.9, 1)),
    (
        Bar("ATO investigation", "98.0 % (93.0–99.4), n 100", 0.98, 0.93, 0.994),
        Bar("KYC audit", "n 12: 18 more cases until it is shown"),
    ),
    Level(0.98, "98 %"),
)
EVERY = [FUNNEL, CURVE, BARS]


@pytest.fixture
def card(qapp: QApplication) -> Iterator[ChartCard]:
    window = QWidget()
    window.resize(920, 480)
    made = ChartCard(window, opens=True)
    made.resize(600, 420)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield made
    window.close()
    window.deleteLater()


def fill(card: ChartCard, chart: AnyChart) -> None:
    rows = [[Cell("b-102"), Cell("92.0 %")], [Cell("b-9"), Cell("92.0 %")], [Cell("b-101"), Cell("97.0 %")]]
    card.fill("Accuracy", chart, [Column("Person"), Column("Accuracy")], rows, "Two lie outside.")


@pytest.mark.parametrize("chart", EVERY, ids=["funnel", "curve", "bars"])
@pytest.mark.parametrize("width", [330, 900])
def test_the_words_of_a_chart_are_whole_and_lie_apart(card: ChartCard, chart: AnyChart, width: int) -> None:
    card.resize(width, 460)
    fill(card, chart)
    QApplication.processEvents()
    with PaintedTexts(card.chart) as texts:
        shown = texts.collect()
    assert shown
    assert [one.text for one in shown if one.clipped and not one.elided] == []
    inside = QRect(0, 0, card.chart.width(), card.chart.height())
    assert [one.text for one in shown if not inside.contains(one.rect)] == []
    for number, one in enumerate(shown):
        for other in shown[number + 1 :]:
            # Lines of words may touch by their leading; never by their letters.
            assert not one.rect.adjusted(0, 3, 0, -3).intersects(other.rect), (one.text, other.text)


def test_points_are_walked_from_left_to_right_and_opened_by_enter(card: ChartCard) -> None:
    fill(card, FUNNEL)
    opened: list[int] = []
    card.chosen.connect(opened.append)
    card.chart.setFocus()
    assert card.chart.current == 2, "the leftmost"
    QTest.keyClick(card.chart, Qt.Key.Key_Right)
    QTest.keyClick(card.chart, Qt.Key.Key_Return)
    QTest.keyClick(card.chart, Qt.Key.Key_End)
    QTest.keyClick(card.chart, Qt.Key.Key_Right)
    QTest.keyClick(card.chart, Qt.Key.Key_Return)
    assert opened == [0, 1]
    with PaintedTexts(card.chart) as texts:
        assert "b-9" in [one.text for one in texts.collect()], "the words of the point that the keys stand on"


def test_a_screen_reader_hears_every_point(card: ChartCard) -> None:
    accessible.install()
    fill(card, FUNNEL)
    told = QAccessible.queryAccessibleInterface(card.chart)
    assert told.role() == QAccessible.Role.Chart
    assert told.text(QAccessible.Text.Name) == FUNNEL.name
    heard = [told.child(number).text(QAccessible.Text.Name) for number in range(told.childCount())]
    assert heard == [dot.told for dot in FUNNEL.dots]
    fill(card, CURVE)
    assert [part.name for part in card.chart.accessible_parts()] == ["A 95 % team still passes 40 % of weeks"]
    fill(card, BARS)
    assert card.chart.accessible_parts()[1].name == "KYC audit: n 12: 18 more cases until it is shown"


def test_the_table_behind_takes_the_place_of_the_picture_and_the_focus(card: ChartCard) -> None:
    fill(card, FUNNEL)
    card.chart.setFocus()
    card.show_table(True)
    assert card.table.hasFocus()
    assert not card.chart.isVisible()
    assert card.table.accessible_parts()[0].name == "Person: b-102; Accuracy: 92.0 %"
    opened: list[int] = []
    card.chosen.connect(opened.append)
    QTest.keyClick(card.table, Qt.Key.Key_J)
    QTest.keyClick(card.table, Qt.Key.Key_Return)
    assert opened == [1]
    card.show_table(False)
    assert card.chart.hasFocus()


@pytest.mark.parametrize("chart", EVERY, ids=["funnel", "curve", "bars"])
def test_a_chart_is_saved_as_a_picture_and_as_vectors_that_keep_their_words(
    qapp: QApplication, chart: AnyChart
) -> None:
    tokens.activate(Scheme.DARK)
    try:
        dark = tokens.colour("surface").name()
        picture = QImage.fromData(as_png(chart, "Vendor B, week 47"), "PNG")
        vectors = as_svg(chart, "Vendor B, week 47").decode()
        assert tokens.colour("surface").name() == dark, "the window keeps its theme"
    finally:
        tokens.activate(Scheme.LIGHT)
    assert picture.width() == 1920
    assert picture.pixelColor(3, 3).name() == "#ffffff"
    for words in (chart.name, "Vendor B, week 47"):
        assert words in vectors
    assert QSvgRenderer(QByteArray(vectors.encode())).isValid()


def test_round_places_lie_within_their_ends() -> None:
    assert nice_places(0, 0.1, 5) == (0.0, 0.02, 0.04, 0.06, 0.08, 0.1)
    assert nice_places(0.853, 1.0, 4) == (0.9, 0.95, 1.0)
    assert nice_places(0, 7, 10) == (0, 1, 2, 3, 4, 5, 6, 7)


def test_a_figure_says_its_state_and_why(qapp: QApplication) -> None:
    card = FigureCard()
    card.fill(FigureWords("96.6 %", "accuracy", "90.6–98.8 %, n 89", "not yet known", "escalate", "36 more cases."))
    assert card.accessibleName() == "accuracy: 96.6 %"
    assert card.accessibleDescription() == "not yet known. 90.6–98.8 %, n 89. 36 more cases."
    card.deleteLater()
