"""One at a time for one profile, across processes: a lock on a file, given back by the system on a crash."""

import os
from pathlib import Path
from typing import IO


class FileLock:
    """An exclusive lock. `take` answers at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """True while this object holds the lock."""
        if self._file is not None:
            return True
        file = open(self._path, "ab")  # noqa: SIM115 - held as long as the lock
        if not _lock(file.fileno()):
            file.close()
            return False
        self._file = file
        return True

    def give_back(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
