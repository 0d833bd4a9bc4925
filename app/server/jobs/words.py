"""The words that cases are found by."""

from datetime import timedelta

from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import words

AT_ONCE = 25


class KeepWords:
    """New and changed cases can be found by what stands in them within seconds; of thousands that come at once while
    people work, within minutes."""

    name = "words"
    every = timedelta(seconds=7)
    rests = 3

    def run(self, work: UnitOfWork) -> bool:
        return words.fill(work, AT_ONCE)


class DropWords:
    name = "words.old"
    every = timedelta(hours=1)

    def run(self, work: UnitOfWork) -> bool:
        return words.let_go(work, AT_ONCE)
