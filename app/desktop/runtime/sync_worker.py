"""The thread that steps the sync engine: woken by time, by a poke, and by being asked to stop."""

import logging
import threading

from PySide6.QtCore import QObject, QThread

from app.desktop import courtesy
from app.desktop.sync.engine import Engine

_log = logging.getLogger(__name__)
STUMBLE_MS = 5_000
STOP_MS = 30_000
CALM_MS = 700
"""A start of the workstation has this long to itself; a poke ends it."""


class SyncWorker(QThread):
    """See ports.Connection. An unexpected error is logged and the engine tried again: sync never stays dead."""

    def __init__(self, engine: Engine, parent: QObject | None = None, *, calm_ms: int = 0) -> None:
        super().__init__(parent)
        self.setObjectName("sync")
        self._engine = engine
        self._wake = threading.Event()
        self._stopping = False
        self._resume = False
        self._calm_ms = calm_ms

    @property
    def engine(self) -> Engine:
        return self._engine

    def poke(self) -> None:
        """Sync now, whatever stood in the way; callable from any thread."""
        self._resume = True
        self._wake.set()

    def nudge(self) -> None:
        """There is something new to send; what stands in the way still does."""
        self._wake.set()

    def run(self) -> None:
        courtesy.step_back()
        if self._calm_ms:
            self._wake.wait(self._calm_ms / 1000)
            self._wake.clear()
        while not self._stopping:
            if self._resume:
                self._resume = False
                self._engine.resume()
            try:
                wait = self._engine.step()
            except Exception:
                _log.exception("sync stumbled")
                wait = STUMBLE_MS
            if wait > 0:
                self._wake.wait(wait / 1000)
                self._wake.clear()
        self._engine.close()

    def stop(self) -> None:
        """Ask it to end and wait; a request that is under way ends by its own limits."""
        self._stopping = True
        self._wake.set()
        self.wait(STOP_MS)
