"""The head of the queue straight from the cache: the first screenful in served order, and how many cases wait.

The same facts as the whole table in memory gives, read by the database alone, so that rows can be painted before that
table and what it is made with are loaded.
"""

from collections.abc import Collection

import msgspec

from app.contract.queue_row import WorkRow
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import COLUMNS, HeaderRow
from app.domain.case import CaseState
from app.domain.priority import KEY_USER_PRIORITY

_HEAD = ", ".join(f"h.{name}" for name in COLUMNS)
_WORK = ", ".join(f"w.{name}" for name in WorkRow._fields)
_FROM = "FROM case_head h LEFT JOIN case_work w ON w.number = h.number"
_DUE = "h.due_at + h.paused_ms"
_HERE = "coalesce(w.snoozed_until, 0) <= ?1 AND coalesce(w.waiting_since, 0) = 0"
_OPEN, _ESCALATED = f"h.state = '{CaseState.OPEN.value}'", f"h.state = '{CaseState.ESCALATED.value}'"
# The order of app.domain.queue_order; the tests hold it to that.
_PAGE = (
    f"SELECT {_HEAD} {_FROM} WHERE {_OPEN} AND {_HERE}"
    f" ORDER BY NOT (h.back OR coalesce(w.snoozed_until, 0) > 0), {_DUE} > ?1, h.priority < {KEY_USER_PRIORITY},"
    f" {_DUE}, -h.priority, h.routed_at, h.number LIMIT ?2"
)
_TALLY = (
    f"SELECT h.case_type, count(*) FILTER (WHERE {_OPEN} AND {_HERE}),"
    f" count(*) FILTER (WHERE {_OPEN} AND {_HERE} AND {_DUE} <= ?2),"
    f" count(*) FILTER (WHERE {_OPEN} AND {_HERE} AND h.priority >= {KEY_USER_PRIORITY}),"
    f" count(*) FILTER (WHERE {_ESCALATED} AND {_HERE} AND NOT h.escalated_by_me),"
    f" count(*) FILTER (WHERE {_ESCALATED} AND {_HERE} AND h.escalated_by_me),"
    f" count(*) FILTER (WHERE ({_OPEN} OR {_ESCALATED}) AND NOT ({_HERE})) {_FROM} GROUP BY h.case_type"
)
_OWNED = f"SELECT {_HEAD} {_FROM} WHERE (h.owner = ?1 AND h.owned_until > ?2) OR w.assigned_to = ?1"


class Tally(msgspec.Struct, frozen=True):
    """Cases of one type: open, of these due until the given time and with Key User priority, escalated by others
    and by the person, and put off or waiting."""

    open: int
    due: int
    key_users: int
    escalated: int
    mine_waiting: int
    later: int


class FirstPage(msgspec.Struct, frozen=True):
    """`heads` in served order, `tallies` by case type, and the cases that are a person's own by the server's word."""

    heads: tuple[HeaderRow, ...]
    tallies: dict[str, Tally]
    owned: tuple[HeaderRow, ...]


def read_first_page(
    cache: CacheStore, *, now: int, due_until: int, owner: str, most: int, hidden: Collection[str]
) -> FirstPage:
    """At most `most` open cases but those of `hidden`, and the figures, `hidden` included. One consistent view."""
    with cache.read() as connection:
        rows = connection.exec_driver_sql(_PAGE, (now, most + len(hidden)))
        heads = [head for head in map(HeaderRow._make, rows) if head.case_id not in hidden]
        figures = connection.exec_driver_sql(_TALLY, (now, due_until))
        tallies = {str(name): Tally(*counted) for name, *counted in figures}
        owned = tuple(map(HeaderRow._make, connection.exec_driver_sql(_OWNED, (owner, now))))
    return FirstPage(tuple(heads[:most]), tallies, owned)
