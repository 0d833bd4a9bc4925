"""The sheet of the Feedback room: filled in by keys, sent, and taken back while there is time."""

from collections.abc import Callable
from typing import Any

import msgspec

from app.desktop.panels.feedback.presenter.reading import Reading, code_of
from app.desktop.panels.feedback.state import SheetState
from app.desktop.ports import Sent, TooLate


class Acts(Reading):
    """All methods run on the GUI thread."""

    def pick(self, which: str, value: str) -> None:
        sheet = self._state.sheet
        if sheet is not None:
            self._sheet(chosen=sheet.chosen | {which: value}, problem="")

    def enter(self, text: str) -> None:
        self._sheet(entry=text, problem="")

    def type(self, text: str) -> None:
        self._sheet(text=text, problem="")

    def close(self) -> None:
        self._put(sheet=None)

    def _open(self, sheet: SheetState) -> None:
        self._put(sheet=sheet, told="", undo_until=0)

    def _sheet(self, **changes: Any) -> None:
        if self._state.sheet is not None:
            self._put(sheet=msgspec.structs.replace(self._state.sheet, **changes))

    def _command(self, send: Callable[[], Sent | None], told: str) -> None:
        """A command: kept at the seat, sent by itself, taken back while it waits."""
        self._sheet(busy=True, problem="")

        def done(sent: Sent | None) -> None:
            waits = sent is not None and not sent.online
            self._sent = sent if waits else None
            until = sent.release_at if sent is not None and waits else 0
            self._put(sheet=None, told=told, undo_until=until, picked=frozenset())
            if not waits:
                self._ask()

        def failed(error: Exception) -> None:
            if self._state.sheet is not None:
                self._sheet(busy=False, problem=code_of(error))
            else:
                self._put(told=code_of(error), undo_until=0)

        self._tasks.write(send, done, failed)

    def _do(self, act: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """What the sheet asks of the server at once."""
        self._sheet(busy=True, problem="")

        def failed(error: Exception) -> None:
            if self._state.sheet is not None:
                self._sheet(busy=False, problem=code_of(error))
            else:
                self._put(told=code_of(error), undo_until=0)

        self._tasks.read(act, done, failed)

    def undo(self) -> None:
        """Takes back what was sent last, while its time runs."""
        sent, self._sent = self._sent, None
        if sent is None:
            return

        def failed(error: Exception) -> None:
            self._put(told="too_late" if isinstance(error, TooLate) else code_of(error), undo_until=0)

        self._tasks.write(
            lambda: self._news.undo(sent.command_id),
            lambda _type: self._put(told="taken_back", undo_until=0),
            failed,
        )
