"""When something breaks that nobody expected: a report in the profile, without a case's content, and the window lives
on where it can."""

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

KEPT = 10
_log = logging.getLogger(__name__)


class CrashReports:
    """Writes one text file per unexpected error: where it happened and its type, never values or messages, because
    these may hold a person's data."""

    def __init__(self, folder: Path, told: Callable[[Path], None] | None = None) -> None:
        self._folder = folder
        self._told = told
        self._fatal: IO[str] | None = None
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        keep_no_core()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._fatal = open(self._folder / "fatal.txt", "a", encoding="utf-8")  # noqa: SIM115 - held while we live
        faulthandler.enable(self._fatal)
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._before
        if self._fatal is not None:
            faulthandler.disable()
            self._fatal.close()
            self._fatal = None

    def _caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error or kind(), trace)
            return
        _log.critical("unexpected error: %s", kind.__name__)
        path = self.write(kind, trace)
        if path is not None and self._told is not None:
            self._told(path)

    def write(self, kind: type[BaseException], trace: TracebackType | None) -> Path | None:
        """One report; None where even that fails (a full disk)."""
        now = datetime.now(UTC)
        lines = [f"{now.isoformat()} {kind.__module__}.{kind.__qualname__}"]
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        path = self._folder / f"crash-{now:%Y%m%dT%H%M%S%f}.txt"
        try:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            return None
        return path


def keep_no_core() -> None:
    """A process that dies leaves no picture of its memory, in which keys and cases are. Of one byte Linux keeps nothing
    either and, unlike with none, does not hand the memory to a program that collects such pictures."""
    if sys.platform == "win32":
        return
    import resource

    most = 1 if sys.platform == "linux" else 0
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
