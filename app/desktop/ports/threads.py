"""Threads, news and clocks, as the rooms and the use cases are given them."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from app.desktop.changes import Changed

T = TypeVar("T")


class Signal(Protocol):
    """The part of a Qt signal that people below Qt may use."""

    def connect(self, slot: Callable[[Changed], Any], /) -> Any: ...

    def disconnect(self, slot: Callable[[Changed], Any], /) -> Any: ...


class Hub(Protocol):
    """News climbs by this one signal, always on the GUI thread; quick runs of news arrive joined."""

    @property
    def changed(self) -> Signal: ...

    def publish(self, changed: Changed) -> None:
        """Callable from any thread."""


class Tasks(Protocol):
    """Work off the GUI thread. `done` and `failed` always arrive on the GUI thread.

    With a `key`, an answer that a newer call with the same key has overtaken is dropped in silence.
    """

    def write(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        """Run on the single writer thread, in the order of the calls."""

    def give_way(self) -> None:
        """Right after a `write` that a person waits for: let it come as far as the disk before the window goes on, a
        few milliseconds at most."""

    def read(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        """Run in the small pool, in no order."""

    def later(self, fn: Callable[[], None]) -> None:
        """Run on the GUI thread once what was just changed on the screen is painted."""


class Writer(Protocol):
    """The single writer as other threads see it: run `fn` there and wait for its answer."""

    def run(self, fn: Callable[[], T]) -> T: ...


class Clock(Protocol):
    """The server's time as well as this seat can know it, and a clock that never jumps."""

    def now_ms(self) -> int: ...

    def offset_ms(self) -> int:
        """Server time minus this machine's wall clock."""

    def mono_ms(self) -> int: ...

    def wall_ms(self) -> int: ...
