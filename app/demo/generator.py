"""Invented intake cases of all seven types, by seed. Every person, address and account in them is made up.

`generate(n, seed, now)` gives cases with the truth and the planted mistake beside them; only `intake` goes over the
wire. `flood(n, seed, now)` gives many cases quickly, by varying copies. `ledger(n, seed, now)` gives rows of what
the agent decided alone. The same arguments always give the same result.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.demo.assess import RULE, THRESHOLD, Mistake, assess, confidence, segment
from app.demo.clusters import plant
from app.demo.codes import root_causes, why_unsure
from app.demo.kinds import BUILDERS, CANDIDATES, DAMNING, NEAR_A_LINE
from app.demo.people import COUNTRIES
from app.demo.story import MINUTE, chain_address, hex_text, ip_address, iso, scene

Row = dict[str, Any]
CASE_TYPES = tuple(BUILDERS)
VENDOR = "harbour"
_WEIGHTS = (0.22, 0.24, 0.15, 0.16, 0.17, 0.03, 0.03)
# Share of the signals whose evidence looks bad, by what the agent says and what is true.
_RISKY_SHARE = {
    ("block", "block"): (0.45, 0.75),
    ("pass", "pass"): (0.08, 0.3),
    ("block", "pass"): (0.15, 0.35),
    ("pass", "block"): (0.4, 0.65),
}
_LABELS = {("block", "block"): "TP", ("block", "pass"): "FP", ("pass", "pass"): "TN", ("pass", "block"): "FN"}
_SLA_MINUTES = 240
# The first case in the served order is one that shows what the window can show: a plain account takeover.
_LATEST = _SLA_MINUTES + 56
_SHOWPIECE = (
    "impossible_travel",
    "unrecognised_device",
    "reset_channel",
    "emulator",
    "hosting_ip",
    "withdrawal_size",
    "new_payee",
    "password_reset_recent",
)
KEY_USER_SHARE = 1 / 16


@dataclass(frozen=True, slots=True)
class DemoCase:
    """`intake` is the case as the wire has it. `truth` ("pass" | "block") and `mistake` never leave the generator;
    `mistake.code` is a root cause where the agent is wrong and a why-unsure code where it is right."""

    intake: Row
    truth: str
    mistake: Mistake

    @property
    def verdict(self) -> str:
        verdict: str = self.intake["assessment"]["verdict"]
        return verdict

    @property
    def root_cause(self) -> str | None:
        return self.mistake.code if self.truth != self.verdict else None


class _Codes:
    """Hands out the codes of each type and label in turn, so that every one of them occurs."""

    def __init__(self) -> None:
        self._turns: dict[tuple[str, str], int] = {}

    def next(self, case_type: str, label: str) -> str:
        table = (why_unsure() if label in ("TP", "TN") else root_causes())[case_type, label]
        key = (case_type, label)
        # Each type starts elsewhere in the list, so that few cases already show every code.
        turn = self._turns.get(key, 2 * CASE_TYPES.index(case_type))
        self._turns[key] = turn + 1
        first, rest = table
        if first and turn == 2 * CASE_TYPES.index(case_type):
            return first
        return rest[turn % len(rest)]


class _Clusters:
    """Devices, addresses and payees that several cases share."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._known: list[dict[str, str]] = []

    def draw(self) -> dict[str, str]:
        rng = self._rng
        if rng.random() > 0.14:
            return {}
        if not self._known or rng.random() < 0.22:
            parts = {"device": hex_text(rng, 16), "ip": ip_address(rng), "payee": chain_address(rng, "ethereum")}
            keep = rng.sample(sorted(parts), rng.randint(1, 2))
            self._known.append({name: parts[name] for name in keep})
        return rng.choice(self._known)


def generate(n: int, seed: int, now: datetime) -> list[DemoCase]:
    """`n` cases, routed before `now` at every stage of the SLA, in no particular order."""
    rng = random.Random(f"footplate demo {seed}")
    codes, clusters = _Codes(), _Clusters(rng)
    end = int(now.timestamp())
    cases = [_one(rng, index, seed, end, codes, clusters) for index in range(n)]
    plant(random.Random(f"footplate clusters {seed}"), [one.intake for one in cases])
    return cases


