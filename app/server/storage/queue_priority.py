"""Many cases moved in the queue by one statement."""

import msgspec
from sqlalchemy import Connection, case, func, text, true, update

from app.contract.views import Viewer
from app.domain.case import CaseState
from app.domain.priority import KEY_USER_PRIORITY, is_key_user
from app.domain.queue_priority import QueuePriorityBody
from app.server.storage import cases, work
from app.server.storage import tables as t

LONGEST_MS = 60_000
"""What the database may take for it; a queue of 50,000 is a matter of seconds."""


class Moved(msgspec.Struct, frozen=True):
    number: int
    rev: int
    vendor: str | None


def set_all(connection: Connection, body: QueuePriorityBody, viewer: Viewer, now_ms: int) -> list[Moved]:
    """Give every open case in sight that fits, and that is in the queue now, the new priority and a new revision."""
    c = t.cases.c
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL statement_timeout = {LONGEST_MS}"))
    was_key_user = c.priority >= KEY_USER_PRIORITY
    # Whoever takes the mark off is the first of the two people that the case needs.
    lowered = (
        case((was_key_user, c.lowered_by), else_=None)
        if is_key_user(body.priority)
        else case((was_key_user, viewer.user_id), else_=c.lowered_by)
    )
    vendor = func.coalesce(c.vendor, "").in_(body.vendors) if body.vendors else true()
    done = connection.execute(
        update(t.cases)
        .where(
            c.state == CaseState.OPEN.value,
            ~work.away(now_ms),
            cases.visible(viewer),
            c.priority >= body.least,
            c.priority <= body.most,
            c.priority != body.priority,
            c.case_type.in_(body.case_types) if body.case_types else true(),
            vendor,
        )
        .values(priority=body.priority, priority_by=viewer.user_id, lowered_by=lowered, rev=c.rev + 1)
        .returning(c.case_number, c.rev, c.vendor)
    )
    return sorted((Moved(*row) for row in done), key=lambda moved: moved.number)
