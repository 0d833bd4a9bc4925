"""The loop: signals counted as cases come in, patterns mined once an hour."""

from datetime import timedelta
from pathlib import Path

from app.server.connectors.training_folder import TrainingFolder
from app.server.storage.files import AttachmentStore
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import recurring, retraining, signal_counts, signal_health


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


class DropRequests:
    """Puts requests to train from a set into a folder for the model's owner."""

    name = "retraining.files"
    every = timedelta(seconds=30)

    def __init__(self, files: AttachmentStore, folder: Path) -> None:
        self._files, self._folder = files, TrainingFolder(folder)

    def step(self, storage: Storage) -> bool:
        return retraining.drop(storage, self._files, self._folder)
