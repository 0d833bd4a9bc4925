"""What the server last said of the queue of which this seat holds a part, in the state of the cache."""

import msgspec

from app.contract.changes import SeatShare
from app.desktop.cache.cache_store import CacheStore
from app.domain.work_mode import WorkMode

NAME = "seat"


def to_state(share: SeatShare | None) -> str:
    """As it is kept; empty on a seat that holds the whole queue."""
    return "" if share is None else msgspec.json.encode(share).decode()


def is_served(cache: CacheStore) -> bool:
    """Whether the server gives this person one case after another. Off the GUI thread."""
    share = _read(cache)
    return share is not None and share.mode == WorkMode.SERVED.value


def queue_totals(cache: CacheStore) -> dict[str, int]:
    """Cases of the whole queue by view; empty where all of them are here. Off the GUI thread."""
    share = _read(cache)
    return {} if share is None else share.totals


def _read(cache: CacheStore) -> SeatShare | None:
    told = cache.state().get(NAME)
    if not told:
        return None
    try:
        return msgspec.json.decode(told, type=SeatShare)
    except msgspec.DecodeError:
        return None
