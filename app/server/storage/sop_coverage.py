"""What decisions rest on, counted in SQL: few rows whatever the number of cases."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, select

from app.domain.decision import Decision
from app.domain.root_cause import Route
from app.server.storage import gold
from app.server.storage import tables as t

NO_CLAUSE = "-"
_r, _c, _s = t.reviews.c, t.cases.c, t.case_slices.c
_FINAL = (Decision.PASS.value, Decision.BLOCK.value)


def _decided(since_ms: int, *columns: ColumnElement[Any]) -> Select[Any]:
    """Decisions in force on ordinary cases."""
    return (
        select(*columns)
        .select_from(t.reviews)
        .join(t.cases, _c.case_number == _r.case_number)
        .where(_r.standing == "in_force", _r.decision.in_(_FINAL), _r.decided_at >= since_ms, gold.ordinary())
    )


def by_type(connection: Connection, since_ms: int) -> list[Row[Any]]:
    """Of each type: `decided`, `covered`, `no_clause` (the reasoning rests on none), `not_cited` (the review names
    none). A case from before slices were told counts as one whose reasoning rests on none."""
    reasoned = and_(_s.clause.is_not(None), _s.clause != NO_CLAUSE)
    cited = _r.sop.is_not(None)
    query = _decided(
        since_ms,
        _c.case_type,
        func.count().label("decided"),
        func.sum(case((and_(reasoned, cited), 1), else_=0)).label("covered"),
        func.sum(case((reasoned, 0), else_=1)).label("no_clause"),
        func.sum(case((cited, 0), else_=1)).label("not_cited"),
    )
    query = query.join(t.case_slices, _s.case_number == _r.case_number, isouter=True)
    return list(connection.execute(query.group_by(_c.case_type).order_by(_c.case_type)))


def missing(connection: Connection, since_ms: int, most: int) -> list[Row[Any]]:
    """Root causes that are for the procedures to mend, the most frequent first."""
    many = func.count().label("many")
    of = (_c.case_type, _r.code, _r.attribution_kind, _r.attribution_ref)
    query = _decided(since_ms, *of, many).where(_r.route == Route.C.value, _r.code.is_not(None))
    return list(connection.execute(query.group_by(*of).order_by(many.desc(), *of[:2]).limit(most)))


def relied_on(connection: Connection, since_ms: int) -> list[Row[Any]]:
    """What reviews say they rest on (`sop`, as JSON) with how many they are and in how many the agent was right."""
    right = func.sum(case((_r.label.in_(("TP", "TN")), 1), else_=0)).label("right")
    query = _decided(since_ms, _r.sop, func.count().label("many"), right)
    query = query.where(_r.sop.is_not(None), _r.label.is_not(None))
    return list(connection.execute(query.group_by(_r.sop)))


def rows_after(
    connection: Connection, since_ms: int, relied: str, from_ms: int, most: int, reviewer_id: str | None
) -> list[Row[Any]]:
    """The newest of them: `case_number`, `case_type`, `decided_at`, `label`; of one reviewer, or (None) of all."""
    told = (_r.case_number, _c.case_type, _r.decided_at, _r.label)
    query = _decided(max(since_ms, from_ms), *told).where(_r.sop == relied, _r.label.is_not(None))
    if reviewer_id is not None:
        query = query.where(_r.reviewer_id == reviewer_id)
    return list(connection.execute(query.order_by(_r.decided_at.desc(), _r.case_number.desc()).limit(most)))


def after(connection: Connection, since_ms: int, relied: str, from_ms: int) -> int:
    """How many of those that rest on `relied` were decided from a moment on."""
    query = _decided(max(since_ms, from_ms), func.count()).where(_r.sop == relied, _r.label.is_not(None))
    return int(connection.execute(query).scalar_one())
