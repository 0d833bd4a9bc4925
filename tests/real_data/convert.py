"""Turn the shared feed of real model scores into intake lines: `python -m tests.real_data.convert SHARED OUT.jsonl`.

The feed lists only the agent's strongest signals, rounded; what the rest of the model contributes goes into `other`:
logit(score) - base - Σ listed, with the base read from the agent's own words. Threshold, rule version, priority and
times are invented by seed. Cases whose confidence is below the threshold come with everything they have; the others
become light rows of the auto-decided ledger. Withdrawals bring the real transfers and hits on
watch-lists around their address. Nothing of these files enters the product.
"""

import argparse
import gzip
import math
import random
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from tests.real_data import onchain
from tests.real_data.features import FEATURES, ONCHAIN_FACTS, WORDS

Row = dict[str, Any]
THRESHOLD = 0.85
RULE_VERSION = "rules-2026.11.2"
FEED = Path("data") / "roca_feed_demo_5000.jsonl.gz"
WHEN = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SEED = 5000
TYPES = {"withdrawal_anomaly": "withdrawal_anomaly", "kyc_audit": "kyc_audit", "proof_of_address": "poa_review"}
_BASE = re.compile(r"Base rate puts the log-odds at (-?\d+(?:\.\d+)?)\.")
_KYC_FIELDS = ("given_name", "surname", "birth_date", "national_id", "state")
_POA_FIELDS = ("given_name", "surname", "street_number", "street", "address_2", "suburb", "postcode", "state")
_NAMES_THERE = {"birth_date": "date_of_birth", "national_id": "soc_sec_id", "street": "address_1"}


def logit(score: float) -> float:
    return math.log(score / (1 - score))


