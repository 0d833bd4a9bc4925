"""What the Review room's presenter asks of its view."""

from collections.abc import Sequence
from typing import Protocol

from app.desktop.panels.review.state import CaseState, DecisionState, NoticeState, QueueState
from app.desktop.ports import Queue, QueueView


class View(Protocol):
    """What the presenter asks of the view; every call is cheap and idempotent."""

    def show_queue(self, state: QueueState) -> None: ...

    def show_rows(self, queue: Queue, rows: QueueView, current: int, now_ms: int) -> None: ...

    def show_case(self, state: CaseState) -> None: ...

    def promise(self, state: CaseState | None) -> None:
        """The case that is shown in a moment, unless something fails; `show_case` follows either way. None: another
        one than this, which is not read yet."""

    def break_promise(self) -> None:
        """Something failed: the case in sight stays."""

    def show_decision(self, state: DecisionState) -> None: ...

    def prepare(self, cases: Sequence[tuple[CaseState, DecisionState]]) -> None:
        """Cases that are likely to be shown next, the likeliest first."""

    def show_notice(self, notice: NoticeState | None) -> None: ...

    def point_at(self, blocker: str) -> None: ...

    def place_rationale(self, text: str, caret: int) -> None:
        """As one step that the field can take back."""
