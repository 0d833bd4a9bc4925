"""Files that a person asks for, written where downloads go."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from app.desktop.ports import DeskError

MOST_TRIES = 1_000


def downloads() -> Path:
    """The person's own folder of downloads."""
    from platformdirs import user_downloads_path

    return user_downloads_path()


class FileDesk:
    """See ports.Files. `allowed` is asked each time: a house may freeze exports while a window is open."""

    def __init__(self, folder: Callable[[], Path], allowed: Callable[[], bool]) -> None:
        self._folder, self._allowed = folder, allowed

    @property
    def allowed(self) -> bool:
        return self._allowed()

    def save(self, files: Sequence[tuple[str, bytes]]) -> str:
        if not self._allowed():
            raise DeskError("exports_off")
        folder = self._folder()
        folder.mkdir(parents=True, exist_ok=True)
        # All of one saving have the same number, so that they stand together.
        number = next(n for n in range(1, MOST_TRIES) if not any(_named(folder, name, n).exists() for name, _ in files))
        for name, data in files:
            # Never over a file that is there, and read by nobody else.
            handle = os.open(_named(folder, name, number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
        return str(folder)


def _named(folder: Path, name: str, number: int) -> Path:
    stem, dot, end = name.rpartition(".")
    return folder / (name if number == 1 else f"{stem}-{number}{dot}{end}")
