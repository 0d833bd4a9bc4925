"""The demo agent's arithmetic and words: contributions that add up to the score, steps, what was not checked."""

import math
import random
from dataclasses import dataclass
from typing import Any

from app.demo.kinds import NEAR_A_LINE
from app.demo.story import Facet, Row, Story, Text

AGENT, MODEL, PROMPT, SOP_VERSION, RULE = "ROCA demo", "roca-demo-4.2", "prompt-31", "2026.10", "rules-2026.11.2"
THRESHOLD = 0.85
BASES = {
    "ato_investigation": -1.30,
    "kyc_audit": -1.85,
    "reset_2fa": -1.10,
    "poa_review": -1.55,
    "withdrawal_anomaly": -1.70,
    "kyb_review": -1.60,
    "trading_abuse": -1.40,
}
# The signal that carries a code, where it is always the same.
_OWN_SIGNAL = {
    "thin_history": "account_age",
    "travel_or_vpn": "impossible_travel",
    "name_order_or_script": "name_similarity",
    "address_format": "address_similarity",
    "address_label_wrong": "watchlist_distance",
    "impersonation_missed": "reset_channel",
    "registry_out_of_date": "registry_match",
    "market_making": "wash_share",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong (or unsure) about the agent's word, and where it shows: kept out of the wire."""

    code: str
    attribution_kind: str | None
    attribution_ref: str | None


def logit(score: float) -> float:
    return math.log(score / (1 - score))


def assess(
    rng: random.Random, case_type: str, story: Story, verdict: str, score: float, code: str
) -> tuple[Row, Mistake]:
    """The assessment of `story` that reaches `score`, and where `code` shows in it.

    base + Σ contributions + other equals logit(score): `other` is what the rounded contributions leave.
    """
    facets = list(story.facets)
    towards = [f for f in facets if f.risky is (verdict == "block")]
    away = [f for f in facets if f.risky is not (verdict == "block")]
    rng.shuffle(away)
    towards.sort(key=lambda f: -f.weight * rng.uniform(0.7, 1.3))
    lead = towards[0] if towards else away[0]
    quiet = away[0] if away else lead
    weights = {f.signal: f.weight * rng.uniform(0.5, 1.1) for f in facets}
    mistake = Mistake(code, None, None)
    if code == "signal_overweighted":
        weights[lead.signal] *= 3.5
        mistake = Mistake(code, "signal", lead.signal)
    elif code == "signal_underweighted":
        weights[quiet.signal] = 0.04
        mistake = Mistake(code, "signal", quiet.signal)
    elif code == "signal_missing":
        facets = [f for f in facets if f is not quiet]
        mistake = Mistake(code, "missing_signal", quiet.signal)
    elif code in ("threshold_miscalibrated", "close_to_threshold", "conflicting_signals", "stale_data", "thin_history"):
        mistake = Mistake(code, "signal", lead.signal)

    owner = NEAR_A_LINE[case_type] if code == "threshold_miscalibrated" else _OWN_SIGNAL.get(code)
    own = next((f for f in facets if f.signal == owner), None)
    if own is not None:
        if own in towards:
            weights[own.signal] *= 2.5
        mistake = Mistake(code, "signal", own.signal)
    listed = _contributions(rng, BASES[case_type], logit(score), facets, weights, mistake)
    shown = {row["name"] for row in listed}
    steps, mistake = _steps(rng, facets, shown, verdict, code, mistake)
    not_checked: list[Text] = []
    if code in ("check_skipped", "evidence_missing"):
        not_checked.append(story.decisive_check)
        mistake = Mistake(code, "missing_check", story.decisive_check[0])
    not_checked += rng.sample(story.other_checks, rng.choice((0, 0, 1, 1, 2)))
    base = BASES[case_type]
    count: int | None = len(facets) - len(listed) + rng.randint(9, 24)
    other = logit(score) - math.fsum([base, *(row["contribution"] for row in listed)])
    assessment = {
        "agent": AGENT,
        "model_version": MODEL,
        "prompt_version": PROMPT,
        "sop_version": SOP_VERSION,
        "verdict": verdict,
        "risk_score": score,
        "confidence": score if verdict == "block" else 1 - score,
        "threshold": THRESHOLD,
        "rule_version": RULE,
        "role": "champion",
        "disposition": "to_review",
        "base_value": base,
        "signals": listed,
        "other": {"count": None if rng.random() < 0.04 else count, "contribution": other},
        "steps": steps,
        "not_checked": [{"en": en, "zh": zh} for en, zh in not_checked],
    }
    return assessment, mistake


def _contributions(
    rng: random.Random, base: float, target: float, facets: list[Facet], weights: dict[str, float], mistake: Mistake
) -> list[Row]:
    """Weights scaled so that the listed signals nearly reach `target` and little is left for the others."""
    # What the mistake points at is always listed.
    chosen = sorted(facets, key=lambda f: (f.signal != mistake.attribution_ref, -weights[f.signal]))
    most = rng.randint(6, 9)
    risky = [f for f in chosen if f.risky][: most - 2]
    safe = [f for f in chosen if not f.risky][: most - len(risky)]
    picked = risky + safe
    wanted = target - base - rng.uniform(-0.25, 0.25)
    up = math.fsum(weights[f.signal] for f in risky)
    down = math.fsum(weights[f.signal] for f in safe)
    # Choose the two scales nearest to one that satisfy up*a - down*b = wanted.
    a = b = 1.0
    if up and wanted + down > 0.15 * up:
        a = (wanted + down) / up
        if a > 2.2 and down:
            b = max(0.12, 1 - (a - 2.2) * up / down)
            a = (wanted + down * b) / up
    elif down:
        a = 0.35
        b = max(0.05, (up * a - wanted) / down)
    rows: list[Row] = []
    for f in picked:
        size = min(3.4, round(weights[f.signal] * (a if f.risky else b), 3)) or 0.001
        rows.append(
            {
                "name": f.signal,
                "value": f.value,
                "contribution": size if f.risky else -size,
                "direction": "risk" if f.risky else "safe",
            }
        )
    rows.sort(key=lambda row: -abs(float(row["contribution"])))
    return rows


def _steps(
    rng: random.Random, facets: list[Facet], shown: set[str], verdict: str, code: str, mistake: Mistake
) -> tuple[list[Row], Mistake]:
    blocking = verdict == "block"
    support = [f for f in facets if f.signal in shown and f.risky is blocking]
    counter = [f for f in facets if f.signal in shown and f.risky is not blocking]
    support.sort(key=lambda f: -f.weight)
    wrong: Facet | None = None
    if code == "step_misread_evidence" and counter:
        wrong = next((f for f in counter if f.evidence_id), counter[0])
        counter = [f for f in counter if f is not wrong]
    picked = support[: rng.randint(2, 3)] + counter[: rng.randint(1, 2)]
    if wrong is not None:
        picked.insert(min(1, len(picked)), wrong)
    steps: list[Row] = []
    gap = code in ("sop_gap", "no_clause")
    for f in picked:
        says_risky = f.risky is not (f is wrong)
        text = f.risk if says_risky else f.safe
        clause = f.sop_risk if says_risky else f.sop_safe
        n = len(steps) + 1
        if gap or (clause is not None and rng.random() < 0.06):
            clause = None
            if gap:
                mistake = Mistake(code, "step", str(n))
                gap = False
        if f is wrong:
            mistake = Mistake(code, "step", str(n))
        if code == "sop_logic_error" and clause and mistake.attribution_kind is None:
            mistake = Mistake(code, "clause", clause)
        steps.append(
            {
                "n": n,
                "statement": {"en": text[0], "zh": text[1]},
                "evidence_ids": [f.evidence_id] if f.evidence_id else [],
                "signals": [f.signal],
                "sop_ref": clause,
                "outcome": "risk" if says_risky else "safe",
            }
        )
    if mistake.attribution_kind is None:
        mistake = Mistake(code, "step", "1")
    return steps, mistake


def confidence(rng: random.Random) -> float:
    """Below the threshold and not absurdly so: what sends a case to a person."""
    if rng.random() < 0.12:
        return round(rng.uniform(0.835, 0.849), 4)
    return round(rng.triangular(0.52, 0.845, 0.74), 4)


def segment(country: str, level: int) -> dict[str, Any]:
    """The light description that a ledger row carries."""
    return {"country": country, "kyc_level": level}
