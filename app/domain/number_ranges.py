"""Sets of whole numbers as ranges: what is told of command numbers must not grow with how many they are."""

from collections.abc import Iterable

Range = tuple[int, int]
"""First and last number, both within."""
Ranges = tuple[Range, ...]
"""In order; no two touch."""


def joined(*several: Iterable[Range]) -> Ranges:
    """Every number of any of them. A range whose first number is behind its last holds none."""
    found: list[Range] = []
    for first, last in sorted(one for ranges in several for one in ranges if one[0] <= one[1]):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)


def of(numbers: Iterable[int]) -> Ranges:
    """These numbers as ranges."""
    return joined((number, number) for number in numbers)


def without(ranges: Ranges, gone: Ranges) -> Ranges:
    """The numbers of `ranges` that are not in `gone`; both are walked once."""
    left: list[Range] = []
    near = 0
    for first, last in ranges:
        at = first
        while near < len(gone) and gone[near][0] <= last:
            start, end = gone[near]
            if start > at:
                left.append((at, start - 1))
            at = max(at, end + 1)
            if end > last:
                break  # it reaches into the next one
            near += 1
        if at <= last:
            left.append((at, last))
    return tuple(left)


def common(one: Ranges, other: Ranges) -> Ranges:
    """The numbers that are in both."""
    return without(one, without(one, other))


def written(ranges: Ranges) -> str:
    """As a text: "3-5,9-9"."""
    return ",".join(f"{first}-{last}" for first, last in ranges)


def read(text: str) -> Ranges:
    """What `written` wrote. Raises ValueError for anything else."""
    parts = (part.split("-") for part in text.split(",") if part)
    return joined((int(first), int(last)) for first, last in parts)
