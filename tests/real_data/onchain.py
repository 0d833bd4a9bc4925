"""Real transfers and watch-lists around the feed's withdrawal addresses, as evidence rows.

Edges come from two published sets of transactions; an address's surroundings are all transfers that touch it or one of
those it traded with: two hops. Lists keep the day they are of, where their publisher names one.
"""

import csv
import gzip
import json
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

Row = dict[str, Any]
FOLDER = Path("data") / "withdrawal_onchain"
OFAC_DATE = "2024-09-27"  # the day of the lists' own branch
PIECE, MOST = 500, 2_000  # rows in one piece of evidence, and of one case


class Edge(NamedTuple):
    """One transfer of ETH; `at` in UTC seconds."""

    source: str
    target: str
    amount: float
    at: float


class Hit(NamedTuple):
    list: str
    list_date: str
    category: str


@cache
def edges(shared: Path) -> tuple[Edge, ...]:
    """Every transfer of both sets, in the order of the files."""
    found: list[Edge] = []
    with gzip.open(shared / FOLDER / "phishing_txs.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            at = float(row["timestamp"])
            found.append(Edge(row["source"].lower(), row["target"].lower(), float(row["amount"]), at))
    with gzip.open(shared / FOLDER / "lazarus_txs.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["block_time"]).timestamp()
            found.append(Edge(row["from"].lower(), row["to"].lower(), float(row["total_eth"]), at))
    return tuple(found)


@cache
def _touching(shared: Path) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, edge in enumerate(edges(shared)):
        for end in {edge.source, edge.target}:
            found[end].append(number)
    return {end: tuple(numbers) for end, numbers in found.items()}


def around(shared: Path, address: str) -> list[Edge]:
    """All transfers within two hops of an address: its own first, then those of its counterparties, largest first."""
    told, touching = edges(shared), _touching(shared)
    own = touching.get(address.lower(), ())
    others = {end for number in own for end in told[number][:2]} - {address.lower()}
    further = {number for other in others for number in touching[other]} - set(own)
    ordered = sorted(further, key=lambda number: (-told[number].amount, number))
    return [told[number] for number in (*own, *ordered)]


@cache
def lists(shared: Path) -> dict[str, tuple[Hit, ...]]:
    """Address in lower case → the lists it stands on."""
    found: dict[str, list[Hit]] = defaultdict(list)
    folder = shared / FOLDER
    with gzip.open(folder / "etherscan_flagged_addresses.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            found[row["flagged_address"].lower()].append(Hit("Etherscan labels", "", "flagged"))
    for addresses in json.loads(gzip.decompress((folder / "ofac_sanctioned_addresses.json.gz").read_bytes())).values():
        for address in addresses:
            found[address.lower()].append(Hit("OFAC SDN", OFAC_DATE, "sanctions"))
    for address in json.loads(gzip.decompress((folder / "scamsniffer_addresses.json.gz").read_bytes())):
        found[address.lower()].append(Hit("ScamSniffer", "", "scam"))
    for address in json.loads(gzip.decompress((folder / "lazarus_addresses.json.gz").read_bytes())):
        found[address.lower()].append(Hit("Lazarus addresses", "", "theft"))
    with gzip.open(folder / "ransomwhere_tags.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            found[row["address"].lower()].append(Hit("Ransomwhere", row["lastmod"][:10], "flagged"))
    return {address: tuple(dict.fromkeys(hits)) for address, hits in found.items()}


def evidence(shared: Path, address: str) -> list[Row]:
    """Transfers and hits as pieces of evidence; none where nothing is known of the address."""
    told = around(shared, address)[:MOST]
    pieces = [
        {
            "id": f"transfers-{number}",
            "kind": "transfers",
            "title": {"en": "Transfers within two hops", "zh": "两跳内转账"},
            "rows": [_row(edge) for edge in told[start : start + PIECE]],
        }
        for number, start in enumerate(range(0, len(told), PIECE), 1)
    ]
    near = dict.fromkeys([address.lower(), *(end for edge in told for end in edge[:2])])
    hits = [
        {"address": one, "category": hit.category, "list": hit.list}
        | ({"list_date": hit.list_date} if hit.list_date else {})
        for one in near
        for hit in lists(shared).get(one, ())
    ]
    if hits:
        title = {"en": "Watch-lists", "zh": "名单命中"}
        pieces.append({"id": "lists", "kind": "watch_list", "title": title, "rows": hits[:PIECE]})
    return pieces


def _row(edge: Edge) -> Row:
    return {
        "at": datetime.fromtimestamp(edge.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "from_address": edge.source,
        "address": edge.target,
        "amount": edge.amount,
        "asset": "ETH",
    }
