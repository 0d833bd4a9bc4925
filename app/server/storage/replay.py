"""Past cases counted on a grid of the agent's confidence, with what is known of the truth.

Cases that came to people count each for itself: people decide all of them. Rows of the ledger are known by random
audits alone, so they are counted by the cells of rows that the very same draws could have taken (see
app.server.storage.recall); within a cell each row was as likely as any other.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, and_, case, cast, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.domain.case import CaseState
from app.domain.decision import Decision
from app.server.storage import tables as t
from app.server.storage.judgements import settled_truth
from app.server.storage.recall import cells_of, name_of

GRID = 100
"""Cells between 0 and 1: a case of confidence c lies in cell floor(100 c)."""


class GridCell(FunctionElement[int]):
    """floor(100 x + 1e-6): a confidence that was written as 0.57 lies in cell 57, whatever its last bits."""

    type = Integer()
    inherit_cache = True
    name = "grid_cell"


@compiles(GridCell)
def _rounded_down(element: GridCell, compiler: Any, **told: Any) -> str:
    return f"CAST(FLOOR({compiler.process(element.clauses, **told)} * {GRID} + 0.000001) AS INTEGER)"


@compiles(GridCell, "sqlite")
def _cut_off(element: GridCell, compiler: Any, **told: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **told)} * {GRID} + 0.000001 AS INTEGER)"


class Asked(msgspec.Struct, frozen=True):
    """Which cases: of one type and one verdict, decided in [from_ms, before_ms), with a confidence in [least, below)
    (None: any)."""

    case_type: str
    side: str
    from_ms: int
    before_ms: int
    least: float | None = None
    below: float | None = None

    def within(self, confidence: Any) -> list[Any]:
        found = [] if self.least is None else [confidence >= self.least]
        return found if self.below is None else [*found, confidence < self.below]


class QueueCell(msgspec.Struct, frozen=True):
    """Cases that came to people. `blind`: of those decided, without the agent's word in sight."""

    cell: int
    cases: int
    decided: int
    right: int
    blind: int


class LedgerCell(msgspec.Struct, frozen=True):
    """Rows of the ledger of one design cell ("" where no draw could take them): `looked_at` of `size`, `right` of
    those."""

    cell: int
    design: str
    size: int
    looked_at: int
    right: int


def _sum(*conditions: Any) -> Any:
    return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)


def queue(connection: Connection, asked: Asked) -> list[QueueCell]:
    """Of the queue, by cell of the grid."""
    s, c, r = t.case_slices.c, t.cases, t.reviews
    decided = r.c.review_id.is_not(None)
    truth = func.coalesce(settled_truth(r.c.review_id), r.c.decision)
    blind = or_(r.c.blind_first, exists().where(t.after_reveal.c.second_review_id == r.c.review_id))
    told = (
        select(
            GridCell(s.confidence).label("cell"),
            case((decided, 1), else_=0).label("decided"),
            case((and_(decided, truth == s.side), 1), else_=0).label("right_"),
            case((and_(decided, blind), 1), else_=0).label("blind"),
        )
        .select_from(t.case_slices)
        .join(c, c.c.case_number == s.case_number)
        .outerjoin(r, r.c.review_id == c.c.outcome_review_id)
        .where(
            s.case_type == asked.case_type,
            s.side == asked.side,
            *asked.within(s.confidence),
            s.routed_at >= asked.from_ms,
            s.routed_at < asked.before_ms,
            ~s.audit,
            c.c.only_for.is_(None),
            c.c.state != CaseState.WITHDRAWN.value,
        )
        .subquery("told")
    )
    x = told.c
    query = select(x.cell, func.count(), func.sum(x.decided), func.sum(x.right_), func.sum(x.blind))
    return [
        QueueCell(*(int(value) for value in row)) for row in connection.execute(query.group_by(x.cell).order_by(x.cell))
    ]


def ledger(connection: Connection, asked: Asked, draws: Sequence[Any]) -> list[LedgerCell]:
    """Of the ledger, by cell of the grid and of the design. Sizes are counted by index alone, whatever is known of few
    rows is joined to those few."""
    row, c, r, taken = t.ledger, t.cases, t.reviews, t.audit_samples
    masks = cells_of(draws, row.c)
    wanted = [
        row.c.case_type == asked.case_type,
        row.c.verdict == asked.side,
        row.c.decided_at >= asked.from_ms,
        row.c.decided_at < asked.before_ms,
        *asked.within(row.c.confidence),
    ]
    rows = select(GridCell(row.c.confidence).label("cell"), *masks).where(*wanted).subquery("rows_")
    by = [rows.c.cell, *(rows.c[mask.name] for mask in masks)]
    sizes = {tuple(found[:-1]): int(found[-1]) for found in connection.execute(select(*by, func.count()).group_by(*by))}
    truth = func.coalesce(settled_truth(r.c.review_id), r.c.decision)
    drawn = select(taken.c.external_ref).distinct().subquery("drawn")
    seen = (
        select(
            GridCell(row.c.confidence).label("cell"),
            *masks,
            case((truth == asked.side, 1), else_=0).label("right_"),
        )
        .select_from(drawn)
        .join(row, row.c.external_ref == drawn.c.external_ref)
        .join(c, c.c.external_ref == row.c.external_ref)
        .join(r, r.c.review_id == c.c.outcome_review_id)
        .where(*wanted, truth.in_([Decision.PASS.value, Decision.BLOCK.value]))
        .subquery("seen")
    )
    of = [seen.c.cell, *(seen.c[mask.name] for mask in masks)]
    known = {
        tuple(found[:-2]): (int(found[-2]), int(found[-1]))
        for found in connection.execute(select(*of, func.count(), func.sum(seen.c.right_)).group_by(*of))
    }
    cells = []
    for key in sorted(sizes):
        design = name_of(key[1:])
        looked, right = known.get(key, (0, 0)) if design else (0, 0)
        cells.append(LedgerCell(int(key[0]), design, sizes[key], looked, right))
    return cells


def minutes(connection: Connection, case_type: str, from_ms: int) -> tuple[float | None, int]:
    """The mean time of a review of this type in minutes (active, never wall clock), and of how many."""
    r, c = t.reviews.c, t.cases
    query = (
        select(func.avg(cast(r.active_ms, Integer)), func.count())
        .join(c, c.c.case_number == r.case_number)
        .where(c.c.case_type == case_type, c.c.only_for.is_(None), r.decided_at >= from_ms)
    )
    mean, count = connection.execute(query).one()
    return (None if mean is None else float(mean) / 60_000), int(count)
