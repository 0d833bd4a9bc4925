"""Nonces for signing in elsewhere: made here, signed, good for a quarter of an hour, and kept nowhere."""

import base64
import binascii
import hashlib
import hmac
import secrets

GOOD_FOR_MS = 15 * 60_000
_TIME, _CHANCE, _MAC = 8, 16, 16


def new_nonce(secret: bytes, now_ms: int) -> str:
    raw = now_ms.to_bytes(_TIME, "big") + secrets.token_bytes(_CHANCE)
    return base64.urlsafe_b64encode(raw + _mac(secret, raw)).decode().rstrip("=")


def is_ours(secret: bytes, nonce: str, now_ms: int) -> bool:
    """Whether this server made it, and not too long ago."""
    try:
        raw = base64.b64decode(nonce + "=" * (-len(nonce) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    if len(raw) != _TIME + _CHANCE + _MAC:
        return False
    told, mac = raw[:-_MAC], raw[-_MAC:]
    age = now_ms - int.from_bytes(told[:_TIME], "big")
    return hmac.compare_digest(mac, _mac(secret, told)) and 0 <= age <= GOOD_FOR_MS


def _mac(secret: bytes, raw: bytes) -> bytes:
    return hmac.new(secret, b"nonce" + raw, hashlib.sha256).digest()[:_MAC]
