"""Reading in bulk, page by page, each page in a short transaction of its own."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, and_, func, select

from app.contract.labels import LabelRow
from app.contract.training import TrainingRow, TrainingSignal
from app.domain.assessment import Assessment
from app.domain.label import Label
from app.domain.root_cause import Attribution
from app.server.storage import reviews
from app.server.storage import tables as t
from app.server.storage.cases import case_id
from app.server.storage.labels import of_audit
from app.server.storage.unit_of_work import from_ms

BEYOND = 2**62
# A true alarm, and what the agent had passed and should not have.
_BAD = frozenset({Label.TP.value, Label.FN.value})


class ReviewRow(msgspec.Struct, frozen=True):
    """One review as the reviews export tells it. `created_wall` is the seat's own clock, in Unix milliseconds. What
    tells the agent's word is null while whoever exports still has to decide the case blind."""

    review_id: str
    case_id: str
    external_ref: str
    case_type: str
    command_id: str
    reviewer_id: str
    reviewer_name: str
    decision: str
    standing: str
    flags: tuple[str, ...]
    label: str | None
    code: str | None
    code_kind: str | None
    attribution: Attribution | None
    route: str | None
    rationale: str
    rationale_language: str
    steps: Any
    sop: Any
    active_ms: int
    blind_first: bool
    ai_verdict: str | None
    risk_score: float | None
    threshold: float | None
    model_version: str | None
    decided_at: Any
    created_wall: int


def label_rows(
    connection: Connection, after: int, before: int, limit: int, *, in_force_only: bool, facts: bool = False
) -> list[tuple[int, LabelRow, bytes]]:
    """(label_seq, row, the case's facts or b"") with after < label_seq < before, in the order of coming into force.
    `in_force_only`: those that nothing below `before` takes the place of."""
    found = connection.execute(_labels(after, before, limit, in_force_only=in_force_only, facts=facts))
    return [(row.label_seq, _label_row(row), bytes(row.facts) if facts else b"") for row in found]


def training_rows(connection: Connection, after: int, before: int, limit: int) -> list[tuple[int, TrainingRow]]:
    """(label_seq, row) of labels in force below `before`, in the order of coming into force."""
    found = connection.execute(_labels(after, before, limit, in_force_only=True, facts=True))
    return [(row.label_seq, _training_row(row)) for row in found]


class Material(msgspec.Struct, frozen=True):
    """A labelled case as a training set is made of it: the row, the case's facts as they came, since when the label is
    in force (ms), the case's state, whether it came for an audit of what the agent decides alone, and whether it is
    kept no longer."""

    label_seq: int
    number: int
    row: TrainingRow
    facts: bytes
    labelled_at: int
    state: str
    audit: bool
    let_go: bool


def training_material(connection: Connection, after: int, before: int, limit: int) -> list[Material]:
    """Labels in force between these numbers, in the order of coming into force."""
    query = _labels(after, before, limit, in_force_only=True, facts=True)
    query = query.add_columns(
        t.labels.c.created_at.label("labelled_at"),
        t.cases.c.state.label("case_state"),
        of_audit().label("audit"),
        t.cases.c.let_go_at,
    )
    return [
        Material(
            row.label_seq,
            row.case_number,
            _training_row(row),
            bytes(row.facts),
            row.labelled_at,
            row.case_state,
            bool(row.audit),
            row.let_go_at is not None,
        )
        for row in connection.execute(query)
    ]


def _labels(after: int, before: int, limit: int, *, in_force_only: bool, facts: bool) -> Select[Any]:
    labels, r, c = t.labels, t.reviews, t.cases
    columns: list[Any] = [
        labels.c.label_seq,
        labels.c.revision,
        labels.c.source,
        labels.c.label.label("label_in_force"),
        r,
        c.c.external_ref,
        c.c.case_type,
    ]
    query = (
        select(*columns, *([c.c.facts] if facts else []))
        .join(r, r.c.review_id == labels.c.review_id)
        .join(c, c.c.case_number == labels.c.case_number)
        .where(labels.c.label_seq > after, labels.c.label_seq < before)
        .order_by(labels.c.label_seq)
        .limit(limit)
    )
    if in_force_only:
        newer = t.labels.alias("newer")
        query = query.outerjoin(
            newer,
            and_(
                newer.c.case_number == labels.c.case_number,
                newer.c.revision > labels.c.revision,
                newer.c.label_seq < before,
            ),
        ).where(newer.c.label_seq.is_(None))
    return query


class _Case(msgspec.Struct):
    assessment: Assessment


_word = msgspec.json.Decoder(_Case)


