"""What window and render process say to each other: one line of JSON, then so many raw bytes as it announces."""

import json
from typing import IO, Any

MOST_LINE = 4096


def write(out: IO[bytes], head: dict[str, Any], raw: bytes | bytearray | memoryview = b"") -> None:
    out.write(json.dumps({**head, "raw": len(raw)}).encode() + b"\n")
    out.write(raw)
    out.flush()


def read_head(source: IO[bytes]) -> dict[str, Any] | None:
    """The next line; None at the end of the pipe. Raises ValueError for anything else than an object."""
    line = source.readline(MOST_LINE)
    if not line:
        return None
    head = json.loads(line)
    if not line.endswith(b"\n") or not isinstance(head, dict) or not isinstance(head.get("raw"), int):
        raise ValueError("not a message")
    return head


def read_raw(source: IO[bytes], length: int) -> bytearray:
    """Exactly `length` bytes. Raises EOFError where the pipe ends before."""
    raw = bytearray(length)
    view, got = memoryview(raw), 0
    while got < length:
        count = source.readinto(view[got:])  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        got += count
    return raw
