"""Thresholds that somebody challenged by a case, in the database."""

from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from app.server.storage import tables as t
from app.server.storage.judgements import claimed

OPEN, TAKEN, DECLINED = "challenged", "taken", "declined"
_h, _c = t.threshold_challenges.c, t.cases.c


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.threshold_challenges), values)


def is_known(connection: Connection, user_id: str, case_number: int) -> bool:
    """Whether this person has challenged a threshold by this case."""
    query = select(_h.challenge_id).where(_h.user_id == user_id, _h.case_number == case_number)
    return connection.scalar(query) is not None


def has_id(connection: Connection, challenge_id: str) -> bool:
    return connection.scalar(select(_h.challenge_id).where(_h.challenge_id == challenge_id)) is not None


def word(connection: Connection, review_id: str) -> Row[Any] | None:
    """What the agent said of the case that a review decided; None where its author never had the case."""
    r = t.reviews.c
    query: Select[Any] = select(r.ai_verdict, r.risk_score, r.threshold, _c.case_type)
    query = query.join(t.cases, _c.case_number == r.case_number).where(r.review_id == review_id, claimed(t.reviews))
    return connection.execute(query).first()


def _rows() -> Select[Any]:
    newest = (
        select(t.labels.c.label)
        .where(t.labels.c.case_number == _h.case_number)
        .order_by(t.labels.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(t.threshold_challenges, t.users.c.name, t.users.c.vendor, _c.only_for, newest.label("label"))
        .join(t.users, t.users.c.user_id == _h.user_id)
        .join(t.cases, _c.case_number == _h.case_number)
    )


def load(connection: Connection, challenge_id: str, *, for_update: bool = False) -> Row[Any] | None:
    """One challenge of an ordinary case; that of a gold case is nobody's to answer."""
    query = _rows().where(_h.challenge_id == challenge_id, _c.only_for.is_(None))
    if for_update and connection.dialect.name != "sqlite":
        query = query.with_for_update(of=t.threshold_challenges)
    return connection.execute(query).first()


def listed(
    connection: Connection, state: str | None, after: str | None, limit: int, own: str | None = None
) -> list[Row[Any]]:
    """The newest first, after an id; `own`: those of one person, whatever their cases are."""
    query = _rows().where(_h.user_id == own if own is not None else _c.only_for.is_(None))
    if state is not None:
        query = query.where(_h.state == state)
    if after is not None:
        query = query.where(_h.challenge_id < after)
    return list(connection.execute(query.order_by(_h.challenge_id.desc()).limit(limit)))


def count_open(connection: Connection, own: str | None = None) -> int:
    query = select(func.count()).select_from(t.threshold_challenges).join(t.cases, _c.case_number == _h.case_number)
    query = query.where(_h.state == OPEN, _h.user_id == own if own is not None else _c.only_for.is_(None))
    return int(connection.scalar(query) or 0)


def answer(connection: Connection, challenge_id: str, **values: Any) -> None:
    connection.execute(update(t.threshold_challenges).where(_h.challenge_id == challenge_id).values(**values))
