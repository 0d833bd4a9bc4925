"""What rooms of pages with charts have in common: a clock while they are in sight, and charts that go into files."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.ports import Files, Tasks
from app.desktop.widgets.chart_card import ChartCard
from app.desktop.widgets.chart_file import as_png, as_svg
from app.desktop.widgets.table_file import as_csv


class PagedView(Protocol):
    """What the view of such a room offers; it is a widget."""

    def charts(self) -> list[ChartCard]: ...

    def note_of(self, card: ChartCard) -> str:
        """What stands beneath a chart in its file."""

    def focus_work(self) -> None: ...

    def isVisible(self) -> bool: ...

    def isActiveWindow(self) -> bool: ...


class PagedPresenter(Protocol):
    """And its presenter. `tick` comes once a second and says whether the window is in front."""

    def activate(self) -> None: ...

    def leave(self) -> None: ...

    def tick(self, in_front: bool, /) -> None: ...

    def told_saved(self, where: str) -> None: ...


class PagedRoom(QObject):
    """View and presenter together."""

    view: PagedView
    presenter: PagedPresenter

    def __init__(self, tasks: Tasks, files: Files | None) -> None:
        super().__init__()
        self._tasks, self._files = tasks, files
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    @property
    def can_save(self) -> bool:
        return self._files is not None and self._files.allowed

    @property
    def widget(self) -> QWidget:
        assert isinstance(self.view, QWidget)
        return self.view

    @property
    def panels(self) -> dict[str, QWidget]:
        return {}

    def chart_name(self) -> str:
        """What files of the charts in sight are called, without an ending."""
        raise NotImplementedError

    def saving(self, action: str) -> dict[str, Callable[[], Any]]:
        """The action that saves, where files may be made at all."""
        return {action: self.save} if self.can_save else {}

    def save(self) -> None:
        """The charts in sight as files: picture, vectors, and the table behind each."""
        cards, files = self.view.charts(), self._files
        if not cards or files is None:
            return
        made: list[tuple[str, bytes]] = []
        for number, card in enumerate(cards):
            chart, note = card.chart.chart, self.view.note_of(card)
            assert chart is not None
            name = self.chart_name() if len(cards) == 1 else f"{self.chart_name()}-{number + 1}"
            made += [(f"{name}.png", as_png(chart, note)), (f"{name}.svg", as_svg(chart, note))]
            made.append((f"{name}.csv", as_csv(*card.table.table())))
        self._tasks.write(
            lambda: files.save(made), self.presenter.told_saved, lambda _error: self.presenter.told_saved("")
        )

    def activate(self) -> None:
        self.presenter.activate()
        self._timer.start()
        self.view.focus_work()

    def close(self) -> None:
        self._timer.stop()
        self.presenter.leave()

    def _tick(self) -> None:
        if not self.view.isVisible():
            self._timer.stop()
            self.presenter.leave()
            return
        self.presenter.tick(self.view.isActiveWindow())
