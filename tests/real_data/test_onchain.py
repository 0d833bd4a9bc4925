"""Withdrawals of the real feed show their real transfers and hits: exactly those of the data, two hops far."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.contract.context import ContextView
from app.contract.limits import CASE_BYTES
from app.domain.graph import MOST_NODES
from app.domain.masking import mask
from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.storage import schema
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import context, intake
from tests.real_data import onchain
from tests.real_data.convert import convert

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
EVERY = 12  # of the flagged addresses with transfers, beside those of the feed


@pytest.fixture(scope="module")
def flagged(shared: Path) -> list[str]:
    """Flagged addresses that have transfers, in a fixed order."""
    ends = {end for edge in onchain.edges(shared) for end in edge[:2]}
    return sorted(address for address in onchain.lists(shared) if address in ends)


@pytest.fixture(scope="module")
def feed(shared: Path) -> list[dict[str, Any]]:
    return [one for one in convert(shared, NOW) if one["case_type"] == "withdrawal_anomaly" and "assessment" in one]


@pytest.fixture(scope="module")
def cases(shared: Path, feed: list[dict[str, Any]], flagged: list[str]) -> dict[str, dict[str, Any]]:
    """Address → intake case: those of the feed with transfers, and some more flagged ones in the form of the feed."""
    known = {one["links"][0]["value"].lower(): one for one in feed}
    wanted = {address: one for address, one in known.items() if onchain.around(shared, address)}
    for address in flagged[::EVERY]:
        if address not in wanted:
            facts = feed[0]["evidence"][0] | {"fields": {"address": address}}
            wanted[address] = feed[0] | {
                "external_ref": f"flagged-{address}",
                "subject": feed[0]["subject"] | {"account": f"u-{address[2:10]}"},
                "evidence": [facts, *onchain.evidence(shared, address)],
                "links": [{"kind": "payee", "value": address}],
            }
    return wanted


@pytest.fixture(scope="module")
def contexts(
    cases: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, ContextView]]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('onchain') / 'server.db'}")
    schema.upgrade(engine)
    storage = Storage(engine, lambda: NOW)
    agent = Principal("agent", "agent", frozenset({Role.AGENT_SERVICE}))
    who = Principal("lin", "lin", frozenset({Role.REVIEWER}))
    found: dict[str, str] = {}
    for address, case in cases.items():
        (result,) = intake.take_cases(storage, agent, msgspec.json.encode([case]), lines=False).results
        assert result.case_id is not None, result.problem
        found[address] = result.case_id
    yield {address: context.one(storage, who, case_id) for address, case_id in found.items()}
    engine.dispose()


def test_the_feed_has_withdrawals_to_addresses_with_transfers(shared: Path, cases: dict[str, Any]) -> None:
    assert sum(not one["external_ref"].startswith("flagged-") for one in cases.values()) == 24
    assert len(cases) > 60
    assert all(len(msgspec.json.encode(one)) <= CASE_BYTES for one in cases.values())


def told_by(shared: Path, address: str) -> Counter[tuple[str, str, int]]:
    """The transfers of the data within two hops, joined by their ends: (from, to as shown, how many)."""
    counts = Counter((edge.source, edge.target) for edge in onchain.around(shared, address))
    return Counter((str(mask(a)), str(mask(b)), count) for (a, b), count in counts.items())


def test_the_graph_holds_exactly_the_transfers_of_the_data_within_two_hops(
    shared: Path, contexts: dict[str, ContextView]
) -> None:
    whole = 0
    for address, told in contexts.items():
        labels = {node.id: node.label for node in told.graph.nodes}
        shown = Counter(
            (labels[edge.source], labels[edge.target], edge.count)
            for edge in told.graph.edges
            if edge.kind == "transfer"
        )
        around = onchain.around(shared, address)
        known = told_by(shared, address)
        addresses = {end for edge in around for end in edge[:2]}
        there = [node for node in told.graph.nodes if node.kind in ("address", "payee")]
        if len(around) <= onchain.MOST:
            assert not shown - known, address
            # Nothing is lost without being counted.
            missing = told.graph.more_nodes
            assert len(addresses) <= len(there) + missing
        if len(addresses) + 40 < MOST_NODES and not told.graph.more_edges and not told.graph.more_nodes:
            assert shown == known, address
            whole += 1
        assert len(told.graph.nodes) <= MOST_NODES
    assert whole >= 10
    print(f"{whole} of {len(contexts)} graphs are shown whole")


def test_sums_and_days_of_the_transfers_are_those_of_the_data(shared: Path, contexts: dict[str, ContextView]) -> None:
    for address, told in contexts.items():
        labels = {node.id: node.label for node in told.graph.nodes}
        pairs: dict[tuple[str, str], list[onchain.Edge]] = {}
        for edge in onchain.around(shared, address):
            pairs.setdefault((str(mask(edge.source)), str(mask(edge.target))), []).append(edge)
        for shown in told.graph.edges:
            several = pairs.get((labels[shown.source], labels[shown.target]), []) if shown.kind == "transfer" else []
            if len(several) == shown.count and len({edge[:2] for edge in several}) == 1:
                assert shown.amount == pytest.approx(sum(edge.amount for edge in several))
                assert shown.first_at is not None
                assert int(shown.first_at.timestamp()) == int(min(edge.at for edge in several))


def test_a_flagged_address_stands_there_with_its_list_and_the_day_of_the_list(
    shared: Path, contexts: dict[str, ContextView]
) -> None:
    dated = 0
    for address, told in contexts.items():
        payee = next(node.id for node in told.graph.nodes if node.kind == "payee" and node.hop == 1)
        here = {(hit.list, hit.list_date, hit.category) for hit in told.graph.hits if hit.node == payee}
        assert here == set(onchain.lists(shared).get(address, ()))
        dated += any(hit.list_date == onchain.OFAC_DATE for hit in told.graph.hits)
    assert dated
    text = msgspec.json.encode(list(contexts.values())).decode()
    assert not [address for address in contexts if address in text]
