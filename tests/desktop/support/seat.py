"""A whole workstation below the screen, wired as the composition root wires it, without Qt and without threads."""

import random
from pathlib import Path

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.file_lock import FileLock
from app.desktop.cache.read_anew import read_anew
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import NOTHING, Changed
from app.desktop.ports import Identity, Person, SyncReport
from app.desktop.sync.ahead import Ahead
from app.desktop.sync.engine import Engine
from app.desktop.usecases.activity import ActivityDesk
from app.desktop.usecases.bulk import BulkDesk
from app.desktop.usecases.case import CaseDesk, DraftMemory
from app.desktop.usecases.casework import CaseWorkDesk
from app.desktop.usecases.claims import ClaimHand
from app.desktop.usecases.day import DayDesk
from app.desktop.usecases.notes import NotesDesk
from app.desktop.usecases.queue import QueueIndex
from app.desktop.usecases.queue_moves import QueueMoveDesk
from app.desktop.usecases.review import ReviewDesk
from app.desktop.usecases.saved_views import SavedViewsDesk
from app.desktop.usecases.sending import Sending
from app.desktop.usecases.status import StatusDesk
from tests.desktop.support.factories import KEY, DirectWriter, FakeClock, new_id
from tests.desktop.support.model_server import ModelServer

MEI = Person("u1", "Mei", ("reviewer",), None, "zh")


class Seat:
    """Everything a person's machine holds. `folder` None is an online-only seat."""

    def __init__(
        self,
        folder: Path | None,
        server: ModelServer,
        person: Person = MEI,
        clock: FakeClock | None = None,
        device: str = "d1",
        keys: tuple[bytes, bytes, bytes] = (KEY, KEY, KEY),
        ahead: Ahead | None = None,
        flight: FileLock | None = None,
    ) -> None:
        """`keys`: of the cache, of the work, of the mark beside it; `ahead`, `flight`: as the engine takes them."""
        self.folder, self.server, self.person, self.device, self.keys = folder, server, person, device, keys
        self.clock, self.ahead, self.flight = clock or FakeClock(), ahead, flight
        self.signed_in = True
        self.news = NOTHING
        self.start()

    def start(self) -> None:
        """What a fresh process does with the same profile."""
        cache_key, *work_keys = self.keys
        self.cache = CacheStore.open(self.folder, cache_key if self.folder else None)
        self.work = WorkStore.open(self.folder, *work_keys).store if self.folder else None
        writer, memory = DirectWriter(), DraftMemory()
        who = self.identity
        self.engine = Engine(
            cache=self.cache,
            work=self.work,
            server=self.server,
            signed=self,
            writer=writer,
            clock=self.clock,
            random=random.Random(7).random,
            new_id=new_id,
            publish=self.publish,
            ahead=self.ahead,
            flight=self.flight,
        )
        self.saved_views = SavedViewsDesk(self.work, self.clock, who, self.publish)
        types, saved = ("ato_investigation",), self.saved_views.filters
        self.queue = QueueIndex(self.cache, self.work, self.clock, self.who, types, saved)
        self.cases = CaseDesk(self.cache, self.work, self.clock, self.who, memory)
        self.reviews = ReviewDesk(self.cases, self.cache, self.work, self.clock, who, self.publish, self.server, memory)
        self.activity = ActivityDesk(self.work, self.clock, who, self.publish, anew=lambda: read_anew(self.cache))
        self.hand = ClaimHand(self.server, self.cache, writer, self.clock, who, self.publish, self.unsent)
        sending = Sending(self.cache, self.work, self.clock, who, self.publish, None if self.work else self.server)
        self.case_work = CaseWorkDesk(self.cases, sending, self.who)
        self.notes = NotesDesk(self.work, self.clock, who)
        self.bulk = BulkDesk(self.queue, sending, self.who)
        self.queue_moves = QueueMoveDesk(self.queue, sending, self.who)
        self.day = DayDesk(self.queue, self.cache, self.work, self.clock, who, self.publish)
        self.status = StatusDesk(self.cache, self.work, self.clock, who, self.report, "inherited")

    def stop(self) -> None:
        self.cache.close()
        if self.work is not None:
            self.work.close()

    def who(self) -> Person | None:
        return self.person if self.signed_in else None

    def identity(self) -> Identity | None:
        return Identity(self.person.user_id, self.device) if self.signed_in else None

    def unsent(self, author: str) -> set[str]:
        covered = self.work.covered_cases(author) if self.work is not None else {}
        return {case_id for case_id, rev in covered.items() if rev is None}

    def report(self) -> SyncReport:
        return self.engine.report

    def publish(self, changed: Changed) -> None:
        self.news |= changed
        self.cases.note(changed)

    def sync(self, most: int = 500) -> int:
        """Step until nothing is due at once; the wait that the engine asked for."""
        for _ in range(most):
            wait = self.engine.step()
            if wait > 0:
                return wait
        raise AssertionError("the engine never rests")
