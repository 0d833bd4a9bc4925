"""Work off the GUI thread: one writer, a small pool, and answers that come back on the GUI thread."""

import collections
import concurrent.futures
import itertools
import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot

from app.desktop import courtesy

T = TypeVar("T")
_log = logging.getLogger(__name__)
POOL = 5
"""One each for what may hang at a server that does not answer (reserving, what stands around a case, a case that is
searched for, one that another room names), and one that is left for what is on this seat."""
_AFTER_PAINT = Qt.EventPriority.LowEventPriority.value - 1


class TaskRunner(QObject):
    """See ports.Tasks and ports.Writer. Close it before the application goes."""

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None, *, pool: int = POOL) -> None:
        super().__init__(parent)
        self._writer = concurrent.futures.ThreadPoolExecutor(
            1, thread_name_prefix="writer", initializer=courtesy.step_back
        )
        self._pool = concurrent.futures.ThreadPoolExecutor(
            pool, thread_name_prefix="pool", initializer=courtesy.step_back
        )
        self._turns = itertools.count(1)
        self._latest: dict[str, int] = {}
        self._delayed: collections.deque[Callable[[], None]] = collections.deque()
        self._closed = False
        self._writer_thread: int | None = None
        self._open = 0
        self._lock = threading.Lock()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    # --- ports.Tasks

    def write(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        courtesy.something_to_write()
        self._start(self._writer, fn, done, failed, key)

    def give_way(self) -> None:
        courtesy.give_way()

    def read(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        self._start(self._pool, fn, done, failed, key)

    def later(self, fn: Callable[[], None]) -> None:
        self._delayed.append(fn)
        # Events of equal rank are dealt with in turn and a repaint ranks low, so this comes after it.
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _AFTER_PAINT)

    def customEvent(self, event: QEvent) -> None:
        fn = self._delayed.popleft()
        if not self._closed:
            fn()

    # --- ports.Writer

    def run(self, fn: Callable[[], T]) -> T:
        """Do `fn` on the writer and wait; at once where this is the writer already."""
        if threading.get_ident() == self._writer_thread:
            return fn()
        return self._writer.submit(self._as_writer, fn).result()

    def after_write(self, fn: Callable[[], None]) -> None:
        """Do `fn` on the writer in its turn; nobody waits for it. Callable from any thread, and at once after the
        end."""
        try:
            self._writer.submit(self._after_the_window, fn)
        except RuntimeError:
            self._behind(fn)

    def _after_the_window(self, fn: Callable[[], None]) -> None:
        # The answer to the write before it has just gone there, and a person waits for what becomes of it.
        courtesy.after_you()
        self._behind(fn)

    def _behind(self, fn: Callable[[], None]) -> None:
        try:
            self._as_writer(fn)
        except Exception:
            _log.exception("what was put off behind a write failed")

    def _as_writer(self, fn: Callable[[], T]) -> T:
        self._writer_thread = threading.get_ident()
        return fn()

    # --- how it is done

    def _start(
        self,
        where: concurrent.futures.ThreadPoolExecutor,
        fn: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        key: str | None,
    ) -> None:
        if self._closed:
            return
        turn = next(self._turns)
        if key is not None:
            self._latest[key] = turn
        with self._lock:
            self._open += 1

        def work() -> None:
            if where is self._writer:
                self._writer_thread = threading.get_ident()
            value: Any = None
            error: Exception | None = None
            try:
                value = fn()
            except Exception as caught:
                error = caught
            if where is self._writer:
                courtesy.only_the_disk()
            # From here on the window has something to do, and what is put off behind this one waits for it.
            courtesy.window_works()
            self._answered.emit((key, turn, done, failed, value, error))

        where.submit(work)

    @Slot(object)
    def _deliver(self, answer: tuple[Any, ...]) -> None:
        key, turn, done, failed, value, error = answer
        with self._lock:
            self._open -= 1
        if self._closed or (key is not None and self._latest.get(key) != turn):
            return
        if error is None:
            if done is not None:
                done(value)
        elif failed is not None:
            failed(error)
        else:
            _log.error("a task failed and nobody asked", exc_info=error)

    @property
    def idle(self) -> bool:
        """No work under way and no answer waiting."""
        return self._open == 0

    def close(self) -> None:
        """Finish what was begun (writes are never dropped), deliver nothing more."""
        self._closed = True
        # What runs in the pool may still have something to write, so the writer ends last.
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
