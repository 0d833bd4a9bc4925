"""What random audits found, counted in the database by case type and by what the agent had said.

Draws overlap and differ in how much they took, and rows of the ledger come late. So the ledger is cut into cells of
rows that the very same draws could have taken: within a cell each row was as likely as any other, and the cells are the
strata of the estimate. A row that somebody named is looked at, and is no sample.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, func, literal, literal_column, select

from app.domain.case import CaseState
from app.domain.decision import Decision
from app.server.storage import tables as t
from app.server.storage.judgements import settled_truth

_DRAWS_IN_ONE = 30  # as many fit a number of every database as bits
MOST_DRAWS = 300


class Part(msgspec.Struct, frozen=True):
    """One case type and one verdict within one cell. `cell` is empty where no draw could take the rows. `bad`: should
    have been blocked, by what people decided; `waiting`: drawn, and not decided yet."""

    case_type: str
    verdict: str
    cell: str
    size: int
    looked_at: int
    bad: int
    waiting: int


class QueuePart(msgspec.Struct, frozen=True):
    """The cases of one type that the agent left to people. `flagged`: of those decided, the agent had said block;
    `caught`: and it was right to."""

    case_type: str
    size: int
    decided: int
    bad: int
    flagged: int
    caught: int


def _sum(*conditions: Any) -> Any:
    return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)


def draws(connection: Connection, from_ms: int, before_ms: int) -> list[Row[Any]]:
    """The draws whose window meets this one, in the order in which they were made."""
    d = t.audit_draws.c
    query = select(t.audit_draws).where(d.decided_from < before_ms, d.decided_before > from_ms)
    return list(connection.execute(query.order_by(d.drawn_at, d.draw_id).limit(MOST_DRAWS + 1)))


def ledger(
    connection: Connection, from_ms: int, before_ms: int, case_type: str | None, made: Sequence[Row[Any]]
) -> list[Part]:
    """Of cases that the agent decided alone in [from_ms, before_ms), by type, verdict and cell."""
    row, c, r, taken = t.ledger, t.cases, t.reviews, t.audit_samples
    drawn = exists().where(taken.c.external_ref == row.c.external_ref)
    cells = cells_of(made, row.c)
    rows = (
        select(
            row.c.case_type,
            row.c.verdict,
            *cells,
            case((drawn, 1), else_=0).label("drawn"),
            func.coalesce(settled_truth(r.c.review_id), r.c.decision).label("decision"),
        )
        .outerjoin(c, c.c.external_ref == row.c.external_ref)
        .outerjoin(r, r.c.review_id == c.c.outcome_review_id)
        .where(row.c.decided_at >= from_ms, row.c.decided_at < before_ms)
    )
    if case_type is not None:
        rows = rows.where(row.c.case_type == case_type)
    told = rows.subquery("told")
    x = told.c
    by = [x.case_type, x.verdict, *(x[f"cell_{n}"] for n in range(len(cells)))]
    decided = and_(x.drawn == 1, x.decision.is_not(None))
    query = select(
        *by,
        func.count().label("size"),
        _sum(decided).label("looked_at"),
        _sum(decided, x.decision == Decision.BLOCK.value).label("bad"),
        _sum(x.drawn == 1, x.decision.is_(None)).label("waiting"),
    ).group_by(*by)
    found = []
    for one in connection.execute(query.order_by(*by)):
        masks = one[2 : 2 + len(cells)]
        cell = name_of(masks)
        looked, bad, waiting = (one.looked_at, one.bad, one.waiting) if cell else (0, 0, 0)
        found.append(Part(one.case_type, one.verdict, cell, one.size, looked, bad, waiting))
    return found


def cells_of(made: Sequence[Row[Any]], row: Any) -> list[Any]:
    """Columns that say which of these draws could have taken a row: equal in all of them, as likely as each other."""
    return [
        _mask(made[start : start + _DRAWS_IN_ONE], row).label(f"cell_{n}")
        for n, start in enumerate(range(0, len(made), _DRAWS_IN_ONE))
    ]


def name_of(masks: Sequence[int]) -> str:
    """The name of such a cell; empty where no draw could take its rows."""
    return ".".join(f"{mask:x}" for mask in masks) if any(masks) else ""


def _mask(made: Sequence[Row[Any]], row: Any) -> ColumnElement[int]:
    """Which of these draws could have taken a row, as bits."""
    mask: ColumnElement[int] = literal_column("0")
    for n, draw in enumerate(made):
        could = [row.decided_at >= draw.decided_from, row.decided_at < draw.decided_before]
        could.append(row.received_at <= draw.drawn_at)
        if draw.case_type is not None:
            could.append(row.case_type == draw.case_type)
        if draw.verdict is not None:
            could.append(row.verdict == draw.verdict)
        mask = mask + case((and_(*could), literal(1 << n)), else_=literal(0))
    return mask


def queue(connection: Connection, from_ms: int, before_ms: int, case_type: str | None) -> list[QueuePart]:
    """Of cases that the agent left to people in the same time. People decide all of them, so each is looked at once it
    is decided; what came for an audit belongs to the ledger and is not here."""
    c, r, row = t.cases, t.reviews, t.ledger
    decided = r.c.review_id.is_not(None)
    bad = func.coalesce(settled_truth(r.c.review_id), r.c.decision) == Decision.BLOCK.value
    flagged = r.c.ai_verdict == Decision.BLOCK.value
    query = (
        select(
            c.c.case_type,
            func.count(),
            _sum(decided),
            _sum(decided, bad),
            _sum(decided, flagged),
            _sum(decided, bad, flagged),
        )
        .outerjoin(r, r.c.review_id == c.c.outcome_review_id)
        .where(
            c.c.routed_at >= from_ms,
            c.c.routed_at < before_ms,
            c.c.state != CaseState.WITHDRAWN.value,
            c.c.only_for.is_(None),
            ~exists().where(row.c.external_ref == c.c.external_ref),
        )
        .group_by(c.c.case_type)
        .order_by(c.c.case_type)
    )
    if case_type is not None:
        query = query.where(c.c.case_type == case_type)
    return [QueuePart(*found) for found in connection.execute(query)]
