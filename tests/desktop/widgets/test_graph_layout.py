"""Where nodes stand: never two at one place, the same whatever the order, the listed never left out for the rest."""

import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.contract.context import EdgeView, GraphView, HitView, NodeView
from app.desktop.widgets.graph_layout import Layout, lay_out
from tests.support import sample_context

_KINDS = st.sampled_from(["device", "ip", "payee", "address", "case"])


@st.composite
def graphs(draw: st.DrawFn) -> GraphView:
    count = draw(st.integers(0, 40))
    nodes = [NodeView("n0", "subject", 0, "u-1")]
    nodes += [NodeView(f"n{n}", draw(_KINDS), 1, f"label {n}") for n in range(1, count + 1)]
    edges = []
    for n in range(draw(st.integers(0, 60))):
        source, target = draw(st.integers(0, count)), draw(st.integers(0, count))
        edges.append(
            EdgeView(f"e{n}", draw(st.sampled_from(["transfer", "uses"])), f"n{source}", f"n{target}", n * 1.0)
        )
    listed = draw(st.sets(st.integers(0, count), max_size=3))
    return GraphView(tuple(nodes), tuple(edges), tuple(HitView(f"n{n}", "L", "2026-01-01", "scam") for n in listed))


def places(layout: Layout) -> dict[str, tuple[int, int]]:
    return {place.node.id: (place.column, place.row) for place in layout.places}


@given(graphs(), st.integers(1, 7), st.integers(1, 8))
def test_no_two_nodes_meet_and_every_one_is_shown_or_counted(graph: GraphView, columns: int, rows: int) -> None:
    layout = lay_out(graph, columns, rows)
    found = places(layout)
    assert len(set(found.values())) == len(found)
    assert len(layout.columns) <= columns
    assert all(column in layout.columns and 0 <= row < rows for column, row in found.values())
    assert len(found) + sum(layout.hidden.values()) + layout.beyond == len(graph.nodes)


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_in_which_it_is_told_moves_nothing(graph: GraphView, rng: random.Random) -> None:
    nodes, edges = list(graph.nodes), list(graph.edges)
    rng.shuffle(nodes)
    rng.shuffle(edges)
    again = msgspec.structs.replace(graph, nodes=tuple(nodes), edges=tuple(edges))
    assert places(lay_out(again, 5, 6)) == places(lay_out(graph, 5, 6))


def test_the_subject_is_in_the_middle_with_money_to_its_right() -> None:
    layout = lay_out(sample_context.graph(), 7, 12)
    found = places(layout)
    assert found["n0"] == (0, 0)
    assert layout.columns == (-2, -1, 0, 1, 2, 3)
    assert {found[name][0] for name in ("n1", "n2")} == {-1}
    assert {found[f"c{n}"][0] for n in range(4)} == {-2}
    assert (found["n3"][0], found["n9"][0], found["n10"][0]) == (1, 2, 3)


def test_a_listed_node_keeps_its_column_where_it_is_narrow_and_its_row_where_many_are() -> None:
    graph = sample_context.graph(senders=40)
    layout = lay_out(graph, 4, 6)
    found = places(layout)
    assert layout.columns == (0, 1, 2, 3)
    assert {"n9", "n10"} <= set(found)
    assert layout.hidden[2] == 41 - 5


def test_without_a_subject_there_is_nothing_to_draw() -> None:
    assert lay_out(GraphView(), 5, 5) == Layout()