def _training_row(row: Row[Any]) -> TrainingRow:
    word = _word.decode(row.facts).assessment
    return TrainingRow(
        case_id=case_id(row.case_number),
        external_ref=row.external_ref,
        case_type=row.case_type,
        agent=word.agent,
        model_version=row.model_version,
        prompt_version=word.prompt_version,
        sop_version=word.sop_version,
        rule_version=word.rule_version,
        ai_verdict=row.ai_verdict,
        risk_score=row.risk_score,
        confidence=word.confidence,
        threshold=row.threshold,
        base_value=word.base_value,
        other_contribution=word.other.contribution,
        signals=tuple(
            TrainingSignal(one.name, None if isinstance(one.value, str) else one.value, one.contribution)
            for one in word.signals
        ),
        truth="bad" if row.label_in_force in _BAD else "good",
        label=row.label_in_force,
        code=row.code,
        code_kind=row.code_kind,
        attribution=reviews.attribution(row),
        route=row.route,
        rationale=row.rationale,
        rationale_language=row.rationale_language,
        steps=tuple(msgspec.json.decode(row.steps)),
        blind_first=row.blind_first,
        review_id=row.review_id,
        revision=row.revision,
        source=row.source,
        decided_at=from_ms(row.decided_at),
    )


def _label_row(row: Row[Any]) -> LabelRow:
    return LabelRow(
        review_id=row.review_id,
        case_id=case_id(row.case_number),
        external_ref=row.external_ref,
        case_type=row.case_type,
        model_version=row.model_version,
        ai_verdict=row.ai_verdict,
        risk_score=row.risk_score,
        threshold=row.threshold,
        decision=row.decision,
        label=row.label_in_force,
        code=row.code,
        code_kind=row.code_kind,
        attribution=reviews.attribution(row),
        route=row.route,
        rationale=row.rationale,
        rationale_language=row.rationale_language,
        reviewer_id=row.reviewer_id,
        decided_at=from_ms(row.decided_at),
        revision=row.revision,
        source=row.source,
    )


def review_rows(
    connection: Connection, after: tuple[int, str], limit: int, hidden: Callable[[Row[Any]], bool]
) -> list[ReviewRow]:
    """Reviews in the order of (decided_at, review_id), after the given place; `hidden` says of a row of
    `reviews.rows()` whether the agent's word is kept back."""
    r = t.reviews
    at, review_id = after
    query = (
        reviews.rows()
        .add_columns(t.cases.c.external_ref)
        .where((r.c.decided_at > at) | ((r.c.decided_at == at) & (r.c.review_id > review_id)), reviews.not_of_gold())
        .order_by(r.c.decided_at, r.c.review_id)
        .limit(limit)
    )
    return [_review_row(row, hidden(row)) for row in connection.execute(query)]


def _review_row(row: Row[Any], hidden: bool) -> ReviewRow:
    told = ReviewRow(
        review_id=row.review_id,
        case_id=case_id(row.case_number),
        external_ref=row.external_ref,
        case_type=row.case_type,
        command_id=row.command_id,
        reviewer_id=row.reviewer_id,
        reviewer_name=row.reviewer_name,
        decision=row.decision,
        standing=row.standing,
        flags=msgspec.json.decode(row.flags, type=tuple[str, ...]),
        label=row.label,
        code=row.code,
        code_kind=row.code_kind,
        attribution=reviews.attribution(row),
        route=row.route,
        rationale=row.rationale,
        rationale_language=row.rationale_language,
        steps=msgspec.json.decode(row.steps),
        sop=msgspec.json.decode(row.sop) if row.sop else None,
        active_ms=row.active_ms,
        blind_first=row.blind_first,
        ai_verdict=row.ai_verdict,
        risk_score=row.risk_score,
        threshold=row.threshold,
        model_version=row.model_version,
        decided_at=from_ms(row.decided_at),
        created_wall=row.created_wall,
    )
    return msgspec.structs.replace(told, **_KEPT_BACK) if hidden else told


_KEPT_BACK: dict[str, Any] = {
    "label": None,
    "code": None,
    "code_kind": None,
    "attribution": None,
    "route": None,
    "rationale": "",
    "steps": [],
    "ai_verdict": None,
    "risk_score": None,
    "threshold": None,
    "model_version": None,
}


def first_unreleased(connection: Connection, now_ms: int) -> int:
    """The first label that may not leave yet, or a number beyond all."""
    labels = t.labels
    found = connection.scalar(select(func.min(labels.c.label_seq)).where(labels.c.release_at > now_ms))
    return found if found is not None else BEYOND


def newest_before(connection: Connection, before: int) -> int:
    """The newest label below a number; 0 where there is none."""
    labels = t.labels
    return connection.scalar(select(func.max(labels.c.label_seq)).where(labels.c.label_seq < before)) or 0


def recorded_at(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """When these labels came into force, by their number, in UTC milliseconds."""
    labels = t.labels
    query = select(labels.c.label_seq, labels.c.created_at).where(labels.c.label_seq.in_(numbers))
    return {row.label_seq: row.created_at for row in connection.execute(query)}
