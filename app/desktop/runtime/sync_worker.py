"""The thread that steps the sync engine: woken by time, by a poke, and by being asked to stop. Where it is held up for
good, another is put in its place."""

import logging
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread

from app.desktop import courtesy
from app.desktop.sync.engine import Engine

_log = logging.getLogger(__name__)
STUMBLE_MS = 5_000
STOP_MS = 3_000
"""A step that is under way when the work ends has this long; then it is given up. Nothing is lost by that: what was
sent and not answered stays unsent here, and the server knows it by its id."""
CALM_MS = 700
"""A start of the workstation has this long to itself; a poke ends it."""
STUCK_MS = 5 * 60_000
"""A step that neither ends nor writes anything for so long is given up. Requests have their own limits (5 s to connect,
20 s without a byte); this is for whatever those do not see."""


class SyncWorker(QThread):
    """See ports.Connection. An unexpected error is logged and the engine tried again: sync never stays dead. This
    thread only watches; the engine is stepped by another, which is replaced when it ends or makes no progress."""

    def __init__(
        self,
        engine: Engine,
        parent: QObject | None = None,
        *,
        calm_ms: int = 0,
        stuck_ms: int = STUCK_MS,
        stop_ms: int = STOP_MS,
        mono: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sync")
        self._engine = engine
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._stopping = False
        self._resume = False
        self._calm_ms = calm_ms
        self._stuck_ms = stuck_ms
        self._stop_ms = stop_ms
        self._mono = mono
        self.replaced = 0
        """How often a thread was given up."""

    @property
    def engine(self) -> Engine:
        return self._engine

    def poke(self) -> None:
        """Sync now, whatever stood in the way; callable from any thread."""
        self._resume = True
        self._wake.set()

    def nudge(self) -> None:
        """There is something new to send; what stands in the way still does."""
        self._engine.hurry()
        self._wake.set()

    def run(self) -> None:
        if self._calm_ms:
            self._wake.wait(self._calm_ms / 1000)
            self._wake.clear()
        while not self._stopping:
            stepper = _Stepper(self)
            stepper.start()
            self._watch(stepper)
        self._engine.close()

    def _watch(self, stepper: "_Stepper") -> None:
        """Until the thread has ended, or is given up."""
        while stepper.is_alive():
            self._ended.wait(self._stuck_ms / 4000)
            self._ended.clear()
            if self._stopping:
                stepper.join(self._stop_ms / 1000)
                if stepper.is_alive():
                    _log.info("the work ends while a request is under way: it is given up")
                    stepper.over = True
                    self._engine.give_up()
                return
            if stepper.busy_ms(self._engine.alive_age_ms()) > self._stuck_ms:
                _log.error("sync made no progress for %d s: another thread takes over", self._stuck_ms // 1000)
                stepper.over = True
                self.replaced += 1
                self._engine.give_up()
                return
        if not self._stopping:
            _log.error("the thread that syncs has ended: another takes over")

    def stop(self) -> None:
        """Ask it to end and wait, a few seconds at the most. Callable from any thread, and twice."""
        self._stopping = True
        self._wake.set()
        self._ended.set()
        self.wait()

    def _rest(self, wait_ms: int) -> None:
        self._wake.wait(wait_ms / 1000)
        self._wake.clear()


class _Stepper(threading.Thread):
    """Steps the engine until it is told that it is over."""

    def __init__(self, worker: SyncWorker) -> None:
        super().__init__(name="sync-steps", daemon=True)
        self._worker = worker
        self._since: float | None = None
        self.over = False

    def busy_ms(self, quiet_ms: int) -> int:
        """For how long the step under way has shown no sign of life; 0 between two steps."""
        since = self._since
        return 0 if since is None else min(quiet_ms, int((self._worker._mono() - since) * 1000))

    def _goes_on(self) -> bool:
        return not (self.over or self._worker._stopping)

    def run(self) -> None:
        worker = self._worker
        courtesy.step_back()
        try:
            while self._goes_on():
                if worker._resume:
                    worker._resume = False
                    worker._engine.resume()
                self._since = worker._mono()
                try:
                    wait = worker._engine.step()
                except Exception:
                    _log.exception("sync stumbled")
                    wait = STUMBLE_MS
                self._since = None
                if wait > 0 and self._goes_on():
                    worker._rest(wait)
        finally:
            worker._ended.set()
