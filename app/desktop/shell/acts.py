"""How often a person did something in this window: keys, clicks, the wheel. A number that grows, and nothing else of
it is kept; whoever counts the time on a case compares it with what it was a second ago. Work behind the window is told
as well, for it leaves busy hands alone."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow

from app.desktop import courtesy

_ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Acts(QObject):
    """Listens to the platform's window, where each input arrives once, whatever widget it is meant for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._window: QWindow | None = None

    def listen_to(self, window: QWindow | None) -> None:
        """The window's handle once it is shown; a second call changes nothing."""
        if window is not None and window is not self._window:
            self._window = window
            window.installEventFilter(self)

    def add(self) -> None:
        self._count += 1

    def count(self) -> int:
        return self._count

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self._count += 1
            courtesy.hands_moved()
        return False
