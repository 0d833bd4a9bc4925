"""Which command numbers of a seat were durable once and are not here any more, and what became of them.

Sets of numbers stand in `work_state` for each (device, author): those that were found gone; those that came back under
other numbers; those that the server was asked about, and those of them that took effect there; and those of whose loss
the author has read. Everything here runs in the caller's transaction; `execute` is the driver's or a connection's.

The server knows a command by its number alone. Where two copies of a profile work under one device, and the number of a
command that was lost here was used there as well, the other one is taken for it.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from app.desktop.ports import MissingWork
from app.domain import number_ranges
from app.domain.number_ranges import Range, Ranges

GONE, BACK, ASKED, THERE, READ = "missing/", "missing_back/", "missing_asked/", "missing_there/", "missing_read/"
OWN_STORY = (GONE, BACK, ASKED, THERE, READ)
"""Names that tell of one profile alone: they go with no work to another."""
MOST_RANGES = 20_000
"""That are kept of what a server says of one seat; no person has lost work in so many places."""
Execute = Callable[..., Any]
_log = logging.getLogger(__name__)

_GET = "SELECT value FROM work_state WHERE name = ?"
_PUT = "INSERT OR REPLACE INTO work_state VALUES (?, ?)"
_ALL = "SELECT name, value FROM work_state WHERE name >= ? AND name < ?"
_HERE = "SELECT command_seq FROM outbox WHERE device_id = ? AND author = ? AND command_seq BETWEEN ? AND ?"
# By the server's clock of that moment: the seat's own may have been wrong.
_BEFORE = (
    "SELECT created_wall + server_offset_ms FROM outbox WHERE device_id = ? AND author = ? AND command_seq < ?"
    " ORDER BY command_seq DESC LIMIT 1"
)
_AFTER = (
    "SELECT created_wall + server_offset_ms FROM outbox WHERE device_id = ? AND author = ? AND command_seq > ?"
    " ORDER BY command_seq LIMIT 1"
)
_OLDER = (
    "SELECT max(command_seq) FROM outbox WHERE device_id = ? AND author = ? AND created_wall + server_offset_ms < ?"
)


class Seat(msgspec.Struct, frozen=True):
    """Whose numbers are meant. `last`: the highest number that is here or need not be; `high`: the highest that was
    ever used."""

    device: str
    author: str
    last: int
    high: int


def _value(rows: Iterable[Sequence[Any]]) -> Any:
    """The first value of the first row; None where there is none."""
    return next((row[0] for row in rows), None)


def _kept(execute: Execute, kind: str, device: str, author: str) -> Ranges:
    value = _value(execute(_GET, (f"{kind}{device}/{author}",)))
    return _read(kind, str(value)) if value is not None else ()


def _read(kind: str, text: str) -> Ranges:
    """Of what nobody can read nothing is on record, which errs towards telling; work goes on."""
    try:
        return number_ranges.read(text)
    except ValueError:
        _log.warning("a record of missing numbers cannot be read: %s", kind)
        return ()


def _keep(execute: Execute, kind: str, device: str, author: str, ranges: Ranges) -> None:
    execute(_PUT, (f"{kind}{device}/{author}", number_ranges.written(ranges)))


def _add(execute: Execute, kind: str, device: str, author: str, numbers: Iterable[Range]) -> None:
    new = number_ranges.joined(numbers)
    if new:
        _keep(execute, kind, device, author, number_ranges.joined(_kept(execute, kind, device, author), new))


def _all(execute: Execute, kind: str) -> list[tuple[str, str, Ranges]]:
    """(device, author, numbers) of every seat with a record of this kind."""
    found = []
    for name, value in execute(_ALL, (kind, kind[:-1] + chr(ord(kind[-1]) + 1))):
        device, _, author = str(name).removeprefix(kind).partition("/")
        found.append((device, author, _read(kind, str(value))))
    return found


def note(execute: Execute, device: str, author: str, gone: Iterable[Range]) -> None:
    """These numbers were used and are not here. What was on record before stays there."""
    _add(execute, GONE, device, author, gone)


def came_back(execute: Execute, device: str, author: str, numbers: Iterable[Range]) -> None:
    """The commands of these numbers are here again, and will be sent under others."""
    _add(execute, BACK, device, author, numbers)


def seats_with_losses(execute: Execute) -> set[tuple[str, str]]:
    """(device, author) of every seat at which something was found gone."""
    return {(device, author) for device, author, _ in _all(execute, GONE)}


def gone(execute: Execute, seat: Seat) -> Ranges:
    """All that is gone, whoever has it."""
    recorded = _kept(execute, GONE, seat.device, seat.author)
    every = number_ranges.joined(recorded, ((seat.last + 1, seat.high),))
    return number_ranges.without(every, _kept(execute, BACK, seat.device, seat.author)) if every else ()


def unasked(execute: Execute, seat: Seat) -> Ranges:
    """What is gone and the server has not been asked about."""
    every = gone(execute, seat)
    return number_ranges.without(every, _kept(execute, ASKED, seat.device, seat.author)) if every else ()


def told(execute: Execute, seats: Iterable[Seat]) -> MissingWork | None:
    """What an author is to be told of these seats of theirs; None where nothing is gone or all of it took effect."""
    lost: list[tuple[str, Ranges]] = []
    waiting: list[Range] = []
    began: list[int] = []
    ended: list[int] = []
    read = True
    for seat in seats:
        who = (seat.device, seat.author)
        every = gone(execute, seat)
        if not every:
            continue
        left = number_ranges.without(every, _kept(execute, ASKED, *who))
        missing = number_ranges.without(number_ranges.without(every, left), _kept(execute, THERE, *who))
        if missing:
            lost.append((seat.device, missing))
            read = read and not number_ranges.without(missing, _kept(execute, READ, *who))
        waiting += left
        numbers = number_ranges.joined(missing, left)
        if numbers:
            since = _value(execute(_BEFORE, (*who, numbers[0][0])))
            until = _value(execute(_AFTER, (*who, numbers[-1][1])))
            began += [int(since)] if since is not None else []
            ended += [int(until)] if until is not None else []
    if not lost and not waiting:
        return None
    first, last = min(began, default=None), max(ended, default=None)
    if first is not None and last is not None and last < first:
        last = None  # what came from elsewhere was made before it had its number
    return MissingWork(tuple(lost), tuple(waiting), first, last, read and not waiting)


def server_has(execute: Execute, device: str, author: str, asked: Range, there: Iterable[Range]) -> bool:
    """The server was asked about the numbers `asked`, and those `there` of them took effect; whether that was kept."""
    about = (asked,)
    took = number_ranges.joined(
        _kept(execute, THERE, device, author), number_ranges.common(number_ranges.joined(there), about)
    )
    if len(took) > MOST_RANGES:
        return False
    _keep(execute, THERE, device, author, took)
    _add(execute, ASKED, device, author, about)
    return True


def ask_anew(execute: Execute, author: str, since: int) -> None:
    """The server came back from a backup that is no older than `since` (its ms): what it said of this author's numbers
    from then on holds no longer. Of older ones it holds, and a server that forgets commands in time is not asked."""
    for kind in (ASKED, THERE):
        for device, whose, numbers in _all(execute, kind):
            if whose == author:
                older = _value(execute(_OLDER, (device, author, since))) or 0
                _keep(execute, kind, device, author, number_ranges.common(numbers, ((1, int(older)),)))


def mark_read(execute: Execute, device: str, author: str, numbers: Ranges) -> None:
    """The author has read that these are missing."""
    _add(execute, READ, device, author, numbers)


def forget(execute: Execute, seat: Seat, through: int) -> bool:
    """Numbers so old that their like is let go: those that took effect, came back or were read of are no story any
    more, and a server that forgets commands in time is not asked about them. Whether nothing of the seat is left to
    tell."""
    every = gone(execute, seat)
    if not every:
        return True
    done = number_ranges.joined(*(_kept(execute, kind, seat.device, seat.author) for kind in (THERE, READ)))
    left = number_ranges.without(every, number_ranges.common(done, ((1, through),)))
    _keep(execute, GONE, seat.device, seat.author, left)
    return not left


def take_in(execute: Execute, name: str, value: str) -> None:
    """What another file of this profile had on record: the same numbers, so both hold."""
    kind = next(kind for kind in OWN_STORY if name.startswith(kind))
    device, _, author = name.removeprefix(kind).partition("/")
    _add(execute, kind, device, author, _read(kind, value))


def found_again(execute: Execute) -> None:
    """What was put on record as gone and is here again is gone no longer, of whatever seat."""
    for device, author, recorded in _all(execute, GONE):
        here = number_ranges.of(
            int(seq) for first, last in recorded for (seq,) in execute(_HERE, (device, author, first, last))
        )
        _keep(execute, GONE, device, author, number_ranges.without(recorded, here))
