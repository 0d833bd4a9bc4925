"""What the render process gives up before it looks at the first foreign byte."""

import contextlib
import ctypes
import os
import sys

MOST_MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 6
MOST_FILES = 64
_NO_DUMP, _PARENT_DEATH, _NO_NEW_PRIVILEGES = 4, 1, 38
_KILL = 9


def give_up_rights() -> None:
    """Call once everything that has to be opened is open: from here on no file and no socket can
    be, no other program starts, memory is bounded, and the process goes with its parent."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    # Nothing more can be opened where every number below the limit is in use.
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
    with contextlib.suppress(OSError):
        while True:
            os.dup(0)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            prctl = ctypes.CDLL(None).prctl
            prctl(_NO_DUMP, 0, 0, 0, 0)
            prctl(_PARENT_DEATH, _KILL, 0, 0, 0)
            prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def allow_time() -> None:
    """Processor time for one page more; a page that needs longer ends the process."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
