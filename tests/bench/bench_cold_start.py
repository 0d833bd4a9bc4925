"""From the start of the process until queue rows are painted from the encrypted cache (server away), beside a bare
PySide6 window with four docks, turn by turn. Both are timed by the parent's clock."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.figures import arguments, report
from tests.bench.profiles import closed_port, key_pipe, prepare

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0


def main() -> None:
    told = arguments("process start to queue rows painted", cases=10_000, runs=9)
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder, server = Path(place) / "profile", f"http://127.0.0.1:{closed_port()}"
        prepare(folder, told.cases, server)
        bare: list[tuple[float, float]] = []
        whole: list[tuple[float, float]] = []
        for turn in range(told.runs + 1):
            key = key_pipe()
            way = ["--server", server, "--profile", str(folder), "--key-fd", str(key), "--language", "en"]
            times = child("bare"), child("app", *way, keep=(key,))
            os.close(key)
            if turn:  # the first turn fills the system's file cache
                bare.append(times[0])
                whole.append(times[1])
    for place_, figure, unit in ((0, "", "s"), (1, "_processor", "s of processor")):
        floor = median(one[place_] for one in bare)
        report(f"bare_window{figure}", unit, [one[place_] for one in bare])
        report(f"cold_start_{told.cases}{figure}", unit, [one[place_] for one in whole], floor=floor)


def child(kind: str, *more: str, keep: tuple[int, ...] = ()) -> tuple[float, float]:
    """Seconds until the child said that its window is painted, and of its own processor time until then."""
    reading, writing = os.pipe()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.opened_window", kind, str(writing), *more],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
        pass_fds=(writing, *keep),
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.readline()
        taken = time.perf_counter() - began
    _, errors = process.communicate(timeout=SECONDS)
    if not said:
        raise SystemExit(f"the window was never painted:\n{errors.decode(errors='replace')[-2000:]}")
    return taken, float(said)


if __name__ == "__main__":
    main()
