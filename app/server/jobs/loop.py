"""The loop: signals counted as cases come in, patterns mined once an hour."""

from datetime import timedelta

from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import recurring, signal_counts, signal_health


class CountSignals:
    """Keeps the daily sums of signals up to what came in and was labelled."""

    name = "signals"
    every = timedelta(seconds=61)  # beside the minute of everything else

    def run(self, work: UnitOfWork) -> bool:
        return signal_counts.count(work)


class MinePatterns:
    """Opens an item for each error that recurs, and for each signal that fails."""

    name = "patterns"
    every = timedelta(hours=1)

    def step(self, storage: Storage) -> bool:
        recurring.mine(storage)
        signal_health.check(storage)
        return False
