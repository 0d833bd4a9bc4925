"""Identifiers made by whoever creates a thing (UUID version 7, RFC 9562 §5.7)."""

import re

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
CASE_ID = re.compile(r"C-[1-9][0-9]{5,15}\Z")


def uuid7(unix_ms: int, random_bytes: bytes) -> str:
    """A UUIDv7 from milliseconds since 1970 (48 bits) and ten random bytes."""
    if not 0 <= unix_ms < 1 << 48 or len(random_bytes) != 10:
        raise ValueError("uuid7 needs 48 bits of milliseconds and exactly ten random bytes")
    value = bytearray(unix_ms.to_bytes(6, "big") + random_bytes)
    value[6] = (value[6] & 0x0F) | 0x70
    value[8] = (value[8] & 0x3F) | 0x80
    text = value.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid7(text: str) -> bool:
    """True for a lower-case UUIDv7 in its canonical form."""
    return _UUID.match(text) is not None


def case_number(case_id: str) -> int:
    """The running number inside a case id: case_number("C-200001") == 200001."""
    if not CASE_ID.match(case_id):
        raise ValueError("a case id looks like C-200001")
    return int(case_id[2:])
