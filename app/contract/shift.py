"""The shift: today by hour, what is due, who is on."""

from datetime import datetime

import msgspec


class ShiftHour(msgspec.Struct, frozen=True):
    """One hour from `from_at`: cases that came to people, decisions, escalations, and decisions after the deadline."""

    from_at: datetime
    arrived: int
    decided: int
    escalated: int
    late: int


class ShiftDue(msgspec.Struct, frozen=True):
    """Cases of one type that wait for a decision: past their deadline, due within one hour, four hours, by the end of
    the shift (24 hours from its beginning), later; and those whose clock stands still."""

    case_type: str
    late: int
    hour: int
    four_hours: int
    today: int
    later: int
    paused: int


class ShiftPerson(msgspec.Struct, frozen=True):
    """Somebody who holds cases now or decided within the last hour. `last_at`: their last decision today."""

    user_id: str
    name: str
    vendor: str
    team: str
    holds: int
    decided: int
    last_at: datetime | None


class ShiftView(msgspec.Struct, frozen=True):
    """[from_at, before_at) is 24 hours; hours that have not begun are left out. Gold cases are counted nowhere."""

    now: datetime
    from_at: datetime
    before_at: datetime
    hours: tuple[ShiftHour, ...]
    due: tuple[ShiftDue, ...]
    people: tuple[ShiftPerson, ...]
    open_disputes: int
