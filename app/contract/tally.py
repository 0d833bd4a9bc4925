"""A small figure for a large set: how many rows there are, and a hash that does not depend on their order.

Server and seat count what the seat holds each for itself and compare the two, as Anki does after a sync.
"""

import hashlib
from collections.abc import Iterable

import msgspec


class Tally(msgspec.Struct, frozen=True):
    """`hash`: the XOR of `mark` over all rows, as 16 hex digits."""

    count: int
    hash: str


def mark(entity: str, entity_id: str, rev: int) -> int:
    """The first eight bytes of SHA-256 over "entity:entity_id:rev", as a number."""
    return int.from_bytes(hashlib.sha256(f"{entity}:{entity_id}:{rev}".encode()).digest()[:8], "big")


def tally(entity: str, rows: Iterable[tuple[str, int]]) -> Tally:
    """The tally of (entity_id, rev) pairs, each entity once."""
    count = folded = 0
    for entity_id, rev in rows:
        count += 1
        folded ^= mark(entity, entity_id, rev)
    return Tally(count, f"{folded:016x}")
