"""What became of blind reviews, and how blind decisions compare with those made with the agent's word in sight."""

from typing import Any

import msgspec
from sqlalchemy import Connection, and_, case, func, insert, select

from app.domain.blind_first import Shift
from app.domain.decision import Decision
from app.server.storage import reviews
from app.server.storage import tables as t


def add(connection: Connection, **values: Any) -> None:
    """Write down what the author said after the reveal; once per review."""
    connection.execute(insert(t.after_reveal).values(**values))


class TypeCounts(msgspec.Struct, frozen=True):
    """Decisions of one case type. `agreed` counts those equal to the agent's verdict; `answered` the blind ones whose
    author has seen the verdict and said so; `owed` those whose code is still missing."""

    case_type: str
    blind: int
    blind_agreed: int
    answered: int
    toward: int
    away: int
    took_effect: int
    owed: int
    shown: int
    shown_agreed: int


def counts(connection: Connection, from_ms: int, before_ms: int) -> list[TypeCounts]:
    """By case type, of decisions reached in [from_ms, before_ms). First decisions only: what was decided after a reveal
    is neither blind nor an ordinary case."""
    r, after = t.reviews, t.after_reveal
    blind, shown = r.c.blind_first.is_(True), r.c.blind_first.is_(False)
    agreed = r.c.decision == r.c.ai_verdict

    def how_many(*conditions: Any) -> Any:
        return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)

    query = (
        select(
            t.cases.c.case_type,
            how_many(blind),
            how_many(blind, agreed),
            how_many(after.c.review_id.is_not(None)),
            how_many(after.c.shift == Shift.TOWARD.value),
            how_many(after.c.shift == Shift.AWAY.value),
            how_many(after.c.second_review_id.is_not(None)),
            how_many(blind, r.c.code.is_(None), r.c.standing == reviews.IN_FORCE),
            how_many(shown),
            how_many(shown, agreed),
        )
        .select_from(r)
        .join(t.cases, and_(t.cases.c.case_number == r.c.case_number, t.cases.c.only_for.is_(None)))
        .outerjoin(after, after.c.review_id == r.c.review_id)
        .where(
            r.c.decided_at >= from_ms,
            r.c.decided_at < before_ms,
            r.c.decision != Decision.ESCALATE.value,
            r.c.standing.in_((reviews.IN_FORCE, reviews.SUPERSEDED)),
            r.c.review_id.not_in(select(after.c.second_review_id).where(after.c.second_review_id.is_not(None))),
        )
        .group_by(t.cases.c.case_type)
        .order_by(t.cases.c.case_type)
    )
    return [TypeCounts(*list[Any](row)) for row in connection.execute(query)]
