"""Drawing a sample that anybody can draw again: the rows with the smallest keyed hashes."""

import hashlib
import heapq
from collections.abc import Iterable


class Frame:
    """Goes over the refs of a frame once, in order, and keeps the `size` with the smallest SHA-256 of "seed\\nref".
    Every row is as likely as any other; memory is that of the sample."""

    def __init__(self, seed: str, size: int) -> None:
        self._seed, self._most = seed.encode() + b"\n", size
        self._digest = hashlib.sha256()
        self._kept: list[tuple[int, str]] = []
        self.size = 0

    def look(self, refs: Iterable[str]) -> None:
        """The next refs of the frame."""
        for ref in refs:
            encoded = ref.encode()
            self._digest.update(encoded + b"\n")
            self.size += 1
            # The heap's top is the largest that is kept; numbers are negated for it.
            weight = -int.from_bytes(hashlib.sha256(self._seed + encoded).digest()[:16], "big")
            if len(self._kept) < self._most:
                heapq.heappush(self._kept, (weight, ref))
            elif weight > self._kept[0][0]:
                heapq.heapreplace(self._kept, (weight, ref))

    @property
    def digest(self) -> str:
        """SHA-256 over every ref of the frame in order, each with a line feed; hex."""
        return self._digest.hexdigest()

    def sample(self) -> tuple[str, ...]:
        """What was drawn, in the order of the hashes."""
        return tuple(ref for _, ref in sorted(self._kept, reverse=True))
