"""Cases taken along: reserved ahead, with everything that belongs to them, to be decided without the server."""

from collections.abc import Mapping
from typing import Protocol

import msgspec


class AlongCase(msgspec.Struct, frozen=True):
    """One case that was taken along; `until` is when its lease ends, in server milliseconds. `lacks` are codes of what
    could not be brought: case, around, documents."""

    case_id: str
    case_type: str
    until: int
    lacks: tuple[str, ...] = ()


class AlongOffer(msgspec.Struct, frozen=True):
    """What would become of some cases: how many go along, until when the first of them ends, and how many stay for
    which reason (codes of the server's refusals)."""

    go: tuple[str, ...] = ()
    first_end: int | None = None
    stay: Mapping[str, int] = {}


class Taken(msgspec.Struct, frozen=True):
    """The server's answer: what is now this person's, and why the rest is not, by case."""

    case_ids: tuple[str, ...] = ()
    refused: Mapping[str, str] = {}


class Along(Protocol):
    """usecases/take_along.py"""

    @property
    def most(self) -> int:
        """How many cases at once."""

    def offer(self, case_ids: tuple[str, ...]) -> AlongOffer:
        """Off the GUI thread: what would become of them, by the server's own rules as far as the seat knows the
        facts."""

    def take(self, case_ids: tuple[str, ...]) -> Taken:
        """Pool. Raises ApiError; then nothing was taken that is not given back by itself."""

    def bring(self, case_id: str) -> AlongCase:
        """Pool: fetch what belongs to one case, so that it can be worked on without the server. Never raises for what
        could not be had; that stands in `lacks`."""

    def held(self) -> tuple[AlongCase, ...]:
        """Off the GUI thread: what is along now, the first to end first."""

    def give_back(self, case_ids: tuple[str, ...]) -> None:
        """Pool. Raises ApiError; then they are held still. Those with an unsent decision stay."""
