"""Experiments looked at, slices watched, older cases given theirs, thresholds put out as files."""

from datetime import timedelta
from pathlib import Path

from app.server.connectors.threshold_files import ThresholdFiles
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import boundary, experiments, rules_at_intake, threshold_files

AT_ONCE = 200


class WatchHub:
    """Ends an experiment by its own rule, and brings a slice back whose audit crossed its target."""

    name = "hub"
    every = timedelta(seconds=71)  # beside the minute of everything else

    def run(self, work: UnitOfWork) -> bool:
        experiments.look_at_all(work)
        boundary.watch(work)
        return False


class FillSlices:
    """Says of cases from before which slice they belong to."""

    name = "hub.slices"
    every = timedelta(minutes=10)

    def run(self, work: UnitOfWork) -> bool:
        return rules_at_intake.fill(work, AT_ONCE)


class DropThresholds:
    """Puts every new threshold into a folder for a hub outside, and reads what it says of it there."""

    name = "hub.files"
    every = timedelta(seconds=30)

    def __init__(self, folder: Path) -> None:
        self._files = ThresholdFiles(folder)

    def step(self, storage: Storage) -> bool:
        return threshold_files.exchange(storage, self._files)
