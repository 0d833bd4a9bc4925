"""Files at rest in the profile: each sealed under a key of its own, under a name that says nothing.

The format is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) with AES-256-GCM: pieces of 64 KiB,
the nonce counts them and marks the last, so that no piece can be left out, moved or cut off. The index (which name
holds which file, of which case, when it was last looked at) is sealed as well; without it the files are worthless and
are removed, for every one of them is a copy of what the server has.
"""

import contextlib
import hmac
import os
import secrets
import threading
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.desktop.vault.files import write_atomically
from app.desktop.vault.sealed import SealBroken, SealedFile

_MAGIC = b"FPB1"
_SALT, _TAG, _PIECE = 32, 16, 64 * 1024
_ENDING = ".sealed"
INDEX = "index"
MOST_BYTES = 512 * 1024 * 1024


class Entry(msgspec.Struct):
    """`cases`: who needs the file; `used` counts up with every look."""

    name: str
    size: int
    used: int
    cases: list[str]


class _Index(msgspec.Struct):
    entries: dict[str, Entry] = {}
    turn: int = 0


class SealedBlobs:
    """Files by their SHA-256, the least lately used forgotten first. Callable from several threads."""

    def __init__(self, folder: Path, key: bytes, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._key, self._most = folder, key, most_bytes
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._kept_index = SealedFile(folder / INDEX, hmac.new(key, b"index", sha256).digest(), "documents")
        self._lock = threading.Lock()
        self._index = self._read_index()
        self._sweep()

    def has(self, name: str) -> bool:
        with self._lock:
            return name in self._index.entries

    def get(self, name: str, case_id: str) -> bytes | None:
        """The file, None where it is not here (or no longer whole, and then it is gone)."""
        with self._lock:
            entry = self._index.entries.get(name)
            if entry is None:
                return None
            self._index.turn += 1
            entry.used = self._index.turn
            if case_id not in entry.cases:
                entry.cases.append(case_id)
                self._write_index()
            path = self._folder / entry.name
        try:
            return unseal(path.read_bytes(), self._key, name)
        except (OSError, SealBroken):
            self._drop([name])
            return None

    def put(self, name: str, case_id: str, data: bytes) -> None:
        """Keep a file, and forget others where there is no room; one larger than all the room is not kept."""
        if len(data) > self._most:
            return
        file = secrets.token_hex(16) + _ENDING
        write_atomically(self._folder / file, seal(data, self._key, name))
        with self._lock:
            self._index.turn += 1
            before = self._index.entries.get(name)
            cases = [*before.cases, case_id] if before else [case_id]
            self._index.entries[name] = Entry(file, len(data), self._index.turn, sorted(set(cases)))
            old = [before.name] if before else []
            while sum(e.size for e in self._index.entries.values()) > self._most:
                least = min(self._index.entries, key=lambda n: self._index.entries[n].used)
                old.append(self._index.entries.pop(least).name)
            self._write_index()
        self._remove(old)

    def cases(self) -> set[str]:
        """The cases that files are kept for."""
        with self._lock:
            return {case for entry in self._index.entries.values() for case in entry.cases}

    def forget(self, cases: set[str]) -> None:
        """Remove what is kept for these cases and for no other."""
        with self._lock:
            gone = []
            for name, entry in list(self._index.entries.items()):
                entry.cases = [case for case in entry.cases if case not in cases]
                if not entry.cases:
                    gone.append(self._index.entries.pop(name).name)
            if gone:
                self._write_index()
        self._remove(gone)

    def close(self) -> None:
        """Write down what was looked at last."""
        with self._lock, contextlib.suppress(OSError):
            self._write_index()

    def _drop(self, names: list[str]) -> None:
        with self._lock:
            gone = [entry.name for name in names if (entry := self._index.entries.pop(name, None))]
            self._write_index()
        self._remove(gone)

    def _remove(self, files: list[str]) -> None:
        for file in files:
            _shred(self._folder / file)

    def _read_index(self) -> _Index:
        try:
            raw = self._kept_index.read()
            return msgspec.json.decode(raw, type=_Index) if raw else _Index()
        except (SealBroken, msgspec.DecodeError):
            return _Index()

    def _write_index(self) -> None:
        self._kept_index.write(msgspec.json.encode(self._index))

    def _sweep(self) -> None:
        """What the index does not know, and what a killed process left half written, is of no use to anybody."""
        known = {entry.name for entry in self._index.entries.values()}
        for path in self._folder.iterdir():
            if path.name != INDEX and path.name not in known:
                _shred(path)
        here = {path.name for path in self._folder.iterdir()}
        for name in [n for n, entry in self._index.entries.items() if entry.name not in here]:
            del self._index.entries[name]


def _shred(path: Path) -> None:
    """Remove a file, its salt first: without it no key opens what the disk may still hold of the rest."""
    with contextlib.suppress(OSError), open(path, "r+b") as file:
        file.write(bytes(len(_MAGIC) + _SALT))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def seal(data: bytes, key: bytes, name: str) -> bytes:
    """`data` sealed under a fresh key made from `key`; `name` is bound in."""
    salt = os.urandom(_SALT)
    aead, out = _aead(key, salt, name), bytearray(_MAGIC + salt)
    count = max(1, -(-len(data) // _PIECE))
    for n in range(count):
        out += aead.encrypt(_nonce(n, n == count - 1), data[n * _PIECE : (n + 1) * _PIECE], _MAGIC)
    return bytes(out)


def unseal(sealed: bytes, key: bytes, name: str) -> bytes:
    """The data again. Raises SealBroken for anything but exactly what was sealed under this key and name."""
    if len(sealed) < len(_MAGIC) + _SALT + _TAG or sealed[:4] != _MAGIC:
        raise SealBroken
    head = len(_MAGIC) + _SALT
    aead, out = _aead(key, sealed[len(_MAGIC) : head], name), bytearray()
    step, body = _PIECE + _TAG, memoryview(sealed)[head:]
    count = -(-len(body) // step)
    try:
        for n in range(count):
            out += aead.decrypt(_nonce(n, n == count - 1), body[n * step : (n + 1) * step], _MAGIC)
    except InvalidTag as error:
        raise SealBroken from error
    return bytes(out)


def _aead(key: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(hmac.new(key, b"footplate/blob/1" + salt + name.encode(), sha256).digest())


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
