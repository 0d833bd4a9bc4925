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
        bare: list[float] = []
        whole: list[float] = []
        for turn in range(told.runs + 1):
            key = key_pipe()
            arguments_ = ["--server", server, "--profile", str(folder), "--key-fd", str(key), "--language", "en"]
            seconds = [child("bare"), child("app", *arguments_, keep=(key,))]
            os.close(key)
            if turn:  # the first turn fills the system's file cache
                bare.append(seconds[0])
                whole.append(seconds[1])
    report("bare_window", "s", bare)
    report(f"cold_start_{told.cases}", "s", whole, floor=median(bare))


def child(kind: str, *more: str, keep: tuple[int, ...] = ()) -> float:
    """Seconds until the child said that its window is painted."""
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
        said = answer.read(1)
        taken = time.perf_counter() - began
    _, errors = process.communicate(timeout=SECONDS)
    if said != b"!":
        raise SystemExit(f"the window was never painted:\n{errors.decode(errors='replace')[-2000:]}")
    return taken


if __name__ == "__main__":
    main()
