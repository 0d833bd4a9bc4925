"""The served order: which case is looked at next. One function, used by server and workstation alike."""

from datetime import datetime, timedelta

import msgspec

from app.domain.ids import case_number
from app.domain.priority import is_key_user


class QueueFacts(msgspec.Struct, frozen=True):
    """What the order depends on. Times are aware; `paused` is how long the clock stood still."""

    case_id: str
    priority: int
    due_at: datetime
    routed_at: datetime
    paused: timedelta = timedelta()
    back_from_snooze: bool = False


OrderKey = tuple[int, int, int, datetime, int, datetime, int]


def served_order(case: QueueFacts, now: datetime) -> OrderKey:
    """Sort key, ascending: back from snooze, late, Key User, effective deadline, priority (high first),
    routed_at, case number. `now` is the server's time of the page."""
    due = case.due_at + case.paused
    return (
        0 if case.back_from_snooze else 1,
        0 if due <= now else 1,
        0 if is_key_user(case.priority) else 1,
        due,
        -case.priority,
        case.routed_at,
        case_number(case.case_id),
    )
