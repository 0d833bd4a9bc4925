"""Licences in the database."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, select, update

from app.domain.licence import EXPERIENCED, Licence, Rung
from app.server.storage import reviews
from app.server.storage import tables as t
from app.server.storage.unit_of_work import UnitOfWork

MOST_STEPS = 50


class Held(msgspec.Struct, frozen=True):
    """A licence with how its person came to it; times in UTC milliseconds."""

    licence: Licence
    why: str
    since: int
    by: str | None = None
    reason: str | None = None


def of_person(connection: Connection, user_id: str) -> dict[str, Held]:
    """What is written down for a person, by case type."""
    table = t.licences
    found = connection.execute(select(table).where(table.c.user_id == user_id))
    return {row.case_type: held(row) for row in found}


def held(row: Row[Any]) -> Held:
    """The licence in one row of its table."""
    licence = Licence(Rung(row.rung), row.per_mille, row.n, row.errors)
    return Held(licence, row.why, row.since, row.by, row.reason)


def experienced(connection: Connection, user_id: str) -> set[str]:
    """The case types of which this person has decided a case with effect."""
    r, c = t.reviews.c, t.cases.c
    query = select(c.case_type).join(t.reviews, r.case_number == c.case_number)
    return set(connection.scalars(query.where(r.reviewer_id == user_id, r.standing == reviews.IN_FORCE).distinct()))


def licensed_types(connection: Connection, user_id: str) -> set[str]:
    """The case types of which this person may decide live cases. Whoever nothing is written down for has what their
    experience says."""
    held = of_person(connection, user_id)
    if not held:
        return experienced(connection, user_id) if EXPERIENCED.rung.licensed else set()
    return {case_type for case_type, one in held.items() if one.licence.rung.licensed}


def lock(connection: Connection, user_id: str, case_type: str) -> Held | None:
    """One licence, held until commit."""
    table = t.licences
    query = select(table).where(table.c.user_id == user_id, table.c.case_type == case_type).with_for_update()
    row = connection.execute(query).first()
    return None if row is None else held(row)


def add(connection: Connection, user_id: str, case_type: str, held: Held) -> None:
    connection.execute(insert(t.licences).values(user_id=user_id, case_type=case_type, **_columns(held)))


def put(connection: Connection, user_id: str, case_type: str, held: Held) -> None:
    table = t.licences
    one = and_(table.c.user_id == user_id, table.c.case_type == case_type)
    connection.execute(update(table).where(one).values(**_columns(held)))


def _columns(held: Held) -> dict[str, Any]:
    one = held.licence
    return {
        "rung": one.rung.value,
        "per_mille": one.per_mille,
        "n": one.n,
        "errors": one.errors,
        "why": held.why,
        "since": held.since,
        "by": held.by,
        "reason": held.reason,
    }


def add_step(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.licence_steps).values(**values))


def steps(connection: Connection, user_id: str) -> list[Row[Any]]:
    """The newest steps of a person, the newest first, with the name of whoever made them."""
    s, by = t.licence_steps, t.users.alias("by")
    query = select(s, by.c.name.label("by_name")).outerjoin(by, by.c.user_id == s.c.by)
    query = query.where(s.c.user_id == user_id).order_by(s.c.step_id.desc()).limit(MOST_STEPS)
    return list(connection.execute(query))


def everybody(connection: Connection) -> list[Row[Any]]:
    """Every licence that is written down, by name and type."""
    table, u = t.licences, t.users.c
    query = select(table, u.name.label("user_name"), u.vendor).join(t.users, u.user_id == table.c.user_id)
    return list(connection.execute(query.where(u.disabled_at.is_(None)).order_by(u.name, table.c.case_type)))


def add_look(work: UnitOfWork, **values: Any) -> None:
    """A review was drawn to be looked at again."""
    work.add(t.licence_looks, **values)


def look(connection: Connection, review_id: str) -> Row[Any] | None:
    """One drawn review with its case, held until commit."""
    return connection.execute(
        _looks(t.licence_looks.c.review_id == review_id).with_for_update(of=t.licence_looks)
    ).first()


def waiting_looks(connection: Connection, not_of: str, after: str, limit: int) -> list[Row[Any]]:
    """Drawn reviews that nobody has judged, but one's own, oldest first."""
    k = t.licence_looks.c
    query = _looks(and_(k.judged_at.is_(None), k.user_id != not_of, k.review_id > after))
    return list(connection.execute(query.order_by(k.review_id).limit(limit)))


def _looks(where: ColumnElement[bool]) -> Select[Any]:
    k, u, r = t.licence_looks, t.users.c, t.reviews.c
    return (
        select(k, u.name.label("user_name"), r.decision)
        .join(t.users, u.user_id == k.c.user_id)
        .join(t.reviews, r.review_id == k.c.review_id)
        .where(where)
    )


def count_waiting(connection: Connection) -> int:
    """How many drawn reviews wait for a second look."""
    query = select(func.count()).select_from(t.licence_looks).where(t.licence_looks.c.judged_at.is_(None))
    return connection.scalar(query) or 0


def judge_look(connection: Connection, review_id: str, **values: Any) -> None:
    connection.execute(update(t.licence_looks).where(t.licence_looks.c.review_id == review_id).values(**values))
