"""The graph around a case and the indicators in it: rows of ties in, views out."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection

from app.contract.catalogue import catalogue
from app.contract.context import EdgeView, GraphView, HitView, IndicatorView, NodeView
from app.domain import indicator
from app.domain.case import IntakeCase
from app.domain.graph import (
    ABOUT,
    USES,
    Flow,
    GraphEdge,
    GraphNode,
    Tie,
    WatchHit,
    bounded,
    hops_from,
    joined_flows,
)
from app.domain.masking import mask
from app.domain.ties import ACCOUNT, family, subject_key
from app.server.storage import ties
from app.server.storage.cases import case_id
from app.server.storage.ties import Keyed, LightCase, StoredTransfer
from app.server.storage.unit_of_work import from_ms

HOPS = 2
PER_THING = 30  # other cases drawn at one thing
MOST_TRANSFERS = 6_000  # read per hop
_FAR = HOPS + 1
SUBJECT = "subject"


class Around(NamedTuple):
    """What is known of a case before its graph is drawn. `sharing`: (kind, hash) → other cases; `prior`: other cases
    of the subject."""

    connection: Connection
    keyed: Keyed
    number: int
    case: IntakeCase
    subject: str | None
    sharing: dict[tuple[str, str], list[int]]
    light: dict[int, LightCase]
    prior: list[LightCase]


class Drawn(NamedTuple):
    view: GraphView
    indicators: tuple[IndicatorView, ...]


def around(case: Around) -> Drawn:
    """The bounded graph of a case, and every indicator of its type that the whole of it shows."""
    return _Drawing(case).drawn()


class _Drawing:
    def __init__(self, case: Around) -> None:
        self._case = case
        self._me = case.subject or SUBJECT
        self._nodes: dict[str, GraphNode] = {self._me: GraphNode(self._me, SUBJECT, 0)}
        self._labels: dict[str, str] = {}
        self._edges: dict[tuple[str, str, str], GraphEdge] = {}
        self._accounts: dict[str, set[str]] = defaultdict(set)
        if case.subject is not None:
            self._accounts[case.subject].add(case_id(case.number))
        subject = subject_key(case.case)
        self._labels[self._me] = "" if subject is None else str(mask(subject))

    def drawn(self) -> Drawn:
        case = self._case
        self._things()
        told = self._transfers()
        flows = _flows(told)
        money = joined_flows(flows)
        self._money(told, flows)
        hits = tuple(WatchHit(*row) for row in ties.listed(case.connection, self._nodes.keys()))
        found = indicator.find(
            indicator.SmallGraph(
                self._me,
                frozenset({self._me, *self._starts()}),
                self._ties(),
                tuple(flows),
                {account: tuple(sorted(cases)) for account, cases in self._accounts.items()},
            ),
            catalogue().indicators_for(case.case.case_type),
        )
        edges = [*self._edges.values(), *money]
        # The nodes that an indicator names are kept first: its evidence must be there to be looked at.
        keep = {node for one in found for node in self._standing_for(one.nodes)}
        graph = bounded(self._nodes.values(), edges, hits, keep)
        short = {node.id: f"n{n}" for n, node in enumerate(graph.nodes)}
        named = {edge.id: f"e{n}" for n, edge in enumerate(graph.edges)}
        ends = {(edge.source, edge.target): named[edge.id] for edge in graph.edges}
        view = GraphView(
            tuple(self._node(node, short[node.id]) for node in graph.nodes),
            tuple(_edge(edge, named[edge.id], short) for edge in graph.edges),
            tuple(HitView(short[hit.node], hit.list, hit.list_date, hit.category) for hit in graph.hits),
            graph.more_nodes,
            graph.more_edges,
        )
        indicators = tuple(
            IndicatorView(
                one.id,
                one.figures,
                tuple(short[node] for node in self._standing_for(one.nodes) if node in short),
                tuple(ends[pair] for pair in one.transfers if pair in ends),
                one.case_ids,
            )
            for one in found
        )
        return Drawn(view, indicators)

    def _starts(self) -> set[str]:
        """The addresses that the case is about: money is followed from there."""
        return {digest for kind, digest in self._case.sharing if family(kind) == "address"}

    def _add(self, node: GraphNode, label: str = "") -> None:
        if node.id not in self._nodes:
            self._nodes[node.id] = node
            self._labels[node.id] = label

    def _join(self, kind: str, source: str, target: str) -> None:
        key = (kind, source, target)
        self._edges.setdefault(key, GraphEdge(f"{kind}:{source}:{target}", kind, source, target))

    def _things(self) -> None:
        """Hop 1: what the subject uses and its other cases; hop 2: other cases with the same things."""
        case = self._case
        shown = {case.keyed(link.kind, link.value): str(mask(link.value)) for link in case.case.links}
        for (kind, digest), numbers in case.sharing.items():
            self._add(GraphNode(digest, kind, 1), shown[digest])
            self._join(USES, self._me, digest)
            for number in [n for n in numbers if n in case.light][:PER_THING]:
                self._join(USES, self._case_node(case.light[number], 2), digest)
        for one in case.prior[:PER_THING]:
            self._join(ABOUT, self._case_node(one, 1), self._me)

    def _case_node(self, one: LightCase, hop: int) -> str:
        name = case_id(one.number)
        self._add(GraphNode(name, "case", hop), one.subject_short)
        if one.subject_hash is not None:
            self._accounts[one.subject_hash].add(name)
        return name

    def _transfers(self) -> list[StoredTransfer]:
        """Transfers within two hops of the addresses that the case is about (or of the account), and all that the
        case itself tells of."""
        case = self._case
        starts = self._starts() | ({case.subject} if case.subject else set())
        found: dict[int, StoredTransfer] = {}
        seen: set[str] = set()
        edge = starts
        for _ in range(HOPS):
            edge = edge - seen
            seen |= edge
            for number, one in ties.transfers_at(case.connection, edge, MOST_TRANSFERS).items():
                found[number] = one
            edge = {end for one in found.values() for end in (one.source, one.target)}
        found.update(ties.transfers_of_case(case.connection, case.number))
        return list(found.values())

    def _money(self, told: list[StoredTransfer], flows: list[Flow]) -> None:
        starts = self._starts() | ({self._case.subject} if self._case.subject else set())
        hops = hops_from(starts, flows, HOPS)
        for one in told:
            for end, kind, shown in (
                (one.source, one.source_kind, one.source_shown),
                (one.target, one.target_kind, one.target_shown),
            ):
                self._add(GraphNode(end, kind, 1 + hops.get(end, _FAR)), shown)
                if kind == ACCOUNT:
                    self._accounts.setdefault(end, set())
        tellers = {one.case_number for one in told} - {self._case.number, *self._case.light}
        for teller in ties.light_cases(self._case.connection, tellers).values():
            if teller.subject_hash is not None:
                self._accounts[teller.subject_hash].add(case_id(teller.number))

    def _ties(self) -> tuple[Tie, ...]:
        case = self._case
        found: list[Tie] = []
        for (kind, digest), numbers in case.sharing.items():
            found.append(Tie(self._me, digest, family(kind), case_id(case.number)))
            for number in numbers:
                one = case.light.get(number)
                if one is not None:
                    found.append(Tie(one.subject_hash or case_id(number), digest, family(kind), case_id(number)))
        return tuple(found)

    def _standing_for(self, nodes: Collection[str]) -> list[str]:
        """The nodes of the graph that an indicator's names stand for: an account that has no node of its own is seen
        by its cases."""
        found: dict[str, None] = {}
        for name in nodes:
            if name in self._nodes:
                found[name] = None
            else:
                found.update(dict.fromkeys(one for one in sorted(self._accounts.get(name, ())) if one in self._nodes))
        return list(found)

    def _node(self, node: GraphNode, name: str) -> NodeView:
        one = self._light_of(node.id) if node.kind == "case" else None
        # An account leads to the newest of its cases.
        own = max(self._accounts.get(node.id, ()), default=None) if node.kind == ACCOUNT else None
        return NodeView(
            name,
            node.kind,
            node.hop,
            self._labels.get(node.id, ""),
            node.id if node.kind == "case" else own,
            one.decision if one is not None and one.state == "closed" else None,
        )

    def _light_of(self, name: str) -> LightCase | None:
        number = int(name[2:])
        return self._case.light.get(number) or next((one for one in self._case.prior if one.number == number), None)


def _flows(told: list[StoredTransfer]) -> list[Flow]:
    """Each transfer once: several cases may tell of the same one. A case that tells of two equal ones means two."""
    counts: dict[Flow, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in told:
        counts[Flow(one.source, one.target, one.amount, one.asset, one.at)][one.case_number] += 1
    return [flow for flow, by_case in counts.items() for _ in range(max(by_case.values()))]


def _edge(edge: GraphEdge, name: str, short: dict[str, str]) -> EdgeView:
    return EdgeView(
        name,
        edge.kind,
        short[edge.source],
        short[edge.target],
        edge.amount,
        edge.asset,
        None if edge.first_at is None else from_ms(edge.first_at),
        None if edge.last_at is None else from_ms(edge.last_at),
        edge.count,
    )
