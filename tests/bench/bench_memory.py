"""Resident memory of the workstation with many cached cases: the program's own way in, its rows painted, at rest."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import arguments, report
from tests.bench.profiles import closed_port, key_pipe, prepare

ROOT = Path(__file__).resolve().parents[2]
REST_SECONDS = 6.0
MOST_SECONDS = 900.0
"""The words inside the evidence of 100,000 cases are read for some minutes after the first start."""


def main() -> None:
    told = arguments("resident memory with many cached cases", cases=100_000)
    with tempfile.TemporaryDirectory(prefix="footplate-bench-") as place:
        folder, server = Path(place) / "profile", f"http://127.0.0.1:{closed_port()}"
        prepare(folder, told.cases, server)
        key = key_pipe()
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--server", server, "--profile", str(folder), "--key-fd", str(key)],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
            pass_fds=(key,),
            stderr=subprocess.DEVNULL,
        )
        os.close(key)
        try:
            values = at_rest(process.pid)
        finally:
            process.terminate()
            process.wait(30)
    for name, kib in values.items():
        report(f"memory_{name}_{told.cases}", "MB", [kib / 1000 * 1.024])


def at_rest(pid: int) -> dict[str, int]:
    """RSS, its peak, and PSS in KiB once the process has used no processor for a while and wanted none: who waits for a
    core beside others is not at rest."""
    status, calm = Path(f"/proc/{pid}/status"), time.monotonic()
    begun, before = time.monotonic(), -1
    while time.monotonic() - calm < REST_SECONDS and time.monotonic() - begun < MOST_SECONDS:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used = int(fields[11]) + int(fields[12])
        if used > before + 5 or wants_a_core(pid):
            calm, before = time.monotonic(), used
        time.sleep(0.25)
    told = {line.split(":")[0]: line.split()[1] for line in status.read_text().splitlines() if "kB" in line}
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    pss = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    return {"rss": int(told["VmRSS"]), "rss_peak": int(told["VmHWM"]), "pss": pss}


def wants_a_core(pid: int) -> bool:
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # a thread that has just ended
            if (task / "stat").read_text().rpartition(")")[2].split()[0] == "R":
                return True
    return False


if __name__ == "__main__":
    main()
