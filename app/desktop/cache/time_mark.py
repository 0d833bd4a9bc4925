"""The moment that the server's time was last known by, kept so that a restart makes no lease longer."""

from collections.abc import Mapping

import msgspec

from app.desktop.cache.cache_store import CacheStore
from app.domain.seat_clock import TimeMark

NAME = "time_mark"


def read_mark(state: Mapping[str, str]) -> TimeMark | None:
    """The mark in the cache's state; None where there is none that can be read."""
    try:
        return msgspec.json.decode(state.get(NAME, ""), type=TimeMark)
    except (msgspec.DecodeError, RecursionError):
        return None


def keep_mark(cache: CacheStore, mark: TimeMark) -> None:
    """On the writer thread."""
    cache.put_state(**{NAME: msgspec.json.encode(mark).decode()})
