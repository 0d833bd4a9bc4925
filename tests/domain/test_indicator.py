"""Indicators: planted patterns are found with their evidence, trees hold none, and order changes nothing."""

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.domain.graph import Flow, Tie
from app.domain.indicator import FINDERS, HOUR_MS, MINUTE_MS, SmallGraph, find

ASKED = {one.id: one.parameters for one in catalogue().indicators.values()}
NOON = 1_795_000_000_000


def graph(ties: tuple[Tie, ...] = (), flows: tuple[Flow, ...] = (), **more: Any) -> SmallGraph:
    values: dict[str, Any] = {"account": "a0", "centres": frozenset({"a0", "payee"}), "ties": ties, "flows": flows}
    return SmallGraph(**(values | more))


def names(found: Any) -> set[str]:
    return {one.id for one in found}


def tie(account: str, thing: str, kind: str = "device") -> Tie:
    return Tie(account, thing, kind, f"C-{account}")


def flow(source: str, target: str, amount: float = 10.0, minute: float = 0.0) -> Flow:
    return Flow(source, target, amount, "USDT", NOON + round(minute * MINUTE_MS))


def test_every_indicator_of_the_catalogue_has_a_function_and_the_other_way_round() -> None:
    assert set(ASKED) == set(FINDERS)
    assert all(one.label.zh and one.meaning.zh for one in catalogue().indicators.values())


def test_a_device_of_three_accounts_is_found_and_one_of_two_is_not() -> None:
    two = (tie("a0", "d"), tie("a1", "d"))
    assert names(find(graph(two), ASKED)) == set()
    (found,) = find(graph((*two, tie("a2", "d"))), ASKED)
    assert (found.id, found.figures) == ("shared_device_or_ip", {"accounts": 3.0, "cases": 3.0})
    assert found.nodes == ("a0", "a1", "a2", "d")
    assert found.case_ids == ("C-a0", "C-a1", "C-a2")


def test_a_device_that_others_share_without_this_account_is_nobodys_business_here() -> None:
    assert find(graph((tie("a0", "own"), *(tie(f"a{n}", "d") for n in range(1, 6)))), ASKED) == ()


def test_a_sybil_group_shares_two_things() -> None:
    ties = tuple(tie(f"a{n}", thing, kind) for n in range(3) for thing, kind in (("d", "device"), ("p", "address")))
    found = {one.id: one for one in find(graph(ties), ASKED)}
    assert found["sybil_group"].figures == {"accounts": 3.0, "things": 2.0}
    assert found["sybil_group"].nodes == ("a0", "a1", "a2", "d", "p")


def test_a_common_funder_was_the_first_to_fund_three_of_our_accounts() -> None:
    accounts = {f"a{n}": (f"C-a{n}",) for n in range(3)}
    flows = tuple(flow("f", account, 100.0, n) for n, account in enumerate(accounts))
    (found,) = find(graph(flows=flows, accounts=accounts), ASKED)
    assert (found.id, found.figures) == ("common_funder", {"accounts": 3.0, "amount": 300.0})
    assert found.transfers == (("f", "a0"), ("f", "a1"), ("f", "a2"))
    assert found.case_ids == ("C-a0", "C-a1", "C-a2")
    earlier = flow("employer", "a0", 5.0, -60)
    assert find(graph(flows=(*flows, earlier), accounts=accounts), ASKED) == ()


def test_value_that_comes_back_within_the_window_is_a_loop() -> None:
    ring = (flow("a0", "b", 100, 0), flow("b", "c", 98, 20), flow("c", "a0", 97, 50))
    (found,) = find(graph(flows=ring), ASKED)
    assert (found.id, found.figures) == ("self_trade_loop", {"steps": 3.0, "amount": 97.0, "minutes": 50.0})
    assert found.transfers == (("a0", "b"), ("b", "c"), ("c", "a0"))


@pytest.mark.parametrize(
    "ring",
    [
        (flow("a0", "b", 100, 0), flow("b", "a0", 10, 20)),  # most of it stayed
        (flow("a0", "b", 100, 60), flow("b", "a0", 100, 20)),  # it came back before it went
        (flow("a0", "b", 100, 0), flow("b", "a0", 100, 73 * 60)),  # days later
        (flow("b", "c", 100, 0), flow("c", "b", 100, 5)),  # somebody else's ring
        (flow("a0", "a0", 100, 0),),
    ],
)
def test_what_only_looks_like_a_loop_is_none(ring: tuple[Flow, ...]) -> None:
    assert find(graph(flows=ring), ASKED) == ()


