"""Cases that were passed over, by whom and why."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, func, insert, select, update

from app.server.storage import tables as t


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.case_skips).values(**values))


def rested(user_id: str, since_ms: int) -> ColumnElement[bool]:
    """The cases that this person has not skipped since then, or has brought back."""
    k = t.case_skips.c
    skipped = select(k.case_number).where(k.user_id == user_id, k.at > since_ms, k.ended_at.is_(None))
    return t.cases.c.case_number.not_in(skipped)


def end(connection: Connection, user_id: str, number: int, since_ms: int, now_ms: int) -> bool:
    """This person wants the case back that they skipped since then; whether they had. The skip still counts."""
    k = t.case_skips.c
    resting = (k.user_id == user_id, k.case_number == number, k.at > since_ms, k.ended_at.is_(None))
    return connection.execute(update(t.case_skips).where(*resting).values(ended_at=now_ms)).rowcount > 0


class SkipCount(msgspec.Struct, frozen=True):
    """How often one person skipped cases of one type for one reason."""

    user_id: str
    name: str
    case_type: str
    reason: str
    times: int


def counts(connection: Connection, from_ms: int, before_ms: int) -> list[SkipCount]:
    """Skips in [from_ms, before_ms), the most first."""
    k, times = t.case_skips.c, func.count().label("times")
    query = (
        select(k.user_id, t.users.c.name, k.case_type, k.reason, times)
        .join(t.users, t.users.c.user_id == k.user_id)
        .where(k.at >= from_ms, k.at < before_ms, ~exists().where(t.gold_cases.c.case_number == k.case_number))
        .group_by(k.user_id, t.users.c.name, k.case_type, k.reason)
        .order_by(times.desc(), t.users.c.name, k.case_type, k.reason)
    )
    return [SkipCount(*row._tuple()) for row in connection.execute(query)]
