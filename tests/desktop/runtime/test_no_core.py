"""A window that dies leaves nothing of what it held in memory on the disk."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_DIES = """
import os, resource, signal, sys
from pathlib import Path
from app.desktop.runtime.crash import CrashReports
_, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
CrashReports(Path(sys.argv[1]) / "crashes").install()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
os.chdir(sys.argv[1])
os.kill(os.getpid(), signal.SIGABRT)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no core files")
def test_a_process_that_dies_leaves_no_picture_of_its_memory(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _DIES, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    with process.stdout as out:
        limit = int(out.read())
    _, status = os.waitpid(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert limit in (0, 1)
    assert process.returncode == -signal.SIGABRT
    assert not os.WCOREDUMP(status)
    assert [path.name for path in tmp_path.iterdir()] == ["crashes"]
