"""The catalogue as it is read on this seat now: what ships with the program, and over it the pages of the procedures
that the house wrote, each from its moment on.

One window, one house: rooms and use cases ask here wherever a clause is shown, chosen or checked. A version that was
approved for a later day takes its place by the server's time, whether or not the server can be reached.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from app.contract.catalogue import catalogue as shipped
from app.domain.catalogue import Catalogue
from app.domain.procedures import ClauseText, PageText, Procedures

_FAR = 2**62
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Read(msgspec.Struct, frozen=True):
    """What is read in [from_ms, until_ms); `number` grows with every change of it."""

    procedures: Procedures
    catalogue: Catalogue
    from_ms: int
    until_ms: int
    number: int


class _Here:
    """Asked from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Callable[[], int] = lambda: 0
        self._read: _Read | None = None

    def use(self, procedures: Procedures, now: Callable[[], int]) -> None:
        with self._lock:
            self._now = now
            self._read = _read(procedures, now(), self._read)

    def leave(self, now: Callable[[], int]) -> None:
        with self._lock:
            if self._now == now:
                self._now = lambda: 0
                self._read = _read(Procedures(shipped().sop), 0, self._read)

    def read(self) -> _Read:
        told = self._read
        now = self._now()
        if told is None or not told.from_ms <= now < told.until_ms:
            with self._lock:
                told = self._read
                if told is None or not told.from_ms <= now < told.until_ms:
                    procedures = told.procedures if told is not None else Procedures(shipped().sop)
                    told = self._read = _read(procedures, now, told)
        return told

    def now(self) -> datetime:
        return _moment(self._now())


_here = _Here()


def use(house: Mapping[str, Iterable[PageText]], now_ms: Callable[[], int]) -> None:
    """From here on the pages of this house are read over what ships, by this clock of the server's time."""
    _here.use(Procedures(shipped().sop, house), now_ms)


def leave(now_ms: Callable[[], int]) -> None:
    """What ships with the program alone, as before anybody signed in; where another house is read by another clock by
    now, it stays."""
    _here.leave(now_ms)


def catalogue() -> Catalogue:
    """The shipped catalogue with the pages as they are read now."""
    return _here.read().catalogue


def procedures() -> Procedures:
    """Every text of every page that is known here."""
    return _here.read().procedures


def now() -> datetime:
    """The server's time, as far as this seat knows it."""
    return _here.now()


def generation() -> int:
    """Another number whenever anything of this reads otherwise."""
    return _here.read().number


def clause(reference: str, version: str | None = None) -> ClauseText | None:
    """The clause behind "ATO-12 §3" as it is read now, or in the version named; where it is in force no more, as it was
    read last."""
    return procedures().clause(reference, now(), version)


def beside(reference: str, version: str, step: int) -> ClauseText | None:
    """The same clause in the version before (-1) or after (1) the one named."""
    return procedures().beside(reference, version, step, now())


def _read(procedures: Procedures, now_ms: int, before: _Read | None) -> _Read:
    moment = _moment(now_ms)
    last, coming = procedures.last_change(moment), procedures.next_change(moment)
    told = msgspec.structs.replace(shipped(), sop=procedures.at(moment))
    return _Read(
        procedures,
        told,
        -_FAR if last is None else _ms(last),
        _FAR if coming is None else _ms(coming),
        1 if before is None else before.number + 1,
    )


def _moment(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)


def _ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)
