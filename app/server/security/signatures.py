"""Keys and signatures of others: Ed25519 to check a word, X25519 to hand over a lock."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES = 32


def is_key(text: str) -> bool:
    """Whether this is 32 bytes in base64 as it is written here."""
    raw = _decoded(text)
    return len(raw) == KEY_BYTES and base64.b64encode(raw).decode() == text


def fits(public_key: str, signature: str, message: bytes) -> bool:
    """Whether the holder of the key signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(_decoded(public_key)).verify(_decoded(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_of_lock(secret: bytes) -> str:
    """The public X25519 key, base64, of a private one."""
    public = X25519PrivateKey.from_private_bytes(secret).public_key()
    return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
