"""Whether a directive was signed by whoever holds the house's directive key, which no server does."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.contract.devices import SignedDirective, directive_bytes


def signed_by(public_key: str, signed: SignedDirective) -> bool:
    """`public_key`: 32 bytes in base64; what cannot be read has signed nothing."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signed.signature, validate=True), directive_bytes(signed.directive))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
