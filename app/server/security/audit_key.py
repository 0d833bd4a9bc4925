"""The key that signs the heads of the audit trail and the closing statements of its exports (Ed25519)."""

import base64
import binascii
import os
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

FORMAT = "footplate-audit-key-1"
_PEM = b"-----BEGIN PRIVATE KEY-----"


class _KeyFile(msgspec.Struct, frozen=True):
    """The private key, 32 bytes in base64."""

    format: str
    private_key: str


class AuditKey:
    """Signs; `public` is the public key in base64, which whoever verifies has noted somewhere else."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = base64.b64encode(private.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> str:
        """The signature, 64 bytes in base64."""
        return base64.b64encode(self._private.sign(message)).decode()


def make(file: Path) -> str:
    """Write a new private key that only its owner reads; the public one, base64. Raises OSError (an old key is never
    overwritten)."""
    private = Ed25519PrivateKey.generate()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(msgspec.json.encode(_KeyFile(FORMAT, base64.b64encode(private.private_bytes_raw()).decode())))
    return AuditKey(private).public


def load(file: Path) -> AuditKey:
    """The key in a file as `footplate audit keygen` or `openssl genpkey -algorithm ed25519` writes it. Raises
    ValueError, which names the file and never what is in it."""
    try:
        data = file.read_bytes()
        if data.startswith(_PEM):
            private = load_pem_private_key(data, None)
            if not isinstance(private, Ed25519PrivateKey):
                raise ValueError("another kind of key")
            return AuditKey(private)
        told = msgspec.json.decode(data, type=_KeyFile)
        return AuditKey(Ed25519PrivateKey.from_private_bytes(base64.b64decode(told.private_key, validate=True)))
    except OSError as error:
        raise ValueError(f"the audit key {file} cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, binascii.Error, ValueError):
        raise ValueError(f"{file} holds no audit key (footplate audit keygen makes one)") from None
