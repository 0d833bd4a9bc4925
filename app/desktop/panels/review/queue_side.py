"""The queue as the Review room uses it: the view in force, its rows, and who stands beside whom."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from app.desktop.panels.review.state import AskedState, QueueState, StandsIn
from app.desktop.ports import VIEWS, Queue, QueueView, StatusState

if TYPE_CHECKING:
    from app.domain.queue_filter import SavedView

ALWAYS = VIEWS[:4]
"""Views that keep their chip when they are empty; the rest appear with their first case."""


class QueueSide:
    """Every call is instant. `find` narrows the view; `loading` is true until its rows are read."""

    def __init__(self, queue: Queue, case_types: Sequence[str], view_id: str) -> None:
        self._queue = queue
        self._fixed = ("open", "mine", "due_1h", "key_users", "awaiting_me", "mine_waiting", "later")
        self._types = tuple(f"type:{name}" for name in case_types)
        self.saved: Callable[[], Sequence[SavedView]] = tuple
        self.finding = False
        self.picked = 0
        self.asked: AskedState | None = None
        self.told_status = False
        self.status: StatusState | None = None
        self._counts: dict[str, int] = {}
        self._totals: dict[str, int] = {}
        self.view_id = view_id
        self.find = ""
        self.rows: QueueView | None = None
        self.loading = True
        self._sent: set[str] = set()

    def __len__(self) -> int:
        return len(self.rows) if self.rows is not None else 0

    def choose(self, view_id: str) -> None:
        self.view_id, self.find, self.finding, self.asked = view_id, "", False, None

    def refill(self) -> None:
        self.loading = not self._queue.knows(self.view_id, self.find)
        self.rows = self._queue.view(self.view_id, self.find)
        self._counts, self._totals = self._queue.counts(), self._queue.totals()
        self.leave_out()

    def sent(self, case_id: str) -> None:
        """Its row goes with the next `leave_out`, before the index, which works beside the window, has taken it in."""
        self._sent.add(case_id)

    def taken_in(self, case_ids: Collection[str]) -> None:
        """The index knows of these cases what there is to know; of all where none is named."""
        self._sent = self._sent.difference(case_ids) if case_ids else set()

    def leave_out(self) -> bool:
        """Take the rows out that were sent; whether there were any."""
        found = False
        for case_id in self._sent:
            position = self.position(case_id)
            if self.rows is not None and position is not None:
                self.rows, found = self.rows.without(position), True
        return found

    def views(self) -> tuple[tuple[str, int | None], ...]:
        """The chips: a type that ships without cases, or a desk nobody sent anything to, is left out."""
        own = tuple(self.names())
        counted = ((view_id, self._count(view_id)) for view_id in (*self._fixed, *own, *self._types))
        return tuple((v, n) for v, n in counted if v in ALWAYS or v in own or v == self.view_id or n)

    def _count(self, view_id: str) -> int | None:
        """How many cases a view has: on this seat, or in the queue where that has more of them."""
        here, all_ = self._counts.get(view_id), self._totals.get(view_id)
        return here if all_ is None else max(here or 0, all_)

    @property
    def whole(self) -> int:
        """The cases of the view in force in the whole queue, where this seat holds a part of them; else 0."""
        all_ = self._totals.get(self.view_id, 0)
        return all_ if all_ > self._counts.get(self.view_id, 0) else 0

    def names(self) -> dict[str, str]:
        """A person's own views by their ids in the queue."""
        return {f"saved:{view.id}": view.name for view in self.saved()}

    @property
    def synced(self) -> bool:
        """Whether a sync has ended, so that nothing waiting is the truth; true where nobody tells."""
        return not self.told_status or (self.status is not None and self.status.last_sync_at is not None)

    @property
    def offline(self) -> bool:
        return self.status is not None and self.status.connection == "offline"

    def next_s(self, now_ms: int) -> int | None:
        at = self.status.next_sync_at if self.status is not None else None
        return max(0, (at - now_ms) // 1000) if at is not None else None

    def next_view(self) -> str | None:
        """The next view that has cases, round the row."""
        views = [view_id for view_id, _ in self.views()]
        at = views.index(self.view_id) if self.view_id in views else -1
        after = [*views[at + 1 :], *views[: at + 1]]
        return next((view_id for view_id in after if self._counts.get(view_id)), None)

    def position(self, case_id: str | None) -> int | None:
        """Where a case stands in the view, or None."""
        return self._queue.place(self.rows, case_id) if case_id is not None and self.rows is not None else None

    def case_at(self, position: int) -> str | None:
        if self.rows is None or not 0 <= position < len(self.rows):
            return None
        index = int(self.rows.order[position])
        return self._queue.row(index).case_id if index >= 0 else None

    def beside(self, case_id: str | None, step: int) -> str | None:
        """The case `step` places on, or None at the end."""
        return self._queue.next_after(self.rows, case_id, step) if self.rows is not None else None

    def ahead(self, case_id: str, count: int) -> tuple[str, ...]:
        """The case and those after it, `count` at most."""
        found = [case_id]
        while len(found) < count:
            following = self.beside(found[-1], 1)
            if following is None or following in found:
                break
            found.append(following)
        return tuple(found)

    def state(self, case_id: str | None, now_ms: int, where: StandsIn | None = None) -> QueueState:
        position = self.position(case_id)
        return QueueState(
            view_id=self.view_id,
            views=self.views(),
            shown=len(self),
            total=self.rows.total if self.rows is not None else 0,
            find=self.find,
            loading=self.loading,
            current=-1 if position is None else position,
            now_ms=now_ms,
            names=self.names(),
            finding=self.finding,
            picked=self.picked,
            synced=self.synced,
            offline=self.offline,
            next_s=self.next_s(now_ms),
            whole=self.whole,
            stands_in=where,
            words=self._queue.words_read() if self.finding else None,
            asked=(self.asked or AskedState()) if self.find.strip() and not self.loading else None,
        )
