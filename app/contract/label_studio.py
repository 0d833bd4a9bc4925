"""Labels as Label Studio tasks: one task per case, the agent's verdict as its prediction, the review as its annotation.

The shape is Label Studio's import format (https://labelstud.io/guide/tasks, "Label Studio JSON format"): a list of
{id, data, predictions[{model_version, score, result}], annotations[{id, completed_by, result}]}, where each result
names the control (`from_name`) and the object (`to_name`) of the labelling configuration that it belongs to.
"""

from typing import Any

from app.contract.labels import LabelRow
from app.domain.case import IntakeCase

OBJECT = "case"


def task(row: LabelRow, facts: IntakeCase) -> dict[str, Any]:
    """The task of one labelled case. `data` holds the agent's word on the case and nothing of its subject."""
    assessment = facts.assessment
    return {
        "id": int(row.case_id[2:]),
        "data": {
            "case_id": row.case_id,
            "external_ref": row.external_ref,
            "case_type": row.case_type,
            "model_version": row.model_version,
            "ai_verdict": row.ai_verdict,
            "risk_score": row.risk_score,
            "threshold": row.threshold,
            "signals": [{"name": s.name, "contribution": s.contribution} for s in assessment.signals],
            "steps": [
                {"n": s.n, "en": s.statement.en, "zh": s.statement.zh, "sop_ref": s.sop_ref} for s in assessment.steps
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
                "id": int(row.case_id[2:]) * 1000 + row.revision,
                "unique_id": row.review_id,
                "completed_by": {"id": row.reviewer_id},
                "created_at": row.decided_at.isoformat(),
                "was_cancelled": False,
                "ground_truth": False,
                "result": _results(row),
            }
        ],
        "meta": {"review_id": row.review_id, "revision": row.revision, "source": row.source},
    }


def _results(row: LabelRow) -> list[dict[str, Any]]:
    found = [_choice("decision", row.decision), _choice("label", row.label)]
    for name, value in (("code", row.code), ("code_kind", row.code_kind), ("route", row.route)):
        if value is not None:
            found.append(_choice(name, value))
    if row.attribution is not None:
        found.append(_text("attribution", f"{row.attribution.kind.value}:{row.attribution.ref}"))
    found.append(_text("rationale", row.rationale))
    found.append(_choice("rationale_language", row.rationale_language))
    return found


def _choice(name: str, value: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": OBJECT, "type": "choices", "value": {"choices": [value]}}


def _text(name: str, value: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": OBJECT, "type": "textarea", "value": {"text": [value]}}
