"""The Activity room: reads what was sent, and lets the author deal with what was refused or contested."""

from collections.abc import Callable
from typing import Protocol

from app.desktop.changes import Changed, Kind
from app.desktop.panels.activity.state import RoomState
from app.desktop.ports import Activity, ActivityState, Clock, DeskError, Hub, Reviews, Status, StatusState, Tasks

WATCHED = frozenset({Kind.OUTBOX, Kind.REVIEW, Kind.STATUS, Kind.SESSION})


class View(Protocol):
    def show_activity(self, state: RoomState) -> None: ...


class ActivityPresenter:
    """All methods run on the GUI thread."""

    def __init__(
        self,
        view: View,
        *,
        activity: Activity,
        reviews: Reviews,
        status: Status,
        tasks: Tasks,
        hub: Hub,
        clock: Clock,
        show_case: Callable[[str], None],
    ) -> None:
        self._view = view
        self._activity = activity
        self._reviews = reviews
        self._status = status
        self._tasks = tasks
        self._clock = clock
        self._show_case = show_case
        self._last: ActivityState | None = None
        self._offline = False
        self._in_sight = False
        hub.changed.connect(self.on_changed)

    def activate(self) -> None:
        self._in_sight = True
        self.refresh()

    def leave(self) -> None:
        self._in_sight = False

    def refresh(self) -> None:
        def read() -> tuple[ActivityState, StatusState]:
            return self._activity.read(), self._status.read()

        self._tasks.read(read, self._arrived, self._failed, key="activity")

    def _arrived(self, found: tuple[ActivityState, StatusState]) -> None:
        self._last, status = found
        self._offline = status.connection != "online"
        self._show()

    def _show(self, problem: str = "") -> None:
        if self._last is not None:
            self._view.show_activity(RoomState(self._last, self._clock.now_ms(), self._offline, problem))

    def _failed(self, error: Exception) -> None:
        self._show(error.code if isinstance(error, DeskError) else "unexpected")

    def tick(self) -> None:
        """Once a second while in sight: an open undo window counts down."""
        if self._in_sight and self._last is not None and any(row.state == "waiting" for row in self._last.rows):
            self._show()

    def on_changed(self, changed: Changed) -> None:
        if changed.kinds & WATCHED:
            self.refresh()

    def deal_with(self, command_id: str) -> None:
        """The author has read it."""
        self._tasks.write(lambda: self._activity.deal_with(command_id), lambda _: self.refresh(), self._failed)

    def missing_read(self) -> None:
        """The author has read what is missing."""
        missing = self._last.missing if self._last is not None else None
        if missing is not None:
            self._tasks.write(lambda: self._activity.missing_read(missing), lambda _: self.refresh(), self._failed)

    def reopen(self, command_id: str) -> None:
        """A refused review becomes a draft again and its case comes into sight."""
        self._tasks.write(lambda: self._activity.reopen(command_id), self._show_case, self._failed)

    def undo(self, command_id: str) -> None:
        self._tasks.write(lambda: self._reviews.undo(command_id), lambda _: self.refresh(), self._failed)

    def open_case(self, case_id: str) -> None:
        self._show_case(case_id)
