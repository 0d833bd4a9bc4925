"""What was sent last and may be taken back for ten seconds, and the notice that says so."""

from collections.abc import Callable
from typing import Any, Protocol

from app.desktop.panels.review.state import NoticeState
from app.desktop.ports import Clock, DeskError, Tasks

NOTICE_MS = 6_000
LEAVES = frozenset({"case.snooze", "case.skip", "case.hand_over"})
"""What takes a case out of the queue of whoever sent it, so that the next one is to be done."""


class View(Protocol):
    """What is asked of the view."""

    def show_notice(self, notice: NoticeState | None) -> None: ...


class TakeBack:
    """All methods run on the GUI thread; `undo` is run on the writer thread."""

    def __init__(self, view: View, tasks: Tasks, clock: Clock) -> None:
        self._view, self._tasks, self._clock = view, tasks, clock
        self._offered: tuple[NoticeState, Callable[[], Any], Callable[[], None]] | None = None
        self._until: int | None = None
        self._shown: NoticeState | None = None
        self._writing = False
        self._waiting: Callable[[], None] | None = None
        self.left: Callable[[str], None] = lambda _case_id: None
        """A case went out of the person's hands, and with `came_back` into them again."""
        self.came_back: Callable[[str], None] = lambda _case_id: None

    def writing(self) -> None:
        """Something is being written that will be offered: Z waits for it and is not meant for what was before."""
        self._writing, self._waiting = True, None

    def written(self) -> None:
        """It was offered."""
        self._writing = False
        if self._waiting is not None:
            self.undo(self._waiting)

    def not_written(self) -> None:
        """It never will be; what was sent before can still be taken back."""
        self._writing, self._waiting = False, None

    def offer(self, notice: NoticeState, undo: Callable[[], Any], undone: Callable[[], None] = lambda: None) -> None:
        """Say it, and take it back if the person wants to until `notice.until_ms`; then `undone` is called. What was
        sent before can no longer be taken back by Z."""
        self._offered, self._until = (notice, undo, undone), None
        self._show(notice)
        self._lead_on(notice)

    def say(self, notice: NoticeState, ms: int = NOTICE_MS) -> None:
        """Say something for a while; what may be taken back is not said any longer. Why a key does nothing ("told") is
        no reason for that: what was sent before can still be taken back, and is said again after it."""
        if notice.kind != "told":
            self._offered = None
        self._until = self._clock.now_ms() + ms
        self._show(notice)
        if notice.kind == "work_done":
            self._lead_on(notice)

    def _lead_on(self, notice: NoticeState) -> None:
        if notice.command_type in LEAVES and notice.case_id:
            self.left(notice.case_id)

    def failed(self, error: Exception, case_id: str = "") -> None:
        """It stays until it is closed or something else is to be said."""
        code = error.code if isinstance(error, DeskError) else "unexpected"
        self._until = None
        self._show(NoticeState("failed", case_id, code=code))

    def _show(self, notice: NoticeState | None) -> None:
        self._shown = notice
        self._view.show_notice(notice)

    def undo(self, before: Callable[[], None] = lambda: None) -> None:
        """Z: take back the last thing sent while its time runs; `before` is called where there is one."""
        if self._writing:
            self._waiting = before
            return
        if self._offered is None:
            return
        (notice, undo, undone), self._offered = self._offered, None
        before()

        def done(_: Any) -> None:
            self.say(NoticeState("taken_back", notice.case_id, command_type=notice.command_type))
            undone()
            if notice.command_type in LEAVES and notice.case_id:
                self.came_back(notice.case_id)

        self._tasks.write(undo, done, lambda error: self.failed(error, notice.case_id))

    def tick(self) -> None:
        """Once a second."""
        now = self._clock.now_ms()
        offered = self._offered[0] if self._offered is not None else None
        if offered is not None and now >= offered.until_ms:
            self._offered = None
            if self._shown is offered:
                self._show(None)
            offered = None
        if self._until is not None and now >= self._until:
            self._until = None
            self._show(offered)
