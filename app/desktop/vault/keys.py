"""The data key of one profile and what is derived from it."""

import hmac
from hashlib import sha256

KEY_BYTES = 32


class DataKey:
    """32 secret bytes. Never printed; every use takes its own sub-key, so that no two files share one."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")
        self._raw = raw

    def __repr__(self) -> str:
        return "DataKey(…)"

    def sub(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-Expand of RFC 5869 with one block; the key is uniform already)."""
        return hmac.new(self._raw, b"footplate/1/" + purpose.encode() + b"\x01", sha256).digest()

    def reveal(self) -> bytes:
        """The raw bytes, for the key source that keeps them."""
        return self._raw
