"""A screen of one's own (Xvfb with openbox), and a person's keys on it (xdotool): nothing of the program is touched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.workstation import wait_until

NEEDED = ("Xvfb", "openbox", "xdotool")
# xdotool's names for the keys that a shortcut may hold.
_NAMES = {"Return": "Return", "Esc": "Escape", "Ctrl": "ctrl", "Shift": "shift", ",": "comma", "?": "question"}


class Screen:
    """One virtual display with a window manager; `size` as "1366x768"."""

    def __init__(self, size: str = "1600x1000") -> None:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            pytest.skip(f"no virtual screen: {', '.join(missing)} missing (packages xvfb openbox xdotool)")
        read_end, write_end = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
            pass_fds=(write_end,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        with os.fdopen(read_end) as told:
            self.display = ":" + told.readline().strip()
        self.env = {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "XDG_SESSION_TYPE": "x11"}
        self._manager = self._start_manager()
        # A window that comes before the manager rules never gets the focus.
        try:
            wait_until(self._ruled, 60, "the window manager")
        except AssertionError:
            self.close()
            raise

    def _start_manager(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            ["openbox", "--sm-disable"],
            env={**os.environ, **self.env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _ruled(self) -> bool:
        """Whether a window manager rules; one that came before the screen took anybody in has ended and comes anew."""
        if self._manager.poll() is not None:
            self._manager = self._start_manager()
        return "claims not to" not in self._asked("getactivewindow").stderr

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)

    # --- hands ------------------------------------------------------------------------------------------------------
    def _asked(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *arguments],
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        done = self._asked(*arguments)
        if check and done.returncode:
            raise AssertionError(f"xdotool {' '.join(arguments)}: {done.stderr}")
        return done.stdout.strip()

    def title(self) -> str:
        """The title of the window that has the focus, "" while none has."""
        return self._xdotool("getactivewindow", "getwindowname", check=False)

    def press(self, *keys: str) -> None:
        """Press keys such as "J" and "Ctrl+Return" at the window that has the focus."""
        for key in keys:
            parts = [_NAMES.get(part, part.lower() if len(part) == 1 else part) for part in key.split("+")]
            self._xdotool("key", "--clearmodifiers", "+".join(parts))

    def type(self, text: str) -> None:
        self._xdotool("type", "--clearmodifiers", "--delay", "4", text)

    def picture(self, path: Path) -> Path:
        """What the screen shows, as a PNG (needs ImageMagick's `import`)."""
        subprocess.run(["import", "-window", "root", str(path)], env={**os.environ, **self.env}, check=True, timeout=60)
        return path
