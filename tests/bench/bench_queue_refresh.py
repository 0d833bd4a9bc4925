"""The queue taking in news while a person works: own decisions one after the other, and pages of changed cases, over
a real encrypted profile. Off the window's thread, so what counts beside the time is the processor it takes from it."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app.contract.views import CaseView
from app.desktop.cache.cache_store import Row
from app.desktop.cache.outbox_rows import NewCommand
from app.desktop.changes import Changed
from tests.bench.figures import arguments, report
from tests.bench.profiles import DEVICE, ME, SystemClock, closed_port, prepare, queue, stores
from tests.bench.window import now_ms

PAGE = 20


def main() -> None:
    told = arguments("the queue taking in own decisions and changed cases", cases=20_000, turns=60)
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder = Path(place) / "profile"
        prepare(folder, told.cases, f"http://127.0.0.1:{closed_port()}", claims=50)
        measure(folder, told.cases, told.turns)


def measure(folder: Path, cases: int, turns: int) -> None:
    opened = stores(folder)
    try:
        index = queue(opened)
        index.load()
        assert opened.work is not None
        decided = Timed(index.refresh)
        for turn in range(turns):
            case_id = index.row(int(index.view("open").order[turn % 7])).case_id
            _, trace = opened.work.submit(DEVICE, ME.user_id, decision(turn, case_id))
            decided(trace)
        paged = Timed(index.refresh)
        decode = msgspec.json.Decoder(CaseView).decode
        for turn in range(turns):
            ids = [index.row(int(slot)).case_id for slot in index.view("open").order[turn :: cases // PAGE][:PAGE]]
            found = [opened.cache.document(one) for one in ids]
            views = [decode(one[1]) for one in found if one is not None]
            paged(opened.cache.apply([changed(view) for view in views]))
        for name, one in (("own_decision", decided), (f"page_of_{PAGE}", paged)):
            report(f"queue_refresh_{name}_{cases}", "ms", one.took)
            report(f"queue_refresh_{name}_processor_{cases}", "ms of processor", one.busy)
    finally:
        opened.close()


class Timed:
    """Milliseconds that each call took, and of the thread's own processor."""

    def __init__(self, call: Callable[[Changed], Any]) -> None:
        self._call = call
        self.took: list[float] = []
        self.busy: list[float] = []

    def __call__(self, trace: Changed) -> None:
        processor, began = time.thread_time(), now_ms()
        self._call(trace)
        self.took.append(now_ms() - began)
        self.busy.append((time.thread_time() - processor) * 1000)


def decision(turn: int, case_id: str) -> NewCommand:
    now = SystemClock().now_ms()
    body = b'{"decision":"pass","rationale":"' + b"x" * 900 + b'"}'
    return NewCommand(f"b-{turn}", "review.submit", 1, body, "0" * 64, now, now, 0, now, case_id, f"k-{case_id}", 1, 1)


def changed(view: CaseView) -> Row:
    """The next revision, somewhat more urgent."""
    priority = (view.priority + 7) % 90
    later = msgspec.structs.replace(view, rev=view.rev + 1, priority=priority)
    return Row("case", later.case_id, later.rev, msgspec.json.encode(later))


if __name__ == "__main__":
    main()
