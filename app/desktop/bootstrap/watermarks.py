"""What the machine's owner decided against pictures of the screen: a mark over every window, and windows that captures
leave out."""

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.policy import Policy
from app.desktop.ports import Person
from app.desktop.runtime import capture
from app.desktop.widgets.everywhere import every_window
from app.desktop.widgets.watermark import Watermark

_log = logging.getLogger(__name__)
_NOT_MARKED = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class Watermarks:
    """On the GUI thread. `keep_out` asks the system to leave a window out of captures."""

    def __init__(
        self,
        policy: Policy,
        keep_out: Callable[[int], bool] = capture.keep_out,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._marks, self._captures = policy.watermark, policy.screen_capture
        self._keep_out, self._clock = keep_out, clock
        self._person: Person | None = None
        self._kept_out: set[int] = set()

    def begin(self, person: Person) -> None:
        self._person = person
        self.tick()

    def end(self) -> None:
        """Nobody is signed in, and nothing of a case is on screen."""
        self._person = None
        for window in _windows() if self._marks else ():
            for mark in window.findChildren(Watermark, options=Qt.FindChildOption.FindDirectChildrenOnly):
                mark.hide()

    def tick(self) -> None:
        """Once a second: windows come and go, and the minute passes."""
        if not self._captures:
            self._shield()
        if not self._marks or self._person is None:
            return
        said = f"{self._person.name} · {time.strftime('%Y-%m-%d %H:%M', time.localtime(self._clock()))}"
        for window in _windows():
            found = window.findChildren(Watermark, options=Qt.FindChildOption.FindDirectChildrenOnly)
            mark = found[0] if found else Watermark(window)
            mark.say(said)
            mark.lie_over()

    def _shield(self) -> None:
        if not capture.can_keep_out() and self._keep_out is capture.keep_out:
            return
        for window in _windows():
            handle = int(window.winId())
            if handle not in self._kept_out:
                self._kept_out.add(handle)
                if not self._keep_out(handle):
                    _log.error("a window could not be kept out of screen captures")


def _windows() -> list[QWidget]:
    """The windows on screen; tips and menus last for a moment and lie over one that is marked."""
    return [one for one in every_window() if one.isVisible() and one.windowType() not in _NOT_MARKED]
