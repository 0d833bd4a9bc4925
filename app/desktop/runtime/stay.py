"""One person's time at this seat, from sign-in to sign-out: all that their rooms hear and start goes through it, and
ends with it."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.desktop.changes import Changed
from app.desktop.ports import Hub, Tasks

T = TypeVar("T")


class Stay(QObject):
    """See ports.Hub and ports.Tasks, both of which it is for a room. Lives on the GUI thread.

    After `end` no room hears news, nothing that it asks for begins, and no answer reaches it, whose widgets are gone
    by then. What was to be written is written all the same.
    """

    changed = Signal(object)

    def __init__(self, user_id: str, hub: Hub, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.user_id = user_id
        self._hub, self._tasks = hub, tasks
        self._over = False
        hub.changed.connect(self._heard)

    def end(self) -> None:
        """The rooms were closed; call it as often as you like."""
        if not self._over:
            self._over = True
            self._hub.changed.disconnect(self._heard)

    def _heard(self, news: Changed) -> None:
        self.changed.emit(news)

    def publish(self, changed: Changed) -> None:
        self._hub.publish(changed)

    # --- ports.Tasks

    def write(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        if not self._over:
            self._tasks.write(fn, self._while_here(done), self._while_here(failed), key=key)

    def give_way(self) -> None:
        self._tasks.give_way()

    def read(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        if self._over:
            return

        def work() -> Any:
            # What stands in line when the person goes is not begun: it would ask for cases in their name.
            return None if self._over else fn()

        self._tasks.read(work, self._while_here(done), self._while_here(failed), key=key)

    def later(self, fn: Callable[[], None]) -> None:
        self._tasks.later(lambda: None if self._over else fn())

    def _while_here(self, tell: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
        if tell is None:
            return None
        return lambda answer: None if self._over else tell(answer)
