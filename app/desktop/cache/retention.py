"""What leaves the copy by time: a decided or withdrawn case a day after it was seen to be over, an old review once its
case is gone, a calibration session that nobody has read for two weeks.

What is deleted is overwritten: both stores run with `secure_delete`, and after a sweep the write-ahead log, which still
holds pages as they were, is folded in and cut off. So neither file holds a deleted text, not even for somebody who has
its key. Where everything goes at once (sign-out, another person), zeroing every page would take half a minute for a
large copy; there the file is dropped together with its own random key (vault/cache_key.py), and a new one begun.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from app.desktop.cache import find_rows, session_rows
from app.desktop.cache.header import case_id_of, unix_ms
from app.domain.case import CaseState

if TYPE_CHECKING:
    from sqlalchemy import Connection

CLOSED_KEPT_MS = 24 * 3_600_000
REVIEWS_KEPT_MS = 7 * 24 * 3_600_000
SESSIONS_KEPT_MS = 14 * 24 * 3_600_000
AT_ONCE = 50
"""Cases in one transaction: to overwrite one takes about a third of a millisecond, and a person may be waiting."""
_OVER = f"('{CaseState.CLOSED.value}', '{CaseState.WITHDRAWN.value}')"
SCHEMA = (
    # `since`: when the case was first seen to be over, in the server's milliseconds.
    "CREATE TABLE case_over (number INTEGER PRIMARY KEY, since INTEGER NOT NULL)",
    f"CREATE INDEX case_head_over ON case_head (number) WHERE state IN {_OVER}",
    "CREATE TRIGGER case_over_leaves AFTER DELETE ON case_head BEGIN"
    " DELETE FROM case_over WHERE number = OLD.number; END",
)


class Swept(msgspec.Struct, frozen=True):
    """The cases that left; `more` are due as well."""

    cases: frozenset[str] = frozenset()
    more: bool = False


class _Review(msgspec.Struct):
    decided_at: datetime


_review = msgspec.json.Decoder(_Review)


def sweep(connection: "Connection", now: int, kept_ms: int = CLOSED_KEPT_MS) -> Swept:
    """Let go what is due at server time `now` (ms), in the caller's transaction; some at a time. `kept_ms`: how long a
    case that is over stays."""
    connection.exec_driver_sql(
        f"DELETE FROM case_over WHERE number NOT IN (SELECT number FROM case_head WHERE state IN {_OVER})"  # noqa: S608
    )
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO case_over SELECT number, ? FROM case_head WHERE state IN {_OVER}",  # noqa: S608
        (now,),
    )
    # A clock that was wrong for a while must not keep anything for ever.
    connection.exec_driver_sql("UPDATE case_over SET since = ? WHERE since > ?", (now, now))
    due = connection.exec_driver_sql(
        "SELECT number FROM case_over WHERE since <= ? ORDER BY since LIMIT ?", (now - kept_ms, AT_ONCE + 1)
    ).all()
    gone = [int(number) for (number,) in due[:AT_ONCE]]
    find_rows.leave(connection, gone)
    for number in gone:
        name = case_id_of(number)
        for table in ("case_head", "case_body"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - our own names
        connection.exec_driver_sql("DELETE FROM claim WHERE case_id = ?", (name,))
        connection.exec_driver_sql("DELETE FROM quarantine WHERE entity = 'case' AND entity_id = ?", (name,))
    session_rows.leave(connection, now - SESSIONS_KEPT_MS)
    if not gone:
        _old_reviews(connection, now - REVIEWS_KEPT_MS)
    return Swept(frozenset(map(case_id_of, gone)), len(due) > AT_ONCE)


def _old_reviews(connection: "Connection", before: int) -> None:
    """Reviews of cases that are here no longer, from the oldest on; ids rise with time."""
    rows = connection.exec_driver_sql(
        "SELECT review_id, document FROM review WHERE case_id NOT IN (SELECT 'C-' || number FROM case_head)"
        " ORDER BY review_id LIMIT ?",
        (AT_ONCE,),
    ).all()
    for review_id, document in rows:
        try:
            old = unix_ms(_review.decode(bytes(document)).decided_at) < before
        except (ValueError, RecursionError):
            continue
        if old:
            connection.exec_driver_sql("DELETE FROM review WHERE review_id = ?", (review_id,))
