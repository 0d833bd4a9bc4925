"""Where the bytes behind the evidence lie. One folder on this machine today; the port is small enough for an object
store."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

PIECE = 256 * 1024


class AttachmentStore(Protocol):
    """Files named by the SHA-256 of their content (64 hex digits); what is there never changes."""

    def has(self, sha256: str) -> bool: ...

    def put(self, sha256: str, data: bytes) -> None:
        """Keep `data`, durably and whole or not at all. The caller has checked that the name is its hash."""

    def open(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` to just before `end`, in pieces. Raises FileNotFoundError at once where it has no
        such file."""

    def remove(self, sha256: str) -> None:
        """Take the file away, durably; nothing is done where there is none."""


class FolderStore:
    """See AttachmentStore. Two levels of folders that only the server's user can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def put(self, sha256: str, data: bytes) -> None:
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_name(f".{secrets.token_hex(8)}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def open(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        # Opened here and not with the first piece, so that an absent file is known before the answer begins.
        file = self._path(sha256).open("rb")

        def pieces() -> Iterator[bytes]:
            with file:
                file.seek(start)
                left = end - start
                while left > 0 and (piece := file.read(min(PIECE, left))):
                    left -= len(piece)
                    yield piece

        return pieces()

    def remove(self, sha256: str) -> None:
        path = self._path(sha256)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync(path.parent)

    def _path(self, sha256: str) -> Path:
        # The caller checked that these are hex digits; a name can lead nowhere else.
        return self._folder / sha256[:2] / sha256[2:]


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
