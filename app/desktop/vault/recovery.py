"""The second way to a person's unsent work: sealed to the organisation, so that a lost keyring costs nobody a review.

Sealing is HPKE (RFC 9180) in its base mode, in one shot, with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM.
The organisation holds the private key away from every seat; a seat has the public one and can only seal. `purpose` is
part of HPKE's `info`, so that what was sealed for one use opens for no other.

Two things are sealed:

* the key of work.db, once, beside work.db (`SecondWrapping`). That is what stands at every moment: it cannot be behind
  the file by a transaction, costs nothing when a draft is kept every two seconds, and gives no more than work.db (the
  tokens and the cached cases lie under other sub-keys). Who holds the private key opens work.db as it is.
* a copy of the unsent work (`seal_work`), where work.db itself is about to go: a wipe, a sign-out on a machine that
  keeps nothing.
"""

import base64
import secrets
import time
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.desktop.vault.files import sync_folder, write_atomically
from app.desktop.vault.keys import KEY_BYTES
from app.desktop.vault.sealed import SealBroken

_MAGIC = b"FPR1"
_NAME = 8
"""Bytes of a public key's SHA-256 that say which private key opens a file."""
_ENC = 32
_TAG = 16
WORK = "unsent-work"
WORK_KEY = "work-key"
SEALED_WORK = "unsent-"
WRAPPED = "work-"
ENDING = ".recovery"
_KEY_FORMAT = "footplate-work-key"


class HasUnsent(Protocol):
    """What `seal_work` needs of a store: cache/work_store.py."""

    def unsent(self) -> bytes:
        """Everything that is unsent, of every author, as a document that describes itself (cache/unsent.py)."""


class _WorkKey(msgspec.Struct, frozen=True):
    format: str
    version: int
    key: bytes


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public one, 32 raw bytes each."""
    private = X25519PrivateKey.generate()
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return raw, public_of(raw)


def public_of(private_key: bytes) -> bytes:
    """The public key of a private one. Raises ValueError for anything but 32 bytes."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_from_text(text: str) -> bytes:
    """The 32 bytes of a key as policy, server and key files tell it (base64). Raises ValueError."""
    key = base64.b64decode(text.strip(), validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a recovery key has 32 bytes")
    return key


def key_to_text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def usable(public_key: bytes) -> bool:
    """Whether something can be sealed to it; a few values of 32 bytes are keys to nobody."""
    try:
        seal(public_key, b"", WORK)
    except ValueError:
        return False
    return True


def key_name(public_key: bytes) -> str:
    """16 hex digits by which people and file names tell one public key from another."""
    return sha256(b"footplate/recovery/1" + public_key).digest()[:_NAME].hex()


def seal(public_key: bytes, plaintext: bytes, purpose: str) -> bytes:
    """`plaintext` for whoever holds the private key: "FPR1", the key's name (8 bytes), HPKE's enc (32) and
    ciphertext. Raises ValueError for bytes that are no key."""
    name = bytes.fromhex(key_name(public_key))
    sealed = _suite().encrypt(plaintext, X25519PublicKey.from_public_bytes(public_key), info=_info(name, purpose))
    return _MAGIC + name + sealed


def open_sealed(private_key: bytes, sealed: bytes, purpose: str) -> bytes:
    """What was sealed to this key for this purpose. Raises SealBroken for anything else, ValueError for no key."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    name = bytes.fromhex(key_name(public_of(private_key)))
    head = len(_MAGIC) + _NAME
    if len(sealed) < head + _ENC + _TAG or sealed[:head] != _MAGIC + name:
        raise SealBroken
    try:
        return _suite().decrypt(sealed[head:], private, info=_info(name, purpose))
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def sealed_for(sealed: bytes) -> str | None:
    """The name of the key that opens this; None for what is none of ours."""
    head = len(_MAGIC) + _NAME
    return sealed[len(_MAGIC) : head].hex() if sealed[: len(_MAGIC)] == _MAGIC and len(sealed) > head else None


def seal_work(profile_folder: Path, work_store: HasUnsent, public_key: bytes) -> Path:
    """Everything unsent of this profile in a sealed file of its folder, durably; the file. Its name tells a time and
    nothing else. Doing it twice is harmless: what comes back is known by its command ids. Raises ValueError, OSError.
    """
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = profile_folder / f"{SEALED_WORK}{stamp}-{secrets.token_hex(4)}{ENDING}"
    write_atomically(path, seal(public_key, work_store.unsent(), WORK))
    return path


class SecondWrapping:
    """The key of work.db, sealed to the organisation, in a small file beside it.

    One file per work key: where another key took over (a keyring that changed), the wrapping of the first stays, for
    what was set aside lies under it still.
    """

    def __init__(self, folder: Path, work_key: bytes) -> None:
        self._folder, self._key = folder, work_key
        self._name = WRAPPED + sha256(b"footplate/wrapping/1" + work_key).digest()[:_NAME].hex()

    def keep(self, public_key: bytes) -> Path:
        """See that the wrapping for this public key is there; cheap where it is. One for an earlier public key goes:
        an organisation changes keys because somebody else may know the old one. Raises ValueError, OSError."""
        path = self._folder / f"{self._name}-{key_name(public_key)}{ENDING}"
        if not path.exists():
            told = msgspec.json.encode(_WorkKey(_KEY_FORMAT, 1, self._key))
            write_atomically(path, seal(public_key, told, WORK_KEY))
        for other in self._folder.glob(f"{self._name}-*{ENDING}"):
            if other != path:
                other.unlink(missing_ok=True)
                sync_folder(self._folder)
        return path

    def forget(self) -> None:
        """Remove it: nothing lies under this work key any more."""
        for path in self._folder.glob(f"{self._name}-*{ENDING}"):
            path.unlink(missing_ok=True)


def wrapped_for(folder: Path) -> list[str]:
    """The names of the public keys that the key of work.db is sealed to in a profile."""
    found = (path.name.removesuffix(ENDING).rpartition("-")[2] for path in folder.glob(f"{WRAPPED}*-*{ENDING}"))
    return sorted({name for name in found if len(name) == 2 * _NAME})


def work_keys(folder: Path, private_key: bytes) -> list[bytes]:
    """The keys of work.db, past ones included, that this private key unwraps in a profile."""
    found = []
    for path in sorted(folder.glob(f"{WRAPPED}*{ENDING}")):
        try:
            told = msgspec.json.decode(open_sealed(private_key, path.read_bytes(), WORK_KEY), type=_WorkKey)
        except (SealBroken, msgspec.DecodeError, OSError):
            continue
        if told.format == _KEY_FORMAT and len(told.key) == KEY_BYTES:
            found.append(told.key)
    return found


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(name: bytes, purpose: str) -> bytes:
    return b"footplate/recovery/1/" + name + purpose.encode()
