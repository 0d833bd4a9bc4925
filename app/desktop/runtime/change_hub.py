"""News climbs by one signal, on the GUI thread, joined where it comes in quick runs."""

import threading

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.desktop.changes import NOTHING, Changed

JOIN_MS = 30


class ChangeHub(QObject):
    """See ports.Hub. `publish` may be called from any thread."""

    changed = Signal(object)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting = NOTHING
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(JOIN_MS)
        self._timer.timeout.connect(self._tell)
        self._arrived.connect(self._soon)

    def publish(self, changed: Changed) -> None:
        if not changed:
            return
        with self._lock:
            first = not self._waiting
            self._waiting |= changed
        if first:
            self._arrived.emit()

    @Slot()
    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _tell(self) -> None:
        with self._lock:
            news, self._waiting = self._waiting, NOTHING
        if news:
            self.changed.emit(news)
