"""What a seat takes along: sealed to the seat's own key, signed by this server."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite


def seal(public_key: str, plaintext: bytes, info: bytes) -> bytes:
    """HPKE (RFC 9180, base mode) to an X25519 key, 32 bytes in base64. Raises ValueError for what is no key."""
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    return suite.encrypt(plaintext, X25519PublicKey.from_public_bytes(base64.b64decode(public_key)), info=info)


def sign(private_key: str, message: bytes) -> str:
    """The Ed25519 signature in base64; the key in hex."""
    signature = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key)).sign(message)
    return base64.b64encode(signature).decode()


def public_of(private_key: str) -> str:
    """The public key in base64 of a private one in hex."""
    public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key)).public_key()
    return base64.b64encode(public.public_bytes_raw()).decode()
