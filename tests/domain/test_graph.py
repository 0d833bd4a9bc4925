"""A graph around a case: transfers joined, hops counted, the most relevant part kept."""

import random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.graph import TRANSFER, Flow, GraphEdge, GraphNode, WatchHit, bounded, hops_from, joined_flows

_ENDS = st.sampled_from("abcdefgh")
_FLOWS = st.builds(
    Flow, _ENDS, _ENDS, st.floats(0, 1e6), st.sampled_from(["ETH", "USDT"]), st.none() | st.integers(0, 10**12)
)


def test_transfers_between_two_nodes_become_one_edge_per_asset() -> None:
    flows = (Flow("a", "b", 1.5, "ETH", 20), Flow("a", "b", 2.0, "ETH", 10), Flow("a", "b", 7.0, "USDT", 30))
    first, second = joined_flows(flows)
    assert (first.amount, first.asset, first.first_at, first.last_at, first.count) == (3.5, "ETH", 10, 20, 2)
    assert (second.amount, second.asset) == (7.0, "USDT")


@given(st.lists(_FLOWS, max_size=40), st.randoms(use_true_random=False))
def test_joining_does_not_depend_on_the_order_and_loses_no_transfer(flows: list[Flow], rng: random.Random) -> None:
    edges = joined_flows(flows)
    assert sum(edge.count for edge in edges) == len(flows)
    rng.shuffle(flows)
    assert joined_flows(flows) == edges


def test_hops_count_transfers_in_either_direction() -> None:
    flows = (Flow("a", "b", 1), Flow("c", "b", 1), Flow("c", "d", 1), Flow("e", "d", 1))
    assert hops_from(["a"], flows, 2) == {"a": 0, "b": 1, "c": 2}


def node(name: str, hop: int, kind: str = "address") -> GraphNode:
    return GraphNode(name, kind, hop)


def test_what_is_listed_or_evidence_stays_when_the_graph_is_too_large() -> None:
    nodes = [node("me", 0, "subject"), *(node(f"x{n:03d}", 2) for n in range(400))]
    edges = [GraphEdge(f"t{n}", TRANSFER, "me", f"x{n:03d}", float(n)) for n in range(400)]
    hits = [WatchHit("x000", "OFAC", "2024-09-27", "sanctions")]
    graph = bounded(nodes, edges, hits, keep={"x001"}, most_nodes=10)
    kept = {one.id for one in graph.nodes}
    assert {"me", "x000", "x001", "x399", "x398"} <= kept
    assert len(kept) == 10
    assert graph.more_nodes == 391
    assert graph.more_edges == 400 - len(graph.edges)
    assert graph.hits == tuple(hits)


@given(st.lists(_FLOWS, max_size=60), st.integers(1, 6), st.integers(0, 20))
def test_a_bounded_graph_is_whole_in_itself(flows: list[Flow], most_nodes: int, most_edges: int) -> None:
    edges = joined_flows(flows)
    names = sorted({end for edge in edges for end in (edge.source, edge.target)})
    graph = bounded([node(name, 1) for name in names], edges, (), (), most_nodes, most_edges)
    kept = {one.id for one in graph.nodes}
    assert len(kept) == min(most_nodes, len(names))
    assert len(graph.edges) <= most_edges
    assert all(edge.source in kept and edge.target in kept for edge in graph.edges)
    assert graph.more_nodes == len(names) - len(kept)
    assert graph.more_edges == len(edges) - len(graph.edges)
