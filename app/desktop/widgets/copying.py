"""The one gate through which text goes to the clipboard.

Where the machine's policy forbids copying, nothing that a person or a case wrote leaves the window. Where it allows it,
what was copied is marked so that histories of clipboards leave it out, and is taken away again after 30 seconds, unless
something else was copied meanwhile. The marks are those of Windows (history and cloud) and of KDE; the first were not
tried on Windows.

What goes round the gate by a way nobody thought of is seen when the clipboard changes, and taken back at once.
"""

import secrets

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

CLEAR_MS = 30_000
TOKEN = "application/x-footplate-copy"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\x01\x00\x00\x00",
    _WINDOWS.format("CanIncludeInClipboardHistory"): b"\x00\x00\x00\x00",
    _WINDOWS.format("CanUploadToCloudClipboard"): b"\x00\x00\x00\x00",
}


class CopyGate(QObject):
    """One for the window's life. `allowed` is the machine's decision."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._allowed = True
        self._token = b""
        self._clear = QTimer(self)
        self._clear.setSingleShot(True)
        self._clear.setInterval(CLEAR_MS)
        self._clear.timeout.connect(self.forget)
        QGuiApplication.clipboard().changed.connect(self._changed)

    @property
    def allowed(self) -> bool:
        return self._allowed

    def decide(self, allowed: bool) -> None:
        self._allowed = allowed

    def wrap(self, text: str, personal: bool = True) -> QMimeData:
        """`text` as it may leave the window: with its marks, or nothing at all."""
        data = QMimeData()
        if personal and not self._allowed:
            return data
        self._token = secrets.token_bytes(8)
        data.setText(text)
        data.setData(TOKEN, self._token)
        for name, content in _MARKS.items():
            data.setData(name, content)
        self._clear.start()
        return data

    def put(self, text: str, personal: bool = True) -> bool:
        """Copies `text`; False where the policy forbids it, and then the clipboard stays as it is."""
        if personal and not self._allowed:
            return False
        QGuiApplication.clipboard().setMimeData(self.wrap(text, personal))
        return True

    def forget(self) -> None:
        """Takes away what was copied here; what somebody copied since stays."""
        self._clear.stop()
        clipboard = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if mode is QClipboard.Mode.Selection and not clipboard.supportsSelection():
                continue
            data = _held(mode)
            if data is not None and self._token and data.data(TOKEN).data() == self._token:
                clipboard.clear(mode)
        self._token = b""

    def _changed(self, mode: QClipboard.Mode) -> None:
        """Something of this program is on the clipboard that did not go through the gate (a text that was marked with
        the pointer, on X11)."""
        if self._allowed or not self.owns(mode):
            return
        data = _held(mode)
        if data is not None and data.formats() and not data.hasFormat(TOKEN):
            QGuiApplication.clipboard().clear(mode)

    def owns(self, mode: QClipboard.Mode) -> bool:
        """Whether it was this program that filled the clipboard."""
        clipboard = QGuiApplication.clipboard()
        return clipboard.ownsSelection() if mode is QClipboard.Mode.Selection else clipboard.ownsClipboard()


def _held(mode: QClipboard.Mode) -> QMimeData | None:
    """What is on the clipboard; some systems have nothing there to look at."""
    return QGuiApplication.clipboard().mimeData(mode)


_gates: list[CopyGate] = []


def gate() -> CopyGate:
    """The gate of this program, made when it is first asked for; on the GUI thread."""
    if not _gates:
        _gates.append(CopyGate(QGuiApplication.instance()))
    return _gates[0]
