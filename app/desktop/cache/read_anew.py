"""That the copy of this seat was not what it should be and was fetched again, in the state of the cache."""

import msgspec

from app.desktop.cache.cache_store import CacheStore
from app.desktop.ports import ReadAnew

NAME = "read_anew"


def to_state(event: ReadAnew) -> str:
    return msgspec.json.encode(event).decode()


def read_anew(cache: CacheStore) -> ReadAnew | None:
    """The last time that happened; None where it never did. Off the GUI thread."""
    told = cache.state().get(NAME)
    if not told:
        return None
    try:
        return msgspec.json.decode(told, type=ReadAnew)
    except msgspec.DecodeError:
        return None
