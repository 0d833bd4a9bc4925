"""A server process lives for months and answers with large buffers from several threads: it should hold what it uses,
not the most that each of its threads ever used."""

import ctypes
import gc
import os
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ARENAS = 2  # the C library makes up to eight for each core
EVERY_SECONDS = 60.0
_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def hold_little() -> None:
    """Call before there are threads, and before pyarrow is imported. Where the C library is another one it keeps its
    own ways; what an operator has set in the environment counts."""
    # Its own pool keeps for every thread what an export once took; the system's gives it back.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if "MALLOC_ARENA_MAX" not in os.environ and _is_glibc():
        ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS)


def give_back() -> None:
    """To the system, what nobody uses: objects that keep only each other alive, then pages that lie free between
    others, which the C library keeps until those above them are free as well."""
    gc.collect()
    if _is_glibc():
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def given_back(every_seconds: float = EVERY_SECONDS) -> Iterator[None]:
    """Inside, what nobody uses is given back from time to time, by a thread of its own."""
    over = threading.Event()

    def keep_giving() -> None:
        while not over.wait(every_seconds):
            give_back()

    thread = threading.Thread(target=keep_giving, name="memory", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _is_glibc() -> bool:
    return platform.libc_ver()[0] == "glibc"
