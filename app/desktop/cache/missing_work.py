"""Which command numbers of a seat were durable once and are not here any more, and what became of them.

Three sets of numbers stand in `work_state` for each (device, author): those that were found gone, those of them that
the server turned out to have, and those of whose loss the author has read. Everything here runs in the caller's
transaction; `execute` is the driver's or a connection's.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.desktop.ports import MissingWork
from app.domain import number_ranges
from app.domain.number_ranges import Range, Ranges

GONE, THERE, READ = "missing/", "missing_there/", "missing_read/"
OWN_STORY = (GONE, THERE, READ)
"""Names that tell of one file alone: they go with no work to another."""
Execute = Callable[..., Any]

_GET = "SELECT value FROM work_state WHERE name = ?"
_PUT = "INSERT OR REPLACE INTO work_state VALUES (?, ?)"
_ALL = "SELECT name, value FROM work_state WHERE substr(name, 1, ?) = ?"
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


def _value(rows: Iterable[Sequence[Any]]) -> Any:
    """The first value of the first row; None where there is none."""
    return next((row[0] for row in rows), None)


def _kept(execute: Execute, kind: str, device: str, author: str) -> Ranges | None:
    value = _value(execute(_GET, (f"{kind}{device}/{author}",)))
    return number_ranges.read(str(value)) if value is not None else None


def _keep(execute: Execute, kind: str, device: str, author: str, ranges: Ranges) -> None:
    execute(_PUT, (f"{kind}{device}/{author}", number_ranges.written(ranges)))


def note(execute: Execute, device: str, author: str, gone: Iterable[Range]) -> None:
    """These numbers were used and are not here. What was on record before stays there."""
    new = number_ranges.joined(gone)
    if new:
        before = _kept(execute, GONE, device, author) or ()
        _keep(execute, GONE, device, author, number_ranges.joined(before, new))


def gone(execute: Execute, device: str, author: str, last: int, high: int) -> Ranges:
    """All that is gone, whoever has it. `last`: the highest number that is here or need not be; `high`: the highest
    that was ever used."""
    recorded = _kept(execute, GONE, device, author) or ()
    return number_ranges.joined(recorded, ((last + 1, high),))


def told(execute: Execute, device: str, author: str, last: int, high: int) -> MissingWork | None:
    """What its author is to be told of; None where nothing is gone or the server has all of it."""
    there = _kept(execute, THERE, device, author)
    numbers = number_ranges.without(gone(execute, device, author, last, high), there or ())
    if not numbers:
        return None
    since = _value(execute(_BEFORE, (device, author, numbers[0][0])))
    until = _value(execute(_AFTER, (device, author, numbers[-1][1])))
    return MissingWork(
        numbers=numbers,
        since=int(since) if since is not None else None,
        until=int(until) if until is not None else None,
        asked=there is not None,
        read=not number_ranges.without(numbers, _kept(execute, READ, device, author) or ()),
    )


def server_has(execute: Execute, device: str, author: str, asked: Ranges, there: Ranges) -> bool:
    """The server was asked about `asked` and has `there` of it; whether that is news. A later answer counts alone: a
    server that was restored may have less than it had."""
    known = _kept(execute, THERE, device, author)
    now = number_ranges.joined(number_ranges.without(known or (), asked), number_ranges.common(asked, there))
    if now == known:
        return False
    _keep(execute, THERE, device, author, now)
    return True


def mark_read(execute: Execute, device: str, author: str, numbers: Ranges) -> None:
    """The author has read that these are missing."""
    before = _kept(execute, READ, device, author) or ()
    _keep(execute, READ, device, author, number_ranges.joined(before, numbers))


def found_again(execute: Execute) -> None:
    """What was put on record as gone and is here again is gone no longer, of whatever seat."""
    for name, value in list(execute(_ALL, (len(GONE), GONE))):
        device, _, author = str(name).removeprefix(GONE).partition("/")
        recorded = number_ranges.read(str(value))
        here = number_ranges.of(
            int(seq) for first, last in recorded for (seq,) in execute(_HERE, (device, author, first, last))
        )
        left = number_ranges.without(recorded, here)
        if not left:
            execute("DELETE FROM work_state WHERE name = ?", (name,))
        elif left != recorded:
            execute(_PUT, (name, number_ranges.written(left)))
