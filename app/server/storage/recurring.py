"""Errors that recur, counted in SQL: nothing is read case by case until a pattern was found."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from app.domain.label import Label
from app.domain.root_cause import CodeKind
from app.domain.route_suggestion import NEAR_THRESHOLD
from app.server.storage import labels
from app.server.storage import tables as t

ERRORS = (Label.FP.value, Label.FN.value)
MOST_MEMBERS = 20_000


class Counted(msgspec.Struct, frozen=True):
    """Labels in force that say the same of the same thing. `code` and what follows are null where the label is no
    error, or another word than its review's author had for it. `near`: within three points of the threshold."""

    case_type: str
    label: str
    code: str | None
    kind: str | None
    ref: str | None
    cases: int
    audits: int
    active_ms: int
    near: int


class Member(msgspec.Struct, frozen=True):
    """One case of a pattern with the review that says so; `route` as its author chose it."""

    number: int
    review_id: str
    reviewer_id: str
    at_ms: int
    route: str | None


def counted(connection: Connection, from_ms: int, before_ms: int) -> list[Counted]:
    """The labels in force that came in a window, by type, side, cause and attribution. Gold cases have none."""
    r, c = t.reviews.c, t.cases.c
    error = and_(t.labels.c.label.in_(ERRORS), r.code_kind == CodeKind.ROOT_CAUSE.value)

    def told(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
        return case((error, column), else_=None).label(name)

    by = (told(r.code, "code"), told(r.attribution_kind, "kind"), told(r.attribution_ref, "ref"))
    confidence = case((r.ai_verdict == "block", r.risk_score), else_=1.0 - r.risk_score)
    near = func.abs(confidence - r.threshold) <= NEAR_THRESHOLD
    inner = (
        select(
            c.case_type.label("case_type"),
            t.labels.c.label.label("label"),
            *by,
            r.active_ms.label("active_ms"),
            case((labels.of_audit(), 1), else_=0).label("audited"),
            case((near, 1), else_=0).label("near"),
        )
        .select_from(_in_force())
        .where(*_window(from_ms, before_ms))
        .subquery()
    ).c
    query = select(
        inner.case_type,
        inner.label,
        inner.code,
        inner.kind,
        inner.ref,
        func.count(),
        func.sum(inner.audited),
        func.sum(inner.active_ms),
        func.sum(inner.near),
    ).group_by(inner.case_type, inner.label, inner.code, inner.kind, inner.ref)
    return [Counted(*row[:5], *(int(n) for n in row[5:])) for row in connection.execute(query)]


def members(
    connection: Connection,
    from_ms: int,
    before_ms: int,
    case_type: str,
    label: str,
    code: str,
    kind: str | None,
    refs: Collection[str],
) -> list[Member]:
    """The cases of one pattern, the newest first; `refs` as they were written."""
    r = t.reviews.c
    about: tuple[ColumnElement[bool], ...] = (
        (r.attribution_kind.is_(None),) if kind is None else (r.attribution_kind == kind,)
    )
    if kind is not None and refs:
        about = (*about, r.attribution_ref.in_(sorted(refs)))
    query = (
        select(t.labels.c.case_number, r.review_id, r.reviewer_id, t.labels.c.created_at, r.route)
        .select_from(_in_force())
        .where(
            *_window(from_ms, before_ms),
            t.labels.c.label == label,
            t.cases.c.case_type == case_type,
            r.code == code,
            r.code_kind == CodeKind.ROOT_CAUSE.value,
            *about,
        )
        .order_by(t.labels.c.label_seq.desc())
        .limit(MOST_MEMBERS)
    )
    return [Member(*row) for row in connection.execute(query)]


_newer = t.labels.alias("newer")


def _in_force() -> Any:
    return (
        t.labels.join(t.reviews, t.reviews.c.review_id == t.labels.c.review_id)
        .join(t.cases, t.cases.c.case_number == t.labels.c.case_number)
        .outerjoin(
            _newer,
            and_(
                _newer.c.case_number == t.labels.c.case_number,
                _newer.c.revision > t.labels.c.revision,
            ),
        )
    )


def _window(from_ms: int, before_ms: int) -> tuple[ColumnElement[bool], ...]:
    """What its author may still take back has not happened yet."""
    labels = t.labels.c
    return (
        labels.created_at >= from_ms,
        labels.created_at < before_ms,
        func.coalesce(labels.release_at, 0) <= before_ms,
        _newer.c.label_seq.is_(None),
    )
