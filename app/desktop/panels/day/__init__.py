"""The room of a person's own day."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.panels.day.presenter import DayPresenter
from app.desktop.panels.day.view import DayView


class DayRoom(QObject):
    """View and presenter together."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self.view = DayView()
        self.view.key_of = context.key_of
        self.presenter = DayPresenter(
            self.view,
            day=context.day,
            queue=context.queue,
            case_work=context.case_work,
            search=context.search,
            tasks=context.tasks,
            hub=context.hub,
            clock=context.clock,
            me=context.session.person.user_id if context.session.person is not None else "",
        )
        view, presenter = self.view, self.presenter
        view.offer_hand_over(context.session.may("case.hand_over"))
        view.case_opened.connect(context.show_case)
        view.shift_set.connect(self._shift_set)
        view.hand_over_asked.connect(presenter.hand_over)
        view.undo_asked.connect(presenter.undo)
        view.notice_closed.connect(presenter.close_notice)
        view.picked.connect(presenter.pick)
        view.entered.connect(presenter.look_for)
        view.typed.connect(presenter.type)
        view.confirmed.connect(presenter.confirm)
        view.closed.connect(presenter.close)
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
        return {
            "day.hand_over": self.presenter.hand_over,
            "day.shift_end": self._edit_shift,
            "day.undo": self.presenter.undo,
        }

    def _edit_shift(self) -> None:
        self.view.shift.setFocus()
        self.view.shift.selectAll()

    def _shift_set(self, words: str) -> None:
        self.presenter.set_shift_end(words)
        self.view.focus_work()

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


def build(context: Any) -> DayRoom:
    """`context` has what the shell gives every room."""
    return DayRoom(context)
