"""How often a window was left during a review: sums by case type and day, with no person and no case behind them."""

import functools
from typing import NamedTuple

from sqlalchemy import Connection, Executable, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.server.storage import tables as t
from app.server.storage import ways

DAY_MS = 86_400_000


class LeftCounts(NamedTuple):
    """`times` is how often in all the `reviews`."""

    case_type: str
    reviews: int
    times: int


@functools.cache
def _grown(dialect: str) -> Executable:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    c = t.left_window.c
    fresh = make(t.left_window).values({name: bindparam(name) for name in ("case_type", "day", "reviews", "times")})
    grown = {"reviews": c.reviews + fresh.excluded.reviews, "times": c.times + fresh.excluded.times}
    return fresh.on_conflict_do_update(index_elements=[c.case_type, c.day], set_=grown)


def more(dialect: str, case_type: str, at_ms: int, times: int, reviews: int = 1) -> ways.Asked:
    """What counts so many more reviews of that type, and how often their window was left in all."""
    values = {"case_type": case_type, "day": at_ms - at_ms % DAY_MS, "reviews": reviews, "times": times}
    return ways.Asked(_grown(dialect), values)


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
