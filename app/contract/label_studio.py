"""Labels as Label Studio tasks: one task per case, the agent's verdict as its prediction, the review as its annotation.

The shape is Label Studio's import format (https://labelstud.io/guide/tasks, "Label Studio JSON format"): a list of
{id, data, meta, predictions[{model_version, score, result}], annotations[{id, result}]}, where each result names the
control (`from_name`) and the object (`to_name`) of the labelling configuration that it belongs to (`configuration`).
Label Studio gives annotations authors, ids and times of its own and leaves `data` alone, so whatever says who judged,
when and by which review stands in `data`: a label comes back from it without loss (`label_of`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from xml.sax.saxutils import quoteattr

import msgspec

from app.contract.labels import LabelRow
from app.domain.decision import Decision, Verdict
from app.domain.label import Label
from app.domain.root_cause import Attribution, AttributionKind, CodeKind, Route

OBJECT = "case"
_CHOICES: dict[str, tuple[str, ...]] = {
    "verdict": tuple(Verdict),
    "decision": tuple(one for one in Decision if one is not Decision.ESCALATE),
    "label": tuple(Label),
    "code_kind": tuple(CodeKind),
    "route": tuple(Route),
    "rationale_language": ("en", "zh"),
}
_TEXTS = ("attribution", "rationale")
# What stands in `data` under its own name.
_FACTS = (
    "case_id", "external_ref", "case_type", "model_version", "ai_verdict", "risk_score", "threshold", "review_id",
    "reviewer_id", "decided_at", "revision", "source",
)  # fmt: skip


class JudgedSignal(msgspec.Struct, frozen=True):
    name: str
    contribution: float


class JudgedStatement(msgspec.Struct, frozen=True):
    en: str | None = None
    zh: str | None = None


class JudgedStep(msgspec.Struct, frozen=True):
    n: int
    statement: JudgedStatement
    sop_ref: str | None = None


class Judged(msgspec.Struct, frozen=True):
    """What of the agent's word a task shows; nothing of its subject."""

    signals: tuple[JudgedSignal, ...] = ()
    steps: tuple[JudgedStep, ...] = ()


def configuration(codes: Iterable[str]) -> str:
    """The labelling configuration (XML) of a project that takes these tasks; `codes` are the root causes and why-unsure
    codes that a label may have."""
    choices = _CHOICES | {"code": tuple(codes)}
    lines = ["<View>", f'  <Text name="{OBJECT}" value="$summary"/>']
    for name, words in choices.items():
        lines.append(f'  <Choices name="{name}" toName="{OBJECT}" choice="single">')
        lines += [f"    <Choice value={quoteattr(str(word))}/>" for word in words]
        lines.append("  </Choices>")
    lines += [f'  <TextArea name="{name}" toName="{OBJECT}"/>' for name in _TEXTS]
    return "\n".join([*lines, "</View>"]) + "\n"


def task(row: LabelRow, judged: Judged) -> dict[str, Any]:
    """The task of one labelled case."""
    number = int(row.case_id[2:])
    facts = {name: getattr(row, name) for name in _FACTS}
    decided_at = cast(str, msgspec.to_builtins(row.decided_at))
    summary = f"{row.case_id} {row.case_type}: {row.ai_verdict} {row.risk_score:.3f}"
    return {
        "id": number,
        "data": facts
        | {
            "decided_at": decided_at,
            "summary": summary,
            "signals": [{"name": one.name, "contribution": one.contribution} for one in judged.signals],
            "steps": [
                {"n": one.n, "en": one.statement.en, "zh": one.statement.zh, "sop_ref": one.sop_ref}
                for one in judged.steps
            ],
        },
        "predictions": [
            {
                "model_version": row.model_version,
                "score": row.risk_score,
                "result": [_choice("verdict", row.ai_verdict)],
            }
        ],
        "annotations": [
            {
                "id": number * 1000 + row.revision,
                "created_at": decided_at,
                "was_cancelled": False,
                "ground_truth": False,
                "result": _results(row),
            }
        ],
        "meta": {"review_id": row.review_id, "revision": row.revision, "source": row.source},
    }


def label_of(task: dict[str, Any]) -> LabelRow:
    """The label that a task was made of. Raises ValueError (KeyError, IndexError) for a task that is none of ours."""
    data, found = task["data"], _found(task["annotations"][0]["result"])
    kind, _, ref = found["attribution"].partition(":") if "attribution" in found else ("", "", "")
    told = {name: data[name] for name in _FACTS if name != "decided_at"}
    return LabelRow(
        **told,
        decided_at=datetime.fromisoformat(data["decided_at"].replace("Z", "+00:00")),
        decision=found["decision"],
        label=found["label"],
        code=found.get("code"),
        code_kind=found.get("code_kind"),
        attribution=Attribution(AttributionKind(kind), ref) if kind else None,
        route=found.get("route"),
        rationale=found.get("rationale", ""),
        rationale_language=found["rationale_language"],
    )


def _results(row: LabelRow) -> list[dict[str, Any]]:
    found = [_choice("decision", row.decision), _choice("label", row.label)]
    for name, value in (("code", row.code), ("code_kind", row.code_kind), ("route", row.route)):
        if value is not None:
            found.append(_choice(name, value))
    if row.attribution is not None:
        found.append(_text("attribution", f"{row.attribution.kind.value}:{row.attribution.ref}"))
    if row.rationale:
        found.append(_text("rationale", row.rationale))
    found.append(_choice("rationale_language", row.rationale_language))
    return found


def _found(results: list[dict[str, Any]]) -> dict[str, str]:
    return {
        one["from_name"]: one["value"]["choices" if one["type"] == "choices" else "text"][0]
        for one in results
        if one["to_name"] == OBJECT
    }


def _choice(name: str, value: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": OBJECT, "type": "choices", "value": {"choices": [value]}}


def _text(name: str, value: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": OBJECT, "type": "textarea", "value": {"text": [value]}}
