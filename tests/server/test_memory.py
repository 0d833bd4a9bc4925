"""What a server process asks of the system's memory."""

import gc
import os
import platform
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.server import memory

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
BETWEEN = """
import ctypes, sys
from app.server import memory
def held():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) // 1024
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
before, taken = held(), []
for n in range(2_000):
    taken.append(libc.malloc(60_000))
    ctypes.memset(taken[-1], 1, 60_000)
    libc.malloc(100)  # stays, so that nothing above it can be given back by itself
for one in taken:
    libc.free(one)
kept = held() - before
memory.give_back()
print(kept, held() - before)
"""
LIFE = """
import asyncio, threading
from app.server.bootstrap import application
serve, told = application(), iter(["startup", "shutdown"])
async def receive():
    return {"type": "lifespan." + next(told)}
async def send(message):
    print(message["type"].removeprefix("lifespan."), "memory" in {one.name for one in threading.enumerate()})
asyncio.run(serve({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send))
"""
glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="malloc_info is glibc's")


def in_a_process(folder: Path, code: str = THREADS, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "ARROW_"))}
    address = {"FOOTPLATE_DATABASE": f"sqlite:///{folder / 'server.db'}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept | address | environment, capture_output=True, text=True, timeout=120
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


@glibc
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell what is held")
def test_what_lies_free_between_others_goes_back_to_the_system(tmp_path: Path) -> None:
    kept, left = map(int, in_a_process(tmp_path, BETWEEN).split())
    assert kept > 100
    assert left < 25


class _Ring:
    def __init__(self) -> None:
        self.itself = self


def test_objects_that_keep_only_each_other_alive_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = threading.Event()
    monkeypatch.setattr(_Ring, "__del__", lambda _one: gone.set(), raising=False)
    gc.disable()
    try:
        _Ring()
        assert not gone.is_set()
        with memory.given_back(every_seconds=0.01):
            assert gone.wait(10)
    finally:
        gc.enable()
    assert "memory" not in {one.name for one in threading.enumerate()}


def test_a_server_gives_memory_back_for_as_long_as_it_serves(tmp_path: Path) -> None:
    assert in_a_process(tmp_path, LIFE).split() == ["startup.complete", "True", "shutdown.complete", "False"]
