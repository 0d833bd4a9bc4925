"""The training set: what the agent saw and said of each labelled case, and what the case turned out to be."""

from datetime import datetime

import msgspec

from app.domain.root_cause import Attribution


class TrainingSignal(msgspec.Struct, frozen=True):
    """`value`: of a number or a yes or no; text may be a person's and is left out."""

    name: str
    value: float | bool | None
    contribution: float


class TrainingRow(msgspec.Struct, frozen=True):
    """One case under the label in force. `truth`: what the final decision says the subject was (good, bad); `steps` are
    the reviewer's verdicts on the agent's reasoning; `blind_first`: the decision was made without the agent's word."""

    case_id: str
    external_ref: str
    case_type: str
    agent: str
    model_version: str
    prompt_version: str | None
    sop_version: str | None
    rule_version: str
    ai_verdict: str
    risk_score: float
    confidence: float
    threshold: float
    base_value: float
    other_contribution: float
    signals: tuple[TrainingSignal, ...]
    truth: str
    label: str
    code: str | None
    code_kind: str | None
    attribution: Attribution | None
    route: str | None
    rationale: str
    rationale_language: str
    steps: tuple[dict[str, str | int | None], ...]
    blind_first: bool
    review_id: str
    revision: int
    source: str
    decided_at: datetime
