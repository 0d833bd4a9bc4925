"""A folder that a hub outside reads thresholds from, and answers in: the way that needs no network.

`NAME.json` is written whole and under its name at once, and never again; whoever took it over puts `NAME.ack.json`
beside it. A name holds letters, digits, dots, lines and dashes alone.
"""

import os
import re
from pathlib import Path

MOST_BYTES = 64 * 1024
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,120}")


class ThresholdFiles:
    """Both kinds of files in one folder, which has to be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, body: bytes) -> None:
        """Raises OSError where the folder cannot be written to, ValueError for a name that is no file's."""
        path = self._path(name, ".json")
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def answer(self, name: str) -> bytes | None:
        """What was put beside a file; None where nothing was, or more than an answer has. Raises OSError."""
        path = self._path(name, ".ack.json")
        try:
            if path.is_symlink() or path.stat().st_size > MOST_BYTES:
                return None
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, name: str, ending: str) -> Path:
        if not _NAME.fullmatch(name) or name.startswith("."):
            raise ValueError("not the name of a file")
        return self._folder / (name + ending)
