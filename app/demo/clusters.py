"""Planted groups of cases that belong together: what a person is meant to find in the graph, not in one case alone.

Each group takes invented cases of the usual kind and gives them shared links, transfers and hits on lists; nothing of
it exists. The same seed plants the same groups.
"""

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from app.demo.story import HOUR, MINUTE, chain_address, evidence, hex_text, ip_address, iso

Row = dict[str, Any]
LISTS = (
    ("Invented sanctions list", "2026-10-30", "sanctions"),
    ("Invented phishing reports", "2026-11-14", "phishing"),
    ("Invented mixer labels", "2026-09-02", "mixer"),
)
_DEVICE_SIZE, _FUNDED, _MULES = 5, 4, 2
LEAST = 40  # below this a group would be most of the queue


def plant(rng: random.Random, cases: Sequence[Row]) -> dict[str, list[str]]:
    """Change `cases` (intake cases, in place) so that they hold a device cluster, a common funder, mules and a wash
    loop; the external_refs of each group by the id of its indicator. Few cases stay as they are."""
    if len(cases) < LEAST:
        return {}
    left = list(cases[len(cases) // 8 :])
    planted: dict[str, list[str]] = {}
    for name, kinds, size, build in _GROUPS:
        chosen = [case for case in left if case["case_type"] in kinds][:size]
        if len(chosen) == size:
            build(rng, chosen)
            left = [case for case in left if case not in chosen]
            planted[name] = [case["external_ref"] for case in chosen]
    return planted


def _one_device(rng: random.Random, cases: Sequence[Row]) -> None:
    """Five accounts on one device, three of them behind one IP as well."""
    device, ip = hex_text(rng, 16), ip_address(rng)
    for number, case in enumerate(cases):
        _link(case, "device", device)
        if number < 3:
            _link(case, "ip", ip)


def _one_funder(rng: random.Random, cases: Sequence[Row]) -> None:
    """One address sends the first money to four accounts, an hour apart, weeks ago."""
    funder = chain_address(rng, "ethereum")
    start = _opened(cases[0]) - 21 * 24 * HOUR
    for number, case in enumerate(cases):
        amount = 400 + 5 * rng.randint(0, 40)
        _transfers(case, [(funder, case["subject"]["account"], amount, start + number * HOUR)])


def _mule(rng: random.Random, cases: Sequence[Row]) -> None:
    """Seven senders pay into the payee of a withdrawal, and nearly all of it goes on to a listed address at once."""
    for case in cases:
        payee = _payee(rng, case)
        until = _opened(case) - 30 * MINUTE
        coming = [
            (chain_address(rng, "ethereum"), payee, rng.randint(900, 4200), until - (7 - n) * 9 * MINUTE)
            for n in range(7)
        ]
        onward = chain_address(rng, "ethereum")
        total = sum(amount for _, _, amount, _ in coming)
        going = [
            (payee, onward, round(total * 0.7), until + 12 * MINUTE),
            (payee, chain_address(rng, "ethereum"), round(total * 0.26), until + 16 * MINUTE),
            (onward, chain_address(rng, "ethereum"), round(total * 0.4), until + 21 * MINUTE),
        ]
        _transfers(case, coming + going)
        name, day, category = rng.choice(LISTS)
        hit = {"address": onward, "list": name, "list_date": day, "category": category}
        case["evidence"] = [
            *case["evidence"],
            evidence("lists", "watch_list", ("Watch-lists", "名单命中"), rows=[hit]),
        ]


def _loop(rng: random.Random, cases: Sequence[Row]) -> None:
    """The payee of a withdrawal passes the sum round a ring of three and gets it back."""
    for case in cases:
        payee, second, third = _payee(rng, case), chain_address(rng, "ethereum"), chain_address(rng, "ethereum")
        start, amount = _opened(case) - 20 * HOUR, rng.randint(4000, 30_000)
        ring = ((payee, second), (second, third), (third, payee))
        _transfers(
            case,
            [(a, b, round(amount * (1 - 0.004 * n)), start + n * 40 * MINUTE) for n, (a, b) in enumerate(ring)],
        )


_Builder = Callable[[random.Random, Sequence[Row]], None]
_IDENTITY = ("ato_investigation", "reset_2fa", "kyc_audit")
_GROUPS: tuple[tuple[str, tuple[str, ...], int, _Builder], ...] = (
    ("shared_device_or_ip", _IDENTITY, _DEVICE_SIZE, _one_device),
    ("fan_in_pass_through", ("withdrawal_anomaly",), _MULES, _mule),
    ("self_trade_loop", ("withdrawal_anomaly",), 1, _loop),
    ("common_funder", ("withdrawal_anomaly",), _FUNDED, _one_funder),
)


def _opened(case: Row) -> int:
    return int(datetime.fromisoformat(case["opened_at"]).timestamp())


def _link(case: Row, kind: str, value: str) -> None:
    # Replaced, not changed: copies of a case may share the list.
    case["links"] = [link for link in case["links"] if link["kind"] != kind] + [{"kind": kind, "value": value}]


def _payee(rng: random.Random, case: Row) -> str:
    found = next((link["value"] for link in case["links"] if link["kind"] == "payee"), None)
    if found is None:
        found = chain_address(rng, "ethereum")
        _link(case, "payee", found)
    return str(found)


def _transfers(case: Row, told: Sequence[tuple[str, str, float, int]]) -> None:
    rows = [
        {"at": iso(at), "from_address": source, "address": target, "amount": amount, "asset": "USDT"}
        for source, target, amount, at in told
    ]
    case["evidence"] = [
        *case["evidence"],
        evidence("transfers", "transfers", ("Transfers around it", "相关转账"), rows=rows),
    ]
