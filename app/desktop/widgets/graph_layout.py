"""Where the nodes of a graph stand: columns by distance from the subject, in a fixed order, never two at one place.

Pure: the same graph gives the same places, whatever the order in which it was told.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

import msgspec

from app.contract.context import EdgeView, GraphView, NodeView

ORDER = (0, 1, -1, 2, -2, 3, -3, 4, -4)
"""Which columns are kept first where there is not room for all; money goes to the right."""
_RIGHT = frozenset({"payee", "address", "wallet", "destination"})


class Place(msgspec.Struct, frozen=True):
    """One node: its column (0 is the subject's, negative to the left), its row, and the edge that leads to it."""

    node: NodeView
    column: int
    row: int
    edge: EdgeView | None


class Layout(msgspec.Struct, frozen=True):
    """`columns` from left to right; `hidden` counts the nodes of a column that found no row; `beyond` those that are
    in no column at all."""

    columns: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()
    hidden: dict[int, int] = {}
    beyond: int = 0


def lay_out(graph: GraphView, most_columns: int, most_rows: int, marked: Collection[str] = ()) -> Layout:
    """Places for as many nodes as there are columns and rows; the listed, then the marked, then those with the
    largest transfers come first."""
    nodes = {node.id: node for node in graph.nodes}
    root = next((node.id for node in sorted(graph.nodes, key=_name) if node.kind == "subject"), None)
    if root is None:
        return Layout(beyond=len(nodes))
    beside: dict[str, list[tuple[str, EdgeView]]] = defaultdict(list)
    for edge in sorted(graph.edges, key=lambda e: (-(e.amount or 0.0), e.kind, e.source, e.target, e.asset)):
        if edge.source in nodes and edge.target in nodes and edge.source != edge.target:
            beside[edge.source].append((edge.target, edge))
            beside[edge.target].append((edge.source, edge))
    columns, leading, parents = _columns(root, nodes, beside)
    listed = {hit.node for hit in graph.hits}
    there = _kept_columns(columns, listed, most_columns)

    def weight(name: str) -> tuple[bool, bool, bool, float, str, str]:
        edge, node = leading[name], nodes[name]
        amount = edge.amount or 0.0 if edge is not None else 0.0
        return (name not in listed, name not in marked, node.kind == "case", -amount, node.label, name)

    places: list[Place] = []
    hidden: dict[int, int] = {}
    rows: dict[str, int] = {}
    for column in sorted(there, key=abs):
        several = sorted((name for name, at in columns.items() if at == column), key=weight)
        kept = several[:most_rows] if len(several) <= most_rows else several[: most_rows - 1]
        if len(several) > len(kept):
            hidden[column] = len(several) - len(kept)
        # Beside its parent, so that lines cross as little as may be.
        kept.sort(key=lambda name: (rows.get(parents.get(name, ""), 10**6), weight(name)))
        for row, name in enumerate(kept):
            rows[name] = row
            places.append(Place(nodes[name], column, row, leading[name]))
    placed = len(places) + sum(hidden.values())
    return Layout(tuple(sorted(there)), tuple(places), hidden, len(nodes) - placed)


def _kept_columns(columns: dict[str, int], listed: Collection[str], most: int) -> list[int]:
    """The columns there is room for; those on the way to a listed node first, for nobody may overlook it."""
    reached = [columns[name] for name in listed if name in columns]

    def rank(column: int) -> tuple[bool, int]:
        on_the_way = any(at * column >= 0 and abs(at) >= abs(column) for at in reached)
        return not on_the_way, _order(column)

    return sorted(set(columns.values()), key=rank)[:most]


def _order(column: int) -> int:
    return ORDER.index(column) if column in ORDER else 2 * abs(column) + (column < 0)


def _columns(
    root: str, nodes: dict[str, NodeView], beside: dict[str, list[tuple[str, EdgeView]]]
) -> tuple[dict[str, int], dict[str, EdgeView | None], dict[str, str]]:
    """Column, leading edge and parent of every node that the root reaches."""
    columns: dict[str, int] = {root: 0}
    leading: dict[str, EdgeView | None] = {root: None}
    parents: dict[str, str] = {}
    ring: Sequence[str] = (root,)
    while ring:
        following: dict[str, None] = {}
        for parent in ring:
            for name, edge in beside[parent]:
                if name in columns:
                    continue
                side = _side(columns[parent], nodes[name], edge, name)
                columns[name] = side * (abs(columns[parent]) + 1)
                leading[name], parents[name] = edge, parent
                following[name] = None
        ring = tuple(following)
    return columns, leading, parents


def _side(of_parent: int, node: NodeView, edge: EdgeView, name: str) -> int:
    if of_parent:
        return 1 if of_parent > 0 else -1
    if edge.kind == "transfer":
        return 1 if edge.target == name else -1
    return 1 if node.kind in _RIGHT else -1


def _name(node: NodeView) -> str:
    return node.id
