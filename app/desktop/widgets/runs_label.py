"""A paragraph of runs as a widget."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible
from app.desktop.widgets.painted import TallWidget
from app.desktop.widgets.runs import Run, paragraph, plain
from app.desktop.widgets.tokens import Type


class RunsLabel(TallWidget):
    """Wraps to its width, to `most` lines where that is told; takes no input."""

    accessible_role = accessible.TEXT

    def __init__(self, parent: QWidget | None = None, kind: Type = Type.BODY, *, most: int = 0) -> None:
        super().__init__(parent)
        self._most = most
        self._runs: tuple[Run, ...] = ()
        self._kind = kind

    @property
    def runs(self) -> tuple[Run, ...]:
        return self._runs

    def set_runs(self, runs: Sequence[Run]) -> None:
        self._runs = tuple(runs)
        self.setAccessibleName(plain(self._runs))
        self.refilled()

    def set_most(self, lines: int) -> None:
        if lines != self._most:
            self._most = lines
            self.refilled()

    def height_at(self, width: int) -> int:
        laid = paragraph(self._runs, max(1, width), self._kind)
        if not self._most or laid.lines <= self._most:
            return laid.height
        return round(laid.height * self._most / laid.lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        paragraph(self._runs, self.width(), self._kind).draw(QPainter(self), 0, 0)
