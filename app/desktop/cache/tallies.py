"""What this seat's copy holds, counted as the server counts it (app.contract.tally)."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from app.contract.changes import CASE, REVIEW
from app.contract.tally import Tally, tally
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.header import case_id_of, unix_ms
from app.desktop.courtesy import after_you
from app.domain.case import CaseState

if TYPE_CHECKING:
    from sqlalchemy import Connection

_WAITING = (CaseState.OPEN, CaseState.ESCALATED)
_BETWEEN = 500  # rows between two looks at whether the window is busy


class _State(msgspec.Struct):
    state: str


class _Decided(msgspec.Struct):
    decided_at: datetime


_state = msgspec.json.Decoder(_State)
_decided = msgspec.json.Decoder(_Decided)


def tallies(cache: CacheStore, reviews_since: int) -> dict[str, Tally | None]:
    """The tally of each entity; None where something of it is set aside of which not even the place in the count can be
    read. What is set aside counts as held: it was not lost on the way. `reviews_since`: Unix milliseconds."""
    with cache.read() as connection:
        return {CASE: _cases(connection), REVIEW: _reviews(connection, reviews_since)}


def _cases(connection: "Connection") -> Tally | None:
    held: dict[str, tuple[int, str]] = {
        case_id_of(number): (rev, state)
        for number, rev, state in connection.exec_driver_sql("SELECT number, rev, state FROM case_head")
    }
    try:
        for entity_id, rev, raw in _set_aside(connection, CASE):
            if rev >= held.get(entity_id, (-1, ""))[0]:
                held[entity_id] = (rev, _state.decode(raw).state)
    except (ValueError, RecursionError):
        return None
    return tally(CASE, _politely((i, rev) for i, (rev, state) in held.items() if state in _WAITING))


def _reviews(connection: "Connection", since: int) -> Tally | None:
    held: dict[str, tuple[int, bytes]] = {
        str(name): (int(rev), bytes(document))
        for name, rev, document in connection.exec_driver_sql("SELECT review_id, rev, document FROM review")
    }
    for entity_id, rev, raw in _set_aside(connection, REVIEW):
        if rev >= held.get(entity_id, (-1, b""))[0]:
            held[entity_id] = (rev, raw)
    try:
        late = [(i, rev) for i, (rev, raw) in held.items() if unix_ms(_decided.decode(raw).decided_at) >= since]
    except (ValueError, RecursionError):
        return None
    return tally(REVIEW, _politely(iter(late)))


def _set_aside(connection: "Connection", entity: str) -> Iterator[tuple[str, int, bytes]]:
    rows = connection.exec_driver_sql("SELECT entity_id, rev, raw FROM quarantine WHERE entity = ?", (entity,))
    for entity_id, rev, raw in rows:
        yield str(entity_id), int(rev), bytes(raw or b"")


def _politely(rows: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for number, row in enumerate(rows):
        if number % _BETWEEN == 0:
            after_you()
        yield row
