"""Unsent work of a seat that was out of contact for too long: sealed so that only a word with the server opens it.

`work-….locked` holds work.db as it was (still under its own key) under a fresh key, and that key sealed once for each
person's device of this seat. The private halves lie with the server, which gives one to its person at a sign-in. There
may be several: a seat can be out of contact again before the first one was opened.
"""

import base64
import os
import secrets
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.desktop.vault.files import sync_folder, write_atomically
from app.desktop.vault.recovery import open_sealed, seal
from app.desktop.vault.sealed import SealBroken

PREFIX, ENDING = "work-", ".locked"
PURPOSE = "out-of-contact"
_VERSION = 1
_NONCE = 12


class _Locked(msgspec.Struct, frozen=True):
    version: int
    doors: list[bytes]
    nonce: bytes
    data: bytes


def lock(folder: Path, files: tuple[str, ...], unlock_keys: tuple[str, ...]) -> bool:
    """Put these files into a sealed one and remove them; False where there is nobody to seal them to (then they stay)
    or nothing to seal. Cut off in the middle it is done again: what is sealed twice comes back once."""
    here = {name: (folder / name).read_bytes() for name in files if (folder / name).exists()}
    keys = [key for text in unlock_keys if len(key := base64.b64decode(text)) == 32]
    if not here or not keys:
        return False
    key, nonce = AESGCM.generate_key(256), os.urandom(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, msgspec.msgpack.encode(here), PURPOSE.encode())
    doors = [seal(public, key, PURPOSE) for public in keys]
    path = folder / f"{PREFIX}{secrets.token_hex(8)}{ENDING}"
    write_atomically(path, msgspec.msgpack.encode(_Locked(_VERSION, doors, nonce, sealed)))
    for name in here:
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)
    return True


def locked_files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{PREFIX}*{ENDING}"))


def unlock(path: Path, private_key: bytes) -> dict[str, bytes] | None:
    """The files that lie in a sealed one, by name; None where this key does not open it. Raises SealBroken for a
    damaged one."""
    try:
        locked = msgspec.msgpack.decode(path.read_bytes(), type=_Locked)
    except msgspec.DecodeError as error:
        raise SealBroken from error
    for door in locked.doors:
        try:
            key = open_sealed(private_key, door, PURPOSE)
        except (SealBroken, ValueError):
            continue
        try:
            data = AESGCM(key).decrypt(locked.nonce, locked.data, PURPOSE.encode())
        except InvalidTag as error:
            raise SealBroken from error
        return msgspec.msgpack.decode(data, type=dict[str, bytes])
    return None
