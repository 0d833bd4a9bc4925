"""How long the window's thread stands still while cases sync in from a real server on loopback (its own process). A
timer of 5 ms in the window's thread says how late it came, J and K are pressed ten times a second, and the same is
done before, while nothing happens, as the baseline. `--runs 20` does all of it so many times, each in a process and on
a server of its own, and tells how the runs' figures are spread, those of the baseline beside them."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from tests.bench.figures import arguments, report
from tests.bench.servers import open_house
from tests.bench.window import Bench, waited_ms

STEP_MS = 5
KEY_MS = 100


class Probe(QObject):
    """Milliseconds by which each beat came later than it should have."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.late: list[float] = []
        self.ours: list[float] = []
        self._last, self._waited = perf_counter(), waited_ms()
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(STEP_MS)
        self._beat.timeout.connect(self._beaten)
        self._keys = QTimer(self)
        self._keys.setInterval(KEY_MS)
        self._keys.timeout.connect(self._press)
        self._turn = 0

    def start(self) -> "Probe":
        self._last, self._waited = perf_counter(), waited_ms()
        self._beat.start()
        self._keys.start()
        return self

    def stop(self) -> "Probe":
        self._beat.stop()
        self._keys.stop()
        return self

    def _beaten(self) -> None:
        now, waited = perf_counter(), waited_ms()
        late = (now - self._last) * 1000 - STEP_MS
        self.late.append(max(0.0, late))
        self.ours.append(max(0.0, late - (waited - self._waited)))
        self._last, self._waited = now, waited

    def _press(self) -> None:
        self._turn += 1
        self._bench.press("K" if self._turn % 5 == 0 else "J")


def main() -> None:
    told = arguments("UI stall while cases sync in", cases=20_000, idle=10, first=300, runs=1)
    if told.runs > 1:
        spread(told)
        return
    with open_house() as house:
        # A seat's server stands on another machine: here it takes what the window leaves of the two cores.
        _behind_the_window(house.server.process.pid)
        house.feed(told.first)
        profile = house.folder / "profile"
        profile.mkdir(mode=0o700)
        bench = Bench(profile, house.server.url, house.credentials)
        try:
            measure(bench, house, told)
        finally:
            bench.close()


def _behind_the_window(pid: int) -> None:
    if hasattr(os, "sched_setscheduler") and os.sched_getscheduler(0) != os.SCHED_OTHER:
        # All of this was scheduled ahead of other work: the server comes between that and the window.
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.sched_setscheduler(int(thread), os.SCHED_RR, os.sched_param(1))
        return
    os.setpriority(os.PRIO_PROCESS, pid, 15)


def spread(told: Any) -> None:
    """How median, 99.9 % and worst of each run are spread over the runs."""
    command = [sys.executable, "-m", "tests.bench.bench_stall", "--cases", str(told.cases), "--idle", str(told.idle)]
    command += ["--first", str(told.first)]
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for turn in range(told.runs):
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        for figure in map(json.loads, done.stdout.splitlines()):
            for share in ("p99", "p99.9", "max"):
                if share in figure:
                    found[figure["figure"]][share].append(figure[share])
        print(f"run {turn + 1} of {told.runs}", file=sys.stderr)
    for name, shares in found.items():
        for share, values in shares.items():
            report(f"{name}_{share}_over_runs", "ms", values, each=sorted(values))


def measure(bench: Bench, house: Any, told: Any) -> None:
    cache = bench.station._stores.cache  # type: ignore[union-attr]
    bench.until(lambda: cache.counts()["case"] >= told.first, "the first cases")
    bench.until(lambda: bench.presenter._open is not None, "a case in sight")
    bench.quiet()
    idle = Probe(bench).start()
    end = perf_counter() + told.idle
    bench.until(lambda: perf_counter() > end)
    baseline = idle.stop()
    bench.services.worker._engine._paused = "bench"  # the seat looks away while the agent feeds
    house.feed(told.cases, seed=8)
    bench.quiet()
    probe = Probe(bench).start()
    began = perf_counter()
    bench.services.worker.poke()
    wanted = told.first + told.cases
    bench.until(lambda: len(bench.services.queue._index._table.slots) >= wanted, "everything to be in the queue", 600)
    taken = perf_counter() - began
    late = probe.stop()
    bench.quiet()
    if cache.counts()["case"] != wanted:
        raise SystemExit(f"{cache.counts()} instead of {wanted} cases")
    name = f"stall_while_{told.cases}_sync"
    report("stall_idle", "ms", baseline.late, probe_ms=STEP_MS)
    report("stall_idle_on_a_core", "ms", baseline.ours)
    report(name, "ms", late.late, floor_max=max(baseline.late), sync_s=round(taken, 1))
    report(f"{name}_on_a_core", "ms", late.ours, floor_max=max(baseline.ours), told="waiting for a core left out")


if __name__ == "__main__":
    main()
