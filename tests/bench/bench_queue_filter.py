"""The queue at 100,000 and 1,000,000 rows: switching the view, filtering by text, J and K, and a jump, each until the
rows are painted. The queue's own columns and list, with the index of the words inside evidence on the disk and without
other stores and the rest of the room. What is looked for around the cases is looked for inside them as well; the
figure `queue_find_inside` is for words that stand in evidence alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.contract.queue_row import HeaderRow, WorkRow
from app.desktop.cache.cache_store import CacheStore
from app.desktop.panels.review.front import QueuePanel
from app.desktop.shell.theme import Theme
from app.desktop.usecases.queue import QueueIndex
from tests.bench import inside
from tests.bench.figures import arguments, report
from tests.bench.profiles import FIRST, ME, SystemClock
from tests.bench.window import now_ms

FINDS = ("u-42", "•07", "c-2999", "u-7", "没有", "回电", "299", "4")
TITLES = ("sign-in timeline 登录时间线 devices 设备", "transaction graph 交易图", "identity 身份比对 liveness 活体检测")


class Headers:
    """The only things an index asks of a cache that holds no claims: headers, in pieces, and words inside evidence."""

    finds = True

    def __init__(self, n: int, words: CacheStore) -> None:
        self.n, self.finding = n, words.finding

    def headers(self, many: int = 4096) -> Any:
        rng = np.random.default_rng(7)
        kinds = tuple(catalogue().case_types)
        now = SystemClock().now_ms()
        for start in range(0, self.n, many):
            size = min(many, self.n - start)
            kind = rng.integers(0, len(kinds), size).tolist()
            routed = (now - rng.integers(60_000, 16_000_000, size)).tolist()
            priority = rng.integers(4, 98, size).tolist()
            sure = np.round(rng.uniform(0.5, 0.99, size), 4).tolist()
            yield [
                HeaderRow(
                    FIRST + start + i, kinds[kind[i]], 1, "open", priority[i], routed[i], routed[i] + 14_400_000, 0, 0,
                    f"u-{i % 97:02d}•••{i % 89:02d}", "block", sure[i], 0.85, None, None, None, None, None, 0,
                )
                for i in range(size)
            ]  # fmt: skip

    @contextmanager
    def read(self) -> Iterator[Any]:
        """Each case with a reference of its own and titles that it shares; one in fifty with a tag and a note."""
        yield Answers(self.n)

    def claims(self, owner: str) -> dict[str, Any]:
        return {}


class Answers:
    """The two questions that are asked of the tables around the cases."""

    def __init__(self, n: int) -> None:
        self.n = n

    def exec_driver_sql(self, sql: str, *_: Any) -> Iterator[tuple[Any, ...]]:
        if "case_words" in sql:
            for i in range(self.n):
                more = " 洗钱 客户要求回电，见聊天记录" if i % 50 == 0 else ""
                yield FIRST + i, f"x-{FIRST + i}{more}", TITLES[i % len(TITLES)]
        else:
            for i in range(0, self.n, 50):
                away = (SystemClock().now_ms() + 3_600_000, "needs_focus") if i % 500 == 0 else (None, None)
                mine = ME.user_id if i % 5000 == 0 else None
                yield WorkRow(FIRST + i, *away, assigned_to=mine, tags="mule ring")


class Screen(QObject):
    """The queue panel alone, shown; `painted` runs the loop until its rows were painted."""

    def __init__(self, app: QApplication, index: QueueIndex) -> None:
        super().__init__()
        self.app, self.index, self.count = app, index, 0
        self.panel = QueuePanel()
        self.panel.list.viewport().installEventFilter(self)
        self.panel.resize(336, 900)
        self.panel.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False

    def painted(self, before: int) -> None:
        while self.count == before:
            self.app.processEvents()

    def fill(self, view_id: str, find: str = "") -> int:
        """What the presenter does for a chip or a typed letter; the rows shown."""
        before = self.count
        rows = self.index.view(view_id, find)
        self.index.counts()
        self.panel.show_rows(self.index, rows, 0 if len(rows) else -1, SystemClock().now_ms())
        self.panel.list.viewport().update()
        self.painted(before)
        return len(rows)

    def point(self, row: int) -> None:
        before = self.count
        self.panel.set_current(row)
        self.painted(before)


def main() -> None:
    told = arguments("view switch, text filter, J/K at many rows", rows=0, turns=200)
    app = QApplication.instance() or QApplication(["bench"])
    app.setStyle("fusion")  # type: ignore[attr-defined]
    theme = Theme(app, "light")  # type: ignore[arg-type]
    for n in (told.rows,) if told.rows else (100_000, 1_000_000):
        with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
            words = inside.filled(Path(place), n)
            measure(app, n, told.turns, words)
            words.close()
    theme.deleteLater()


def measure(app: Any, n: int, turns: int, words: CacheStore) -> None:
    index = QueueIndex(Headers(n, words), None, SystemClock(), lambda: ME, tuple(catalogue().case_types))  # type: ignore[arg-type]
    began = now_ms()
    index.load()
    report(f"queue_load_{n}", "ms", [now_ms() - began], made="rows in memory; the order is made off the GUI thread")
    screen = Screen(app, index)
    views = [view_id for view_id in index.view_ids() if index.counts()[view_id]]
    screen.fill(views[0])
    switches, finds, within, moves, jumps = [], [], [], [], []
    for turn in range(turns):
        began = now_ms()
        screen.fill(views[turn % len(views)])
        switches.append(now_ms() - began)
    for turn in range(turns):
        began = now_ms()
        screen.fill("open", FINDS[turn % len(FINDS)])
        finds.append(now_ms() - began)
    for turn in range(turns):
        began = now_ms()
        screen.fill("open", inside.FINDS[turn % len(inside.FINDS)])
        within.append(now_ms() - began)
    shown = screen.fill("open")
    rows = index.view("open")
    for turn in range(1, min(turns, shown - 1)):
        began = now_ms()
        index.next_after(rows, index.row(int(rows.order[turn - 1])).case_id, 1)
        screen.point(turn)
        moves.append(now_ms() - began)
    for turn in range(turns):
        began = now_ms()
        screen.point((turn * 7919 + n // 2) % shown)
        jumps.append(now_ms() - began)
    report(f"queue_view_switch_{n}", "ms", switches)
    report(f"queue_find_{n}", "ms", finds)
    report(f"queue_find_inside_{n}", "ms", within)
    report(f"queue_next_{n}", "ms", moves)
    report(f"queue_jump_{n}", "ms", jumps)
    screen.panel.close()


if __name__ == "__main__":
    main()
