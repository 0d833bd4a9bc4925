"""Everything below the rooms, put together: HTTP, session, sync, use cases. Heavy imports live here, so this module is
imported off the first paint's way."""

import contextlib
import os
import platform
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.contract.catalogue import catalogue
from app.contract.session import DeviceRegistration
from app.contract.views import CaseView
from app.desktop.api.client import HttpClient, Network
from app.desktop.api.endpoints import Api, SessionApi
from app.desktop.bootstrap.opening import TOKENS, Stores, clock_of, drafted_case, open_stores
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.file_lock import FileLock
from app.desktop.cache.packet_rows import PacketRows
from app.desktop.cache.read_anew import read_anew
from app.desktop.cache.seat_share import queue_totals
from app.desktop.cache.session_rows import SessionRows
from app.desktop.cache.time_mark import keep_mark
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed
from app.desktop.ports import ApiError, CaseNotHere, Clock, Identity, Person, Writer
from app.desktop.renderer import RenderProcess
from app.desktop.runtime.sync_worker import CALM_MS, SyncWorker
from app.desktop.sync.ahead import in_a_thread
from app.desktop.sync.engine import Engine
from app.desktop.usecases.activity import ActivityDesk
from app.desktop.usecases.after_reveal import AfterRevealDesk
from app.desktop.usecases.ask_again import AskAgainDesk
from app.desktop.usecases.bulk import BulkDesk
from app.desktop.usecases.calibrate import CalibrationDesk, ThresholdDesk
from app.desktop.usecases.calibrate_sessions import SessionsDesk
from app.desktop.usecases.case import CaseDesk, DraftMemory
from app.desktop.usecases.casework import CaseWorkDesk
from app.desktop.usecases.claims import ClaimHand
from app.desktop.usecases.context import ContextDesk
from app.desktop.usecases.day import DayDesk
from app.desktop.usecases.directives import Acts, DirectiveDesk
from app.desktop.usecases.documents import DocumentDesk
from app.desktop.usecases.files import FileDesk, downloads
from app.desktop.usecases.loop import LoopDesk
from app.desktop.usecases.news import NewsDesk
from app.desktop.usecases.notes import NotesDesk
from app.desktop.usecases.opening_queue import OpeningQueue
from app.desktop.usecases.packet_files import PacketFiles, of_packets
from app.desktop.usecases.pattern import PatternDesk
from app.desktop.usecases.procedures import ProcedureDesk
from app.desktop.usecases.quality import QualityDesk
from app.desktop.usecases.queue_moves import AssignmentDesk, QueueMoveDesk
from app.desktop.usecases.recovery_key import RecoveryKeyDesk
from app.desktop.usecases.regression import RegressionDesk
from app.desktop.usecases.reveal import RevealDesk
from app.desktop.usecases.review import ReviewDesk
from app.desktop.usecases.saved_views import SavedViewsDesk
from app.desktop.usecases.search import SearchDesk
from app.desktop.usecases.sending import Sending
from app.desktop.usecases.session import SessionDesk
from app.desktop.usecases.snippets import SnippetDesk
from app.desktop.usecases.sops import SopDesk
from app.desktop.usecases.standing import GoldsDesk, LadderDesk
from app.desktop.usecases.status import StatusDesk
from app.desktop.usecases.take_along import TakeAlong
from app.desktop.usecases.team import TeamDesk
from app.desktop.vault.packets import PacketKeys
from app.domain.ids import uuid7

if TYPE_CHECKING:
    from app.desktop.usecases.queue import QueueIndex
    from app.domain.queue_filter import Filter

__all__ = ["TOKENS", "Services", "Stores", "open_stores"]


