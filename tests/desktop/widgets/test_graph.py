"""The graph by keyboard and by ear: nodes are walked with the arrows, described in full, and no text meets another."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.contract.context import EdgeView, GraphView, NodeView
from app.desktop.widgets import ink
from app.desktop.widgets.graph import Graph
from app.desktop.widgets.indicator_chips import IndicatorChips
from app.desktop.widgets.ink import Painted
from tests.support import sample_context

WIDTHS = (420, 600, 900, 1400)


@pytest.fixture
def graph(qtbot: QtBot) -> Graph:
    made = Graph()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.set_graph(sample_context.graph())
    return made


@pytest.fixture
def painted() -> Iterator[list[Painted]]:
    texts: list[Painted] = []
    ink.observers.append(texts.append)
    yield texts
    ink.observers.remove(texts.append)


def paint(widget: Graph | IndicatorChips) -> None:
    image = QImage(widget.size(), QImage.Format.Format_RGB888)
    widget.render(image)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_two_texts_overlap_at_any_width(graph: Graph, painted: list[Painted], width: int) -> None:
    graph.resize(width, graph.heightForWidth(width))
    painted.clear()
    paint(graph)
    assert len(painted) > 20
    for number, one in enumerate(painted):
        for other in painted[number + 1 :]:
            assert not one.rect.adjusted(0, 1, 0, -1).intersects(other.rect.adjusted(0, 1, 0, -1)), (one, other)


def test_a_hit_is_a_word_with_the_list_and_its_day(graph: Graph, painted: list[Painted]) -> None:
    paint(graph)
    told = " ".join(one.text for one in painted)
    for words in ("Sanctions list", "OFAC SDN", "27 Sep", "2024", "18,250 USDT"):
        assert words in told


def test_the_arrows_walk_and_enter_opens_a_case(graph: Graph, qtbot: QtBot) -> None:
    assert graph.current == "n0"
    assert "u-83•••91" in graph.accessibleName()
    QTest.keyClick(graph, Qt.Key.Key_Right)
    assert graph.current == "n3"
    QTest.keyClick(graph, Qt.Key.Key_Right)
    QTest.keyClick(graph, Qt.Key.Key_Up)
    assert graph.current.startswith(("s", "n9"))
    for _ in range(4):
        QTest.keyClick(graph, Qt.Key.Key_Left)
    assert graph.current.startswith("c")
    with qtbot.waitSignal(graph.opened) as opened:
        QTest.keyClick(graph, Qt.Key.Key_Return)
    assert opened.args[0] in sample_context.CASES
    assert opened.args[0] in graph.accessibleName()


def test_enter_on_what_is_no_case_is_left_to_others(graph: Graph) -> None:
    opened: list[str] = []
    graph.opened.connect(opened.append)
    QTest.keyClick(graph, Qt.Key.Key_Return)
    assert opened == []


def test_every_node_in_sight_is_a_part_with_its_words(graph: Graph) -> None:
    parts = graph.accessible_parts()
    assert len(parts) == len({(part.rect.x(), part.rect.y()) for part in parts})
    assert sum(part.focused for part in parts) == 1
    listed = next(part for part in parts if "OFAC SDN" in part.name)
    assert "Sanctions list" in listed.name
    assert "12,000.5 USDT" in listed.name


def test_a_graph_of_nothing_takes_no_room(graph: Graph) -> None:
    graph.set_graph(type(sample_context.graph())())
    assert graph.heightForWidth(600) == 0
    paint(graph)


def test_an_indicator_is_chosen_by_key_and_let_go_again(qtbot: QtBot, painted: list[Painted]) -> None:
    chips = IndicatorChips()
    qtbot.addWidget(chips)
    chips.resize(700, 60)
    chips.set_indicators(sample_context.indicators())
    chosen: list[str] = []
    chips.chosen.connect(chosen.append)
    QTest.keyClick(chips, Qt.Key.Key_Right)
    QTest.keyClick(chips, Qt.Key.Key_Return)
    assert chips.picked == sample_context.indicators()[1]
    QTest.keyClick(chips, Qt.Key.Key_Return)
    assert chips.picked is None
    assert chosen == ["fan_in_pass_through", ""]
    paint(chips)
    assert {"Shared device or IP", "Fan-in, then rapid pass-through"} <= {one.text for one in painted}
    assert "4 accounts" in chips.accessibleName()
    assert chips.accessible_parts()[0].name.endswith("IP address.")


@pytest.mark.parametrize("width", [470, 620, 900])
def test_no_sum_name_or_day_in_a_box_is_cut_at_the_widths_it_stands_at(
    graph: Graph, painted: list[Painted], width: int
) -> None:
    graph.resize(width, graph.heightForWidth(width))
    painted.clear()
    paint(graph)
    assert not [one for one in painted if one.elided and one.needed > one.rect.width()]


def test_two_hops_behind_a_payee_are_in_sight_where_the_window_is_narrow(qtbot: QtBot, painted: list[Painted]) -> None:
    day = datetime(2026, 11, 21, tzinfo=UTC)

    def moved(source: str, target: str) -> EdgeView:
        return EdgeView(source + target, "transfer", source, target, 104_393.43, "USDT", day, day)

    names = (("n0", "subject", 0, "u-49•••93"), ("d", "device", 1, "ce•••53"), ("p", "payee", 1, "0x•••7b"))
    names += (("a", "address", 1, "0x•••bb"), ("b", "address", 2, "0x•••cc"))
    ties = (EdgeView("1", "uses", "n0", "d"), EdgeView("2", "uses", "n0", "p"))
    edges = (*ties, moved("p", "a"), moved("a", "b"))
    made = Graph()
    qtbot.addWidget(made)
    made.set_graph(GraphView(tuple(NodeView(*one) for one in names), edges))
    made.resize(482, made.heightForWidth(482))
    painted.clear()
    paint(made)
    told = {one.text for one in painted if one.needed <= one.rect.width()}
    assert {one[3] for one in names} <= told
    assert not any(one.text.endswith("more") for one in painted)
