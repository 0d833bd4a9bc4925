"""Gold cases into the stream, and out of it."""

from datetime import timedelta

from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import gold_seeding


class SeedGold:
    """Gives out what was drawn, lets examinations count, and withdraws what nobody took up."""

    name = "gold"
    every = timedelta(seconds=67)  # beside the minute of everything else

    def run(self, work: UnitOfWork) -> bool:
        gold_seeding.seed(work)
        gold_seeding.count(work)
        return gold_seeding.sweep(work) == gold_seeding.MOST_STALE
