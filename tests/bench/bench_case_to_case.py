"""Ctrl+Enter until the decision is durable on disk and the next case is painted: the real window over a real encrypted
profile, the server away. Filling in the decision is the person's time and not counted. The floor of what is durable is
a bare commit to an encrypted file beside it, in the same manner and once before every decision: how long the disk
needs to wake up and say so."""

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from numpy import percentile
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.figures import arguments, report
from tests.bench.profiles import closed_port, prepare
from tests.bench.window import Bench, Painted, now_ms

THINKING = 0.3
"""Seconds a person takes over a case at the very least, in which the next one is painted ahead."""
TEXT = "The evidence was compared with the customer's own record and it holds."


def main() -> None:
    told = arguments("Ctrl+Enter to the next case painted", cases=20_000, decide=200, warm=10, wait_for_words=0)
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder, server = Path(place) / "profile", f"http://127.0.0.1:{closed_port()}"
        # More than are decided: while the profile is made, cases come due and pass others in the line.
        prepare(folder, told.cases, server, claims=3 * (told.decide + told.warm) + told.cases // 100)
        bench = Bench(folder, server)
        try:
            measure(bench, folder, told)
        finally:
            bench.close()


def measure(bench: Bench, folder: Path, told: Any) -> None:
    presenter = bench.presenter
    bench.until(lambda: presenter._open is not None, "the first case")
    bench.quiet()
    if told.wait_for_words:
        # Seconds at most until the words inside evidence have been read, which a new profile begins with.
        words = bench.services.engine._words
        bench.until(lambda: not words.more, "the words inside evidence", told.wait_for_words)
    # The cases have long been fetched: the disk is not still writing them down.
    os.sync()
    view = bench.room.view
    screen = Screen(bench)
    types: set[str] = set()
    durable: list[float] = []
    shown: list[float] = []
    settled: list[float] = []
    busy: list[float] = []
    disk: list[float] = []
    bare = BareCommit(folder / "bare.db")
    ahead = 0
    for turn in range(told.warm + told.decide):
        decide(bench)
        view.focus_rationale()
        bench.quiet(THINKING)
        disk.append(bare.commit())
        bench.quiet(THINKING)
        types.add(presenter._open.view.case_type)
        pictures = view.filling.ahead.covers[0].shown
        times = one(bench, screen)
        if turn >= told.warm:
            ahead += view.filling.ahead.covers[0].shown - pictures
            for figure, taken in zip((durable, shown, settled, busy), times, strict=True):
                figure.append(taken)
        bench.quiet()
    kinds = sorted(types)
    report(f"case_to_case_{told.cases}", "ms", shown, types=kinds, painted_ahead=ahead)
    floor, floor_p99 = (float(percentile(disk, share)) for share in (50, 99))
    report(f"case_to_case_durable_{told.cases}", "ms", durable, floor=floor, floor_p99=floor_p99)
    report(f"case_to_case_window_thread_{told.cases}", "ms of processor", busy)
    report(f"case_to_case_queue_refreshed_{told.cases}", "ms", settled)


class BareCommit:
    """One row of the size of a decision, by SQLCipher alone."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlcipher.connect(str(path), isolation_level=None)
        for pragma in (f"key = \"x'{'5a' * 32}'\"", "journal_mode = TRUNCATE", "synchronous = EXTRA"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE row (body BLOB NOT NULL)")

    def commit(self) -> float:
        """Milliseconds."""
        began = now_ms()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO row VALUES (?)", (os.urandom(1800),))
        self._connection.execute("COMMIT")
        return now_ms() - began


class Screen:
    """The case on the screen, as itself or as its picture, and since when the picture stands there whole."""

    def __init__(self, bench: Bench) -> None:
        view = bench.room.view
        self.painted = Painted(view.case, view.filling.ahead.covers[0])
        self._missing: set[QWidget] = set()
        self._covers = view.filling.ahead.covers
        self.whole: tuple[float, float] | None = None
        for cover in self._covers:
            cover._painted = partial(self._drawn, cover, cover._painted)

    def wait(self) -> None:
        self._missing, self.whole = set(self._covers), None

    def _drawn(self, cover: QWidget, then: Callable[[], None]) -> None:
        self._missing.discard(cover)
        if not self._missing and self.whole is None:
            self.whole = now_ms(), time.thread_time()
        then()


def one(bench: Bench, screen: Screen) -> tuple[float, float, float, float]:
    """As for `next_case`, and until the queue without the case is painted as the third."""
    presenter, case_id = bench.presenter, bench.presenter.case_id
    began, durable, shown, busy = next_case(bench, screen)
    bench.until(lambda: presenter.side.position(case_id) is None, "the queue without the case")
    bench.app.processEvents()  # its rows are painted with what else is waiting
    settled = now_ms() - began
    bench.until(lambda: bench.station._tasks.idle, "whatever follows")
    return durable, shown, settled, busy


def next_case(bench: Bench, screen: Screen) -> tuple[float, float, float, float]:
    """Ctrl+Enter: when Enter came (Ctrl is down before it); milliseconds from there until the decision is durable, and
    until the next case is painted and every key is for it; and of the window thread's own processor time until then."""
    presenter, painted = bench.presenter, screen.painted
    case_id, count = presenter.case_id, painted.count
    at: dict[str, float] = {}
    opened = presenter.open

    def noted(following: str) -> None:
        # The review is on disk: what comes after this is the next case.
        at["durable"] = now_ms()
        opened(following)
        # Where its picture was painted meanwhile, it is here now.
        at["open"], at["busy"] = now_ms(), time.thread_time()

    screen.wait()
    presenter.open = noted
    enter = Arrived(QApplication.focusWidget(), Qt.Key.Key_Return)
    try:
        bench.press("Ctrl+Return")
        began, processor = enter.at_ms, enter.processor
        bench.until(lambda: "durable" in at, "the submit")
        bench.until(lambda: painted.count > count, "the next case")
    finally:
        presenter.open = opened
    now = now_ms(), time.thread_time()
    shown, busy = max(screen.whole, (at["open"], at["busy"])) if screen.whole is not None else now
    if presenter._sent.case_id != case_id or presenter.case_id == case_id:
        raise SystemExit("the next case is not in sight")
    if bench.services.activity.read(1).rows[0].case_id != case_id:
        raise SystemExit("the decision is not in the outbox")
    return began, at["durable"] - began, shown - began, (busy - processor) * 1000


class Arrived(QObject):
    """When a key came to the widget that has the focus, before anything was done about it."""

    def __init__(self, focused: QWidget, key: Qt.Key) -> None:
        super().__init__(focused)
        self._key = key
        self.at_ms = self.processor = 0.0
        focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == self._key:
            self.at_ms, self.processor = now_ms(), time.thread_time()
            watched.removeEventFilter(self)
        return False


def decide(bench: Bench) -> None:
    """Fill in whatever this case needs, as keys would."""
    presenter = bench.presenter
    opened = presenter._open
    agrees = opened.view.assessment.verdict
    other = "pass" if agrees == "block" else "block"
    number = int(opened.case_id.partition("-")[2])
    wish = ("escalate",) if "must_escalate" in opened.may.why else ((agrees, other) if number % 3 else (other, agrees))
    for decision in wish:
        presenter.decide(decision)
        presenter.pick_code(1)
        presenter.set_rationale(TEXT)
        if not presenter._blockers():
            return
    raise SystemExit(f"{opened.case_id} cannot be decided: {presenter._blockers()} {opened.may}")


if __name__ == "__main__":
    main()