def test_many_payments_in_and_one_out_at_once_is_a_mule() -> None:
    coming = tuple(flow(f"s{n}", "payee", 10, n) for n in range(6))
    (found,) = find(graph(flows=(*coming, flow("payee", "out", 55, 20))), ASKED)
    assert found.id == "fan_in_pass_through"
    assert found.figures == {"senders": 6.0, "amount_in": 60.0, "amount_out": 55.0, "minutes": 15.0}
    assert ("payee", "out") in found.transfers
    assert find(graph(flows=coming), ASKED) == ()
    assert find(graph(flows=(*coming, flow("payee", "out", 20, 20))), ASKED) == ()
    assert find(graph(flows=(*coming, flow("payee", "out", 55, 5 + 121))), ASKED) == ()
    assert find(graph(flows=(*coming[:4], flow("payee", "out", 38, 20))), ASKED) == ()


_NODES = st.sampled_from(["a0", "payee", *(f"x{n}" for n in range(6))])
_FLOWS = st.builds(
    flow, _NODES, _NODES, st.floats(1, 1e6), st.integers(-3 * HOUR_MS // MINUTE_MS, 3 * HOUR_MS // MINUTE_MS)
)
_TIES = st.builds(
    tie, st.sampled_from([f"a{n}" for n in range(5)]), st.sampled_from("defg"), st.sampled_from(["device", "ip"])
)


@given(st.lists(_FLOWS, max_size=40), st.lists(_TIES, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_graph_changes_nothing(flows: list[Flow], ties: list[Tie], rng: random.Random) -> None:
    accounts = {f"a{n}": (f"C-a{n}",) for n in range(5)}
    first = find(graph(tuple(ties), tuple(flows), accounts=accounts), ASKED)
    rng.shuffle(flows)
    rng.shuffle(ties)
    assert find(graph(tuple(ties), tuple(flows), accounts=accounts), ASKED) == first


@given(st.lists(_FLOWS, max_size=25), st.lists(_TIES, max_size=20))
def test_what_is_found_names_nodes_and_transfers_that_are_there(flows: list[Flow], ties: list[Tie]) -> None:
    small = graph(tuple(ties), tuple(flows), accounts={"a0": ("C-a0",)})
    there = {"a0"} | {end for one in flows for end in (one.source, one.target)}
    there |= {name for one in ties for name in (one.account, one.thing)}
    pairs = {(one.source, one.target) for one in flows}
    for found in find(small, ASKED):
        assert set(found.nodes) <= there
        assert set(found.transfers) <= pairs
        assert found.nodes
        assert msgspec.json.decode(msgspec.json.encode(found.figures)) == found.figures


@given(st.lists(st.tuples(st.integers(0, 10**6), st.floats(1, 1e6), st.integers(0, 4000)), max_size=60))
def test_a_tree_in_which_nobody_is_paid_twice_holds_no_pattern(steps: list[tuple[int, float, int]]) -> None:
    """Money that only spreads, with one payer each, is no ring, no mule and no common funder of ours."""
    nodes = ["payee"]
    flows: list[Flow] = []
    for number, (where, amount, minute) in enumerate(steps):
        flows.append(flow(nodes[where % len(nodes)], f"x{number}", amount, minute))
        nodes.append(f"x{number}")
    assert find(graph((tie("a0", "d"),), tuple(flows)), ASKED) == ()


@given(st.integers(5, 12), st.integers(2, 5), st.lists(_FLOWS, max_size=15), st.randoms(use_true_random=False))
def test_planted_patterns_are_found_among_other_transfers(
    senders: int, steps: int, noise: list[Flow], rng: random.Random
) -> None:
    length = min(steps, int(ASKED["self_trade_loop"]["length"]))
    ring = ["a0", *(f"r{n}" for n in range(length - 1)), "a0"]
    planted = [flow(ring[n], ring[n + 1], 1000.0 - n, n) for n in range(length)]
    planted += [flow(f"s{n}", "payee", 1e7, n) for n in range(senders)]
    planted.append(flow("payee", "away", 1e7 * senders + 2e7, senders + 1))
    several = planted + noise
    rng.shuffle(several)
    assert {"self_trade_loop", "fan_in_pass_through"} <= names(find(graph(flows=tuple(several)), ASKED))
