"""Calibration: labels counted as they come into force, and the next session of a series made when it is due."""

from datetime import timedelta

from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import calibration_counts, calibration_making


class CountLabels:
    """Keeps the daily counts of scores and labels up to the labels in force."""

    name = "calibration.labels"
    every = timedelta(seconds=59)  # beside the minute of everything else

    def run(self, work: UnitOfWork) -> bool:
        return calibration_counts.count(work)


class MakeSessions:
    """Makes the next session of a series."""

    name = "calibration.sessions"
    every = timedelta(minutes=5)

    def step(self, storage: Storage) -> bool:
        return calibration_making.make_next(storage)
