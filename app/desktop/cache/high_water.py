"""The highest command number that was ever durable, kept outside work.db.

A damaged SQLite journal can lose its newest transactions and still look whole. The mark tells: if work.db
knows fewer commands than the mark, work may be missing, and its author is told which numbers. It stands in two files,
so that damage to one of them and to work.db at once is told as well.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

_FLOOR = "floor:"
COPY = ".copy"
Later = Callable[[Callable[[], None]], None]
"""Does something on the writer thread once the write under way has been answered."""


def at_once(write: Callable[[], None]) -> None:
    write()


class HighWater:
    """`work.hwm`: {"device/author": seq}, with a MAC so that a damaged file is not believed."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self.later: Later = at_once
        self._copy = path.with_name(path.name + COPY)
        self._marks = self._read(path)
        for name, seq in self._read(self._copy).items():
            self._raise(name, seq)

    def _read(self, path: Path) -> dict[str, int]:
        try:
            mac, _, body = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return {}
        if not hmac.compare_digest(mac, self._mac(body)):
            return {}
        return {str(name): int(seq) for name, seq in json.loads(body).items()}

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).hexdigest().encode()

    def get(self, device: str, author: str) -> int:
        return self._marks.get(f"{device}/{author}", 0)

    def floor(self, device: str, author: str) -> int:
        """Up to this number every command was settled and let go, or went to another seat."""
        return self._marks.get(f"{_FLOOR}{device}/{author}", 0)

    def seats(self) -> dict[tuple[str, str], tuple[int, int]]:
        """(device, author) → (highest number of settled commands that were let go in order, highest number made)."""
        # A copy at one stroke: whoever reads is on another thread than whoever raises.
        names = [name.partition("/") for name in list(self._marks) if not name.startswith(_FLOOR)]
        return {(device, author): (self.floor(device, author), self.get(device, author)) for device, _, author in names}

    def raise_floor(self, device: str, author: str, seq: int) -> None:
        """Every command up to `seq` was settled and is about to be let go: told before it happens."""
        if self._raise(f"{_FLOOR}{device}/{author}", seq):
            self._write()

    def raise_to(self, device: str, author: str, seq: int) -> None:
        """Called after the commit of command `seq`, so that the mark never runs ahead of work.db. It may come a
        little behind: the command is durable without it, and nobody waits for a second file."""
        if self._raise(f"{device}/{author}", seq):
            self.later(self._write)

    def copy_to(self, path: Path, key: bytes) -> None:
        """The same marks under another key, in another file, durably."""
        other = HighWater(path, key)
        other._marks = dict(self._marks)
        other._put(path, durable=True)

    def _raise(self, name: str, seq: int) -> bool:
        if seq <= self._marks.get(name, 0):
            return False
        self._marks[name] = seq
        return True

    def _write(self) -> None:
        self._put(self._path, durable=True)
        with contextlib.suppress(OSError):
            # The copy is for damage at rest: nobody waits for the disk a second time.
            self._put(self._copy, durable=False)

    def _put(self, path: Path, durable: bool) -> None:
        body = json.dumps(self._marks, sort_keys=True).encode()
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._mac(body) + b"\n" + body)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
