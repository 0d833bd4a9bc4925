"""The system's browser, asked for from any thread."""

import threading

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

WAIT_S = 10.0


class Browser(QObject):
    """Lives on the GUI thread."""

    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def open_page(self, address: str) -> bool:
        """Open an address, from another thread than the window's; whether anything here opens it."""
        request = _Request(address)
        self._asked.emit(request)
        return request.opened.wait(WAIT_S) and request.there

    @Slot(object)
    def _open(self, request: "_Request") -> None:
        request.there = QDesktopServices.openUrl(QUrl(request.address))
        request.opened.set()


class _Request:
    def __init__(self, address: str) -> None:
        self.address, self.there, self.opened = address, False, threading.Event()