def _one(rng: random.Random, index: int, seed: int, now: int, codes: _Codes, clusters: _Clusters) -> DemoCase:
    # The first cases show every type, whatever the seed.
    case_type = CASE_TYPES[index] if index < len(CASE_TYPES) else rng.choices(CASE_TYPES, _WEIGHTS)[0]
    verdict = "block" if rng.random() < 0.56 else "pass"
    right = rng.random() < 0.7
    truth = verdict if right else ("pass" if verdict == "block" else "block")
    code = codes.next(case_type, _LABELS[verdict, truth])
    waited = _waited(rng)
    if index == 0:
        verdict, truth, code, waited = "block", "block", "no_clause", _LATEST
    routed = now - waited * MINUTE - rng.randint(0, 59)
    opened = routed - rng.randint(20, 400)

    near = code in ("threshold_miscalibrated", "name_order_or_script", "address_format")
    risky = set(_SHOWPIECE) if index == 0 else _risky(rng, case_type, verdict, truth, code, near)
    at = scene(rng, opened, frozenset(risky), near, clusters.draw())
    story = BUILDERS[case_type](at)
    sure = confidence(rng)
    score = sure if verdict == "block" else round(1 - sure, 4)
    assessment, mistake = assess(rng, case_type, story, verdict, score, code)
    priority = _priority(rng, key_user=(7 * index + seed) % 16 == 0)
    intake: Row = {
        "external_ref": f"demo-{seed}-{index:06d}",
        "case_type": case_type,
        "opened_at": iso(opened),
        "routed_at": iso(routed),
        "priority": priority,
        "subject": story.subject,
        "evidence": story.evidence,
        "assessment": assessment,
        "links": story.links,
    }
    if priority < 75 and rng.random() < 0.15:
        intake["vendor"] = VENDOR
    return DemoCase(intake, truth, mistake)


def _risky(rng: random.Random, case_type: str, verdict: str, truth: str, code: str, near: bool) -> set[str]:
    """The signals whose evidence looks bad, so that it fits the truth, the verdict and what went wrong."""
    candidates, damning = CANDIDATES[case_type], DAMNING[case_type]
    low, high = _RISKY_SHARE[verdict, truth]
    share = rng.uniform(low, high)
    found = {name for name in candidates if rng.random() < share}
    if truth == "pass":
        found -= damning
    elif not found & damning:
        found.add(rng.choice(sorted(damning)))
    if verdict == "block" and len(found) < 2:
        found.update(rng.sample([name for name in candidates[:9] if name not in damning], 2))
    found.update(_SHOWS_IN.get(code, ()))
    if near and code not in _SHOWS_IN:
        found.add(NEAR_A_LINE[case_type])
    if "emulator" in found and "unrecognised_device" in candidates:
        found.add("unrecognised_device")  # an emulator is never the customer's own device
    return found


# Where the evidence of a code must look bad for the code to make sense.
_SHOWS_IN = {
    "travel_or_vpn": ("impossible_travel", "known_city"),
    "name_order_or_script": ("name_similarity",),
    "address_format": ("address_similarity",),
    "address_label_wrong": ("watchlist_distance",),
    "impersonation_missed": ("reset_channel", "sim_change"),
    "thin_history": ("account_age",),
    "registry_out_of_date": ("registry_match",),
    "market_making": ("wash_share",),
}


def _waited(rng: random.Random) -> int:
    """Minutes since the case was handed to people: late, red (90 %), amber (75 %) or ample."""
    draw = rng.random()
    if draw < 0.07:
        return rng.randint(_SLA_MINUTES + 1, _SLA_MINUTES + 55)
    if draw < 0.14:
        return rng.randint(217, 238)
    if draw < 0.27:
        return rng.randint(181, 214)
    return rng.randint(1, 178)


def _priority(rng: random.Random, *, key_user: bool) -> int:
    return rng.randint(75, 97) if key_user else int(rng.triangular(4, 74, 28))


def flood(n: int, seed: int, now: datetime, distinct: int = 500) -> Iterator[Row]:
    """`n` intake cases for benchmarks: the first `distinct` are generated, the others vary their reference, account,
    priority and times and share the evidence (treat them as read-only)."""
    originals = [one.intake for one in generate(min(n, distinct), seed, now)]
    yield from originals
    rng = random.Random(f"footplate flood {seed}")
    end = int(now.timestamp())
    for index in range(len(originals), n):
        base = originals[index % len(originals)]
        routed = end - rng.randint(0, 14_000)
        opened = iso(routed - 60)
        yield base | {
            "external_ref": f"demo-{seed}-{index:06d}",
            "opened_at": opened,
            "routed_at": iso(routed),
            "priority": _priority(rng, key_user=rng.random() < KEY_USER_SHARE),
            "subject": base["subject"] | {"account": f"u-{rng.randrange(10**7, 10**8)}", "opened_at": opened},
        }


def ledger(n: int, seed: int, now: datetime) -> list[Row]:
    """`n` light rows of what the agent decided alone in the last 30 days; confidence is at least the threshold."""
    rng = random.Random(f"footplate ledger {seed}")
    end = int(now.timestamp())
    rows = []
    for index in range(n):
        sure = round(min(0.9999, THRESHOLD + (1 - THRESHOLD) * rng.betavariate(4, 1.6)), 4)
        verdict = "block" if rng.random() < 0.11 else "pass"
        rows.append(
            {
                "external_ref": f"demo-auto-{seed}-{index:06d}",
                "case_type": rng.choices(CASE_TYPES, _WEIGHTS)[0],
                "verdict": verdict,
                "risk_score": sure if verdict == "block" else round(1 - sure, 4),
                "confidence": sure,
                "threshold": THRESHOLD,
                "rule_version": RULE,
                "segment": segment(rng.choice(COUNTRIES), rng.choice((1, 2, 2, 3))),
                "decided_at": iso(end - rng.randint(0, 30 * 24 * 3600)),
            }
        )
    return rows
