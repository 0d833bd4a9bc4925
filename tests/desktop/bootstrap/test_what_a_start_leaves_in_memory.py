"""What the start of the window does not read, since all of it would stay."""

import subprocess
import sys

import pytest

_START = """
import linecache
from app.desktop import bootstrap
import PySide6.QtCore
{said}
linecache.clearcache()
import app.desktop.shell.matching
print(len(linecache.cache))
"""


def _sources_read(said: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _START.format(said=said)], capture_output=True, text=True, timeout=120, check=True
    )
    return int(done.stdout)


def test_the_sources_of_what_is_imported_are_not_read_into_memory() -> None:
    if not _sources_read(""):
        pytest.skip("this PySide reads no sources by itself")
    assert _sources_read("bootstrap._read_no_sources()") == 0
