"""How the scores of labelled cases are kept by day: for each source and label, the scores themselves in order, so that
every figure of them is exact, and a label that another one takes the place of is taken out again."""

import struct
from collections.abc import Mapping
from itertools import accumulate

LABELS = ("TP", "FP", "TN", "FN")
SOURCES = 3
QUEUE, AUDIT, NAMED = range(SOURCES)
"""Where a label comes from: a case that came to people, a random audit of what the agent decided alone, or a row of it
that somebody asked for by name, which is no sample of anything."""
PARTS = SOURCES * len(LABELS)
HEAD = struct.Struct(f"<{PARTS}I")


def part_of(source: int, label: str) -> int:
    """The part of a day that scores of this source and label are in."""
    return source * len(LABELS) + LABELS.index(label)


def changed(day: bytes, more: Mapping[tuple[int, float], int]) -> bytes:
    """A day with scores put in, or taken out where the number is negative: (part, score) → how often. Taking out what
    is not there changes nothing; a day of which nothing is left is empty."""
    parts = unpacked(day)
    for (part, score), by in more.items():
        if by > 0:
            parts[part] += [score] * by
        for _ in range(-by):
            if score in parts[part]:
                parts[part].remove(score)
    scores = [score for part in parts for score in sorted(part)]
    return HEAD.pack(*map(len, parts)) + struct.pack(f"<{len(scores)}d", *scores) if scores else b""


def unpacked(day: bytes) -> list[list[float]]:
    """The scores of each part, in order."""
    if not day:
        return [[] for _ in range(PARTS)]
    sizes = HEAD.unpack_from(day)
    scores = struct.unpack_from(f"<{sum(sizes)}d", day, HEAD.size)
    ends = list(accumulate(sizes))
    return [list(scores[end - size : end]) for size, end in zip(sizes, ends, strict=True)]
