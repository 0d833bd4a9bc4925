"""What the server does of itself around cases: deadlines told, leases ended, old rows let go."""

from datetime import timedelta

from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import ended_leases, let_go, retention, sla_events


class TellDeadlines:
    """Often enough that a warning and a breach are told well within a minute."""

    name = "sla_events"
    every = timedelta(seconds=15)

    def run(self, work: UnitOfWork) -> bool:
        return sla_events.tell(work)


class EndLeases:
    name = "ended_leases"
    every = timedelta(seconds=30)

    def run(self, work: UnitOfWork) -> bool:
        return ended_leases.end(work)


class Forget:
    name = "retention"
    every = timedelta(hours=1)

    def __init__(self, commands_kept: timedelta, feed_kept: timedelta) -> None:
        self._commands_kept, self._feed_kept = commands_kept, feed_kept

    def run(self, work: UnitOfWork) -> bool:
        return retention.forget(work, self._commands_kept, self._feed_kept)


class LetGo:
    """Takes what they say of a person out of cases that were closed long enough ago."""

    name = "let_go"
    every = timedelta(hours=1)
    rests = 3

    def __init__(self, kept: timedelta) -> None:
        self._kept = kept

    def run(self, work: UnitOfWork) -> bool:
        return let_go.let_go(work, self._kept)
