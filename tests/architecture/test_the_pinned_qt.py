"""PySide6 6.12 on Python 3.11 aborts after some thousands of calls that return None; the pin keeps us away from it."""

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(50_000):
    thing.setObjectName("a")
    assert thing.parent() is None
print("survived")
"""


def test_fifty_thousand_calls_that_return_none_do_not_abort_the_interpreter() -> None:
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "survived"


def test_the_pin_keeps_python_3_11_below_pyside_6_12() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = [line for line in told["project"]["optional-dependencies"]["desktop"] if line.startswith("PySide6")]
    assert any("<6.12" in pin and 'python_version < "3.12"' in pin for pin in pins)
    if sys.version_info < (3, 12):
        assert tuple(map(int, version("PySide6-Essentials").split(".")[:2])) < (6, 12)
