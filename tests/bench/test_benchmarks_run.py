"""Every benchmark still runs and speaks the form that readers of figures expect, at sizes that prove nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = {
    "audit": ("--commits", "5", "--rows", "1000"),
    "case_to_case": ("--cases", "40", "--decide", "3", "--warm", "1"),
    "document": ("--runs", "1"),
    "cold_start": ("--cases", "40", "--runs", "1"),
    "export_rate": ("--cases", "60", "--runs", "1"),
    "growth": ("--cases", "100"),
    "import_rate": ("--cases", "300"),
    "memory": ("--cases", "40"),
    "move_queue": ("--cases", "60", "--runs", "1"),
    "push_rate": ("--decisions", "8"),
    "quality": ("--reviews", "300", "--labels", "500", "--runs", "1"),
    "queue_refresh": ("--cases", "300", "--turns", "3"),
    "queue_filter": ("--rows", "300", "--turns", "6"),
    "slow_network": ("--cases", "30", "--decide", "3", "--warm", "1", "--round_trip", "40", "--pause", "300"),
    "server_load": ("--cases", "60", "--reviewers", "2", "--seconds", "1", "--workers", "1"),
    "soak": tuple("--minutes 0 --seconds 4 --reviewers 2 --readers 1 --workers 1 --backlog 400".split()),
    "stall": ("--cases", "300", "--idle", "1", "--first", "20"),
    "calibration": ("--reviews", "2000", "--runs", "1"),
    "statistics": ("--labels", "500", "--scores", "1000", "--runs", "1"),
    "sync_rate": ("--cases", "300", "--runs", "1"),
}


def test_each_benchmark_is_in_the_list() -> None:
    found = {file.stem.removeprefix("bench_") for file in Path(__file__).parent.glob("bench_*.py")}
    assert found == set(SMALL)


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_prints_its_figures_as_json(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "bench", name, *SMALL[name]],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert figures
    for figure in figures:
        assert {"figure", "unit", "n", "median", "p95", "p99", "max", "versions"} <= figure.keys()
        assert figure["n"] >= 1
        assert figure["median"] <= figure["max"]
