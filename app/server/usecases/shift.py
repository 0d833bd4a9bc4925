"""The shift: today by hour, what is due, who is on. Whoever looks at people stands in the trail."""

from datetime import datetime, timedelta

from app.contract.problems import Code, ProblemItem
from app.contract.shift import ShiftDue, ShiftHour, ShiftPerson, ShiftView
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import disputes, shift
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require

HOURS = 24
HOUR = timedelta(hours=1)
OLDEST = timedelta(days=31)


def view(storage: Storage, who: Principal, told: datetime | None) -> ShiftView:
    """24 hours from `told` (midnight UTC where it is not). Raises Refused (forbidden, parameter)."""
    require(who, Capability.SHIFT_READ)
    with storage.read() as connection:
        now = storage.clock()
        start = told or now.replace(hour=0, minute=0, second=0, microsecond=0)
        if start.tzinfo is None or not now - OLDEST <= start <= now:
            raise Refused(Code.PARAMETER, errors=(ProblemItem("/from_at", "time", "in the past, with an offset"),))
        began, end = to_ms(start), start + timedelta(hours=HOURS)
        arrived, decided = shift.arrived(connection, began), shift.decided(connection, began)
        due = shift.due(connection, to_ms(now), to_ms(end))
        people = shift.on(connection, began, to_ms(now))
        waiting = disputes.open_count(connection)
    note(storage, who, "shift.read", "shift", start.date().isoformat(), people=len(people))
    hours = min(HOURS, int((now - start) / HOUR) + 1)
    return ShiftView(
        now,
        start,
        end,
        tuple(ShiftHour(start + n * HOUR, arrived.get(n, 0), *decided.get(n, (0, 0, 0))) for n in range(hours)),
        tuple(ShiftDue(*row) for row in due),
        tuple(
            ShiftPerson(
                row.user_id,
                row.name,
                row.vendor,
                row.team,
                row.holds,
                row.decided,
                from_ms(row.last_at) if row.last_at is not None else None,
            )
            for row in people
        ),
        waiting,
    )
