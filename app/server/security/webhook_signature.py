"""Signatures of webhooks after Standard Webhooks: HMAC-SHA256 over "id.timestamp.body".

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32
_LEAST, _MOST = 24, 64


def new_secret() -> str:
    """A fresh secret as it is told to its receiver."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The key in a secret. Raises ValueError for text that is none."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("a secret is whsec_ and base64") from None
    if not secret.startswith(PREFIX) or not _LEAST <= len(key) <= _MOST:
        raise ValueError(f"a secret is whsec_ and base64 of {_LEAST} to {_MOST} bytes")
    return key


def sign(secret: str, message_id: str, at_s: int, body: bytes) -> str:
    """One signature ("v1,…") of a message sent at `at_s` (Unix seconds)."""
    signed = b".".join((message_id.encode(), str(at_s).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()


def headers(keys: Iterable[str], message_id: str, at_s: int, body: bytes) -> dict[str, str]:
    """The headers that a message goes out with; while a secret is being exchanged, under the old one as well."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": " ".join(sign(secret, message_id, at_s, body) for secret in keys),
    }
