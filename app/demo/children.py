"""The processes of the demo: started, watched, started again, and stopped with everything they own."""

import ctypes
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

STOP_SECONDS = 8.0
_PR_SET_PDEATHSIG = 1


def program() -> list[str]:
    """How to start this same program once more: the bundle's executable, or the interpreter with the package."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]


Event = tuple[str, int]  # the name of a child that ended, and its exit code
STOP: Event = ("", 0)


class Events:
    """What happened, in order: a child's end or a wish to stop. Safe in signal handlers."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.stopping = False

    def stop(self) -> None:
        self.stopping = True
        self._queue.put(STOP)

    def ended(self, name: str, code: int) -> None:
        self._queue.put((name, code))

    def wait(self) -> Event:
        """The next event, whenever it comes."""
        return self._queue.get()

    def poll(self, seconds: float) -> Event | None:
        """The next event within `seconds`, else None."""
        try:
            return self._queue.get(timeout=seconds)
        except queue.Empty:
            return None


class Child:
    """One process in a session of its own, so that Ctrl+C reaches only the parent. Its end becomes an event.

    Where the system can (Linux), a child is told to end when its parent dies.
    """

    def __init__(self, name: str, events: Events) -> None:
        self.name = name
        self._events = events
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def start(
        self,
        command: Sequence[str],
        log: Path,
        *,
        secret: bytes | None = None,
        temporary: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Start `command`; "{fd}" in it becomes the number of an inherited pipe that holds `secret`, then ends.
        What the child leaves in its temporary folder lands in `temporary`; `settings` join its environment."""
        reading = writing = -1
        if secret is not None:
            reading, writing = os.pipe()
        try:
            with log.open("ab") as out:
                self._process = subprocess.Popen(  # noqa: S603
                    [part.replace("{fd}", str(reading)) for part in command],
                    env=os.environ
                    | ({"TMPDIR": str(temporary)} if temporary is not None else {})
                    | dict(settings or {}),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    pass_fds=(reading,) if secret is not None else (),
                    start_new_session=True,
                    preexec_fn=_end_with_parent(os.getpid()),
                )
            if secret is not None:
                os.write(writing, secret)
        finally:
            for descriptor in (reading, writing):
                if descriptor >= 0:
                    os.close(descriptor)
        self._watcher = threading.Thread(
            target=self._watch, args=(self._process,), name=f"demo-{self.name}", daemon=True
        )
        self._watcher.start()

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask the process to end, then make it; returns when it is gone."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._watcher is not None:
            self._watcher.join()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        self._events.ended(self.name, process.wait())


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """What a child runs before it becomes the program: the kernel sends it SIGTERM when the parent's thread is gone."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), signal.SIGTERM)

    return ask
