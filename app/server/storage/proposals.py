"""Proposals and their steps in the database."""

from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from app.domain.proposal import OVER
from app.server.storage import tables as t


class Proposal(msgspec.Struct, frozen=True):
    """One row of proposals with its author's name."""

    proposal_id: str
    kind: str
    case_type: str
    side: str
    base_version: str | None
    base_threshold: float | None
    threshold: float
    source: str
    feedback_id: str | None
    session_id: str | None
    why: str
    why_language: str
    cost_wrong: float
    minutes_per_case: float | None
    author_id: str
    author_name: str
    created_at: int
    state: str
    replay: str | None


class Step(msgspec.Struct, frozen=True):
    proposal_id: str
    at: int
    by_name: str
    state: str
    why: str
    why_language: str


_p = t.proposals.c
_COLUMNS = [
    t.users.c.name.label("author_name") if field.name == "author_name" else _p[field.name]
    for field in msgspec.structs.fields(Proposal)
]


def find(connection: Connection, proposal_id: str, *, for_update: bool = False) -> Proposal | None:
    """One proposal, held until commit where `for_update`."""
    if for_update:
        connection.execute(select(_p.proposal_id).where(_p.proposal_id == proposal_id).with_for_update())
    query = select(*_COLUMNS).join(t.users, t.users.c.user_id == _p.author_id).where(_p.proposal_id == proposal_id)
    row = connection.execute(query).first()
    return Proposal(*row) if row else None


def listed(connection: Connection, state: str | None, after: str | None, limit: int) -> list[Proposal]:
    """Newest first, after an id (None from the beginning)."""
    query = select(*_COLUMNS).join(t.users, t.users.c.user_id == _p.author_id)
    if state is not None:
        query = query.where(_p.state == state)
    if after is not None:
        query = query.where(_p.proposal_id < after)
    return [Proposal(*row) for row in connection.execute(query.order_by(_p.proposal_id.desc()).limit(limit))]


def under_way(connection: Connection, kind: str) -> dict[tuple[str, str], str]:
    """(case_type, side) → the proposal of this kind that is not over."""
    over = [state.value for state in OVER]
    query = select(_p.case_type, _p.side, _p.proposal_id).where(_p.kind == kind, _p.state.not_in(over))
    return {(row.case_type, row.side): row.proposal_id for row in connection.execute(query)}


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.proposals), values)


def change(connection: Connection, proposal_id: str, **values: Any) -> None:
    connection.execute(update(t.proposals).where(_p.proposal_id == proposal_id).values(**values))


def add_step(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.proposal_steps), values)


def steps(connection: Connection, ids: list[str]) -> dict[str, list[Step]]:
    """The steps of these proposals, each in order."""
    s, found = t.proposal_steps.c, dict[str, list[Step]]()
    query = (
        select(s.proposal_id, s.at, t.users.c.name, s.state, s.why, s.why_language)
        .outerjoin(t.users, t.users.c.user_id == s.by)
        .where(s.proposal_id.in_(ids))
        .order_by(s.step_id)
    )
    for row in connection.execute(query) if ids else ():
        found.setdefault(row[0], []).append(Step(row[0], row[1], row[2] or "", row[3], row[4], row[5]))
    return found
