"""Indicators: patterns over links and transfers that a person would otherwise have to see by eye.

Each is a pure function of a small graph and the parameters of the catalogue, and names its evidence: nodes, transfers
and cases. The order in which the graph is given changes nothing.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from app.domain.graph import Flow, Tie

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
LOOP_STEPS = 20_000  # edges looked at before the search for a loop gives up
Parameters = Mapping[str, float]


class SmallGraph(msgspec.Struct, frozen=True):
    """What indicators look at. `centres`: the subject's account and the addresses that the case is about; `accounts`:
    the accounts of ours that stand in it, each with its cases."""

    account: str
    centres: frozenset[str]
    ties: tuple[Tie, ...] = ()
    flows: tuple[Flow, ...] = ()
    accounts: Mapping[str, Collection[str]] = {}


class Indicator(msgspec.Struct, frozen=True):
    """A pattern that was found. `nodes` and `transfers` (source, target) and `case_ids` are its evidence."""

    id: str
    figures: dict[str, float]
    nodes: tuple[str, ...]
    transfers: tuple[tuple[str, str], ...] = ()
    case_ids: tuple[str, ...] = ()


def shared_device_or_ip(graph: SmallGraph, parameters: Parameters) -> Indicator | None:
    """One device or IP that this account shares with others: at least `accounts` of them, this one counted. The
    thing with the most accounts is named."""
    best: tuple[int, str, str] | None = None
    for thing, kind, accounts in _shared(graph, ("device", "ip")):
        if len(accounts) >= parameters["accounts"]:
            candidate = (-len(accounts), kind, thing)
            best = candidate if best is None else min(best, candidate)
    if best is None:
        return None
    thing = best[2]
    ties = [tie for tie in graph.ties if tie.thing == thing]
    cases = _cases(ties)
    return Indicator(
        "shared_device_or_ip",
        {"accounts": float(-best[0]), "cases": float(len(cases))},
        _names({thing, *(tie.account for tie in ties)}),
        (),
        cases,
    )


def common_funder(graph: SmallGraph, parameters: Parameters) -> Indicator | None:
    """One source that was the first to fund this account and at least `accounts` − 1 other accounts of ours."""
    accounts = {graph.account, *graph.accounts, *(tie.account for tie in graph.ties)}
    first: dict[str, tuple[float, str, Flow]] = {}
    for flow in graph.flows:
        if flow.target in accounts and flow.source != flow.target:
            key = (flow.at if flow.at is not None else float("inf"), flow.source, flow)
            if flow.target not in first or key[:2] < first[flow.target][:2]:
                first[flow.target] = key
    mine = first.get(graph.account)
    if mine is None:
        return None
    funder = mine[1]
    funded = {target: flow for target, (_, source, flow) in first.items() if source == funder}
    if len(funded) < parameters["accounts"]:
        return None
    return Indicator(
        "common_funder",
        {"accounts": float(len(funded)), "amount": sum(sorted(flow.amount for flow in funded.values()))},
        _names({funder, *funded}),
        tuple(sorted((funder, target) for target in funded)),
        _cases_of(graph, funded),
    )


def sybil_group(graph: SmallGraph, parameters: Parameters) -> Indicator | None:
    """At least `accounts` accounts, this one counted, each of which shares `things` or more different things with
    this account: one shared device can be a household, two things together hardly."""
    shared: dict[str, set[str]] = defaultdict(set)
    for thing, _, accounts in _shared(graph, None):
        for account in accounts - {graph.account}:
            shared[account].add(thing)
    group = {account for account, things in shared.items() if len(things) >= parameters["things"]}
    if len(group) + 1 < parameters["accounts"]:
        return None
    things = set().union(*(shared[account] for account in group))
    ties = [tie for tie in graph.ties if tie.thing in things and tie.account in group | {graph.account}]
    return Indicator(
        "sybil_group",
        {"accounts": float(len(group) + 1), "things": float(len(things))},
        _names({graph.account, *group, *things}),
        (),
        _cases(ties),
    )


def self_trade_loop(graph: SmallGraph, parameters: Parameters) -> Indicator | None:
    """Value that comes back: a ring of at most `length` transfers or trades through a centre, in time order within
    `hours`, in one asset, of which the smallest is at least `share` of the largest. The shortest ring wins, then the
    largest."""
    found: list[tuple[int, float, tuple[Flow, ...]]] = []
    for centre in sorted(graph.centres):
        found += _rings(graph.flows, centre, parameters)
    if not found:
        return None
    ring = min(found, key=lambda one: (one[0], one[1], [_flow_key(flow) for flow in one[2]]))[2]
    amounts = [flow.amount for flow in ring]
    nodes = {flow.source for flow in ring}
    return Indicator(
        "self_trade_loop",
        {"steps": float(len(ring)), "amount": min(amounts), "minutes": _span(ring) / MINUTE_MS},
        _names(nodes),
        tuple(sorted({(flow.source, flow.target) for flow in ring})),
        _cases_of(graph, nodes),
    )


def _rings(flows: Collection[Flow], centre: str, parameters: Parameters) -> list[tuple[int, float, tuple[Flow, ...]]]:
    length, window = int(parameters["length"]), parameters["hours"] * HOUR_MS
    leaving: dict[str, list[Flow]] = defaultdict(list)
    for flow in sorted(flows, key=_flow_key):
        if flow.at is not None and flow.amount > 0 and flow.source != flow.target:
            leaving[flow.source].append(flow)
    back = _steps_back(flows, centre, length)
    found: list[tuple[int, float, tuple[Flow, ...]]] = []
    left = LOOP_STEPS
    stack: list[tuple[Flow, ...]] = [()]
    while stack and left > 0:
        path = stack.pop()
        for flow in leaving[path[-1].target if path else centre]:
            left -= 1
            together = (*path, flow)
            if not _may_go_on(together, window, parameters["share"]):
                continue
            if flow.target == centre:
                found.append((len(together), -min(one.amount for one in together), together))
            elif _can_return(together, back, length):
                stack.append(together)
    return found


def _can_return(path: tuple[Flow, ...], back: Mapping[str, int], length: int) -> bool:
    """Whether the centre can still be reached in time, by places that were not passed before."""
    reached = path[-1].target
    near = len(path) + back.get(reached, length + 1) <= length
    return near and all(flow.source != reached for flow in path)


def _may_go_on(path: tuple[Flow, ...], window: float, share: float) -> bool:
    times = [flow.at or 0 for flow in path]
    if len(path) > 1 and (times[-1] < times[-2] or path[-1].asset != path[0].asset):
        return False
    amounts = [flow.amount for flow in path]
    return times[-1] - times[0] <= window and min(amounts) >= share * max(amounts)


def _steps_back(flows: Collection[Flow], centre: str, most: int) -> dict[str, int]:
    """How many transfers lead from each node back to the centre at the least."""
    into: dict[str, set[str]] = defaultdict(set)
    for flow in flows:
        into[flow.target].add(flow.source)
    steps, edge = {centre: 0}, {centre}
    for step in range(1, most + 1):
        edge = {source for one in edge for source in into[one]} - steps.keys()
        steps.update(dict.fromkeys(edge, step))
    return steps


def fan_in_pass_through(graph: SmallGraph, parameters: Parameters) -> Indicator | None:
    """A mule: `senders` or more different senders pay into one place within `hours`, and `share` of it leaves again
    within `minutes` of the last of them."""
    places = set(graph.centres)
    places |= {flow.target for flow in graph.flows if flow.source in graph.centres}
    places |= {flow.source for flow in graph.flows if flow.target in graph.centres}
    coming: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    going: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in sorted((f for f in graph.flows if f.at is not None and f.source != f.target), key=_flow_key):
        coming[flow.target, flow.asset].append(flow)
        going[flow.source, flow.asset].append(flow)
    best: tuple[tuple[float, float, str], Indicator] | None = None
    # What nothing leaves, nothing passes through.
    for place, asset in sorted(key for key in coming if key[0] in places and key in going):
        for indicator in _passed_through(graph, place, coming[place, asset], going[place, asset], parameters):
            key = (-indicator.figures["senders"], -indicator.figures["amount_in"], place)
            if best is None or key < best[0]:
                best = key, indicator
    return best[1] if best else None


def _passed_through(
    graph: SmallGraph, place: str, coming: list[Flow], going: list[Flow], parameters: Parameters
) -> list[Indicator]:
    """`coming` and `going` in the order of time and in one asset."""
    found: list[Indicator] = []
    times = [flow.at or 0 for flow in coming]
    window = parameters["hours"] * HOUR_MS
    for start in range(len(coming)):
        end = bisect_right(times, times[start] + window)
        if end - start < parameters["senders"]:
            continue
        several = coming[start:end]
        senders = {flow.source for flow in several}
        if len(senders) < parameters["senders"]:
            continue
        last = times[end - 1]
        until = last + parameters["minutes"] * MINUTE_MS
        out = [flow for flow in going if times[start] <= (flow.at or 0) <= until]
        amount_in = sum(sorted(flow.amount for flow in several))
        amount_out = sum(sorted(flow.amount for flow in out))
        if amount_in <= 0 or amount_out < parameters["share"] * amount_in:
            continue
        nodes = {place, *senders, *(flow.target for flow in out)}
        found.append(
            Indicator(
                "fan_in_pass_through",
                {
                    "senders": float(len(senders)),
                    "amount_in": amount_in,
                    "amount_out": amount_out,
                    "minutes": max(0, max(flow.at or 0 for flow in out) - last) / MINUTE_MS,
                },
                _names(nodes),
                tuple(sorted({(flow.source, flow.target) for flow in (*several, *out)})),
                _cases_of(graph, nodes),
            )
        )
    return found


_Finder = Callable[[SmallGraph, Parameters], Indicator | None]
FINDERS: dict[str, _Finder] = {
    "shared_device_or_ip": shared_device_or_ip,
    "common_funder": common_funder,
    "sybil_group": sybil_group,
    "self_trade_loop": self_trade_loop,
    "fan_in_pass_through": fan_in_pass_through,
}


def find(graph: SmallGraph, asked: Mapping[str, Parameters]) -> tuple[Indicator, ...]:
    """Every indicator of `asked` (id → parameters) that the graph shows, in the order of `asked`. An id that this
    build has no function for finds nothing."""
    found = (FINDERS[name](graph, parameters) for name, parameters in asked.items() if name in FINDERS)
    return tuple(indicator for indicator in found if indicator is not None)


def _shared(graph: SmallGraph, kinds: tuple[str, ...] | None) -> list[tuple[str, str, set[str]]]:
    """(thing, kind, accounts) of every thing that this account uses."""
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tie in graph.ties:
        if kinds is None or tie.kind in kinds:
            users[tie.thing, tie.kind].add(tie.account)
    return [(thing, kind, accounts) for (thing, kind), accounts in users.items() if graph.account in accounts]


def _span(ring: tuple[Flow, ...]) -> int:
    return (ring[-1].at or 0) - (ring[0].at or 0)


def _flow_key(flow: Flow) -> tuple[int, str, str, str, float]:
    return (flow.at if flow.at is not None else -1, flow.source, flow.target, flow.asset, flow.amount)


def _names(nodes: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(nodes))


def _cases(ties: Iterable[Tie]) -> tuple[str, ...]:
    return tuple(sorted({tie.case_id for tie in ties}))


def _cases_of(graph: SmallGraph, accounts: Collection[str]) -> tuple[str, ...]:
    told = {case_id for account in accounts for case_id in graph.accounts.get(account, ())}
    return tuple(sorted(told | {tie.case_id for tie in graph.ties if tie.account in accounts}))