class Services:
    """The use cases over one server. Made anew when the person signs in to another one. `queue` is the one whose head
    is on the screen already."""

    def __init__(
        self,
        stores: Stores,
        server: str,
        folder: Path,
        network: Network | None,
        writer: Writer,
        publish: Callable[[Changed], None],
        version: str,
        queue: OpeningQueue | None = None,
        *,
        exports: bool = True,
    ) -> None:
        self.server = server
        cache, work = self._cache, self._work = stores.cache, stores.work
        self.clock = clock_of(cache)
        http = HttpClient(server, self.clock, network=network, user_agent=f"footplate/{version}")
        kept = stores.key != "none"
        device = DeviceRegistration(platform.node()[:80] or "workstation", platform.system(), version)
        ask = self._asks = SessionApi(http)
        sealer = stores.sealer
        recovery = RecoveryKeyDesk(work, writer, ask.meta, sealer.keep, sealer.fixed) if sealer is not None else None
        self.session = SessionDesk(
            ask,
            stores.tokens,
            cache,
            work,
            writer,
            self._tell,
            device,
            FileLock(folder / "refresh.lock") if kept else None,
            recovery.entered if recovery is not None else None,
            stores.seat,
            stores.unlock,
            self.clock.now_ms,
        )
        self.seat = stores.seat
        self._publish = publish
        self.procedures = ProcedureDesk(cache, self.clock)
        who, person = self.session.identity, lambda: self.session.person
        api = self._api = Api(http, self.session, self.clock)
        memory = DraftMemory()
        self.saved_views = SavedViewsDesk(work, self.clock, who, self._tell)
        self.queue = queue or OpeningQueue()
        index = partial(_index, stores, self.clock, person, self.saved_views.filters)
        self.queue.made_by(index, partial(queue_totals, cache))
        self.cases = CaseDesk(cache, work, self.clock, person, memory, lambda: _device_of(who()))
        self.reviews = ReviewDesk(self.cases, cache, work, self.clock, who, self._tell, None if kept else api, memory)
        self.reveals = RevealDesk(api)
        sending = Sending(cache, work, self.clock, who, self._tell, None if kept else api)
        self.case_work = CaseWorkDesk(self.cases, sending, person)
        self.after_reveal = AfterRevealDesk(cache, work, self.clock, who, sending)
        self.asks_again = AskAgainDesk(sending)
        self.patterns = PatternDesk(cache, self.clock, person, sending)
        self.snippets = SnippetDesk(work, who, self._tell)
        self.notes = NotesDesk(work, self.clock, who)
        self.bulk = BulkDesk(self.queue, sending, person)
        self.queue_moves = QueueMoveDesk(self.queue, sending, person)
        self.assignments = AssignmentDesk(api)
        self.day = DayDesk(self.queue, cache, work, self.clock, who, self._tell)
        self.search = SearchDesk(api, self.clock)
        self.files = FileDesk(downloads, lambda: exports and not stores.seat.state.exports_frozen)
        self.team = TeamDesk(api, sending, self.clock)
        self.news = NewsDesk(cache, work, sending, self.clock, who, os.urandom)
        self.loop, self.regression = LoopDesk(api), RegressionDesk(api)
        self.sops = SopDesk(api, work, self.clock, who)
        self.thresholds, self.calibration = ThresholdDesk(api), CalibrationDesk(api)
        self.sessions = SessionsDesk(api, SessionRows(cache), work, sending, writer, self.clock, who, os.urandom)
        self.ladder, self.golds = LadderDesk(api), GoldsDesk(api)
        packets, keys = PacketRows(cache), PacketKeys(stores.seat)
        self._renderer = RenderProcess()
        packet_files = PacketFiles(api, stores.documents, self._renderer)
        self.quality = QualityDesk(
            api, packets, work, keys, sending, writer, self.clock, who, self._tell, os.urandom, packet_files
        )  # fmt: skip
        self.contexts = ContextDesk(api, cache, writer, self.clock, self._tell, partial(_rev_of, cache))
        here = partial(_still_here, cache, packets)
        self.documents = DocumentDesk(api, stores.documents, self._renderer, here, self._view_of)
        self.activity = ActivityDesk(
            work,
            self.clock,
            who,
            self._tell,
            partial(_states_of, cache),
            cache.reviews,
            self._view_of,
            partial(read_anew, cache),
        )
        self.hand = ClaimHand(api, cache, writer, self.clock, who, self._tell, partial(_unsent, work))
        around, files = self.contexts, self.documents
        # A seat that keeps nothing on the disk has nothing to take along in.
        self.along = (
            TakeAlong(api, cache, writer, self.clock, who, self._tell, self.queue, self.hand, around, files)
            if kept
            else None
        )
        self.engine = Engine(
            cache=cache,
            work=work,
            server=api,
            signed=self.session,
            writer=writer,
            clock=self.clock,
            random=secrets.SystemRandom().random,
            new_id=partial(_new_id, self.clock),
            publish=self._tell,
            flight=FileLock(folder / "sync.lock") if kept else None,
            cloned=self._become_another,
            ahead=in_a_thread,
        )
        report, ended = lambda: self.engine.report, lambda: self.session.why_ended
        self.status = StatusDesk(cache, work, self.clock, who, report, stores.key, ended)
        self.worker: SyncWorker | None = None

    def directives(self, acts: Acts, fixed_key: str | None) -> DirectiveDesk:
        """Who asks what the house tells this seat."""
        session = self.session
        return DirectiveDesk(
            self.server, self._api, self._asks, self.seat, self.clock, acts, session.identity,
            lambda: session.ended, fixed_key,
        )  # fmt: skip

    def _become_another(self, _who: Identity) -> None:
        """This profile came back from a copy, or runs in two places. What fails is tried at the next such answer."""
        with contextlib.suppress(ApiError):
            self.session.become_another_device()

    def keep_time(self) -> None:
        """Note down what time it is on the server, for the next start of this machine; on the writer thread."""
        keep_mark(self._cache, self.clock.mark())

    def let_go(self) -> None:
        """It is calm: what the stores remember of their files for the next time is freed. On any thread."""
        for store in (self._cache, self._work):
            if store is not None:
                store.let_go()

    def drafted_case(self) -> str | None:
        """The case that this person was writing on last and that is still here; off the GUI thread."""
        person = self.session.person
        return drafted_case(self._cache, self._work, person.user_id) if person is not None else None

    def _view_of(self, case_id: str) -> CaseView | None:
        """A case that is here and can be read; off the GUI thread."""
        try:
            return (self.cases.ready(case_id) or self.cases.open_case(case_id)).view
        except CaseNotHere:
            return None

    def _tell(self, news: Changed) -> None:
        """From any thread: prepared cases that are no longer true go first, then the window hears."""
        if news.ids:
            self.engine.note(news)
        self.procedures.note(news)
        self.cases.note(news)
        self.contexts.note(news)
        self.documents.note(news)
        self._publish(news)

    def start(self) -> SyncWorker:
        """Starts the sync thread; on the GUI thread."""
        self.worker = SyncWorker(self.engine, calm_ms=CALM_MS)
        self.worker.start()
        return self.worker

    def halt(self) -> None:
        """Ends the sync thread and the render process, and waits for them: a few seconds where a request is under way,
        so not on the GUI thread. Callable from any."""
        self._renderer.close()
        worker = self.worker
        if worker is not None:
            worker.stop()

    def stop(self) -> None:
        """The same, and nothing of it is left; on the GUI thread, at once after `halt`."""
        self.halt()
        self.procedures.close()
        self.worker = None


