"""What a seat holds: all that is its person's own, and of the rest the first in line, up to a cap.

The cap guards managed workstations: what is not on a seat cannot be carried off it. So the server decides who is on it,
and a seat is never sent a case that is not.
"""

from collections.abc import Collection, Iterable

import msgspec


class Own(msgspec.Struct, frozen=True):
    """The numbers of a person's own cases: those `to_do` now (reserved, or assigned), which count against the cap, and
    those `beside` (put off, sent upward, decided of late), which do not, so that a day's work leaves room for more."""

    to_do: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        return self.to_do | self.beside


class Turnover(msgspec.Struct, frozen=True):
    """What one page does to a seat. `rest`: whether more has to leave or come than the page had room for."""

    leave: tuple[int, ...]
    come: tuple[int, ...]
    rest: bool


def room(own: Own, cap: int) -> int:
    """How many cases beside the person's own a seat has room for."""
    return max(0, cap - len(own.to_do))


def members(own: Own, line: Iterable[int], cap: int) -> tuple[int, ...]:
    """The cases of a seat, the most urgent first: its own, and then as many of `line` (in the order they are served)
    as there is room for. What is its own stays on it even beyond the cap."""
    mine, left = own.all, room(own, cap)
    others: dict[int, None] = {}
    for number in line:
        if len(others) >= left:
            break
        if number not in mine:
            others[number] = None
    return (*sorted(own.to_do), *sorted(own.beside - own.to_do), *others)


def turnover(held: Collection[int], wanted: Iterable[int], most: int, *, may_come: bool) -> Turnover:
    """How a seat that holds `held` comes nearer to `wanted` by at most `most` cases: first those leave that are not
    wanted any more, then those come that are missing, the most urgent first, if they `may_come` yet."""
    line = tuple(wanted)
    kept, here = frozenset(line), frozenset(held)
    leaving = sorted(here - kept)
    coming = [number for number in line if number not in here] if may_come else []
    leave = tuple(leaving[:most])
    come = tuple(coming[: most - len(leave)])
    return Turnover(leave, come, len(leave) < len(leaving) or len(come) < len(coming))
