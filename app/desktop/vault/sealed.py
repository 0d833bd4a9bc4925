"""Secrets at rest: a file sealed with AES-256-GCM under a sub-key of the data key."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.desktop.ports import DeskError
from app.desktop.vault.files import sync_folder, write_atomically

_MAGIC = b"FPS1"
_NONCE = 12
MAX_SEALED = 1 << 20


class SealBroken(DeskError):
    """The file is damaged or was sealed under another key."""

    code = "seal_broken"


class SealedFile:
    """One secret in one file. `purpose` is bound in, so that two sealed files cannot be swapped."""

    def __init__(self, path: Path, key: bytes, purpose: str) -> None:
        self._path = path
        self._aead = AESGCM(key)
        self._aad = _MAGIC + purpose.encode()

    def write(self, secret: bytes) -> None:
        """Replace the secret, durably."""
        nonce = os.urandom(_NONCE)
        write_atomically(self._path, _MAGIC + nonce + self._aead.encrypt(nonce, secret, self._aad))

    def read(self) -> bytes | None:
        """The secret, None where the file is absent. Raises SealBroken."""
        try:
            if self._path.stat().st_size > MAX_SEALED:
                raise SealBroken
            data = self._path.read_bytes()
        except FileNotFoundError:
            return None
        if data[:4] != _MAGIC or len(data) < 4 + _NONCE + 16:
            raise SealBroken
        try:
            return self._aead.decrypt(data[4 : 4 + _NONCE], data[4 + _NONCE :], self._aad)
        except InvalidTag as error:
            raise SealBroken from error

    def remove(self) -> None:
        """Forget the secret. Absent is fine."""
        if self._path.exists():
            self._path.unlink()
            sync_folder(self._path.parent)
