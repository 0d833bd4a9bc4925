"""What tests/conftest.py promises: leaks are found, slow proofs wait, skipped real data is told."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LEAKS = """
import threading
from PySide6.QtCore import QThread, QTimer
kept = []

def test_leaves_a_qt_thread(qapp):
    kept.append(QThread()); kept[-1].start()

def test_leaves_a_timer(qapp):
    kept.append(QTimer()); kept[-1].start(10)

def test_leaves_a_thread():
    stop = threading.Event(); kept.append(stop)
    threading.Thread(target=lambda: stop.wait(5), name="forgotten").start()

def test_cleans_up(qapp):
    thread = QThread(); thread.start(); thread.quit(); thread.wait()
"""
WARNING = """
import warnings
from PySide6.QtCore import qWarning

def test_python_warns():
    warnings.warn("old", DeprecationWarning)

def test_qt_warns(qapp):
    qWarning("odd")
"""
SHARED = """
import pytest

@pytest.mark.slow
def test_a_slow_proof():
    pass

def test_on_real_data(shared):
    pytest.skip("not today")
"""

SPREAD = """
import pytest

@pytest.mark.parametrize("n", range(8))
def test_on_real_data(shared, n):
    if n == 5:
        pytest.skip("not today")
"""


def run(folder: Path, source: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "pyproject.toml", folder)
    tests = folder / "tests"
    tests.mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    (tests / "test_planted.py").write_text(source, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_thread_or_timer_that_outlives_its_test_is_named(tmp_path: Path) -> None:
    told = run(tmp_path, LEAKS).stdout
    assert "QThread started at" in told
    assert "QTimer started at" in told
    assert "left threads running: forgotten" in told
    assert "4 passed, 3 errors" in told


def test_a_warning_of_python_or_of_qt_fails_its_test(tmp_path: Path) -> None:
    assert "2 failed" in run(tmp_path, WARNING).stdout


def test_slow_proofs_wait_until_they_are_asked_for(tmp_path: Path) -> None:
    assert "1 deselected" in run(tmp_path, SHARED, FOOTPLATE_SHARED=str(tmp_path)).stdout


@pytest.mark.parametrize("here", [True, False])
def test_real_data_that_is_here_and_not_used_fails_the_run(tmp_path: Path, here: bool) -> None:
    if here:
        (tmp_path / "elsewhere" / "data").mkdir(parents=True)
    done = run(tmp_path, SHARED, "--all", FOOTPLATE_SHARED=str(tmp_path / "elsewhere"))
    assert "shared real data: 0 tests ran, 1 skipped" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert done.returncode == (1 if here else 0)


def test_real_data_is_counted_over_all_worker_processes(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "data").mkdir(parents=True)
    done = run(
        tmp_path, SPREAD, "--numprocesses", "2", "--dist", "worksteal", FOOTPLATE_SHARED=str(tmp_path / "elsewhere")
    )
    assert "shared real data: 7 tests ran, 1 skipped (the folder is here)" in done.stdout
    assert done.returncode == 1
