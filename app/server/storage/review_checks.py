"""The findings of the automatic checks, and what they are made from."""

import functools
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    true,
)

from app.domain.qa_checks import Check
from app.server.storage import tables as t
from app.server.storage import ways
from app.server.storage.unit_of_work import UnitOfWork

REVEAL = "pii.reveal"
# One's own checks are of all cases alike; what leads count is of ordinary ones.
_ORDINARY = ~exists().where(t.gold_cases.c.case_number == t.review_checks.c.case_number)


_r, _a = t.reviews.c, t.audit.c
_REVEALS = select(_a.entity_id, _a.detail).where(
    _a.actor_id == bindparam("user_id"), _a.action == REVEAL, _a.at > bindparam("since", type_=BigInteger)
)


@functools.cache
def _words(most: int) -> Select[tuple[int, str]]:
    theirs = (_r.reviewer_id == bindparam("user_id"), _r.rationale != "")
    query = select(_r.case_number, _r.rationale).where(*theirs).order_by(_r.decided_at.desc())
    return query.limit(literal_column(str(most)))


class RecentWords(msgspec.Struct, frozen=True):
    """Reads the newest rationales of one person with the numbers of their cases, the newest first."""

    user_id: str
    most: int

    def __call__(self, connection: Connection) -> list[tuple[int, str]]:
        return self.read(ways.ask(connection, self.asked())[0])

    def asked(self) -> ways.Asked:
        """What the database is asked; `read` makes the answer of the rows."""
        return ways.Asked(_words(self.most), {"user_id": self.user_id})

    def read(self, rows: Sequence[Any]) -> list[tuple[int, str]]:
        return [(row.case_number, row.rationale) for row in rows]


class RecentReveals(msgspec.Struct, frozen=True):
    """Reads what one person asked to see since a moment: case id → paths."""

    user_id: str
    since_ms: int

    def __call__(self, connection: Connection) -> dict[str, list[str]]:
        return self.read(ways.ask(connection, self.asked())[0])

    def asked(self) -> ways.Asked:
        """What the database is asked; `read` makes the answer of the rows."""
        return ways.Asked(_REVEALS, {"user_id": self.user_id, "since": self.since_ms})

    def read(self, rows: Sequence[Any]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for case_id, detail in rows:
            field = msgspec.json.decode(detail, type=dict[str, Any]).get("field")
            if isinstance(field, str):
                found.setdefault(case_id, []).append(field)
        return found


def add(work: UnitOfWork, **values: Any) -> None:
    """Write the findings of one review."""
    work.add(t.review_checks, **values)


class CheckCount(msgspec.Struct, frozen=True):
    """How one check ended in the reviews of one person."""

    user_id: str
    user_name: str
    check: Check
    passed: int
    failed: int
    not_known: int


def counts(connection: Connection, from_ms: int, before_ms: int, user_id: str | None = None) -> list[CheckCount]:
    """By person and check, of reviews in [from_ms, before_ms); of one person where that is named."""
    c, u = t.review_checks.c, t.users.c

    def how_many(column: Any, check: Check) -> Any:
        return func.coalesce(func.sum(case((column.op("&")(check.bit) != 0, 1), else_=0)), 0)

    columns = [how_many(column, check) for check in Check for column in (c.passed, c.failed, c.not_known)]
    query = (
        select(c.reviewer_id, u.name, *columns)
        .join(t.users, u.user_id == c.reviewer_id)
        .where(c.checked_at >= from_ms, c.checked_at < before_ms, true() if user_id is not None else _ORDINARY)
        .group_by(c.reviewer_id, u.name)
        .order_by(u.name)
    )
    if user_id is not None:
        query = query.where(c.reviewer_id == user_id)
    found = []
    for who, name, *sums in connection.execute(query):
        for n, check in enumerate(Check):
            found.append(CheckCount(who, name, check, *(int(value) for value in sums[3 * n : 3 * n + 3])))
    return found


def failed(connection: Connection, user_id: str, from_ms: int, before_ms: int, most: int) -> list[Row[Any]]:
    """The newest reviews of one person in which a check failed: case number, review, moment and bits."""
    c = t.review_checks.c
    query = select(c.review_id, c.case_number, c.checked_at, c.passed, c.failed, c.not_known)
    mine = and_(c.reviewer_id == user_id, c.checked_at >= from_ms, c.checked_at < before_ms, c.failed != 0)
    return list(connection.execute(query.where(mine).order_by(c.checked_at.desc(), c.review_id.desc()).limit(most)))
