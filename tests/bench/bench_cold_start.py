"""From the start of the process until queue rows are painted from the encrypted cache (server away), and until the
first case is painted beside them, next to a bare PySide6 window with four docks, turn by turn. All are timed by the
parent's clock. Modules are loaded from bytecode, as an installed program has it, wherever this one runs from."""

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
MOMENTS = {"bare": 1, "app": 2}
Moment = tuple[float, float]
"""Seconds since the process was started, and of its own processor time."""


def main() -> None:
    told = arguments("process start to queue rows painted", cases=10_000, runs=9)
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder, server = Path(place) / "profile", f"http://127.0.0.1:{closed_port()}"
        prepare(folder, told.cases, server)
        bytecode = Path(place) / "bytecode"
        bare: list[Moment] = []
        rows: list[Moment] = []
        case: list[Moment] = []
        for turn in range(told.runs + 1):
            key = key_pipe()
            way = ["--server", server, "--profile", str(folder), "--key-fd", str(key), "--language", "en"]
            floor_of_turn, (first, whole) = child(bytecode, "bare"), child(bytecode, "app", *way, keep=(key,))
            os.close(key)
            if turn:  # the first turn writes the bytecode and fills the system's file cache
                bare += floor_of_turn
                rows.append(first)
                case.append(whole)
    for place_, figure, unit in ((0, "", "s"), (1, "_processor", "s of processor")):
        floor = median(one[place_] for one in bare)
        report(f"bare_window{figure}", unit, [one[place_] for one in bare])
        report(f"cold_start_{told.cases}{figure}", unit, [one[place_] for one in rows], floor=floor)
        report(f"cold_start_case_{told.cases}{figure}", unit, [one[place_] for one in case], floor=floor)


def child(bytecode: Path, kind: str, *more: str, keep: tuple[int, ...] = ()) -> list[Moment]:
    """When the child said that something is painted: seconds from its start, and of its own processor time."""
    reading, writing = os.pipe()
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.opened_window", kind, str(writing), *more],
        cwd=ROOT,
        env=environment,
        pass_fds=(writing, *keep),
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    moments: list[Moment] = []
    with os.fdopen(reading, "rb", buffering=0) as answer:
        while said := answer.readline():
            moments.append((time.perf_counter() - began, float(said)))
    _, errors = process.communicate(timeout=SECONDS)
    if len(moments) < MOMENTS[kind]:
        raise SystemExit(f"the window was never painted:\n{errors.decode(errors='replace')[-2000:]}")
    return moments


if __name__ == "__main__":
    main()
