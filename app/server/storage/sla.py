"""Deadlines that draw near or pass, found by index; `app.domain.sla` in SQL."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, case, literal_column, select, update

from app.domain.case import CaseState
from app.domain.sla import SlaStage
from app.server.storage import tables as t

STAGES = (SlaStage.AMPLE, SlaStage.AMBER, SlaStage.RED, SlaStage.LATE)
"""By the number under which a case remembers what was told of it."""
_UNDECIDED = (CaseState.OPEN.value, CaseState.ESCALATED.value)
_MS = timedelta(milliseconds=1)
# Written out: an index of these rows alone is found by these words.
_UNTOLD: ColumnElement[bool] = literal_column("cases.sla_told < 3")
_TOLD: ColumnElement[bool] = literal_column("cases.sla_told > 0")


class Nearing(msgspec.Struct, frozen=True):
    """A case of whose deadline there is something new to tell; `stage` is a place in STAGES."""

    number: int
    rev: int
    vendor: str | None
    stage: int
    due_at_ms: int
    gold: bool = False


def stage(now_ms: int) -> ColumnElement[int]:
    """The place in STAGES of a case whose clock runs. In whole milliseconds: a quarter and a tenth of the allowance
    are what is left at 75 and 90 %."""
    c = t.cases.c
    allowance = c.due_at - c.routed_at
    return case(
        (c.effective_due_at <= now_ms, 3),
        (c.effective_due_at - allowance // 10 <= now_ms, 2),
        (c.effective_due_at - allowance // 4 <= now_ms, 1),
        else_=0,
    )


def nearing(connection: Connection, now_ms: int, longest: timedelta, limit: int) -> list[Nearing]:
    """Undecided cases with news of their deadline, the first due first, locked until commit. `longest`: the longest
    allowance that there is. A case whose clock stands still has none."""
    c, at = t.cases.c, stage(now_ms)
    query = (
        select(c.case_number, c.rev, c.vendor, at.label("stage"), c.effective_due_at, c.only_for.is_not(None))
        .where(
            c.state.in_(_UNDECIDED),
            _UNTOLD,
            c.effective_due_at <= now_ms + longest // (4 * _MS),
            c.waiting_since.is_(None),
            c.sla_told < at,
        )
        .order_by(c.effective_due_at, c.case_number)
        .limit(limit)
    )
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(skip_locked=True)
    return [Nearing(*row) for row in connection.execute(query)]


def tell(connection: Connection, numbers: Sequence[int], stage: int) -> None:
    """Remember that this much was told of these cases."""
    if numbers:
        connection.execute(update(t.cases).where(t.cases.c.case_number.in_(numbers)).values(sla_told=stage))


def take_back(connection: Connection, now_ms: int) -> int:
    """Cases whose deadline has moved away since it was told of: it will be told again when it comes near. How many."""
    c, at = t.cases.c, stage(now_ms)
    done = connection.execute(
        update(t.cases)
        .where(_TOLD, c.effective_due_at > now_ms, c.waiting_since.is_(None), c.state.in_(_UNDECIDED), c.sla_told > at)
        .values(sla_told=at)
    )
    return done.rowcount
