"""A server process lives for months and answers with large buffers from several threads: it should hold what it uses,
not the most that each of its threads ever used."""

import ctypes
import os
import platform

ARENAS = 2  # the C library makes up to eight for each core
_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def hold_little() -> None:
    """Call before there are threads, and before pyarrow is imported. Where the C library is another one it keeps its
    own ways; what an operator has set in the environment counts."""
    # Its own pool keeps for every thread what an export once took; the system's gives it back.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if "MALLOC_ARENA_MAX" not in os.environ and platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS)
