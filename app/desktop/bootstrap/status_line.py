"""What the status line says of the connection and counts of a person's own work, kept up to date."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.desktop.bootstrap import figures
from app.desktop.ports import StatusState
from app.desktop.runtime.tasks import TaskRunner
from app.desktop.shell.main_window import MainWindow

if TYPE_CHECKING:
    from app.desktop.bootstrap.services import Services


MARK_MS = 30_000
"""How old the note of the server's time may grow."""


class StatusLine:
    """All methods run on the GUI thread. `services` tells those of whoever is signed in now."""

    def __init__(self, window: MainWindow, tasks: TaskRunner, services: "Callable[[], Services | None]") -> None:
        self._window, self._tasks, self._services = window, tasks, services
        self._state: StatusState | None = None
        self._today: int | None = None
        self._held = 0
        self._counted = 0
        self._marked = -MARK_MS

    def ask(self) -> None:
        """Read the connection and the figures off this thread, and show them."""
        services = self._services()
        if services is None:
            return

        def read() -> tuple[StatusState, int | None, int]:
            done = figures.decided_since(services, figures.midnight_ms(services))
            return services.status.read(), done, len(services.hand.held())

        self._tasks.read(read, partial(self._have, services), key="status")

    def _have(self, services: "Services", answer: tuple[StatusState, int | None, int]) -> None:
        if services is not self._services():
            # Somebody signed out in between.
            return
        self._state, self._today, self._held = answer
        self._show_figures(services)
        self._window.set_status(self._state, services.clock.now_ms())

    def _show_figures(self, services: "Services") -> None:
        """What the status line counts; the queue is what the window shows of it, so that both say the same."""
        mine, held = None, self._held
        self._counted = services.queue.generation
        if self._window.has_room("review") and services.queue.knows("mine"):
            mine, held = services.queue.counts().get("mine"), services.queue.reserved()
        self._window.set_figures(mine, self._today, held)

    def tick(self) -> None:
        """Once a second: minutes run, and so does what the queue counts."""
        services = self._services()
        if services is None:
            return
        if services.clock.mono_ms() - self._marked >= MARK_MS:
            self._marked = services.clock.mono_ms()
            self._tasks.write(services.keep_time)
        if services.queue.generation != self._counted:
            # The queue takes news in by itself, often after the figures were asked for.
            self._show_figures(services)
        self._window.set_status(self._state, services.clock.now_ms())
