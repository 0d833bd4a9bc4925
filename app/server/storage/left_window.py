"""How often a window was left during a review: sums by case type and day, with no person and no case behind them."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.server.storage import tables as t

DAY_MS = 86_400_000


class LeftCounts(NamedTuple):
    """`times` is how often in all the `reviews`."""

    case_type: str
    reviews: int
    times: int


def add(connection: Connection, case_type: str, at_ms: int, times: int, reviews: int = 1) -> None:
    """So many more reviews of that type, and how often their window was left in all."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    c = t.left_window.c
    fresh = make(t.left_window).values(case_type=case_type, day=at_ms - at_ms % DAY_MS, reviews=reviews, times=times)
    grown = {"reviews": c.reviews + reviews, "times": c.times + times}
    connection.execute(fresh.on_conflict_do_update(index_elements=[c.case_type, c.day], set_=grown))


def counts(connection: Connection, from_ms: int) -> list[LeftCounts]:
    """Sums by case type of the days since then."""
    c = t.left_window.c
    query = (
        select(c.case_type, func.sum(c.reviews), func.sum(c.times))
        .where(c.day >= from_ms)
        .group_by(c.case_type)
        .order_by(c.case_type)
    )
    return [LeftCounts(row[0], int(row[1]), int(row[2])) for row in connection.execute(query)]