def _still_here(cache: CacheStore, packets: PacketRows, names: set[str]) -> set[str]:
    """Those of the cases, and of the cases in packets, that the seat still has."""
    of_cases = {name for name in names if cache.document(name) is not None}
    left = names - of_cases
    return of_cases | (of_packets(left, packets.ids()) if left else set())


def _rev_of(cache: CacheStore, case_id: str) -> int | None:
    """The revision of the seat's copy of a case."""
    return next((head.rev for head in cache.headers_of((case_id,))), None)


def _states_of(cache: CacheStore, ids: set[str]) -> dict[str, str]:
    """The state of each of these cases that is here."""
    return {head.case_id: head.state for head in cache.headers_of(ids)}


def _index(
    stores: Stores, clock: Clock, person: Callable[[], Person | None], saved: "Callable[[], dict[str, Filter]]"
) -> "QueueIndex":
    """The whole queue; loads what it is made with (numpy)."""
    from app.desktop.usecases.queue import QueueIndex

    return QueueIndex(stores.cache, stores.work, clock, person, tuple(catalogue().case_types), saved)


def _unsent(work: WorkStore | None, author: str) -> set[str]:
    """Cases whose decision has not arrived yet."""
    return {case for case, rev in work.covered_cases(author).items() if rev is None} if work is not None else set()


def _device_of(who: Identity | None) -> str | None:
    return who.device if who is not None else None


def _new_id(clock: Clock) -> str:
    return uuid7(clock.now_ms(), os.urandom(10))
