"""What the server last said of the queue of which this seat holds a part, in the state of the cache."""

import msgspec

from app.contract.changes import SeatShare
from app.desktop.cache.cache_store import CacheStore

NAME = "seat"


def to_state(share: SeatShare | None) -> str:
    """As it is kept; empty on a seat that holds the whole queue."""
    return "" if share is None else msgspec.json.encode(share).decode()


def queue_totals(cache: CacheStore) -> dict[str, int]:
    """Cases of the whole queue by view; empty where all of them are here. Off the GUI thread."""
    told = cache.state().get(NAME)
    if not told:
        return {}
    try:
        return msgspec.json.decode(told, type=SeatShare).totals
    except msgspec.DecodeError:
        return {}
