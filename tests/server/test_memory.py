"""What a server process asks of the system's memory."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THREADS = """
import ctypes, os, threading
from app.server.bootstrap import application
application()
import pyarrow
print("pool", pyarrow.default_memory_pool().backend_name, flush=True)
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
all_at_once, seen = threading.Barrier(9), threading.Barrier(9)
def work():
    libc.malloc(4096)
    all_at_once.wait()
    seen.wait()
for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
all_at_once.wait()
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
os._exit(0)
"""
glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="malloc_info is glibc's")


def in_a_process(folder: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "ARROW_"))}
    address = {"FOOTPLATE_DATABASE": f"sqlite:///{folder / 'server.db'}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", THREADS], env=kept | address | environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@glibc
def test_the_threads_of_a_server_share_their_memory_and_exports_give_theirs_back(tmp_path: Path) -> None:
    told = in_a_process(tmp_path)
    assert "pool system" in told
    assert len(re.findall(r"<heap nr=", told)) == 2


@glibc
def test_what_an_operator_has_set_counts(tmp_path: Path) -> None:
    told = in_a_process(tmp_path, MALLOC_ARENA_MAX="4", ARROW_DEFAULT_MEMORY_POOL="mimalloc")
    assert "pool mimalloc" in told
    assert len(re.findall(r"<heap nr=", told)) == 4
