"""One window per profile: a second start raises the first one's window and ends."""

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    # Loaded when somebody listens or asks: a window paints before it.
    from PySide6.QtNetwork import QLocalServer

_CONNECT_MS = 500
_ASK_SECONDS = 3.0
_AGAIN_MS = 100


class SingleInstance(QObject):
    """A lock in the profile and a local socket beside it. `raised` asks the window to come forward."""

    raised = Signal()

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(profile / "window.lock"))
        # Without an age, a lock only counts as stale when its process is gone.
        self._lock.setStaleLockTime(0)
        self._name = "footplate-" + hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:16]
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """True for the first, which shall `listen` soon; otherwise the first has been asked to come forward."""
        if not self._lock.tryLock(0):
            self._ask_first()
            return False
        return True

    def listen(self) -> None:
        """From now on a second start is heard."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        self._server.listen(self._name)

    def _ask_first(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        until = time.monotonic() + _ASK_SECONDS
        while time.monotonic() < until:
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(_CONNECT_MS):
                socket.disconnectFromServer()
                return
            # The first has only just begun and does not listen yet.
            QThread.msleep(_AGAIN_MS)

    def _called(self) -> None:
        if self._server is not None:
            while self._server.hasPendingConnections():
                self._server.nextPendingConnection().deleteLater()
        self.raised.emit()

    def release(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()
