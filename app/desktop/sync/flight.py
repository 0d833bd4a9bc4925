"""One run of the engine's work, which can be given up from outside: what it finds out afterwards changes nothing."""

from collections.abc import Callable
from typing import TypeVar

from app.desktop.ports import Writer

T = TypeVar("T")


class GivenUp(Exception):
    """This run was taken over by another while it was held up."""


class Flight:
    """Stands before the writer. Whoever still works in a flight that is over is stopped at the next thing it wants to
    write, so two of them never write side by side."""

    def __init__(self, writer: Writer, alive: Callable[[], None]) -> None:
        self._writer = writer
        self._alive = alive
        self.over = False

    def check(self) -> None:
        """Raises GivenUp."""
        if self.over:
            raise GivenUp

    def run(self, fn: Callable[[], T]) -> T:
        """As ports.Writer. Raises GivenUp."""

        def write() -> T:
            self.check()
            return fn()

        self.check()
        self._alive()
        return self._writer.run(write)