def read(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rb") as lines:
        for line in lines:
            yield msgspec.json.decode(line)


def convert(shared: Path, now: datetime = WHEN, seed: int = SEED) -> Iterator[Row]:
    """Intake lines in the feed's order: cases (with `assessment`) and ledger rows (with `decided_at`)."""
    for row in read(shared / FEED):
        rng = random.Random(f"{seed} {row['case_ref']}")
        yield _ledger_row(row, rng, now) if row["confidence"] >= THRESHOLD else _case(shared, row, rng, now)


def base_value(row: Row) -> float:
    """The base in log-odds, as the agent says it."""
    found = _BASE.search(row["reasoning"][0])
    if found is None:
        raise ValueError(f"{row['case_ref']}: the base is not where it was")
    return float(found.group(1))


def truth(row: Row) -> str:
    """What is really so ("pass" | "block"): for tests, never in an intake line."""
    return str(row["ground_truth"])


def _ledger_row(row: Row, rng: random.Random, now: datetime) -> Row:
    return {
        "external_ref": row["case_ref"],
        "case_type": TYPES[row["case_type"]],
        "verdict": row["verdict"],
        "risk_score": row["risk_score"],
        "confidence": row["confidence"],
        "threshold": THRESHOLD,
        "rule_version": RULE_VERSION,
        "segment": {"agent": row["agent"]},
        "decided_at": iso(now - timedelta(minutes=rng.randint(0, 30 * 24 * 60))),
    }


def _case(shared: Path, row: Row, rng: random.Random, now: datetime) -> Row:
    routed = now - timedelta(minutes=rng.randint(1, 230))
    chain = row["case_type"] == "withdrawal_anomaly"
    evidence = _onchain(row) if chain else _compared(row)
    around = onchain.evidence(shared, row["evidence"]["destination_address"]) if chain else []
    return {
        "external_ref": row["case_ref"],
        "case_type": TYPES[row["case_type"]],
        "opened_at": iso(routed - timedelta(minutes=rng.randint(1, 9))),
        "routed_at": iso(routed),
        "priority": rng.randint(75, 95) if rng.random() < 0.06 else rng.randint(5, 74),
        "subject": _subject(row, rng, routed),
        "evidence": [evidence, *around],
        "assessment": _assessment(row, evidence["id"]),
        "links": [{"kind": "payee", "value": row["evidence"]["destination_address"]}] if chain else [],
    }


def iso(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _subject(row: Row, rng: random.Random, routed: datetime) -> Row:
    """Only what the feed knows; the account's name is invented from the case's own reference."""
    subject: Row = {"account": f"u-{rng.randrange(10**7, 10**8)}", "opened_at": iso(routed)}
    if row["case_type"] != "withdrawal_anomaly":
        evidence = row["evidence"]
        subject["full_name"] = f"{evidence['declared_given_name']} {evidence['declared_surname']}".strip()
        subject["country"] = "AU"
    return subject


def _onchain(row: Row) -> Row:
    known = row["evidence"]
    fields: Row = {"address": known["destination_address"]}
    fields |= {ours: known[theirs] for theirs, ours in ONCHAIN_FACTS.items() if known.get(theirs) is not None}
    return {
        "id": "onchain",
        "kind": "onchain_facts",
        "title": {"en": "On-chain facts of the address", "zh": "地址链上数据"},
        "fields": fields,
    }


def _compared(row: Row) -> Row:
    known, rows = row["evidence"], []
    poa = row["case_type"] == "proof_of_address"
    for field in _POA_FIELDS if poa else _KYC_FIELDS:
        theirs = _NAMES_THERE.get(field, field)
        declared, document = known[f"declared_{theirs}"] or None, known[f"document_{theirs}"] or None
        likeness = known.get(f"sim_{theirs}")
        if declared is None or document is None:
            match = "missing"
        else:
            match = "same" if declared == document else "similar" if (likeness or 0) >= 0.8 else "different"
        rows.append(
            {"field": field, "declared": declared, "document": document, "match": match, "similarity": likeness}
        )
    return {
        "id": "compare",
        "kind": "address_compare" if poa else "identity_compare",
        "title": {"en": "Declared and document", "zh": "填写与证明比对" if poa else "填写与证件比对"},
        "rows": rows,
    }


def _assessment(row: Row, evidence_id: str) -> Row:
    base = base_value(row)
    signals = [
        {
            "name": FEATURES.get(s["name"], s["name"]),
            "value": s["value"],
            "contribution": s["contribution_log_odds"],
            "direction": s["direction"],
        }
        for s in row["signals"]
    ]
    listed = math.fsum(s["contribution"] for s in signals)
    score = row["risk_score"]
    # A withdrawal's evidence holds every feature of its model; for the others the feed does not say how many.
    count = len(row["evidence"]) - 1 - len(signals) if row["case_type"] == "withdrawal_anomaly" else None
    return {
        "agent": row["agent"],
        "model_version": "roca-demo-lightgbm-oof",
        "verdict": row["verdict"],
        "risk_score": score,
        "confidence": row["confidence"],
        "threshold": THRESHOLD,
        "rule_version": RULE_VERSION,
        "role": "champion",
        "disposition": "to_review",
        "base_value": base,
        "signals": signals,
        "other": {"count": count, "contribution": logit(score) - base - listed},
        "steps": [_step(n, words, evidence_id) for n, words in enumerate(row["reasoning"], 1)],
        "not_checked": [
            {
                "en": "Only the strongest signals are listed here; what all the others contribute is in `other`.",
                "zh": "此处仅列出最强的信号；其余信号的贡献值合计在 other 中。",
            }
        ],
    }


def _step(n: int, words: str, evidence_id: str) -> Row:
    named, left = [], words
    for theirs, ours in WORDS:
        if f"{theirs} = " in left:
            named.append(ours)
            left = left.replace(f"{theirs} = ", "")
    return {
        "n": n,
        "statement": {"en": words},
        "evidence_ids": [evidence_id] if named else [],
        "signals": named,
        "sop_ref": None,
        "outcome": "",
    }


def write(lines: Iterator[Row], out: Path) -> int:
    """Write one JSON object a line; returns how many."""
    count = 0
    with out.open("wb") as file:
        for line in lines:
            file.write(msgspec.json.encode(line) + b"\n")
            count += 1
    return count


def main(arguments: list[str] | None = None) -> int:
    from tests.real_data.identity import convert_identity

    parser = argparse.ArgumentParser(prog="python -m tests.real_data.convert", description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path, help="the folder of shared material")
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--identity", action="store_true", help="the sign-in and 2FA events instead of the feed")
    parser.add_argument("--now", type=datetime.fromisoformat, default=WHEN, help="the time the invented times end at")
    parser.add_argument("--seed", type=int, default=SEED)
    told = parser.parse_args(arguments)
    made = (convert_identity if told.identity else convert)(told.shared, told.now, told.seed)
    print(f"{write(made, told.out)} lines in {told.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
