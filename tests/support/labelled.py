"""Labelled cases put straight into a database, for what sums over very many of them: as they would stand there after
intake, decision and label, with the agent's facts cut down to what sums look at."""

import itertools
import math
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import insert, select

from app.domain.ids import uuid7
from app.server.storage import tables as t
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import Storage, to_ms

AI, BLOCK_SCORE, PASS_SCORE = "roca-test-1", 0.7, 0.3
_FITTING = {("block", "block"): "TP", ("block", "pass"): "FP", ("pass", "pass"): "TN", ("pass", "block"): "FN"}
_refs = itertools.count(1)


class Case(msgspec.Struct, frozen=True):
    """One decided case. `signals`: name → contribution; `cause`: code, kind and reference of an error; `days`: how
    long ago it was labelled."""

    verdict: str = "block"
    decision: str = "block"
    cause: tuple[str, str | None, str | None] | None = None
    signals: tuple[tuple[str, float], ...] = ()
    case_type: str = "ato_investigation"
    reviewer: str = ""
    days: float = 0.0
    source: str = "review"
    route: str | None = None
    model: str = AI
    active_ms: int = 60_000
    score: float | None = None
    values: tuple[tuple[str, Any], ...] = ()
    ref: str = ""
    steps: int = 0
    marks: tuple[dict[str, Any], ...] = ()
    rationale: str = "The address had been used before."
    blind: bool = False

    @property
    def label(self) -> str:
        return _FITTING[self.verdict, self.decision]


def reviewer(storage: Storage, name: str = "rita") -> str:
    """Somebody to have decided them; the id."""
    with storage.write() as work:
        found = work.connection.scalar(select(t.users.c.user_id).where(t.users.c.name == name))
        if found is not None:
            return str(found)
        user_id = uuid7(work.now_ms, secrets.token_bytes(10))
        columns = {c.name for c in t.users.columns}
        row: dict[str, Any] = {"user_id": user_id, "name": name, "created_at": work.now_ms, "takes_along": False}
        work.connection.execute(insert(t.users), {k: v for k, v in row.items() if k in columns})
        return user_id


def put(storage: Storage, told: Iterable[Case], by: str) -> list[str]:
    """Write these cases with reviews and labels; their ids, in order. `by`: who decided those that name nobody."""
    told = list(told)
    now = to_ms(storage.clock())
    with storage.write() as work:
        first = _next_number(work.connection)
        cases, reviews, labels = [], [], []
        for number, one in enumerate(told, first):
            at = now - round(one.days * 86_400_000)
            review_id = uuid7(max(at, 1), secrets.token_bytes(10))
            score = one.score if one.score is not None else BLOCK_SCORE if one.verdict == "block" else PASS_SCORE
            code, kind, ref = one.cause or ("thin_history", None, None)
            cases.append(_case(number, one, at, score, review_id))
            reviews.append(
                {
                    "review_id": review_id,
                    "case_number": number,
                    "command_id": uuid7(max(at, 1), secrets.token_bytes(10)),
                    "reviewer_id": one.reviewer or by,
                    "device_id": "seat",
                    "rev": 1,
                    "standing": "in_force",
                    "flags": "[]",
                    "decision": one.decision,
                    "label": one.label,
                    "code": code,
                    "code_kind": "root_cause" if one.cause else "why_unsure",
                    "attribution_kind": kind,
                    "attribution_ref": ref,
                    "route": one.route,
                    "rationale": one.rationale,
                    "rationale_language": "en",
                    "steps": msgspec.json.encode(one.marks).decode(),
                    "active_ms": one.active_ms,
                    "blind_first": one.blind,
                    "decided_at": at,
                    "created_wall": at,
                    "fence": 1,
                    "base_rev": 1,
                    "ai_verdict": one.verdict,
                    "risk_score": score,
                    "threshold": 0.85,
                    "model_version": one.model,
                }
            )
            labels.append(
                {
                    "case_number": number,
                    "review_id": review_id,
                    "revision": 1,
                    "source": one.source,
                    "label": one.label,
                    "created_at": at,
                }
            )
        labels.sort(key=lambda row: row["created_at"])
        for table, rows in ((t.cases, cases), (t.reviews, reviews), (t.labels, labels)):
            for start in range(0, len(rows), 500):
                work.connection.execute(insert(table), rows[start : start + 500])
    return [case_id(number) for number in range(first, first + len(told))]


def relabel(storage: Storage, ids: Sequence[str], label: str, source: str = "adjudication") -> None:
    """Another label takes the place of the one in force."""
    with storage.write() as work:
        for name in ids:
            number = int(name.removeprefix("C-"))
            c = t.labels.c
            row = work.connection.execute(
                select(c.revision, c.review_id).where(c.case_number == number).order_by(c.revision.desc()).limit(1)
            ).one()
            work.connection.execute(
                insert(t.labels),
                {
                    "case_number": number,
                    "review_id": row.review_id,
                    "revision": row.revision + 1,
                    "source": source,
                    "label": label,
                    "created_at": work.now_ms,
                },
            )


def _next_number(connection: Any) -> int:
    from app.server.storage import state

    return state.take_case_numbers(connection, 100_000)


def _case(number: int, one: Case, at: int, score: float, review_id: str) -> dict[str, Any]:
    given = dict(one.values)
    signals = [
        {
            "name": name,
            "value": given.get(name, 1.0),
            "contribution": weight,
            "direction": "risk" if weight >= 0 else "safe",
        }
        for name, weight in one.signals
    ]
    steps = [{"n": n, "statement": {"en": "It looks so."}} for n in range(1, one.steps + 1)]
    word = {
        "agent": "ROCA",
        "verdict": one.verdict,
        "model_version": one.model,
        "risk_score": score,
        "confidence": score if one.verdict == "block" else 1 - score,
        "threshold": 0.85,
        "rule_version": "rules-test",
        "role": "champion",
        "disposition": "to_review",
        "base_value": 0.0,
        "signals": signals,
        # What the listed signals leave open of the score.
        "other": {"count": None, "contribution": math.log(score / (1 - score)) - math.fsum(w for _, w in one.signals)},
        "steps": steps,
    }
    ref = one.ref or f"LAB-{next(_refs)}-{number}"
    facts = {
        "external_ref": ref,
        "case_type": one.case_type,
        "opened_at": "2026-11-01T08:00:00Z",
        "priority": 10,
        "subject": {"account": f"u-{number}"},
        "evidence": [],
        "assessment": word,
    }
    return {
        "case_number": number,
        "external_ref": ref,
        "content_hash": "0" * 64,
        "case_type": one.case_type,
        "priority": 10,
        "state": "closed",
        "rev": 2,
        "material_rev": 1,
        "opened_at": at,
        "routed_at": at,
        "received_at": at,
        "due_at": at,
        "paused_ms": 0,
        "effective_due_at": at,
        "back_from_snooze": False,
        "fence": 1,
        "outcome_review_id": review_id,
        "closed_at": at,
        "facts": msgspec.json.encode(facts),
    }
