"""One person's workstation without its window, over a real server; `restart` is what a new process finds."""

import secrets
from pathlib import Path

from app.desktop.bootstrap.services import Services, Stores, open_stores
from app.desktop.changes import NOTHING, Changed
from app.desktop.ports import ReviewDraft
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import DirectWriter
from tests.support.seats import House
from tests.support.server import PASSWORD

DRAFT = ReviewDraft(
    decision="block",
    code="thin_history",
    rationale="The owner was in Singapore; the second device was not his.",
    rationale_language="en",
    active_ms=61_000,
)


class Machine:
    """A profile folder with its key. Several people may sign in, one after the other."""

    def __init__(self, folder: Path, house: House, *, key: DataKey | None = None) -> None:
        self.folder, self.house = folder, house
        folder.mkdir(parents=True, exist_ok=True)
        self.key = key or DataKey(secrets.token_bytes(32))
        self.news: Changed = NOTHING
        self.open()

    def open(self) -> None:
        self.stores: Stores = open_stores(self.folder, self.key, "inherited")
        self.desk = Services(self.stores, self.house.server.url, self.folder, None, DirectWriter(), self._hear, "0.1.0")
        self.engine = self.desk.engine

    def _hear(self, news: Changed) -> None:
        self.news |= news

    def close(self) -> None:
        self.engine.close()
        self.stores.close()

    def restart(self) -> None:
        self.close()
        self.open()
        self.desk.session.restore()

    def sign_in(self, name: str) -> None:
        self.desk.session.sign_in(name, PASSWORD)

    def sync(self) -> None:
        self.engine.resume()
        for _ in range(300):
            if self.engine.step() > 0:
                return
        raise AssertionError("the engine never rests")

    def decide(self, *case_ids: str) -> None:
        """Reserve and decide; the undo window is skipped, and nothing is sent yet."""
        self.sync()
        self.desk.hand.want(case_ids)
        for case_id in case_ids:
            self.desk.reviews.submit(case_id, DRAFT)
        self.skip_the_undo_window()

    def skip_the_undo_window(self) -> None:
        assert self.stores.work is not None
        with self.stores.work.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET release_at = 0 WHERE state = 'pending'")

    def states(self) -> list[str]:
        return [row.state for row in self.desk.activity.read().rows]

    def device(self) -> str:
        who = self.desk.session.identity()
        assert who is not None
        return who.device
