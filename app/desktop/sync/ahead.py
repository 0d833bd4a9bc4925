"""The next page on its way while this one is written."""

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from app.desktop.courtesy import step_back

T = TypeVar("T")


class Ahead(Protocol):
    """Begins `fetch` somewhere; the answer is what waits for its end: it gives what `fetch` gave, or raises what it
    raised."""

    def __call__(self, fetch: Callable[[], T]) -> Callable[[], T]: ...


class _Fetch(threading.Thread, Generic[T]):
    """A thread for one page: whoever is given up leaves nothing behind that another would have to wait for."""

    def __init__(self, fetch: Callable[[], T]) -> None:
        super().__init__(name="sync-ahead", daemon=True)
        self._fetch = fetch
        self._found: T
        self._error: Exception | None = None

    def run(self) -> None:
        step_back()
        try:
            self._found = self._fetch()
        except Exception as error:
            self._error = error

    def result(self) -> T:
        self.join()
        if self._error is not None:
            raise self._error
        return self._found


def in_a_thread(fetch: Callable[[], T]) -> Callable[[], T]:
    """As `Ahead`."""
    thread = _Fetch(fetch)
    thread.start()
    return thread.result


def at_once(fetch: Callable[[], T]) -> Callable[[], T]:
    """As `Ahead`, for a test: everything happens on this thread, in an order that is always the same."""
    try:
        found = fetch()
    except Exception as error:
        failed = error

        def fail() -> T:
            raise failed

        return fail
    return lambda: found
