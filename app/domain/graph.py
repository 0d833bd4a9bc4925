"""A small graph around one case: who uses what, which cases share it, and where money went.

Nodes are named by whoever builds the graph; everything here depends on the names and the edges alone, never on the
order in which they were given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

MOST_NODES = 150
MOST_EDGES = 600

TRANSFER, USES, ABOUT = "transfer", "uses", "about"
"""Money from source to target; a subject uses a device, IP or payee; a case is about a subject."""


class GraphNode(msgspec.Struct, frozen=True):
    """`kind`: case, subject, device, ip, address, payee or another link's kind. `hop` counts from the subject; of
    money, from the address that the case is about."""

    id: str
    kind: str
    hop: int = 0


class GraphEdge(msgspec.Struct, frozen=True):
    """All that went from `source` to `target` in one asset, taken together: the sum, how often, first and last time
    (UTC milliseconds, None where the agent gave none). Edges that are no transfers have neither."""

    id: str
    kind: str
    source: str
    target: str
    amount: float | None = None
    asset: str = ""
    first_at: int | None = None
    last_at: int | None = None
    count: int = 1


class Flow(msgspec.Struct, frozen=True):
    """One single transfer or trade; `at` in UTC milliseconds."""

    source: str
    target: str
    amount: float
    asset: str = ""
    at: int | None = None


class Tie(msgspec.Struct, frozen=True):
    """An account that uses a thing (a device, an IP, a payee), as one case tells it."""

    account: str
    thing: str
    kind: str
    case_id: str


class WatchHit(msgspec.Struct, frozen=True):
    """A node that stands on a list; `list_date` is the day of the list itself ("2024-09-27"), "" where unknown."""

    node: str
    list: str
    list_date: str
    category: str


class CaseGraph(msgspec.Struct, frozen=True):
    """`more_nodes` and `more_edges`: how many were left out."""

    nodes: tuple[GraphNode, ...] = ()
    edges: tuple[GraphEdge, ...] = ()
    hits: tuple[WatchHit, ...] = ()
    more_nodes: int = 0
    more_edges: int = 0


def joined_flows(flows: Iterable[Flow]) -> tuple[GraphEdge, ...]:
    """Transfers between the same two nodes in the same asset as one edge each, named t1, t2… in a fixed order."""
    groups: dict[tuple[str, str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        groups[flow.source, flow.target, flow.asset].append(flow)
    edges: list[GraphEdge] = []
    for number, key in enumerate(sorted(groups), 1):
        several = groups[key]
        times = [flow.at for flow in several if flow.at is not None]
        edges.append(
            GraphEdge(
                f"t{number}",
                TRANSFER,
                key[0],
                key[1],
                # Sorted, so that the last bit of the sum is the same in whatever order they came.
                sum(sorted(flow.amount for flow in several)),
                key[2],
                min(times, default=None),
                max(times, default=None),
                len(several),
            )
        )
    return tuple(edges)


def hops_from(starts: Iterable[str], flows: Iterable[Flow], most: int) -> dict[str, int]:
    """How many transfers lie between `starts` and every node within `most` of them, in either direction."""
    beside: dict[str, set[str]] = defaultdict(set)
    for flow in flows:
        beside[flow.source].add(flow.target)
        beside[flow.target].add(flow.source)
    found = dict.fromkeys(starts, 0)
    edge = set(found)
    for hop in range(1, most + 1):
        edge = {other for one in edge for other in beside[one]} - found.keys()
        found.update(dict.fromkeys(edge, hop))
    return found


def bounded(
    nodes: Collection[GraphNode],
    edges: Collection[GraphEdge],
    hits: Collection[WatchHit] = (),
    keep: Collection[str] = (),
    most_nodes: int = MOST_NODES,
    most_edges: int = MOST_EDGES,
) -> CaseGraph:
    """The most relevant part of a graph: what `keep` names, then the near, the listed, the case-bearing, the much
    moved; every kept edge has both its ends. What was left out is counted."""
    listed = {hit.node for hit in hits}
    weight: dict[str, float] = defaultdict(float)
    for edge in edges:
        for end in (edge.source, edge.target):
            weight[end] = max(weight[end], edge.amount or 0.0)

    def rank(node: GraphNode) -> tuple[bool, bool, int, bool, float, str]:
        near = node.hop <= 1
        kept = node.id in keep
        return (not kept, not near, -(node.id in listed), node.kind != "case", -weight[node.id], node.id)

    chosen = sorted(nodes, key=rank)[:most_nodes]
    names = {node.id for node in chosen}
    inside = [edge for edge in edges if edge.source in names and edge.target in names]
    inside.sort(key=lambda edge: (edge.kind == TRANSFER, -(edge.amount or 0.0), edge.id))
    return CaseGraph(
        nodes=tuple(sorted(chosen, key=lambda node: (node.hop, node.kind, node.id))),
        edges=tuple(inside[:most_edges]),
        hits=tuple(sorted((hit for hit in hits if hit.node in names), key=lambda h: (h.node, h.list, h.list_date))),
        more_nodes=len(nodes) - len(chosen),
        more_edges=len(edges) - min(len(inside), most_edges),
    )
