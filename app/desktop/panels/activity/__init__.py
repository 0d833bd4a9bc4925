"""The Activity room: what was sent, what waits, what needs its author."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.panels.activity.presenter import ActivityPresenter
from app.desktop.panels.activity.view import ActivityView


class ActivityRoom(QObject):
    """View and presenter together."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self.view = ActivityView()
        self.presenter = ActivityPresenter(
            self.view,
            activity=context.activity,
            reviews=context.reviews,
            status=context.status,
            tasks=context.tasks,
            hub=context.hub,
            clock=context.clock,
            show_case=context.show_case,
        )
        self.view.dealt.connect(self.presenter.deal_with)
        self.view.reopened.connect(self.presenter.reopen)
        self.view.missing_read.connect(self.presenter.missing_read)
        self.view.case_asked.connect(self.presenter.open_case)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    @property
    def widget(self) -> QWidget:
        return self.view

    @property
    def panels(self) -> dict[str, QWidget]:
        return {}

    @property
    def actions(self) -> dict[str, Callable[[], Any]]:
        return {}

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
        self.presenter.tick()


def build(context: Any) -> ActivityRoom:
    """`context` has what the shell gives every room: use cases, tasks, hub, clock."""
    return ActivityRoom(context)
