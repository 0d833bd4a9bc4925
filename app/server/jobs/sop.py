"""Approved pages whose day has come, and pages that also lie in Confluence."""

from datetime import timedelta

from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import sop, sop_confluence


class BringIntoForce:
    """Approved versions are read from their day on."""

    name = "sop"
    every = timedelta(seconds=60)

    def run(self, work: UnitOfWork) -> bool:
        sop.bring_into_force(work)
        return False


class LookAtConfluence:
    """Compares each page with its counterpart every few minutes."""

    name = "sop.confluence"
    every = timedelta(seconds=60)

    def __init__(self, wiki: sop_confluence.Wiki) -> None:
        self._wiki = wiki

    def step(self, storage: Storage) -> bool:
        return sop_confluence.look_at_all(storage, self._wiki)
