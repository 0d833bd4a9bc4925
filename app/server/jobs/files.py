"""Files behind the evidence that nothing needs any more."""

from datetime import timedelta

from app.server.storage.files import AttachmentStore
from app.server.storage.unit_of_work import Storage
from app.server.usecases import unnamed_files


class RemoveFiles:
    """Takes files away that no case names, a day after they came at the earliest."""

    name = "files"
    every = timedelta(minutes=10)
    rests = 3

    def __init__(self, files: AttachmentStore) -> None:
        self._files = files

    def step(self, storage: Storage) -> bool:
        return unnamed_files.remove_some(storage, self._files)
