"""Real accounts with the real scores of three models, each account scored by a model that had not seen it
(`eth_scores_oof`): an agent's word made of a score, and the truth beside it.

The scores come without their parts, so a signal's part is told by a straight line through the scores: its slope in log
odds times how far the account's figure lies from the mean, and what the line leaves open goes into `other`. Nothing of
these files enters the product.
"""

import csv
import gzip
import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from app.domain.assessment import verdict_confidence
from app.domain.decision import Verdict
from tests.real_data.features import FEATURES

FOLDER = Path("data") / "withdrawal_eth_accounts"
KIND = "withdrawal_anomaly"
MODELS = ("p_lgbm", "p_hgb", "p_lr")
# Told on a scale on which ten times as much is one step more.
TOLD = {
    "Avg min between sent tnx": "Avg min between sent tnx",
    "Avg min between received tnx": "Avg min between received tnx",
    "minutes between first and last activity": "Time Diff between first and last (Mins)",
    "Sent tnx": "Sent tnx",
    "Received Tnx": "Received Tnx",
    "Number of Created Contracts": "Number of Created Contracts",
    "Unique Received From Addresses": "Unique Received From Addresses",
    "max value received": "max value received",
    "avg val received": "avg val received",
    "avg val sent": "avg val sent",
    "total ether received": "total ether received",
    "Total ERC20 tnxs": "Total ERC20 tnxs",
}
NAMES = tuple(FEATURES[name] for name in TOLD)
TOKENS = FEATURES["Total ERC20 tnxs"]
EDGE = 1e-6
Row = dict[str, Any]


class Account(msgspec.Struct, frozen=True):
    """`bad`: what is really so; `scores` and `parts` (log odds by signal) by model; `values` by signal."""

    address: str
    bad: bool
    scores: dict[str, float]
    values: dict[str, float]
    parts: dict[str, dict[str, float]]
    bases: dict[str, float]

    @property
    def truth(self) -> str:
        return "block" if self.bad else "pass"

    @property
    def ref(self) -> str:
        return f"ETH-{self.address[2:18]}"


class Word(msgspec.Struct, frozen=True):
    """What the agent says of one account. `moved`: what a seeded bias adds to the part of one signal."""

    account: Account
    model: str = "p_lgbm"
    moved: tuple[str, float] | None = None
    ref: str = ""

    @property
    def name(self) -> str:
        return self.ref or self.account.ref

    @property
    def score(self) -> float:
        score = self.account.scores[self.model]
        return score if self.moved is None else 1 / (1 + math.exp(-logit(score) - self.moved[1]))

    @property
    def verdict(self) -> Verdict:
        return Verdict.BLOCK if self.score >= 0.5 else Verdict.PASS

    @property
    def confidence(self) -> float:
        return verdict_confidence(self.verdict, self.score)

    @property
    def right(self) -> bool:
        return self.verdict.value == self.account.truth

    @property
    def parts(self) -> dict[str, float]:
        parts = dict(self.account.parts[self.model])
        if self.moved is not None:
            parts[self.moved[0]] += self.moved[1]
        return parts

    def spoke(self) -> dict[str, float]:
        """Signal → how loudly it spoke for the verdict, of those that did."""
        sign = 1 if self.verdict is Verdict.BLOCK else -1
        return {name: sign * part for name, part in self.parts.items() if sign * part > 0}


def logit(score: float) -> float:
    return math.log(score / (1 - score))


def accounts(shared: Path, seed: int = 20261122) -> list[Account]:
    """Every account once, in an order drawn by seed."""
    known: dict[str, Row] = {}
    for row in _rows(shared / FOLDER / "eth_accounts.csv.gz"):
        known.setdefault(row["Address"], row)
    scored = {row["Address"]: row for row in _rows(shared / FOLDER / "eth_scores_oof.csv.gz")}
    addresses = [address for address in scored if address in known]
    figures = np.array([[float(known[a][column] or 0) for column in TOLD.values()] for a in addresses])
    scale = np.log10(1 + np.abs(figures)) * np.sign(figures)
    apart = scale - scale.mean(axis=0)
    parts, bases, scores = {}, {}, {}
    for model in MODELS:
        scores[model] = np.clip([float(scored[a][model]) for a in addresses], EDGE, 1 - EDGE)
        line = np.column_stack([apart, np.ones(len(apart))])
        slope, *_ = np.linalg.lstsq(line, np.log(scores[model] / (1 - scores[model])), rcond=None)
        parts[model], bases[model] = np.round(apart * slope[:-1], 6), float(slope[-1])
    found = [
        Account(
            address=address,
            bad=scored[address]["FLAG"] == "1",
            scores={model: float(scores[model][n]) for model in MODELS},
            values=dict(zip(NAMES, figures[n].tolist(), strict=True)),
            parts={model: dict(zip(NAMES, parts[model][n].tolist(), strict=True)) for model in MODELS},
            bases=bases,
        )
        for n, address in enumerate(addresses)
    ]
    random.Random(seed).shuffle(found)
    return found


def _rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def now() -> datetime:
    return datetime.now(UTC)


def assessment(word: Word, threshold: float, rule: str, clause: str | None, **more: Any) -> Row:
    """The agent's whole word, with one step that rests on the loudest signals and, where there is one, on a clause."""
    parts = word.parts
    base = word.account.bases[word.model]
    loud = sorted(parts, key=lambda name: -abs(parts[name]))[:2]
    return {
        "agent": "ROCA",
        "model_version": f"roca-eth-{word.model.removeprefix('p_')}",
        "verdict": word.verdict.value,
        "risk_score": word.score,
        "confidence": word.confidence,
        "threshold": threshold,
        "rule_version": rule,
        "role": "champion",
        "disposition": "to_review",
        "base_value": base,
        "signals": [
            {
                "name": name,
                "value": word.account.values[name],
                "contribution": part,
                "direction": "risk" if part >= 0 else "safe",
            }
            for name, part in parts.items()
        ],
        "other": {"count": None, "contribution": logit(word.score) - base - math.fsum(parts.values())},
        "steps": [
            {
                "n": 1,
                "statement": {"en": "The history of the address speaks for it.", "zh": "该地址的历史支持此判断。"},
                "evidence_ids": ["onchain"],
                "signals": loud,
                "sop_ref": clause,
                "outcome": "",
            }
        ],
    } | more


def case_line(word: Word, said: Row, at: datetime) -> Row:
    """The case as the agent hands it over."""
    return {
        "external_ref": word.name,
        "case_type": KIND,
        "opened_at": (at - timedelta(minutes=5)).isoformat(),
        "routed_at": at.isoformat(),
        "priority": 40,
        "subject": {"account": f"u-{word.account.address[2:10]}"},
        "evidence": [
            {
                "id": "onchain",
                "kind": "onchain_facts",
                "title": {"en": "On-chain facts of the address", "zh": "地址链上数据"},
                "fields": {"address": word.account.address},
            }
        ],
        "assessment": said,
        "links": [{"kind": "payee", "value": word.account.address}],
    }


def ledger_row(word: Word, threshold: float, rule: str, at: datetime) -> Row:
    """A case that the agent decided alone."""
    return {
        "external_ref": word.name,
        "case_type": KIND,
        "verdict": word.verdict.value,
        "risk_score": word.score,
        "confidence": word.confidence,
        "threshold": threshold,
        "rule_version": rule,
        "segment": {"agent": "ROCA"},
        "decided_at": at.isoformat(),
    }
