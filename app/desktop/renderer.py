"""The render process as the use cases see it: started ahead, kept warm, ended when it takes too long."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO, Any

from app.desktop.ports import CannotShow, PageBitmap
from app.desktop.render_child import wire

SECONDS = 5.0
START_SECONDS = 20.0
_PIPE = 1 << 20


def child_command() -> list[str]:
    """How the process is started; in a bundle the program itself plays the part."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--render-child"]
    return [sys.executable, "-m", "app.desktop.render_child"]


class RenderProcess:
    """See ports.Renderer. One page at a time; callers wait for each other, each page has `seconds`."""

    def __init__(self, *, command: Sequence[str] | None = None, seconds: float = SECONDS) -> None:
        self._command, self._seconds = list(command or child_command()), seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answered = False
        self._closed = False
        self._turn = threading.Lock()

    def warm(self) -> None:
        """Start the process ahead of the first document; returns at once."""
        with self._turn:
            if not self._closed:
                self._start()

    def render(self, name: str, media_type: str, data: Callable[[], bytes], page: int, edge: int) -> PageBitmap:
        head = {"name": name, "media_type": media_type, "page": page, "edge": edge}
        with self._turn:
            if self._closed:
                raise CannotShow("document_no_viewer")
            told, raw = self._ask(head, b"")
        if told["state"] == "send":
            # Fetched outside the turn: a slow line must not hold up a document that is here.
            content = data()
            with self._turn:
                if self._closed:
                    raise CannotShow("document_no_viewer")
                told, raw = self._ask(head, content)
        if told["state"] != "drawn":
            raise CannotShow(str(told.get("code", "document_unreadable")))
        return _bitmap(page, told, raw)

    def close(self) -> None:
        """End the process. Callable from any thread; a page that is being drawn is given up."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._turn:
            self._end()

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                    env=_environment(),
                )
            except OSError as error:
                raise CannotShow("document_no_viewer") from error
            self._answered = False
            _widen(self._process.stdout)
            _widen(self._process.stdin)
        return self._process

    def _ask(self, head: dict[str, Any], raw: bytes) -> tuple[dict[str, Any], bytearray]:
        """One request and its answer. The process does not outlive a fault; the next request starts another."""
        process = self._start()
        if process.stdin is None or process.stdout is None:
            raise CannotShow("document_no_viewer")
        # The first answer waits for the process to be there as well.
        late = threading.Timer(self._seconds if self._answered else START_SECONDS, process.kill)
        late.daemon = True
        late.start()
        try:
            wire.write(process.stdin, head, raw)
            told = wire.read_head(process.stdout)
            if told is None:
                raise EOFError
            pixels = wire.read_raw(process.stdout, min(told["raw"], 1 << 28))
        except (OSError, EOFError, ValueError, KeyError) as error:
            in_time = late.is_alive()
            started = self._answered
            self._end()
            if not started:
                raise CannotShow("document_no_viewer") from error
            raise CannotShow("document_unreadable" if in_time else "document_too_slow") from error
        finally:
            late.cancel()
        self._answered = True
        return told, pixels

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        process.wait()


def _bitmap(page: int, told: dict[str, Any], raw: bytearray) -> PageBitmap:
    try:
        sizes = {name: int(told[name]) for name in ("pages", "width", "height", "full_width", "full_height")}
    except (KeyError, TypeError, ValueError) as error:
        raise CannotShow from error
    if min(sizes.values()) < 1 or len(raw) != sizes["width"] * sizes["height"] * 4:
        raise CannotShow
    return PageBitmap(page=page, pixels=raw, **sizes)


def _environment() -> dict[str, str]:
    """What the process needs to find its modules, and nothing that names a person, a proxy or a session."""
    kept = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TMP")
    told = {name: os.environ[name] for name in kept if name in os.environ}
    return told | {"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "HOME": "/nonexistent"}


def _widen(pipe: "IO[bytes] | None") -> None:
    """A larger pipe: a page is some megabytes, and each filling of it is a change of process."""
    if pipe is not None and sys.platform == "linux":
        import fcntl

        try:
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
        except OSError:
            return
